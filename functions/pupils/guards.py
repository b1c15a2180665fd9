"""What a school must confirm before a list changes anything."""

from collections.abc import Iterator
from datetime import datetime

from common import list_words as words
from common.imports import Import
from common.last_lists import LastLists
from common.schools import School
from common.staff import Staff
from pupils.listed import PupilList
from pupils.matching import Roll
from pupils.plan import Plan

MOST_LEAVING = 10
# Of fewer dates the warnings say enough.
_FEWEST_DATES = 5
_LARGEST_PART_LEAVING = 0.2
_BRIN_LENGTH = 4


def questions(
    school: School, pupil_list: PupilList, one: Import, last: LastLists, roll: Roll, plan: Plan
) -> tuple[str, ...]:
    """One Dutch sentence for each thing that looks wrong; none for a list that may be applied at once.

    The first list of a school that has no pupils can only be wrong by itself.
    """
    if not (pupil_list.pupils or pupil_list.left) or (one.whole and not pupil_list.pupils):
        return (words.NOBODY_TO_TAKE,)
    if not roll.pupils:
        return tuple(_undated(pupil_list))
    return (
        *_other_school(school.brin or last.brin, pupil_list.brin),
        *(_older(one, last) if one.whole else ()),
        *_many_leaving(roll, plan),
        *_undated(pupil_list),
    )


def of_sender(one: Import, sender: Staff | None, form_from: datetime | None) -> Iterator[str]:
    """The form that sends a list straight to us works for a while, also for whoever may not send any more.

    sender: who of the staff that is now. form_from: since when they had the form.
    """
    if one.by and sender is None:
        yield words.SENDER_REMOVED
    elif sender and (form_from is None or form_from < sender.valid_from):
        yield words.SENDER_OF_BEFORE


def _undated(pupil_list: PupilList) -> Iterator[str]:
    """Whoever is new would come without a date of birth, and parents are asked for none then."""
    dated, undated = pupil_list.dated, pupil_list.undated
    if dated >= _FEWEST_DATES and undated > dated / 2:
        yield words.MOST_UNDATED % {"undated": undated, "dated": dated}


def _other_school(ours: str, named: str) -> Iterator[str]:
    """A number of six characters names the branch too; it only counts where both have it."""
    length = min(len(ours), len(named))
    if length >= _BRIN_LENGTH and ours[:length].upper() != named[:length].upper():
        yield words.OTHER_SCHOOL % {"named": named, "ours": ours}


def _older(one: Import, last: LastLists) -> Iterator[str]:
    if one.made_on and last.whole_made_on and one.made_on < last.whole_made_on:
        yield words.MADE_EARLIER % {"made": f"{one.made_on:%d-%m-%Y}", "last": f"{last.whole_made_on:%d-%m-%Y}"}
    elif last.whole_at and one.uploaded_at < last.whole_at:
        yield words.SENT_EARLIER


def _many_leaving(roll: Roll, plan: Plan) -> Iterator[str]:
    there = sum(pupil.active for pupil in roll.pupils)
    if len(plan.left) > max(MOST_LEAVING, _LARGEST_PART_LEAVING * there):
        yield words.MANY_LEAVING % {"leaving": len(plan.left), "there": there}
