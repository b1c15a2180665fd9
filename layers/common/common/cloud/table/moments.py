"""Moments as the table keeps them: whole seconds, or milliseconds where a second is too long."""

from datetime import UTC, datetime, timedelta

# How long what a list did, and what a batch of letters was, is remembered.
IMPORT_LIFE = timedelta(days=400)
BATCH_LIFE = timedelta(days=400)


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def ends(now: datetime, life: timedelta = IMPORT_LIFE) -> dict[str, int]:
    return {"expires_at": seconds(now + life)}


def of_seconds(number: int) -> datetime:
    return datetime.fromtimestamp(number, UTC)


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def of_milliseconds(number: int) -> datetime:
    return datetime.fromtimestamp(number / 1000, UTC)
