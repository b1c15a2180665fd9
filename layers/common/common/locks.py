"""Codes whose date of birth was wrong too often, as the school sees them."""

from datetime import datetime

from common.values import Value


class Lock(Value):
    """No date can be tried with this pupil's code, `version` of it: until `until`, or for good where that is None."""

    school: str
    pupil: str
    version: int
    since: datetime
    until: datetime | None
