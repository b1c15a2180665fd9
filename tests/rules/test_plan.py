"""What a pupil list changes at a school that has pupils already."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.pupils import Pupil
from pupils.listed import Listed, PupilList
from pupils.matching import Roll, name_of
from pupils.plan import Occasion, Plan, compare

END = date(2027, 7, 31)
TODAY = date(2026, 11, 24)
BORN = date(2018, 2, 3)
ZOE = Listed("regel 2", "00017", "Zoë", "van der", "Berg", "3A", BORN)
DAAN = Listed("regel 3", "00018", "Daan", "'t", "Hooft", "3A", date(2017, 10, 1))


def _compare(
    listed: list[Listed], there: list[Pupil], *, whole: bool = False, left: tuple[Listed, ...] = (), **more: Any
) -> Plan:
    pupil_list = PupilList("csv", len(listed), tuple(listed), left=left, **more)
    roll = Roll(there, {name_of(pupil): pupil.id for pupil in there})
    plan = compare(pupil_list, roll, Occasion("regenboog", "batch", TODAY, END, whole=whole))
    touched = [pupil.id for pupil in (*(change.after for change in (*plan.changed, *plan.left)), *plan.unchanged)]
    assert len(set(touched)) == len(touched), "two rows were taken for one pupil"
    assert len(listed) == len(plan.new) + len(plan.changed) + len(plan.unchanged) + len(plan.held)
    return plan


def _after(listed: list[Listed], there: list[Pupil] | None = None, **more: Any) -> list[Pupil]:
    """The school's pupils once a list is applied."""
    plan = _compare(listed, there or [], **more)
    changed = {change.after.id: change.after for change in (*plan.changed, *plan.left)}
    return [*(changed.get(pupil.id, pupil) for pupil in there or []), *(pupil for _, pupil in plan.new)]


def _is_untouched(plan: Plan) -> bool:
    return not (plan.new or plan.changed or plan.held or plan.left)


def _only_change(plan: Plan) -> Pupil:
    assert (plan.new, plan.held) == ((), ())
    (change,) = plan.changed
    return change.after


def _by_hand(row: Listed) -> Pupil:
    (pupil,) = _after([replace(row, source_key=None)])
    return replace(pupil, batch="by-hand", code_version=3, linked=2)


dates_of_birth = st.none() | st.dates(date(2014, 1, 1), date(2020, 1, 1))
given_names = st.sampled_from(["Zoë", "Zoe", "Bo", "Daan", "Sem"])
family_names = st.sampled_from(["Berg", "Hek", "Jansen"])
rows = st.builds(
    Listed,
    where=st.integers(2, 99).map("regel {}".format),
    source_key=st.none() | st.integers(1, 9_999).map(str),
    given_name=given_names,
    prefix=st.sampled_from(["", "van"]),
    family_name=family_names,
    class_name=st.sampled_from(["3A", "4A"]),
    birth_date=dates_of_birth,
)


def _key(row: Listed) -> object:
    return row.source_key or (row.given_name.replace("ë", "e"), row.prefix, row.family_name, row.birth_date)


def test_a_first_list_adds_everybody_with_the_first_version_of_a_code() -> None:
    plan = _compare([ZOE, DAAN], [])
    assert [pupil.name for _, pupil in plan.new] == ["Zoë van der Berg", "Daan 't Hooft"]
    for _, pupil in plan.new:
        assert (pupil.school, pupil.batch, pupil.valid_until, pupil.code_version) == ("regenboog", "batch", END, 1)
        assert pupil.active
        assert pupil.linked == 0
    assert len({pupil.id for _, pupil in plan.new}) == 2


@given(st.lists(rows, max_size=12, unique_by=_key))
def test_the_same_list_again_changes_nothing(listed: list[Listed]) -> None:
    there = _after(listed)
    plan = _compare(listed, there)
    assert _is_untouched(plan)
    assert {pupil.id for pupil in plan.unchanged} == {pupil.id for pupil in there}


@given(st.lists(rows, max_size=12, unique_by=_key), st.randoms())
def test_the_order_of_a_list_does_not_matter(listed: list[Listed], random: Random) -> None:
    there = _after(listed)
    random.shuffle(listed)
    random.shuffle(there)
    assert _is_untouched(_compare(listed, there))


def test_a_class_move_keeps_the_id_and_the_code() -> None:
    (zoe,) = _after([ZOE])
    zoe = replace(zoe, code_version=4, linked=2)
    assert _only_change(_compare([replace(ZOE, class_name="4A")], [zoe])) == replace(zoe, class_name="4A")


@pytest.mark.parametrize(
    "corrected",
    [
        replace(ZOE, given_name="Zoey"),
        replace(ZOE, prefix="van den"),
        replace(ZOE, family_name="Berg-Jansen"),
        replace(ZOE, given_name="Zoey", family_name="Bergh"),
        replace(ZOE, birth_date=date(2018, 3, 2)),
    ],
)
def test_a_correction_keeps_the_id_and_the_code(corrected: Listed) -> None:
    (zoe,) = _after([ZOE])
    zoe = replace(zoe, code_version=4)
    changed = _only_change(_compare([corrected], [zoe]))
    assert (changed.id, changed.code_version, changed.batch) == (zoe.id, 4, zoe.batch)
    assert (changed.given_name, changed.prefix) == (corrected.given_name, corrected.prefix)
    assert (changed.family_name, changed.birth_date) == (corrected.family_name, corrected.birth_date)


def test_a_list_without_dates_of_birth_does_not_take_away_those_that_are_known() -> None:
    there = _after([ZOE])
    assert _is_untouched(_compare([replace(ZOE, birth_date=None)], there))


def test_a_date_of_birth_that_comes_later_is_added() -> None:
    there = _after([replace(ZOE, birth_date=None)])
    assert _only_change(_compare([ZOE], there)).birth_date == BORN


def test_a_new_number_is_a_new_pupil_and_the_others_stay() -> None:
    there = _after([ZOE])
    plan = _compare([ZOE, DAAN], there)
    assert [pupil.source_key for _, pupil in plan.new] == ["00018"]
    assert plan.unchanged == tuple(there)


def test_a_pupil_who_is_missing_from_the_list_is_left_alone() -> None:
    there = _after([ZOE, DAAN])
    assert _is_untouched(_compare([ZOE], there))


def test_a_number_with_another_name_and_another_date_of_birth_is_held() -> None:
    there = _after([ZOE])
    plan = _compare([replace(DAAN, source_key="00017")], there)
    assert [remark.where for remark in plan.held] == ["regel 3"]
    assert "00017" in plan.held[0].reason
    assert (plan.new, plan.changed, plan.unchanged) == ((), (), ())


def test_a_number_that_went_to_a_brother_or_sister_is_held_too() -> None:
    """Same family name, another given name, another date of birth: another child, whose parents hold no letter."""
    there = _after([ZOE])
    plan = _compare([replace(ZOE, given_name="Bo", birth_date=date(2021, 5, 6))], there)
    assert [remark.where for remark in plan.held] == ["regel 2"]


@pytest.mark.parametrize("numbered", [ZOE, replace(ZOE, class_name="4A"), replace(ZOE, given_name="ZOE")])
def test_a_pupil_added_by_hand_is_adopted_by_a_later_list(numbered: Listed) -> None:
    by_hand = _by_hand(ZOE)
    plan = _compare([numbered], [by_hand])
    adopted = _only_change(plan)
    assert (adopted.id, adopted.code_version, adopted.linked) == (by_hand.id, 3, 2)
    assert adopted.source_key == "00017"
    assert _is_untouched(_compare([numbered], [adopted]))


@pytest.mark.parametrize(
    ("by_hand", "listed"),
    [
        (replace(ZOE, birth_date=None), ZOE),
        (ZOE, replace(ZOE, birth_date=None)),
        (replace(ZOE, birth_date=None), replace(ZOE, birth_date=None)),
    ],
)
def test_a_pupil_added_by_hand_is_adopted_also_where_one_side_lacks_the_date(by_hand: Listed, listed: Listed) -> None:
    pupil = _by_hand(by_hand)
    assert _only_change(_compare([listed], [pupil])).id == pupil.id


def test_a_namesake_with_another_date_of_birth_is_not_the_pupil_added_by_hand() -> None:
    plan = _compare([replace(ZOE, birth_date=date(2015, 1, 1))], [_by_hand(ZOE)])
    assert len(plan.new) == 1
