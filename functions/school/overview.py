"""*Overzicht*: how many pupils have parents who can be reached, how that came, and what asks for attention."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from common.cloud.services import services
from common.days import local_date
from common.letters import REMINDED_AFTER, REMINDER, Batch
from common.pupils import Pupil, end_of_school_year
from common.tallies import Count, DayTally
from common.values import Value
from common.web.desks import Seat
from school import present_letters, renewal

if TYPE_CHECKING:
    from common.last_lists import Waiting

# From the first of August on, with the pupils of the new year.
_FIRST_DAY = (8, 1)


class Overview(Value):
    """class_name: of which class the days are, '' for the whole school. count: as it is now.

    days: of this school year, the first first. unreachable: pupils with a parent whom no mail reaches. locked: those
    whose code takes no date of birth now, by class. waiting: lists that the school can confirm, the oldest first.
    letters: that wait to be printed, the newest first. silent: how many pupils have had a printed letter for so long
    that a reminder is due, which is not made yet. renewing: whether all pupils are getting new codes. ending: how many
    codes end before the school year does, or have ended.
    """

    class_name: str
    count: Count
    days: Sequence[DayTally]
    unreachable: int
    locked: Sequence[Pupil]
    waiting: "Sequence[Waiting]"
    letters: Sequence[Batch]
    silent: int
    renewing: bool
    ending: int


def overview_of(seat: Seat, asked: str, today: date) -> Overview:
    """asked: a class; whatever is none is the whole school."""
    here, school, since = services(), seat.school.id, beginning_of_school_year(today)
    now = here.now()
    batches, bounces = here.batches.there_with_bounces(school, now)
    bounced = {one.pupil for one in bounces}
    locked, pupils, lists = here.locks.of_school(school, now, bounced)
    locked.sort(key=lambda pupil: (pupil.class_name, pupil.sort_name))
    unreachable = sum(pupil.has_links_on(today) for pupil in pupils)
    count = seat.tally.classes.get(asked)
    if count is None:
        asked, days = "", here.tallies.days(school, since)
    else:
        # Since before the school year nothing may have changed in it.
        days = here.tallies.days_of_class(school, asked, since) or [DayTally(today, count)]
    shown = count or seat.tally.whole
    letters, silent = _letters(seat, batches, now)
    renewing = renewal.is_on_its_way(seat.ordered, batches[: present_letters.NEWEST], now)
    ending = seat.tally.ending_before(today if seat.school.code_weeks else end_of_school_year(since))
    return Overview(asked, shown, days, unreachable, locked, lists.to_confirm(now), letters, silent, renewing, ending)


def _letters(seat: Seat, there: Sequence[Batch], now: datetime) -> tuple[list[Batch], int]:
    """Those that wait to be printed, and how many pupils to remind: none as long as reminders wait themselves."""
    last = next((one for one in there if one.what == REMINDER), None)
    reminders = [last] if last and present_letters.waits(seat, last, now) else []
    silent = 0 if reminders else seat.tally.silent_since(local_date(now - REMINDED_AFTER))
    waiting = present_letters.waiting_of(seat, there, now) if seat.tally.unprinted else []
    ids = {one.id for one in (*waiting, *reminders)}
    return [one for one in there if one.id in ids], silent


def beginning_of_school_year(today: date) -> date:
    this_year = date(today.year, *_FIRST_DAY)
    return this_year if today >= this_year else date(today.year - 1, *_FIRST_DAY)


class Unreachable(Value):
    """A pupil with a parent whom no mail reaches, and since when."""

    pupil: str
    name: str
    group: str
    since: date


def unreachable_at(seat: Seat, today: date) -> list[Unreachable]:
    """The longest first; pupils who left longer ago than links last are left out."""
    here = services()
    bounces = {one.pupil: one for one in here.bounces.of_school(seat.school.id)}
    found = here.pupils.find_many(seat.school.id, sorted(bounces))
    listed = [
        Unreachable(pupil.id, pupil.name, pupil.class_name, local_date(bounces[pupil.id].since))
        for pupil in found
        if pupil.has_links_on(today)
    ]
    return sorted(listed, key=lambda one: (one.since, one.name))
