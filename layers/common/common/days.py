"""Days, as they begin and end on the clock on the wall of a Dutch school. Moments are kept in UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Amsterdam")


def local_time(moment: datetime) -> datetime:
    return moment.astimezone(LOCAL)


def local_date(moment: datetime) -> date:
    """Which day it is then: at 22:30 UTC, or 23:30 in winter, the next one has begun."""
    return local_time(moment).date()
