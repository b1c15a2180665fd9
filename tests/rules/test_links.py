"""Who may use a code, and what keeps others from it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from common.errors import (
    CodeClosed,
    CodeExpired,
    CodeFull,
    CodeProblem,
    CodeReplaced,
    CodesPaused,
    CodeWornOut,
    DateCheckLocked,
    DateCheckPaused,
)
from common.links import CodeEntry, Invitation
from common.pupils import Pupil
from common.schools import School

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SCHOOL = School("regenboog", "De Regenboog", "Dorpsstraat 1", "1234 AB Ons Dorp", "012-3456789", "info@regenboog.nl")
PUPIL = Pupil(
    school="regenboog",
    id="p1",
    given_name="Zoë",
    prefix="van der",
    family_name="Berg",
    class_name="3A",
    birth_date=date(2018, 2, 3),
    valid_until=date(2027, 7, 31),
    batch="b1",
    code_version=2,
)
ENTRY = CodeEntry(index="abc", school="regenboog", pupil="p1", version=2)
WITHOUT_BIRTH_DATE = replace(PUPIL, birth_date=None)


def _invitation(pupil: Pupil = PUPIL, entry: CodeEntry = ENTRY, school: School = SCHOOL) -> Invitation:
    return Invitation(entry=entry, pupil=pupil, school=school)


PAUSED = replace(ENTRY, date_failures=5, date_failures_ever=5, date_paused_until=NOW + timedelta(hours=3))
LOCKED = replace(ENTRY, date_failures=2, date_failures_ever=10)
PROBLEMS: list[tuple[Invitation, type[CodeProblem]]] = [
    (_invitation(entry=replace(ENTRY, version=1)), CodeReplaced),
    (_invitation(school=replace(SCHOOL, paused=True)), CodesPaused),
    (_invitation(entry=replace(ENTRY, version=1), school=replace(SCHOOL, paused=True)), CodesPaused),
    (_invitation(replace(PUPIL, active=False)), CodeClosed),
    (_invitation(replace(PUPIL, valid_until=date(2026, 11, 22))), CodeExpired),
    (_invitation(replace(PUPIL, linked=4)), CodeFull),
    (_invitation(replace(PUPIL, linked=5)), CodeFull),
    (_invitation(replace(WITHOUT_BIRTH_DATE, linked=2)), CodeFull),
    (_invitation(replace(PUPIL, linked=1), school=replace(SCHOOL, max_parents=1)), CodeFull),
    (_invitation(replace(WITHOUT_BIRTH_DATE, linked=1), school=replace(SCHOOL, max_parents=1)), CodeFull),
    (_invitation(entry=replace(ENTRY, links_made=25)), CodeWornOut),
    (_invitation(replace(PUPIL, linked=4), replace(ENTRY, links_made=25)), CodeFull),
    (_invitation(entry=PAUSED), DateCheckPaused),
    (_invitation(entry=LOCKED), DateCheckLocked),
]
USABLE = {
    "a fresh code": _invitation(),
    "on its last day": _invitation(replace(PUPIL, valid_until=date(2026, 11, 23))),
    "with one place left": _invitation(replace(PUPIL, linked=3)),
    "with one place left without a date of birth": _invitation(replace(WITHOUT_BIRTH_DATE, linked=1)),
    "at a school that allows more": _invitation(replace(PUPIL, linked=9), school=replace(SCHOOL, max_parents=10)),
    "linked with all but once": _invitation(entry=replace(ENTRY, links_made=24)),
    "after four wrong dates": _invitation(entry=replace(ENTRY, date_failures=4, date_failures_ever=4)),
    "after nine wrong dates in its life": _invitation(entry=replace(ENTRY, date_failures_ever=9)),
    "after the pause": _invitation(entry=replace(PAUSED, date_paused_until=NOW)),
    "paused, but the date is no longer known": _invitation(WITHOUT_BIRTH_DATE, PAUSED),
    "locked, but the date is no longer known": _invitation(WITHOUT_BIRTH_DATE, LOCKED),
}


def test_a_code_ends_at_midnight_in_the_netherlands() -> None:
    invitation = _invitation(replace(PUPIL, valid_until=date(2027, 7, 31)))
    invitation.check(datetime(2027, 7, 31, 21, 59, tzinfo=UTC))
    with pytest.raises(CodeExpired):
        invitation.check(datetime(2027, 7, 31, 22, 30, tzinfo=UTC))


@pytest.mark.parametrize(("invitation", "problem"), PROBLEMS)
def test_a_code_with_a_problem_is_refused_with_the_schools_phone(
    invitation: Invitation, problem: type[CodeProblem]
) -> None:
    with pytest.raises(CodeProblem) as refused:
        invitation.check(NOW)
    assert type(refused.value) is problem


@pytest.mark.parametrize("invitation", USABLE.values(), ids=USABLE.keys())
def test_a_code_without_a_problem_may_be_used(invitation: Invitation) -> None:
    invitation.check(NOW)


def test_a_full_or_worn_code_still_opens_for_whoever_is_linked_already() -> None:
    _invitation(replace(PUPIL, linked=4), replace(ENTRY, links_made=25)).check(NOW, already_linked=True)


@pytest.mark.parametrize(
    ("invitation", "problem"), [(one, problem) for one, problem in PROBLEMS if problem not in (CodeFull, CodeWornOut)]
)
def test_being_linked_already_helps_against_no_other_problem(
    invitation: Invitation, problem: type[CodeProblem]
) -> None:
    with pytest.raises(problem):
        invitation.check(NOW, already_linked=True)


def test_a_pause_says_until_when() -> None:
    with pytest.raises(DateCheckPaused) as refused:
        _invitation(entry=PAUSED).check(NOW)
    assert refused.value.until == NOW + timedelta(hours=3)


def test_an_old_letter_is_told_about_the_newer_one_first_of_all() -> None:
    everything = replace(PUPIL, active=False, linked=9, valid_until=date(2020, 1, 1))
    with pytest.raises(CodeReplaced):
        _invitation(everything, replace(LOCKED, version=1)).check(NOW)


def test_a_code_asks_for_a_date_of_birth_only_where_one_is_known() -> None:
    assert _invitation().asks_birth_date
    assert not _invitation(WITHOUT_BIRTH_DATE).asks_birth_date
    assert _invitation().cap == 4
    assert _invitation(WITHOUT_BIRTH_DATE).cap == 2
    assert _invitation(WITHOUT_BIRTH_DATE, school=replace(SCHOOL, max_parents=1)).cap == 1
