"""Letters that were made since of the same pupils: to make them once more would print them twice."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from common.cloud.services import services
from common.days import local_date
from common.letters import REMINDER, Batch
from common.pupils import Pupil
from common.web.desks import Seat
from school import present_letters


def newer_of(seat: Seat, before: Batch, pupils: Sequence[Pupil], now: datetime) -> str:
    """The newest batch since this one in which each of these pupils has a letter that works; '' where there is none.

    pupils: at least one. Reminders are told apart from letters that are none.
    """
    today = local_date(now)
    for batch in _since(seat, before, now):
        letters = services().batches.pupils_of(batch.school, batch.id) if batch.letters >= len(pupils) else {}
        if all(one.id in letters and one.opens(letters[one.id], today) for one in pupils):
            return batch.id
    return ""


def likely_newer_of(seat: Seat, before: Batch, now: datetime) -> str:
    """As `newer_of`, for a page that cannot ask that much: the newest batch alone, if all of its letters work."""
    there = next((one for one in _since(seat, before, now) if one.letters >= before.letters), None)
    if there is None or there.dead(local_date(now)):
        return ""
    old, new = (services().batches.pupils_of(one.school, one.id) for one in (before, there))
    return there.id if old and old.keys() <= new.keys() else ""


def _since(seat: Seat, before: Batch, now: datetime) -> Iterator[Batch]:
    """That can be printed still, or are printed, and in which a letter may work; the newest first."""
    for one in present_letters.that_work(seat, present_letters.there_still(seat.school.id, now), now):
        if one.id > before.id and (one.what == REMINDER) == (before.what == REMINDER):
            yield one
