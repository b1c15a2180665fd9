"""*Logboek*: what happened, who did it, and no child's data."""

import io
from datetime import timedelta
from typing import get_args

import openpyxl
import pytest

from common.cloud import counting
from common.cloud.table import keys
from common.ids import timed_id
from common.imports import LARGEST_UPLOAD, Refusal
from common.journal import Actor, What
from common.schools import School
from school.logbook import GROUPS, WORDS
from school.logbook_details import in_words
from tests.emulated import TABLE, UPLOADS
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import ParentVisitor
from tests.functions.test_calls import calls_of
from tests.functions.uploads import HEADINGS, order, put_content, take

LOGBOOK = "/school/logboek"


def note(house: House, what: What, times: int = 1, name: str = "Kim") -> None:
    for _ in range(times):
        here = house.services
        here.journal.note(REGENBOOG.id, what, Actor("staff", "s", name), here.now())


def test_everything_that_can_happen_has_its_words_and_its_group() -> None:
    assert set(WORDS) == set(get_args(What))
    grouped = [what for _, kinds in GROUPS.values() for what in kinds]
    assert sorted(grouped) == sorted(WORDS)


def test_what_happened_is_told_the_newest_first_with_who_did_it(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    visitor.register(child)
    house.pass_time(minutes=1)
    note(house, "settings_changed", name="<i>Kim</i>")
    page = Clerk(house).get(LOGBOOK).words
    assert page.index("Instellingen veranderd <i>Kim</i>") < page.index("Ouder gekoppeld Ouder of verzorger")


def test_no_child_and_no_parent_is_named(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    page = Clerk(house).get(LOGBOOK).text
    assert not [one for one in ("Sanne", "Bakker", "Fatima", "Amrani", "fatima@ouders.example") if one in page]


def test_a_kind_can_be_picked_and_pages_follow_each_other(house: House) -> None:
    note(house, "logged_in", times=60)
    house.pass_time(minutes=1)
    note(house, "key_made", times=3)
    clerk = Clerk(house)
    first = clerk.get(LOGBOOK)
    assert first.text.count("<tr><td>") == 50
    older = first.text.partition('href="/school/logboek?')[2].partition('"')[0].replace("&amp;", "&")
    assert clerk.get(f"{LOGBOOK}?{older}").text.count("<tr><td>") == 14
    assert clerk.get(f"{LOGBOOK}?soort=beheer").text.count("API-sleutel gemaakt") == 3
    assert "Hier staat niets" in clerk.get(f"{LOGBOOK}?soort=berichten").words
    assert clerk.get(f"{LOGBOOK}?soort=verzonnen").status == 404


@pytest.mark.parametrize("before", ["verzonnen", "99999999T999999-x", "", "\x00", "é" * 90])
def test_an_odd_place_to_go_on_from_is_no_fault(house: House, before: str) -> None:
    note(house, "key_made")
    assert Clerk(house).get(f"{LOGBOOK}?tot={before}").status == 200


def test_a_page_asks_for_little(house: House) -> None:
    note(house, "key_made", times=3)
    clerk = Clerk(house)
    assert calls_of(house, lambda: clerk.get(f"{LOGBOOK}?soort=beheer")) == {"dynamodb": 2}


def test_it_can_be_taken_along_and_that_is_told_too(house: House) -> None:
    note(house, "settings_changed", name="=1+1")
    clerk = Clerk(house, "medewerker")
    sheet = openpyxl.load_workbook(io.BytesIO(clerk.get(f"{LOGBOOK}/excel").body)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert ["Instellingen veranderd", "=1+1"] in [row[1:3] for row in rows]
    assert "Logboek gedownload" in clerk.get(LOGBOOK).words


def test_letters_that_somebody_asks_for_take_the_place_of_no_entry(house: House) -> None:
    """The page says which batch it makes, and an entry has an id of the same kind."""
    house.child()
    counting.recount(REGENBOOG.id)
    note(house, "pupil_exported")
    (deed,) = house.services.journal.newest(REGENBOOG.id, "", 10)
    for clerk in (Clerk(house, "medewerker"), Clerk(house)):
        clerk.post("/school/brieven/maken", whom="school", only="everybody", files="together", batch=deed.id)
    entries = house.services.journal.newest(REGENBOOG.id, "", 10)
    assert deed in entries
    assert [one.what for one in entries].count("letters_asked") == 1


def test_another_school_reads_its_own(house: House) -> None:
    ster = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")
    house.services.schools.add(ster, house.services.now())
    note(house, "settings_changed")
    assert "Instellingen veranderd" not in Clerk(house, school=ster).get(LOGBOOK).words.split("Bijzonderheden")[1]


def test_a_pupil_who_is_deleted_has_no_link_any_more(house: House) -> None:
    clerk, here = Clerk(house), house.services
    gone, there = house.child("Daan").pupil, house.child("Noor").pupil
    for pupil in (gone, there):
        here.journal.note(REGENBOOG.id, "pupil_changed", Actor("staff", "s", "Kim"), here.now(), pupil=pupil.id)
    here.journal.note(REGENBOOG.id, "pupil_deleted", Actor("staff", "s", "Kim"), here.now(), pupil=gone.id)
    house.aws.session.resource("dynamodb").Table(TABLE).delete_item(Key=keys.pupil(REGENBOOG.id, gone.id))
    assert clerk.get(f"/school/leerlingen/{gone.id}").status == 404
    asked = calls_of(house, lambda: clerk.get(LOGBOOK))
    page = clerk.get(LOGBOOK)
    assert f'href="/school/leerlingen/{there.id}"' in page.text
    assert gone.id not in page.text
    assert page.words.count("Deze leerling is verwijderd.") == 1
    assert asked == {"dynamodb": 3}


REFUSED = [
    ("Sanne Bakker.pdf", b"%PDF-1.7 ...", "bestand: .pdf, geen leerlingenlijst"),
    ("lijst.Sanne Bakker", b"%PDF-1.7 ...", "geen leerlingenlijst"),
    ("Bakker.csv", b"a;b\r\n" + b"x" * LARGEST_UPLOAD, "bestand: .csv, groter dan 10 MB"),
    ("Bakker.xlsx", b"PK\x03\x04 Sanne Bakker", "bestand: .xlsx, het bestand is beschadigd"),
    ("Bakker.csv", b"", "bestand: .csv, het bestand is leeg"),
]


@pytest.mark.parametrize(("name", "content", "told"), REFUSED, ids=[one[2] for one in REFUSED])
def test_a_list_that_was_refused_is_told_once_with_why_and_without_its_name(
    house: House, name: str, content: bytes, told: str
) -> None:
    clerk = Clerk(house)
    event = put_content(house, content, name=name, by=clerk.person.id)
    take(event, event)
    page = clerk.get(LOGBOOK)
    assert page.words.count(f"Leerlingenlijst niet verwerkt {clerk.person.name} {told}") == 1
    assert "Bakker" not in page.text
    assert "Leerlingenlijst gestuurd" not in page.words
    assert told in clerk.get(f"{LOGBOOK}?soort=lijsten").words


def test_a_list_that_is_refused_once_it_was_confirmed_is_told_too(house: House) -> None:
    house.wait_for_noon()
    take(put_content(house, HEADINGS.encode() + b"\r\n4;;;;5B;", name="leeg.csv"))
    house.aws.session.client("s3").delete_object(Bucket=UPLOADS, Key=f"schools/{REGENBOOG.id}/lists/leeg.csv")
    take(order(house, "confirm"))
    words = Clerk(house).get(LOGBOOK).words
    assert words.index(
        "Leerlingenlijst niet verwerkt Ouderbrief (leverancier) bestand: .csv, het bestand was al weg"
    ) < (words.index("Leerlingenlijst gestuurd"))


def test_every_reason_to_refuse_a_list_has_words() -> None:
    assert [one for one in get_args(Refusal) if not in_words({"reason": one}, "nl")] == []


ABOUTS: list[tuple[dict[str, str], str]] = [
    ({"batch": "20261126T134403-120719089e", "letters": "74", "only": "everybody"}, "alle leerlingen, brieven: 74"),
    ({"batch": "20261126T134403-120719089e", "file": "7-8-fc5755"}, ""),
    ({"pupil": "0" * 20, "fields": "given_name, birth_date"}, "Roepnaam, Geboortedatum"),
    ({"setting": "code_weeks, phone"}, "Aantal weken, Telefoonnummer"),
    ({"changed": "text", "language": "pl"}, "Tekst, Pools"),
    ({"staff": "0" * 20, "name": "Kim <b>", "role": "medewerker"}, "Kim <b>, Medewerker"),
    ({"message": "20261126T134403-120719089e", "kind": "dringend"}, "Dringend"),
    ({"pupil": "0" * 20, "on": "2026-11-26"}, "op 26 november 2026"),
    ({"list": "20261126T134403-120719089e", "report": "x", "key": "abc", "what_is_new": "x"}, ""),
]


@pytest.mark.parametrize(("about", "words"), ABOUTS, ids=str)
def test_details_are_words_and_never_those_of_programs(about: dict[str, str], words: str) -> None:
    assert in_words(about, "nl") == words


def test_details_are_the_same_on_the_page_and_in_the_workbook(house: House) -> None:
    here, clerk = house.services, Clerk(house)
    about = {"batch": "20261126T134403-120719089e", "letters": "74", "only": "everybody"}
    here.journal.note(REGENBOOG.id, "letters_asked", Actor("staff", "s", "Kim"), here.now(), **about)
    page = clerk.get(LOGBOOK).words
    assert "Brieven gemaakt Kim alle leerlingen, brieven: 74" in page
    assert "20261126T134403" not in page
    sheet = openpyxl.load_workbook(io.BytesIO(clerk.get(f"{LOGBOOK}/excel").body)).active
    assert sheet is not None
    assert "alle leerlingen, brieven: 74" in [row[3].value for row in sheet.iter_rows(min_row=2)]


def test_a_list_and_a_batch_have_a_link_as_long_as_they_are_remembered(house: House) -> None:
    here, clerk = house.services, Clerk(house)
    there, forgotten = here.now(), here.now() - timedelta(days=401)
    for moment in (there, forgotten):
        of_list, of_batch = timed_id(moment, "list"), timed_id(moment, "batch")
        here.journal.note(REGENBOOG.id, "list_confirmed", Actor("staff", "s", "Kim"), here.now(), list=of_list)
        here.journal.note(REGENBOOG.id, "letters_printed", Actor("staff", "s", "Kim"), here.now(), batch=of_batch)
    page = clerk.get(LOGBOOK)
    assert f'href="/school/lijsten/{timed_id(there, "list")}">Lijst bekijken</a>' in page.text
    assert f'href="/school/brieven/{timed_id(there, "batch")}">Brieven bekijken</a>' in page.text
    assert timed_id(forgotten, "list") not in page.text
    assert timed_id(forgotten, "batch") not in page.text
    assert calls_of(house, lambda: clerk.get(LOGBOOK)) == {"dynamodb": 2}


def test_what_was_confirmed_is_told_as_an_order_as_the_list_may_ask_anew(house: House) -> None:
    note(house, "list_confirmed")
    note(house, "list_undone")
    page = Clerk(house).get(LOGBOOK).words
    assert "Opdracht gegeven: leerlingenlijst verwerken Kim" in page
    assert "Opdracht gegeven: leerlingenlijst terugdraaien Kim" in page


IDS = [
    ({"pupil": "p1", "fields": "given_name"}, "p1"),
    ({"pupil": "p1", "batch": "b1", "letters": "1"}, "p1, b1"),
    ({"list": "l1"}, "l1"),
    ({"key": "k1", "name": "Portaal"}, "k1"),
    ({"pupil": "p1", "parent": "e1"}, "p1"),
    ({"setting": "phone"}, ""),
]


@pytest.mark.parametrize(("about", "ids"), IDS, ids=str)
def test_the_workbook_keeps_the_id_of_what_it_is_about(house: House, about: dict[str, str], ids: str) -> None:
    here = house.services
    here.journal.note(REGENBOOG.id, "pupil_deleted", Actor("staff", "s", "Kim"), here.now(), **about)
    sheet = openpyxl.load_workbook(io.BytesIO(Clerk(house).get(f"{LOGBOOK}/excel").body)).active
    assert sheet is not None
    headings, *rows = ([cell.value or "" for cell in row] for row in sheet.iter_rows())
    assert headings[4] == "Kenmerk"
    assert [row[4] for row in rows if row[2] == "Kim"] == [ids]
