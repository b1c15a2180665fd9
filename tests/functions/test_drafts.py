"""What was filled in at the desk and could not be sent yet, however long it is."""

from collections.abc import Mapping

import pytest

from tests.functions.house import REGENBOOG, House

ERRORS = {"text": "Maak dit korter"}


def kept(house: House, values: Mapping[str, str]) -> Mapping[str, str]:
    drafts = house.services.drafts
    drafts.keep(REGENBOOG.id, "robin", "/school/x", values, ERRORS, house.services.now())
    found, errors = drafts.find(REGENBOOG.id, "robin", "/school/x")
    assert errors == ERRORS
    return found


def size(values: Mapping[str, str]) -> int:
    return sum(len(name.encode()) + len(value.encode()) for name, value in values.items())


def test_what_fits_is_kept_to_its_last_letter(house: House) -> None:
    values = {"title": "", "text": "é" * 50_000, "more": "x" * 199_000, "last": "\u20ac"}
    assert kept(house, values) == values


@pytest.mark.parametrize("letter", ["x", "é", "\u20ac", "\U0001f600"])
def test_what_an_item_cannot_take_is_cut_off_at_its_end(house: House, letter: str) -> None:
    values = {f"field{number:04}": letter * 50_000 for number in range(1500)}
    found = kept(house, values)
    assert 299_990 <= size(found) <= 300_000
    assert set(found) == set(list(values)[: len(found)])
    assert all(values[name].startswith(value) for name, value in found.items())


def test_names_count_too(house: House) -> None:
    found = kept(house, {str(number) + "n" * 5_000: "" for number in range(100)})
    assert 0 < len(found) < 60


def test_a_draft_of_an_older_version_tells_when_it_was_kept_too(house: House) -> None:
    kept(house, {"text": "x"})
    drafts, store = house.services.drafts, house.services.store
    (item,) = store.query(f"SCHOOL#{REGENBOOG.id}", "DRAFT#robin#")
    ((_, _, kept_at),) = drafts.under(REGENBOOG.id, "robin", "/school/x")
    store.write(store.put({name: value for name, value in item.items() if name != "kept_at"}))
    assert drafts.under(REGENBOOG.id, "robin", "/school/x") == [("", {"text": "x"}, kept_at)]
