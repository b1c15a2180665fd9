"""The id that a form carries, so that what it asks for happens once however often it is sent."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from common.ids import moment_of, random_id, timed_id

_ID = re.compile(r"\d{8}T\d{6}-[0-9a-f]{10}", re.ASCII)
_ID_LIFE = timedelta(hours=12)


def id_in(form: Mapping[str, str], now: datetime) -> str:
    """The id that a page gave its form, so that sending it twice makes one batch; a new one for anything else."""
    given = form.get("batch", "")
    if _ID.fullmatch(given) and now - _ID_LIFE < _moment(given) <= now:
        return given
    return new_id(now)


def new_id(now: datetime) -> str:
    return timed_id(now, random_id())


def _moment(batch: str) -> datetime:
    try:
        return moment_of(batch)
    except ValueError:
        return moment_of("19700101T000000")
