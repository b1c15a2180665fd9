"""*Instellingen*: the school's details, its codes, and the keys of its other systems."""

import re
from typing import Any

import pytest

from common.cloud.table import keys
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


def seen_on(clerk: Clerk, page: str) -> str:
    """What the form of a page says that whoever fills it in has seen."""
    return clerk.get(page).text.split('name="seen" value="')[1].split('"')[0]


def save(clerk: Clerk, page: str, **fields: str) -> Answer:
    return clerk.submit(page, seen=seen_on(clerk, page), **fields)


def key_on(page: Answer) -> str:
    found = re.search(r"ob_[\w-]{20,}", page.text)
    assert found
    return found[0]


def test_details_are_saved_and_told(house: House) -> None:
    assert "opgeslagen" in save(Clerk(house), DETAILS, **GOOD).words
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
    save(clerk, DETAILS, **GOOD)
    save(clerk, DETAILS, **GOOD)
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
    page = save(Clerk(house), DETAILS, **(GOOD | wrong))
    assert sentence in page.words
    assert 'value="Kleurlaan 2"' in page.text or "street" in wrong
    assert school(house) == REGENBOOG


def test_codes_and_how_long_data_stay(house: House) -> None:
    clerk = Clerk(house)
    save(clerk, RULES, max_parents="6", validity="weeks", code_weeks="8", kept_months="3", sure="on")
    saved = school(house)
    assert (saved.max_parents, saved.code_weeks, saved.kept_months) == (6, 8, 3)
    save(clerk, RULES, max_parents="6", validity="year", code_weeks="8", kept_months="3")
    assert school(house).code_weeks == 0


def test_nothing_is_erased_sooner_than_before_by_a_slip(house: House) -> None:
    clerk, rules = Clerk(house), {"max_parents": "4", "validity": "year", "code_weeks": ""}
    assert 'name="sure"' not in clerk.get(RULES).text
    page = save(clerk, RULES, **rules, kept_months="1")
    assert "Kruis aan dat u gegevens eerder wilt laten verwijderen" in page.words
    assert "Wie langer van school is, wordt dan binnen een dag verwijderd" in page.words
    assert 'value="1"' in page.text
    assert school(house).kept_months == 12
    save(clerk, RULES, **rules, kept_months="24")
    assert school(house).kept_months == 24
    save(clerk, RULES, **rules, kept_months="1", sure="on")
    assert school(house).kept_months == 1


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
    assert sentence in save(Clerk(house), RULES, **(good | wrong)).words
    assert school(house) == REGENBOOG


def test_two_who_change_different_things_at_once_both_keep_theirs(house: House) -> None:
    one, other = Clerk(house), Clerk(house)
    rules = {"max_parents": "6", "validity": "year", "kept_months": "12"}
    rules["seen"], seen = seen_on(other, RULES), seen_on(one, DETAILS)
    house.meanwhile("TransactWriteItems", lambda: other.post(RULES, **rules))
    one.post(DETAILS, **GOOD, seen=seen)
    assert (school(house).max_parents, school(house).street) == (6, "Kleurlaan 2")


OLD = {"max_parents": "4", "validity": "year", "code_weeks": "", "kept_months": "12"}


def test_whoever_saves_second_undoes_nothing_sees_both_and_may_still_save(house: House) -> None:
    one, colleague = Clerk(house), Clerk(house)
    seen = seen_on(one, RULES)
    save(colleague, RULES, **(OLD | {"max_parents": "2"}))
    mine = OLD | {"kept_months": "18"}
    page = one.submit(RULES, **mine, seen=seen)
    assert "Iemand heeft dit intussen ook veranderd" in page.words
    assert "opgeslagen" not in page.words
    assert "Ouders en verzorgers per kind 2 4" in page.words
    assert "Maanden dat we gegevens bewaren 12 18" in page.words
    assert 'name="kept_months" value="18"' in re.sub(r' id="[^"]*"| type="[^"]*"', "", page.text)
    assert (school(house).max_parents, school(house).kept_months) == (2, 12)
    mine["seen"] = page.text.split('name="seen" value="')[1].split('"')[0]
    assert "opgeslagen" in one.submit(RULES, **mine).words
    assert (school(house).max_parents, school(house).kept_months) == (4, 18)


def test_details_that_a_colleague_saved_meanwhile_stay(house: House) -> None:
    one, colleague = Clerk(house), Clerk(house)
    seen = seen_on(one, DETAILS)
    save(colleague, DETAILS, **(GOOD | {"street": "Nieuwe laan 9"}))
    page = one.submit(DETAILS, **(GOOD | {"phone": "030 111 11 11"}), seen=seen)
    assert "Iemand heeft dit intussen ook veranderd" in page.words
    assert "Straat en huisnummer Nieuwe laan 9 Kleurlaan 2" in page.words
    assert 'value="030 111 11 11"' in page.text
    assert school(house).street == "Nieuwe laan 9"
    assert len(told(house)) == 1


def test_a_form_that_comes_back_with_an_error_is_still_of_what_was_seen(house: House) -> None:
    """It shows what was typed and not what is there: nobody has seen that."""
    one, colleague = Clerk(house), Clerk(house)
    wrong = one.post(RULES, **(OLD | {"kept_months": "0"}), seen=seen_on(one, RULES))
    save(colleague, RULES, **(OLD | {"max_parents": "2"}))
    page = one.get(wrong.goes_to)
    seen = page.text.split('name="seen" value="')[1].split('"')[0]
    assert "intussen" in one.submit(RULES, **(OLD | {"kept_months": "18"}), seen=seen).words
    assert (school(house).max_parents, school(house).kept_months) == (2, 12)


def test_a_form_that_does_not_say_what_was_seen_changes_nothing(house: House) -> None:
    assert "intussen" in Clerk(house).submit(RULES, **(OLD | {"max_parents": "2"})).words
    assert school(house) == REGENBOOG


def test_two_who_save_the_same_setting_in_the_same_moment_do_not_undo_each_other(house: House) -> None:
    one, other = Clerk(house), Clerk(house)
    seen = seen_on(one, RULES)
    house.meanwhile("TransactWriteItems", lambda: other.post(RULES, **(OLD | {"max_parents": "2"}), seen=seen))
    page = one.submit(RULES, **(OLD | {"max_parents": "6"}), seen=seen)
    assert "Iemand heeft dit intussen ook veranderd" in page.words
    assert school(house).max_parents == 2
    assert len(told(house)) == 1


@pytest.mark.parametrize("at_once", [True, False])
def test_the_same_form_sent_twice_is_saved_once_and_fine(house: House, at_once: bool) -> None:
    clerk = Clerk(house)
    fields = GOOD | {"seen": seen_on(clerk, DETAILS)}
    if at_once:
        house.meanwhile("TransactWriteItems", lambda: clerk.post(DETAILS, **fields))
    else:
        clerk.post(DETAILS, **fields)
    assert "opgeslagen" in clerk.submit(DETAILS, **fields).words
    assert school(house).street == "Kleurlaan 2"
    assert len(told(house)) == 1


def test_a_school_of_before_that_lacks_a_setting_can_choose_it(house: House) -> None:
    store = house.services.store
    store.write(store.update(keys.school(REGENBOOG.id), "REMOVE code_weeks, kept_months", {}))
    save(Clerk(house), RULES, **(OLD | {"kept_months": "18"}))
    assert school(house).kept_months == 18


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
    assert "API-sleutel ingetrokken Robin de Vries Portaal" in clerk.get("/school/logboek").words
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
    save(clerk, DETAILS, **GOOD)
    assert school(house) == REGENBOOG
    assert clerk.get(f"{KEYS}/{known.id}").body == clerk.get(f"{KEYS}/00000000").body
    assert clerk.post(f"{KEYS}/{known.id}").status == 404
    assert house.services.api_keys.behind(ours)
