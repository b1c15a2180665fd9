"""Names and classes that are very long: one limit, however they come, and what is there can be edited."""

from typing import Any

import pytest

from common.cloud.table import keys
from common.pupils import LONGEST_CLASS, LONGEST_NAME
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_desk_pupil import edit, now
from tests.functions.uploads import names, put, reports, take

LONGEST_SORT_KEY = 1024  # in bytes, as DynamoDB has it


@pytest.mark.parametrize("field", ["given_name", "prefix", "family_name", "class_name"])
def test_who_came_with_a_longer_name_than_anybody_may_type_can_be_edited(house: House, field: str) -> None:
    """As lists brought them before there was one limit."""
    clerk, long = Clerk(house), "x" * 240
    given: dict[str, Any] = {field: long}
    child = house.child(**given)
    filled = {"given_name": "Sanne", "family_name": "Bakker", "class": "5B"} | {field.removesuffix("_name"): long}
    filled |= {field: long} if field != "class_name" else {}
    words = edit(clerk, child, **(filled | {"day": "15"}))
    assert "Er is een fout" not in words
    after = now(house, child)
    assert after.birth_date is not None
    assert (after.birth_date.day, getattr(after, field)) == (15, long)


def test_a_name_that_is_there_cannot_become_another_long_one(house: House) -> None:
    child = house.child(family_name="x" * 240)
    assert "ten hoogste 200 tekens" in edit(Clerk(house), child, family_name="y" * 201)
    assert now(house, child).family_name == "x" * 240


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_list_holds_what_nobody_may_type(house: House, at: int) -> None:
    cells = ["1", "Bo", "van", "Vos", "5B", ""]
    cells[at] = "x" * (LONGEST_NAME + 1)
    take(put(house, ";".join(cells), "2;Jo;;Das;5B;"))
    one = reports(house)[0]
    assert names(house) == ["Jo Das"]
    assert one.counts["held"] == 1
    page = Clerk(house).get(f"/school/lijsten/{one.id}").words
    assert "regel 2 een naam heeft meer dan 200 tekens" in page


def test_the_longest_name_of_a_list_is_kept_and_can_be_typed(house: House) -> None:
    take(put(house, f"1;{'x' * LONGEST_NAME};{'y' * LONGEST_NAME};{'z' * LONGEST_NAME};{'k' * LONGEST_CLASS};"))
    (pupil,) = house.services.pupils.of_school(REGENBOOG.id)
    assert pupil.family_name == "z" * LONGEST_NAME


@pytest.mark.parametrize("letter", ["x", "é", "ß", "李", "\U0001f600"])
def test_the_place_in_the_index_is_never_longer_than_dynamodb_takes(letter: str) -> None:
    name = letter * 3 * LONGEST_NAME
    place = keys.pupil_in_class("s", letter * LONGEST_CLASS, name, "0" * 20, active=True)["GSI1SK"]
    assert len(place.encode()) <= LONGEST_SORT_KEY
    assert place.startswith(keys.class_prefix(letter * LONGEST_CLASS))
    class_name, sorts, pupil = keys.parts_of_place(place)
    assert (class_name, pupil) == (letter * LONGEST_CLASS, "0" * 20)
    assert name.startswith(sorts)
    assert len(sorts) > 100


@pytest.mark.parametrize("row", [f"9;{'ﷺ' * 60};;Lang;5B;14-03-2017", f"{'٥' * 300};Lang;;Lang;5B;14-03-2017"])
def test_a_list_with_a_name_or_number_that_fills_a_key_comes_to_its_end(house: House, row: str) -> None:
    """Folded to sort, one sign may become eighteen letters."""
    take(put(house, row, "2;Jo;;Das;5B;"))
    assert reports(house)[0].state == "done"
    assert len(house.services.pupils.listed(REGENBOOG.id, "5B")) == 2
