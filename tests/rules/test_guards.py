"""When a list waits for the school."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from common.imports import Import
from common.last_lists import LastLists
from common.schools import School
from pupils import guards
from pupils.listed import Listed, PupilList
from pupils.matching import Roll, name_of
from pupils.plan import Occasion, compare
from tests.rules.test_plan import END, TODAY, _after

SCHOOL = School("ster", "De Ster", "Weg 1", "1234 AB Dorp", "010", "ster@example", brin="99ZZ")
ONE = Import("ster", "20261124T080000-aa", "lijst.xml", "b", "k", "e", whole=True)
ROWS = [Listed(f"regel {n}", str(n), f"Kind{n}", "", "Bos", "3A", None) for n in range(100)]
LIST = PupilList("edexml", 100, tuple(ROWS), scope="full", brin="99ZZ", made_on=date(2026, 11, 1))


def _asked(
    pupil_list: PupilList = LIST, *, last: LastLists | None = None, there: int = 100, school: School = SCHOOL,
    whole: bool = True,
) -> tuple[str, ...]:  # fmt: skip
    pupils = _after(ROWS[:there])
    roll = Roll(pupils, {name_of(pupil): pupil.id for pupil in pupils})
    plan = compare(pupil_list, roll, Occasion("ster", "batch", TODAY, END, whole=whole))
    one = replace(ONE, whole=whole, made_on=pupil_list.made_on, brin=pupil_list.brin)
    return guards.questions(school, pupil_list, one, last or LastLists(), roll, plan)


def _without(number: int) -> PupilList:
    return replace(LIST, pupils=LIST.pupils[number:])


def test_a_list_that_fits_the_school_is_not_asked_about() -> None:
    assert _asked() == ()


@pytest.mark.parametrize(
    ("ours", "named", "asks"),
    [
        ("99ZZ", "99YY", True),
        ("99ZZ", "99ZZ01", False),
        ("99ZZ02", "99ZZ01", True),
        ("99zz", "99ZZ", False),
        ("", "99YY", False),
        ("99ZZ", "", False),
        ("99ZZ", "9", False),
    ],
)
def test_a_list_of_another_school_is_asked_about(ours: str, named: str, asks: bool) -> None:
    asked = _asked(replace(LIST, brin=named), school=replace(SCHOOL, brin=ours))
    assert bool(asked) is asks
    assert not asks or named in asked[0]


def test_the_last_whole_list_tells_the_number_of_a_school_that_gave_none() -> None:
    assert _asked(school=replace(SCHOOL, brin=""), last=LastLists(brin="88XX"))


@pytest.mark.parametrize(
    ("last", "asks"),
    [
        (LastLists(whole_made_on=date(2026, 11, 2)), True),
        (LastLists(whole_made_on=date(2026, 11, 1)), False),
        (LastLists(whole_at=ONE.uploaded_at + timedelta(seconds=1)), True),
        (LastLists(whole_at=ONE.uploaded_at - timedelta(seconds=1)), False),
    ],
)
def test_a_whole_list_older_than_the_last_is_asked_about(last: LastLists, asks: bool) -> None:
    assert bool(_asked(last=last)) is asks
    assert _asked(last=last, whole=False) == ()


@pytest.mark.parametrize(
    ("there", "leaving", "asks"),
    [(100, 20, False), (100, 21, True), (30, 10, False), (30, 11, True), (11, 11, True), (8, 7, False)],
)
def test_many_who_leave_are_asked_about(there: int, leaving: int, asks: bool) -> None:
    assert bool(_asked(_without(leaving), there=there)) is asks


def test_a_list_that_calls_many_gone_is_asked_about_too() -> None:
    leavers = replace(LIST, pupils=(), left=LIST.pupils[:50], scope="part")
    assert "50 van de 100" in _asked(leavers, whole=False)[0]


@pytest.mark.parametrize("there", [0, 100])
def test_a_list_without_a_single_pupil_is_asked_about(there: int) -> None:
    assert len(_asked(replace(LIST, pupils=()), there=there)) == 1


@pytest.mark.parametrize("there", [0, 100])
@pytest.mark.parametrize(
    ("dated", "undated", "asks"),
    [(100, 100, True), (100, 51, True), (100, 50, False), (5, 3, True), (4, 4, False), (0, 0, False)],
)
def test_a_list_of_which_most_dates_of_birth_cannot_be_read_is_asked_about(
    dated: int, undated: int, asks: bool, there: int
) -> None:
    asked = _asked(replace(LIST, dated=dated, undated=undated), there=there)
    assert bool(asked) is asks
    assert not asks or f"Bij {undated} van de {dated} leerlingen" in asked[0]


def test_the_first_list_of_a_school_is_asked_about_nothing_else() -> None:
    last = LastLists(brin="88XX", whole_made_on=date(2026, 12, 1))
    assert _asked(replace(LIST, brin="99YY"), last=last, there=0) == ()
