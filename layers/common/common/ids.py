"""Identifiers of our own: random for people, sortable by time for what happens."""

import hashlib
import re
import secrets
from datetime import UTC, datetime


def random_id() -> str:
    """80 random bits in hexadecimal: never used again, tells nothing."""
    return secrets.token_hex(10)


def is_random(text: str) -> bool:
    """Whether it can be a `random_id`."""
    return re.fullmatch(r"[0-9a-f]{20}", text) is not None


def timed_id(moment: datetime, distinct: str, length: int = 10) -> str:
    """Sorts by `moment` (to the second); the same moment and `distinct` text give the same id again.

    length: hexadecimal digits after the moment; more where very many fall in the same second.
    """
    digest = hashlib.sha256(distinct.encode()).hexdigest()[:length]
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}-{digest}"


def is_timed(text: str) -> bool:
    """Whether it can be a `timed_id` of the usual length."""
    return re.fullmatch(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{10}", text) is not None


def moment_of(timed: str) -> datetime:
    """The moment (UTC) that a `timed_id` begins with."""
    return datetime.strptime(timed[:15] + "+0000", "%Y%m%dT%H%M%S%z")
