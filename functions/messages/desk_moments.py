"""A moment as somebody at a desk writes it, a day and a time on the clock of a Dutch school, and as it is kept."""

import re
from datetime import UTC, date, datetime, time

from common.days import LOCAL, local_time

_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_DUTCH_DAY = re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})", re.ASCII)
_MORNING, _NIGHT = time(7), time(22)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?", re.ASCII)


class NeverComes(ValueError):
    """The clock skips this time: it goes one hour ahead that night."""


def day_in(text: str) -> date | None:
    """As browsers send it (2026-12-01), or as people write it where a browser has no calendar (1-12-2026)."""
    found = _DAY.fullmatch(text.strip()) or _DUTCH_DAY.fullmatch(text.strip())
    try:
        return date(*(int(found[part]) for part in ("year", "month", "day"))) if found else None
    except ValueError:
        return None


def time_in(text: str) -> time | None:
    found = _TIME.fullmatch(text.strip())
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def moment_at(day: date, clock: time) -> datetime:
    """In UTC. Of a time that comes twice, the first. Raises NeverComes."""
    local = datetime.combine(day, clock, LOCAL)
    moment = local.astimezone(UTC)
    if local_time(moment).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NeverComes
    return moment


def is_at_night(moment: datetime) -> bool:
    """When hardly anybody wants to hear from a school."""
    return not _MORNING <= local_time(moment).time() < _NIGHT


def comes_twice(moment: datetime) -> bool:
    """Whether the clock shows this time twice, because it goes one hour back that night."""
    local = local_time(moment)
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
