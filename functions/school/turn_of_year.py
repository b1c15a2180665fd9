"""*Schooljaar*: where the school stands at the turn of the year, and what it orders for the codes of all pupils.

Nothing is kept of the steps themselves: each is seen from what is there.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from common.cloud.services import services
from common.cloud.table.years import Ordered
from common.days import local_date
from common.errors import AlreadyDone
from common.i18n import mark
from common.journal import id_of_entry
from common.last_lists import LastLists, Waiting
from common.letters import REMINDER, Batch
from common.pupils import end_of_school_year, lists_come_from
from common.values import Value
from common.web.desks import Seat
from common.web.visits import Form
from school import batch_ids, present_letters, renewal

WRONG_NUMBER = mark("Dit is niet het aantal leerlingen dat hierboven staat. Kijk goed en vul het aantal in")
JUST_ORDERED = mark("Er zijn net nieuwe codes gemaakt")


# How it stands with letters of reminders: there are none, none of them works any more, they are being made, the school
# must print them still, they were deleted before it did, or it has printed them.
ReminderState = Literal["none", "dead", "being_made", "waits", "gone", "printed"]


class Reminder(Value):
    """The last one. at: when it was asked for. batch: its letters, as far as they are known.

    pupils: at most how many without a linked parent have a reminder that is printed, when it is; is_counted: whether
    these are exactly as many.
    """

    at: datetime | None
    batch: Batch | None
    state: ReminderState
    pupils: int = 0
    is_counted: bool = False


class Standing(Value):
    """year: the school year that it is about, by the years in which it begins and ends. since: from which day on a
    list is one of that year. waiting: lists that the school can confirm, the oldest first.

    until: how long codes work by the school's rule. ending: of how many pupils the code does not work long enough.
    unprinted: how many pupils have no printed letter. old_letters: how many came back, whose letter of before is
    printed and has the same code as the new one. letters: those that wait to be printed, where there are such pupils.
    extending: whether codes are being made to work longer. renewing: whether all are getting new ones.
    """

    year: tuple[int, int]
    since: date
    lists: LastLists
    waiting: Sequence[Waiting]
    reminder: Reminder
    ordered: Ordered
    until: date
    ending: int
    unprinted: int
    old_letters: int
    letters: Sequence[Batch]
    left: int
    nobody_linked: int
    extending: bool
    renewing: bool

    @property
    def has_list(self) -> bool:
        """As long as one waits for the school, nobody knows how it stands."""
        return not self.waiting and self._is_of_year(self.lists.whole_at)

    @property
    def has_reminded(self) -> bool:
        is_printed = self._is_of_year(self.reminder.at) and self.reminder.state == "printed"
        return is_printed and self.reminder.pupils >= self.nobody_linked

    def _is_of_year(self, moment: datetime | None) -> bool:
        return moment is not None and local_date(moment) >= self.since


def standing_of(seat: Seat, now: datetime) -> Standing:
    here, school, tally = services(), seat.school, seat.tally
    today = local_date(now)
    ordered, lists = seat.ordered, here.imports.last(school.id)
    there = present_letters.there_still(school.id, now) if tally.new_letters or renewal.is_recent(ordered, now) else []
    end, since, until = end_of_school_year(today), lists_come_from(today), school.codes_until(today)
    return Standing(
        year=(end.year - 1, end.year),
        since=since,
        lists=lists,
        waiting=lists.to_confirm(now),
        reminder=_reminder_of(school.id, ordered, now),
        ordered=ordered,
        until=until,
        # With a rule in weeks each code ends before one that is made now: those that ended already are meant.
        ending=tally.ending_before(today if school.code_weeks else until),
        unprinted=tally.unprinted,
        old_letters=tally.old_letters,
        letters=present_letters.waiting_of(seat, there, now),
        # Counted in the year before, nobody has left in this one: whatever makes somebody leave counts anew.
        left=tally.left if lists_come_from(local_date(tally.as_of)) == since else 0,
        nobody_linked=tally.whole.none,
        extending=_is_extending(seat, now),
        renewing=renewal.is_on_its_way(ordered, there, now),
    )


def _is_extending(seat: Seat, now: datetime) -> bool:
    """Whoever makes all codes work longer counts the school when that is done."""
    at = seat.ordered.extended_at
    return at is not None and seat.tally.as_of < at and not present_letters.takes_long_since(at, now)


def _reminder_of(school: str, ordered: Ordered, now: datetime) -> Reminder:
    at, batch = services().batches.last_reminders(school)
    state = reminder_state(batch, ordered, now)
    if batch is None:
        return Reminder(at, None, state)
    counted = batch.living.reminded if batch.living else None
    pupils = batch.letters if counted is None else counted
    return Reminder(at, batch, state, pupils, counted is not None and not batch.are_gone(now))


def reminder_state(batch: Batch | None, ordered: Ordered, now: datetime) -> ReminderState:
    """Letters are counted as long as their files are there; new codes for all kill them also after that."""
    if batch is None or batch.what != REMINDER or not batch.wanted:
        return "none"
    if ordered.replaces(batch) or batch.is_dead(local_date(now)):
        return "dead"
    is_gone = batch.are_gone(now)
    if not batch.is_made and not is_gone:
        return "being_made"
    if batch.printed_at:
        return "printed"
    return "gone" if is_gone else "waits"


def extend(seat: Seat, now: datetime) -> None:
    """All codes work at least as long as one that is made today. Ordered twice, it happens once."""
    here, school = services(), seat.school
    until = school.codes_until(local_date(now))
    entry = here.journal.entry(school.id, "codes_extended", seat.actor, now, until=until.isoformat())
    here.years.extend(school.id, until, now, entry)


def renew(seat: Seat, form: Mapping[str, str], now: datetime) -> Form | None:
    """The form with what is wrong, or None: all get new codes, and new letters."""
    here, school = services(), seat.school
    batch = batch_ids.id_in(form, now)
    if form.get("pupils", "").strip() != str(seat.tally.whole.pupils):
        return Form({"pupils": form.get("pupils", "")}, {"pupils": WRONG_NUMBER})
    entry_id = id_of_entry("codes_renewed", seat.actor, batch)
    entry = here.journal.entry(school.id, "codes_renewed", seat.actor, now, entry_id=entry_id, batch=batch)
    until = school.codes_until(local_date(now))
    try:
        here.years.renew(school.id, batch, seat.staff.id, until, now, entry)
    except AlreadyDone:
        if here.years.ordered(school.id).batch != batch:
            return Form({"pupils": ""}, {"pupils": JUST_ORDERED})
    return None
