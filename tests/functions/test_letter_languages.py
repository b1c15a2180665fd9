"""The language on the back of a letter: from the list, the class or the school."""

import json
from typing import Any

import pytest

from common.letters import language_of
from tests.functions.house import REGENBOOG, House
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import put_content, reports, take

ROWS = "Leerlingnummer;Roepnaam;Achternaam;Groep;Taal\r\n1;Sanne;Bakker;5B;\r\n2;Noor;Wit;6A;Pools\r\n3;Sem;Bos;6A;\r\n"


@pytest.fixture
def system(house: House) -> SchoolSystem:
    return SchoolSystem(house)


def _choose(system: SchoolSystem, language: str | None, **audience: Any) -> int:
    body = {"language": language, "audience": audience}
    return system.send("PUT", "/api/letters/language", {}, json.dumps(body)).status


def _languages(house: House) -> dict[str, str]:
    """By the pupil's given name."""
    school = house.services.schools.find(REGENBOOG.id)
    assert school
    return {one.given_name: language_of(one, school) for one in house.services.pupils.of_school(REGENBOOG.id)}


def test_a_list_may_name_the_language_of_a_family(house: House) -> None:
    take(put_content(house, ROWS.encode()))
    assert _languages(house) == {"Sanne": "nl", "Noor": "pl", "Sem": "nl"}


def test_a_list_without_the_column_leaves_the_language_as_it_is(house: House) -> None:
    take(put_content(house, ROWS.encode()))
    take(put_content(house, ROWS.replace("Taal", "Opmerking").replace("5B", "6B").encode(), at="13:00:00"))
    assert _languages(house)["Noor"] == "pl"


def test_a_language_that_we_do_not_have_is_warned_about(house: House) -> None:
    take(put_content(house, ROWS.replace("Pools", "Klingon").encode()))
    assert _languages(house)["Noor"] == "nl"
    assert "Klingon" in reports(house)[0].warnings[0].reason


def test_pupil_goes_before_class_and_class_before_school(house: House, system: SchoolSystem) -> None:
    take(put_content(house, ROWS.encode()))
    assert _choose(system, "tr", school=True) == 200
    assert _choose(system, "ar", classes=["6A"]) == 200
    assert _languages(house) == {"Sanne": "tr", "Noor": "pl", "Sem": "ar"}
    noor = next(one.id for one in house.services.pupils.of_school(REGENBOOG.id) if one.given_name == "Noor")
    assert _choose(system, None, pupils=[noor]) == 200
    assert _choose(system, None, classes=["6A"]) == 200
    assert _languages(house) == {"Sanne": "tr", "Noor": "tr", "Sem": "tr"}


@pytest.mark.parametrize(
    ("language", "audience", "status"),
    [
        ("fr", {"school": True}, 422),
        ("pl", {}, 422),
        ("pl", {"pupils": ["onbekend"]}, 404),
        ("pl", {"pupils": ["x" * 3000]}, 422),
        ("pl", {"classes": ["6A", "9Z"]}, 422),
        ("pl", {"classes": ["x" * 3000]}, 422),
    ],
)
def test_what_does_not_fit_changes_nothing(
    house: House, system: SchoolSystem, language: str, audience: dict[str, Any], status: int
) -> None:
    take(put_content(house, ROWS.encode()))
    assert _choose(system, language, **audience) == status
    assert _languages(house) == {"Sanne": "nl", "Noor": "pl", "Sem": "nl"}


def test_who_is_named_twice_is_meant_once(house: House, system: SchoolSystem) -> None:
    take(put_content(house, ROWS.encode()))
    sem = next(one.id for one in house.services.pupils.of_school(REGENBOOG.id) if one.given_name == "Sem")
    assert _choose(system, "uk", pupils=[sem, sem, sem]) == 200
    assert _choose(system, "tr", classes=["5B", " 5B "]) == 200
    assert _languages(house) == {"Sanne": "tr", "Noor": "pl", "Sem": "uk"}


def test_a_class_that_is_gone_leaves_nothing_behind(house: House, system: SchoolSystem) -> None:
    take(put_content(house, ROWS.encode()))
    assert _choose(system, "ar", classes=["5B"]) == 200
    take(put_content(house, ROWS.replace("5B", "7C").encode(), at="13:00:00"))
    assert _choose(system, None, classes=["5B"]) == 200
    assert _choose(system, "tr", classes=["7C"]) == 200
    school = house.services.schools.find(REGENBOOG.id)
    assert school
    assert school.class_languages == {"7C": "tr"}


def test_two_who_choose_at_the_same_moment_both_have_their_way(house: House, system: SchoolSystem) -> None:
    take(put_content(house, ROWS.encode()))
    other = SchoolSystem(house)
    house.meanwhile("TransactWriteItems", lambda: _choose(other, "tr", classes=["5B"]))
    assert _choose(system, "ar", classes=["6A"]) == 200
    assert _languages(house) == {"Sanne": "tr", "Noor": "pl", "Sem": "ar"}
