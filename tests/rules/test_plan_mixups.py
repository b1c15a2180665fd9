"""Children whom a list could mistake for one another: a mistake would show one family the other's child."""

from dataclasses import replace
from datetime import date

import pytest

from pupils.listed import Listed
from tests.rules.test_plan import BORN, DAAN, ZOE, _after, _by_hand, _compare, _is_untouched

TWIN = replace(ZOE, where="regel 3", source_key="00019", given_name="Bo")
SISTER = replace(
    ZOE, where="regel 4", source_key="00020", given_name="Fay", class_name="5A", birth_date=date(2016, 1, 1)
)


def _without_number(row: Listed) -> Listed:
    return replace(row, source_key=None)


def test_twins_and_a_sister_are_three_pupils_and_stay_three() -> None:
    there = _after([ZOE, TWIN, SISTER])
    assert len({pupil.id for pupil in there}) == 3
    assert _is_untouched(_compare([SISTER, TWIN, ZOE], there))


def test_twins_without_numbers_are_not_mixed_up() -> None:
    family = [_without_number(row) for row in (ZOE, TWIN, SISTER)]
    there = _after(family)
    assert _is_untouched(_compare(family[::-1], there))
    moved = _after([replace(row, class_name="4B") for row in family], there)
    assert {pupil.id: pupil.given_name for pupil in moved} == {pupil.id: pupil.given_name for pupil in there}


def test_twins_added_by_hand_are_each_adopted_by_their_own_row() -> None:
    by_hand = [_by_hand(ZOE), _by_hand(TWIN)]
    adopted = _after([TWIN, ZOE], by_hand)
    assert {pupil.id: pupil.given_name for pupil in adopted} == {by_hand[0].id: "Zoë", by_hand[1].id: "Bo"}


def test_one_twin_added_by_hand_leaves_the_other_to_be_new() -> None:
    plan = _compare([ZOE, TWIN], [_by_hand(TWIN)])
    assert [pupil.given_name for _, pupil in plan.new] == ["Zoë"]


def test_two_namesakes_in_a_class_do_not_both_adopt_the_one_added_by_hand() -> None:
    namesake = replace(ZOE, where="regel 3", source_key="00021", birth_date=date(2017, 12, 24))
    _compare([ZOE, namesake], [_by_hand(replace(ZOE, birth_date=None))])


def test_a_namesake_in_another_class_is_another_pupil_where_nothing_else_is_known() -> None:
    here = _without_number(replace(ZOE, birth_date=None))
    elsewhere = replace(here, where="regel 3", class_name="5B")
    plan = _compare([here, elsewhere], _after([here]))
    assert not plan.changed


def test_two_added_by_hand_who_fit_equally_are_not_guessed_between() -> None:
    one, other = (_by_hand(replace(ZOE, birth_date=None, class_name=name)) for name in ("3A", "3B"))
    plan = _compare([replace(ZOE, class_name="3C", birth_date=None)], [one, other])
    assert not plan.changed


def test_numbers_that_two_pupils_exchanged_are_held() -> None:
    there = _after([ZOE, DAAN])
    plan = _compare([replace(ZOE, source_key="00018"), replace(DAAN, source_key="00017")], there)
    assert len(plan.held) == 2


def test_a_number_of_somebody_with_quite_another_name_is_held_where_no_dates_can_tell() -> None:
    """Nothing at all says that this is the same child; its parents would find another child at their account."""
    there = _after([replace(ZOE, birth_date=None)])
    plan = _compare([replace(DAAN, source_key="00017", birth_date=None)], there)
    assert len(plan.held) == 1


def test_a_dummy_number_that_now_means_another_pupil_changes_nobody() -> None:
    """Numbers that begin with # are given out anew at every export."""
    there = _after([replace(ZOE, source_key="#001", birth_date=None), replace(DAAN, source_key="#002")])
    plan = _compare(
        [
            replace(DAAN, where="regel 2", source_key="#001"),
            replace(ZOE, where="regel 3", source_key="#002", birth_date=None),
        ],
        there,
    )
    names = {pupil.id: pupil.given_name for pupil in there}
    assert all(pupil.given_name == names[pupil.id] for pupil in (change.after for change in plan.changed))


def test_a_list_whose_leading_zeros_excel_ate_does_not_add_the_school_again() -> None:
    there = _after([ZOE, DAAN])
    plan = _compare([replace(ZOE, source_key="17"), replace(DAAN, source_key="18")], there)
    assert plan.new == ()


@pytest.mark.parametrize("born", [BORN, None])
def test_a_list_without_numbers_does_not_add_again_who_is_known_by_number(born: date | None) -> None:
    row = replace(ZOE, birth_date=born)
    plan = _compare([_without_number(row)], _after([row]))
    assert plan.new == ()
