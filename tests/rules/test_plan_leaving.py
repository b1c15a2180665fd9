"""Who leaves, who comes back, and whom a list without lasting numbers speaks of."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from common.pupils import Pupil
from pupils.listed import Listed
from tests.rules.test_plan import DAAN, TODAY, ZOE, _after, _by_hand, _compare, _is_untouched, _only_change

BO = Listed("regel 4", "1020", "Bo", "van 't", "Hek", "7/8", date(2014, 12, 31))


def _left(pupil: Pupil, days_ago: int = 3, linked: int = 0) -> Pupil:
    return replace(pupil, active=False, left_on=TODAY - timedelta(days=days_ago), linked=linked)


def _made_up(row: Listed, **more: object) -> Listed:
    return replace(row, source_key=None, made_up=True, **more)  # type: ignore[arg-type]


def test_who_is_missing_from_a_whole_list_leaves_today() -> None:
    plan = _compare([ZOE], _after([ZOE, DAAN]), whole=True)
    (change,) = plan.left
    assert (change.before.given_name, change.after.active, change.after.left_on) == ("Daan", False, TODAY)


def test_who_left_before_does_not_leave_again() -> None:
    zoe, daan = _after([ZOE, DAAN])
    assert _is_untouched(_compare([ZOE], [zoe, _left(daan)], whole=True))


def test_a_row_that_says_gone_closes_also_in_a_part_of_the_school() -> None:
    there = _after([ZOE, DAAN])
    plan = _compare([ZOE], there, left=(DAAN,))
    assert [change.after.given_name for change in plan.left] == ["Daan"]


def test_a_row_that_says_gone_of_somebody_unknown_closes_nobody() -> None:
    assert _is_untouched(_compare([ZOE], _after([ZOE]), left=(BO,)))


def test_a_row_that_says_gone_with_the_number_of_somebody_else_closes_nobody() -> None:
    assert _is_untouched(_compare([], _after([ZOE]), left=(replace(BO, source_key="00017"),)))


def test_a_pupil_without_a_number_is_not_closed_for_being_missing_but_told_of() -> None:
    plan = _compare([ZOE], [*_after([ZOE]), _by_hand(DAAN)], whole=True)
    assert plan.left == ()
    assert plan.warnings[0].reason.startswith("één leerling die niet in de lijst staat: die heeft geen nummer")


def test_a_pupil_whose_row_is_held_stays() -> None:
    there = _after([ZOE, DAAN])
    assert _compare([ZOE], there, whole=True, present=frozenset({"18"})).left == ()
    assert _compare([ZOE], there, whole=True, present=frozenset({"99"})).left != ()


def test_a_row_that_may_be_anybody_keeps_everybody() -> None:
    plan = _compare([ZOE], _after([ZOE, DAAN]), whole=True, present=frozenset({""}))
    assert plan.left == ()
    assert plan.warnings[0].reason.endswith("kijk of deze leerling nog op school zit")
    several = _compare([ZOE], _after([ZOE, DAAN, BO]), whole=True, present=frozenset({""}))
    assert several.warnings[0].reason.endswith("kijk of zij nog op school zitten")


def test_a_pupil_about_whom_there_is_doubt_stays() -> None:
    there = _after([ZOE, DAAN])
    stranger = replace(BO, source_key="00018")
    plan = _compare([ZOE, stranger], there, whole=True)
    assert [remark.where for remark in plan.held] == ["regel 4"]
    assert plan.left == ()


@pytest.mark.parametrize(("linked", "days_ago", "gets_a_letter"), [(0, 3, True), (2, 3, False), (2, 15, True)])
def test_who_returns_keeps_the_code_and_gets_a_letter_if_nobody_is_linked(
    linked: int, days_ago: int, gets_a_letter: bool
) -> None:
    (zoe,) = _after([ZOE])
    zoe = replace(_left(zoe, days_ago, linked), code_version=3, batch="old", valid_until=date(2026, 7, 31))
    back = _only_change(_compare([replace(ZOE, class_name="4A")], [zoe]))
    assert (back.active, back.left_on, back.code_version, back.class_name) == (True, None, 3, "4A")
    assert back.valid_until == date(2027, 7, 31)
    assert (back.batch == "batch") is gets_a_letter


# -- numbers that do not last, or that changed


def test_made_up_numbers_are_matched_by_name_date_and_class_together() -> None:
    there = _after([_made_up(ZOE), _made_up(DAAN)])
    assert len(there) == 2
    assert _is_untouched(_compare([_made_up(DAAN), _made_up(ZOE)], there, whole=True))


@pytest.mark.parametrize("other", [{"class_name": "4A"}, {"birth_date": date(2018, 2, 4)}, {"birth_date": None}])
def test_a_made_up_number_where_one_of_the_three_differs_is_held_and_closes_nobody(other: dict[str, object]) -> None:
    there = _after([_made_up(ZOE)])
    plan = _compare([_made_up(ZOE, **other)], there, whole=True)
    assert (len(plan.held), plan.new, plan.changed, plan.left) == (1, (), (), ())


def test_a_made_up_number_of_a_name_that_the_school_does_not_have_is_new() -> None:
    assert len(_compare([_made_up(BO)], _after([_made_up(ZOE)])).new) == 1


def test_a_pupil_with_a_new_number_and_the_same_name_and_date_is_held() -> None:
    plan = _compare([replace(ZOE, source_key="8001")], _after([ZOE]), whole=True)
    assert (len(plan.held), plan.new, plan.left) == (1, (), ())


def test_a_namesake_of_the_same_day_whose_number_is_in_the_list_too_is_another_pupil() -> None:
    there = _after([ZOE])
    plan = _compare([ZOE, replace(ZOE, where="regel 9", source_key="8001")], there)
    assert (len(plan.new), plan.held) == (1, ())


def test_lost_zeros_are_understood_with_one_warning_also_where_the_name_was_corrected() -> None:
    there = _after([ZOE, DAAN])
    corrected = replace(ZOE, source_key="17", given_name="Zoey")
    plan = _compare([corrected, replace(DAAN, source_key="18")], there, whole=True)
    assert (plan.new, plan.left, len(plan.changed), len(plan.unchanged)) == ((), (), 1, 1)
    assert plan.changed[0].after.source_key == "00017"
    (remark,) = plan.warnings
    assert "2 leerlingen" in remark.reason


def test_numbers_that_differ_in_their_zeros_only_and_are_both_there_stay_two() -> None:
    other = replace(BO, source_key="17")
    there = _after([ZOE, other])
    assert _is_untouched(_compare([other, ZOE], there, whole=True))
