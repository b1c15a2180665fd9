"""*Instellingen*: the school's details, its codes, and the keys of its other systems."""

import re
from typing import Any

import pytest

from common.schools import School
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.visitor import Answer

DETAILS, RULES, KEYS = (f"/school/instellingen/{page}" for page in ("school", "codes", "sleutels"))
STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")
GOOD = {
    "name": "De <b>Regenboog</b>",
    "street": "Kleurlaan 2",
    "postcode_city": "1234 AB Utrecht",
    "phone": "030 765 43 21",
    "email": "Nieuw@Regenboog.example",
    "privacy_url": "https://regenboog.example/privacy",
    "colour": "#AA00BB",
    "brin": "99zz",
    "whole_lists": "on",
}


def school(house: House) -> School:
    found = house.services.schools.find(REGENBOOG.id)
    assert found
    return found


def told(house: House) -> list[tuple[str, str]]:
    newest = house.services.journal.newest(REGENBOOG.id, "", 50)
    return [(one.what, one.about.get("setting", "")) for one in newest if one.what == "settings_changed"]


def key_on(page: Answer) -> str:
    found = re.search(r"ob_[\w-]{20,}", page.text)
    assert found
    return found[0]


def test_details_are_saved_and_told(house: House) -> None:
    assert "opgeslagen" in Clerk(house).submit(DETAILS, **GOOD).words
    saved = school(house)
    assert (saved.name, saved.email, saved.colour, saved.brin) == (
        "De <b>Regenboog</b>", "nieuw@regenboog.example", "#aa00bb", "99ZZ",
    )  # fmt: skip
    assert saved.whole_lists
    assert len(told(house)) == 1
    page = Clerk(house).get(DETAILS)
    assert "De <b>Regenboog</b>" in page.words
    assert 'value="030 765 43 21"' in page.text


def test_saving_what_is_there_already_is_no_change(house: House) -> None:
    clerk = Clerk(house)
    clerk.submit(DETAILS, **GOOD)
    clerk.submit(DETAILS, **GOOD)
    assert len(told(house)) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Vul de naam van de school in"),
        ({"street": "x" * 61}, "ten hoogste 60 tekens"),
        ({"phone": ""}, "Vul het telefoonnummer in"),
        ({"phone": "abc"}, "Vul een telefoonnummer in zoals"),
        ({"phone": "030-1a"}, "Vul een telefoonnummer in zoals"),
        ({"name": "De Eenhoorn 🦄"}, "een teken dat wij niet kunnen drukken"),
        ({"street": "李娜 2"}, "een teken dat wij niet kunnen drukken"),
        ({"postcode_city": "1234 AB 🦄"}, "een teken dat wij niet kunnen drukken"),
        ({"email": "niets"}, "zoals naam@voorbeeld.nl"),
        ({"privacy_url": "javascript:alert(1)"}, "begint met https://"),
        ({"privacy_url": 'https://x" onclick="y'}, "begint met https://"),
        ({"colour": "rood"}, "Een kleur is #"),
        ({"colour": "#fff;}body{"}, "Een kleur is #"),
        ({"brin": "abc"}, "BRIN-nummer"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_at_the_field_with_the_answers_kept(
    house: House, wrong: dict[str, str], sentence: str
) -> None:
    page = Clerk(house).submit(DETAILS, **(GOOD | wrong))
    assert sentence in page.words
    assert 'value="Kleurlaan 2"' in page.text or "street" in wrong
    assert school(house) == REGENBOOG


def test_codes_and_how_long_data_stay(house: House) -> None:
    clerk = Clerk(house)
    clerk.submit(RULES, max_parents="6", validity="weeks", code_weeks="8", kept_months="3")
    saved = school(house)
    assert (saved.max_parents, saved.code_weeks, saved.kept_months) == (6, 8, 3)
    clerk.submit(RULES, max_parents="6", validity="year", code_weeks="8", kept_months="3")
    assert school(house).code_weeks == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"max_parents": "11"}, "van 1 tot en met 10"),
        ({"max_parents": "٣"}, "van 1 tot en met 10"),
        ({"code_weeks": "2"}, "van 3 tot en met 52"),
        ({"code_weeks": ""}, "van 3 tot en met 52"),
        ({"kept_months": "999999"}, "van 1 tot en met 24"),
    ],
    ids=str,
)
def test_numbers_beyond_what_is_wise_are_refused(house: House, wrong: dict[str, str], sentence: str) -> None:
    good = {"max_parents": "4", "validity": "weeks", "code_weeks": "8", "kept_months": "12"}
    assert sentence in Clerk(house).submit(RULES, **(good | wrong)).words
    assert school(house) == REGENBOOG


def test_two_who_change_different_things_at_once_both_keep_theirs(house: House) -> None:
    one, other = Clerk(house), Clerk(house)
    rules = {"max_parents": "6", "validity": "year", "kept_months": "12"}
    house.meanwhile("TransactWriteItems", lambda: other.post(RULES, **rules))
    one.post(DETAILS, **GOOD)
    assert (school(house).max_parents, school(house).street) == (6, "Kleurlaan 2")


def test_a_key_is_shown_once_does_what_it_may_and_ends(house: House) -> None:
    clerk = Clerk(house)
    page = clerk.submit(KEYS, name="Portaal", scope_messages="on")
    key = key_on(page)
    known = house.services.api_keys.behind(key)
    assert known
    assert (known.school, known.scopes, known.name) == (REGENBOOG.id, ("messages",), "Portaal")
    again = clerk.get(KEYS)
    assert key not in again.text
    assert "Portaal Berichten versturen" in again.words
    assert "meteen niet meer" in clerk.get(f"{KEYS}/{known.id}").words
    assert "is ingetrokken" in clerk.submit(f"{KEYS}/{known.id}").words
    assert house.services.api_keys.behind(key) is None
    assert clerk.post(f"{KEYS}/{known.id}").status == 404


def test_a_key_is_never_made_or_withdrawn_without_being_told(house: House) -> None:
    clerk = Clerk(house)
    house.refuse("PutItem", "InternalServerError", times=9)
    clerk.post(KEYS, name="Portaal", scope_messages="on")
    (key,) = house.services.api_keys.of_school(REGENBOOG.id)
    # Entries of one second are in no order.
    house.pass_time(seconds=2)
    clerk.post(f"{KEYS}/{key.id}")
    newest = house.services.journal.newest(REGENBOOG.id, "", 50)
    assert [one.what for one in newest if one.what.startswith("key_")] == ["key_withdrawn", "key_made"]


def test_a_key_that_two_withdraw_at_once_is_withdrawn_once(house: House) -> None:
    one, other = Clerk(house), Clerk(house)
    house.services.api_keys.make(REGENBOOG.id, house.services.now())
    (key,) = house.services.api_keys.of_school(REGENBOOG.id)
    house.meanwhile("TransactWriteItems", lambda: other.post(f"{KEYS}/{key.id}"))
    assert one.post(f"{KEYS}/{key.id}").status == 404
    newest = house.services.journal.newest(REGENBOOG.id, "", 50)
    assert [one.what for one in newest].count("key_withdrawn") == 1


def test_a_key_without_name_or_purpose_is_not_made(house: House) -> None:
    page = Clerk(house).submit(KEYS)
    assert "Vul in waar de sleutel voor is" in page.words
    assert "Kies wat er met de sleutel mag" in page.words
    assert house.services.api_keys.of_school(REGENBOOG.id) == []


@pytest.mark.parametrize("page", ["", "/school", "/codes", "/sleutels", "/sleutels/00000000"])
def test_a_medewerker_finds_them_closed(house: House, page: str) -> None:
    clerk = Clerk(house, "medewerker")
    answer = clerk.get(f"/school/instellingen{page}")
    assert answer.status == 403
    assert "Dit is alleen voor beheerders" in answer.words
    assert "/school/instellingen" not in clerk.get("/school").text
    for path, form in ((DETAILS, GOOD), (RULES, {}), (KEYS, {"name": "x", "scope_pupils": "on"})):
        assert clerk.post(path, **form).status == 403
    assert school(house) == REGENBOOG


def test_another_school_changes_its_own(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    ours = house.services.api_keys.make(REGENBOOG.id, house.services.now(), "ons")
    known: Any = house.services.api_keys.behind(ours)
    clerk = Clerk(house, school=STER)
    clerk.submit(DETAILS, **GOOD)
    assert school(house) == REGENBOOG
    assert clerk.get(f"{KEYS}/{known.id}").body == clerk.get(f"{KEYS}/00000000").body
    assert clerk.post(f"{KEYS}/{known.id}").status == 404
    assert house.services.api_keys.behind(ours)
