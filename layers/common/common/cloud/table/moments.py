"""Moments as the table keeps them: whole seconds, or milliseconds where a second is too long."""

from datetime import UTC, datetime


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def of_seconds(number: int) -> datetime:
    return datetime.fromtimestamp(number, UTC)


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def of_milliseconds(number: int) -> datetime:
    return datetime.fromtimestamp(number / 1000, UTC)
