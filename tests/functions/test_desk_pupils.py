"""*Leerlingen* at the desk: a class, a search, those who left, and somebody new."""

import re
from datetime import date

import pytest

from common.batches import in_batches
from common.cloud import counting
from common.cloud.table import keys
from common.ids import random_id
from common.pupils import Pupil
from common.schools import School
from tests.emulated import TABLE
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import ParentVisitor
from tests.functions.test_call_limits import MANY, QUERY, TRANSACT
from tests.functions.test_locks import fail
from tests.functions.visitor import Answer
from tests.pages.ways import desk_pupils as ways

STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")
PUPILS = "/school/leerlingen"
NOOR = {"given_name": "Noor", "prefix": "de", "family_name": "Wit", "class": "", "new_class": "6A"}


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house, "medewerker")


def told(house: House) -> list[str]:
    return [entry.what for entry in house.services.journal.newest(REGENBOOG.id, "", 50)]


def names_in(answer: Answer, *names: str) -> list[str]:
    """Those of the names that are on the page, in the order in which they are."""
    return sorted((name for name in names if name in answer.words), key=answer.words.index)


@pytest.mark.parametrize("show", [*ways.NORMAL, *ways.WRONG], ids=lambda show: show.__name__)
def test_every_page_shows_names_as_text(house: House, show: object) -> None:
    assert callable(show)
    answer = show(Clerk(house), house)
    assert answer.status == 200
    assert "<b>" not in answer.text
    assert "<i>" not in answer.text


def test_the_first_class_is_shown_and_each_other_can_be_chosen(house: House, clerk: Clerk) -> None:
    house.child("Daan", class_name="6A")
    house.child("Sanne")
    counting.recount(REGENBOOG.id)
    page = clerk.get(PUPILS)
    assert names_in(page, "Sanne Bakker", "Daan Bakker") == ["Sanne Bakker"]
    assert 'href="/school/leerlingen?groep=6A">6A (1)</a>' in page.text
    assert names_in(clerk.get(f"{PUPILS}?groep=6A"), "Sanne Bakker", "Daan Bakker") == ["Daan Bakker"]


def test_a_pupil_is_there_before_the_school_is_counted(house: House, clerk: Clerk) -> None:
    house.child("Sanne")
    assert "Sanne Bakker" in clerk.get(PUPILS).words


def test_a_row_says_how_it_stands_without_the_date_of_birth(house: House, clerk: Clerk) -> None:
    child = house.child()
    ParentVisitor(house).register(child)
    page = clerk.get(f"{PUPILS}?groep=5B")
    assert "1 van 4" in page.words
    assert f"Geldig tot en met 31 juli {child.pupil.valid_until.year}" in page.words
    assert "Bekend" in page.words
    assert "Nieuw" in page.words
    assert "14 maart" not in page.words
    assert "2017" not in page.text


@pytest.mark.parametrize(
    ("more", "word"),
    [({"valid_until": date(2020, 7, 31)}, "Verlopen op 31 juli 2020"), ({"birth_date": None}, "Niet bekend")],
)
def test_what_needs_attention_is_said(house: House, clerk: Clerk, more: dict[str, date], word: str) -> None:
    house.child(**more)  # type: ignore[arg-type]
    assert word in clerk.get(f"{PUPILS}?groep=5B").words


def test_a_locked_code_and_a_school_that_closed_its_codes_show(house: House, clerk: Clerk) -> None:
    fail(house, house.child(), 5)
    clerk.sit_down()
    assert "Geblokkeerd" in clerk.get(f"{PUPILS}?groep=5B").words
    house.set_paused(True)
    assert "Gesloten" in clerk.get(f"{PUPILS}?groep=5B").words


def test_the_others_can_come_first_or_be_left_out(house: House, clerk: Clerk) -> None:
    linked, without_date = house.child("Anna"), house.child("Bram", None)
    ParentVisitor(house).register(linked)
    names = ("Anna Bakker", "Bram Bakker")
    base = f"{PUPILS}?groep=5B"
    assert names_in(clerk.get(base), *names) == ["Anna Bakker", "Bram Bakker"]
    assert names_in(clerk.get(f"{base}&op=ouders"), *names) == ["Bram Bakker", "Anna Bakker"]
    assert names_in(clerk.get(f"{base}&op=datum"), *names) == ["Bram Bakker", "Anna Bakker"]
    assert names_in(clerk.get(f"{base}&alleen=niemand"), *names) == [without_date.pupil.name]
    assert names_in(clerk.get(f"{base}&alleen=een"), *names) == [linked.pupil.name]
    assert clerk.get(f"{base}&op=x&alleen=y&na=z&wie=w").status == 200


@pytest.mark.parametrize("typed", ["zoe", "ZOË", "hoen zo", "%C3%B6%C3%A9n", "t+hoen"])
def test_a_search_finds_parts_of_names_in_all_classes(house: House, clerk: Clerk, typed: str) -> None:
    house.child("Zoë", prefix="’t", family_name="Hööén", class_name="1A")
    house.child("Daan", class_name="8B")
    found = clerk.get(f"{PUPILS}?zoek={typed.replace('hoen', 'hooen')}")
    assert names_in(found, "Zoë ’t Hööén", "Daan Bakker") == ["Zoë ’t Hööén"]


@pytest.mark.parametrize("typed", ["lukasik", "%C5%81ukasik", "isil", "t+lukasik", "%E2%80%99t"])
def test_a_search_takes_letters_of_other_languages_as_they_are_typed_here(
    house: House, clerk: Clerk, typed: str
) -> None:
    house.child("Işıl", prefix="’t", family_name="Łukasik", class_name="1A")
    house.child("Daan", class_name="8B")
    assert names_in(clerk.get(f"{PUPILS}?zoek={typed}"), "Işıl ’t Łukasik", "Daan Bakker") == ["Işıl ’t Łukasik"]


def test_who_was_put_in_place_with_letters_of_another_language_is_found_as_well(house: House, clerk: Clerk) -> None:
    pupil = house.child("Finn", family_name="Łukasik", class_name="1A").pupil
    (item,) = [one for one in house.items() if one["SK"]["S"] == keys.pupil(REGENBOOG.id, pupil.id)["SK"]]
    moved = item | {"GSI1SK": {"S": f"1A\x1ełukasik\x1f\x1ffinn\x1e{pupil.id}"}}
    house.aws.session.client("dynamodb").put_item(TableName=TABLE, Item=moved)
    assert names_in(clerk.get(f"{PUPILS}?zoek=lukasik"), "Finn Łukasik") == ["Finn Łukasik"]


def test_a_search_that_finds_nobody_says_where_else_to_look(house: House, clerk: Clerk) -> None:
    house.child("Daan", active=False, left_on=date(2026, 7, 1))
    page = clerk.get(f"{PUPILS}?zoek=daan")
    assert "We vinden niemand met deze naam" in page.words
    found = clerk.get(f"{PUPILS}?wie=vertrokken&zoek=daan")
    assert "Daan Bakker" in found.words
    assert "1 juli 2026" in found.words


def test_a_search_finds_somebody_by_the_whole_number(house: House, clerk: Clerk) -> None:
    house.child("Noor", source_key="2017-0001")
    house.child("Daan", source_key="2017-0002", active=False, left_on=date(2026, 7, 1))
    found = clerk.get(f"{PUPILS}?zoek=+2017-0001")
    assert "Met nummer 2017-0001" in found.words
    assert names_in(found, "Noor Bakker", "Daan Bakker") == ["Noor Bakker"]
    for other in ("2017", "2017-0002", "0001"):
        assert "We vinden niemand met deze naam of dit nummer" in clerk.get(f"{PUPILS}?zoek={other}").words
    gone = clerk.get(f"{PUPILS}?wie=vertrokken&zoek=2017-0002")
    assert "Vertrokken, met nummer 2017-0002" in gone.words
    assert names_in(gone, "Noor Bakker", "Daan Bakker") == ["Daan Bakker"]


def test_a_number_is_looked_for_only_where_no_name_has_it(house: House, clerk: Clerk) -> None:
    house.child("Noor", source_key="7")
    house.child("Groep7")
    found = clerk.get(f"{PUPILS}?zoek=7")
    assert names_in(found, "Noor Bakker", "Groep7 Bakker") == ["Groep7 Bakker"]
    assert "Met “7” in de naam" in found.words


def test_what_a_search_finds_comes_before_the_classes(house: House, clerk: Clerk) -> None:
    house.child("Daan", class_name="6A")
    house.child("Sanne")
    counting.recount(REGENBOOG.id)
    link = 'href="/school/leerlingen?groep=5B"'
    found = clerk.get(f"{PUPILS}?zoek=daan").text
    assert found.index("Daan Bakker") < found.index(link)
    of_class = clerk.get(f"{PUPILS}?groep=6A").text
    assert of_class.index(link) < of_class.index("Daan Bakker")


def test_more_than_fifty_come_on_pages_and_nobody_is_missing(house: House, clerk: Clerk) -> None:
    names = [f"Kind{number:03d} Bakker" for number in range(120)]
    for name in names:
        house.child(name.split()[0])
    page, seen = clerk.get(f"{PUPILS}?groep=5B"), []
    for _ in range(3):
        seen.append(names_in(page, *names))
        following = re.findall(r'href="([^"]*na=[^"]*)"', page.text)
        page = clerk.get(following[0].replace("&amp;", "&")) if following else page
    assert [len(some) for some in seen] == [50, 50, 20]
    assert [name for some in seen for name in some] == names


def test_another_school_sees_nobody(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    house.child("Sanne")
    theirs = Clerk(house, school=STER)
    for query in ("", "?groep=5B", "?zoek=sanne", "?wie=vertrokken"):
        assert "Sanne" not in theirs.get(PUPILS + query).words.replace("zoek=sanne", "")


def test_nobody_comes_here_without_a_session(house: House) -> None:
    clerk = Clerk(house)
    clerk.cookies.clear()
    assert clerk.get(PUPILS).goes_to == "/school/inloggen"


# -- what a page costs


def fill(house: House, pupils: int) -> list[Pupil]:
    """A school of classes of 25."""
    valid = date(house.services.now().year + 1, 7, 31)
    some = [
        Pupil(REGENBOOG.id, random_id(), f"Kind{n}", "", "Bakker", f"{n // 25:03d}", date(2017, 3, 14), valid, "batch")
        for n in range(pupils)
    ]
    # moto copies its table with each transaction.
    puts = [house.services.pupils._adding(f"NUMBER#{one.id}", one)[1] for one in some]
    client = house.aws.session.client("dynamodb")
    for few in in_batches(puts, 25):
        client.batch_write_item(RequestItems={TABLE: [{"PutRequest": {"Item": one["Put"]["Item"]}} for one in few]})
    counting.recount(REGENBOOG.id)
    return some


def test_pages_of_a_school_of_two_thousand_take_five_calls(house: House, clerk: Clerk) -> None:
    some = fill(house, 2000)
    house.child("Noor", source_key="2017-1")
    assert house.services.keys.signing_key
    frame = [MANY]
    for path, expected in {
        # The keys of the class, or of the school; who is on the page, with their locks.
        PUPILS: [QUERY, MANY],
        f"{PUPILS}?groep=041": [QUERY, MANY],
        f"{PUPILS}?zoek=kind19": [QUERY, MANY],
        # No name has it; the pupil who is known under this number.
        f"{PUPILS}?zoek=2017-1": [QUERY, "dynamodb:GetItem", MANY],
        f"{PUPILS}?zoek=x": [QUERY, "dynamodb:GetItem"],
        f"{PUPILS}?wie=vertrokken": [QUERY],
        f"{PUPILS}/nieuw": [],
        # The pupil with its lock, and who is linked.
        f"{PUPILS}/{some[0].id}": [MANY, QUERY],
        f"{PUPILS}/{some[0].id}/wijzigen": [MANY],
        f"{PUPILS}/{some[0].id}/van-school": [MANY],
        f"{PUPILS}/{some[0].id}/verwijderen": [MANY],
    }.items():
        house.aws.calls.clear()
        assert clerk.get(path).status == 200
        assert [call for call in house.aws.calls if call.startswith("dynamodb")] == frame + expected, path
        assert len(house.aws.calls) <= 5, path


def test_a_pupil_with_parents_takes_four_calls_and_one_more_where_reports_wait(house: House, clerk: Clerk) -> None:
    quiet, busy = house.child(), ways.busy_child(house)
    ParentVisitor(house).register(quiet, email="ander@ouders.example")
    house.aws.calls.clear()
    clerk.get(ways.page_of(quiet))
    assert house.aws.calls == [MANY, MANY, QUERY, MANY]
    # A locked code is read with the parents; reports are a query of their own.
    house.aws.calls.clear()
    clerk.get(ways.page_of(busy))
    assert house.aws.calls == [MANY, MANY, QUERY, MANY, QUERY]


# -- somebody new


def test_a_pupil_is_added_with_a_letter_a_line_in_the_journal_and_a_new_count(house: House, clerk: Clerk) -> None:
    page = clerk.submit(f"{PUPILS}/nieuw", **NOOR, day="27", month="maart", year="2018")
    (pupil,) = house.services.pupils.of_school(REGENBOOG.id)
    assert (pupil.name, pupil.class_name, pupil.birth_date) == ("Noor de Wit", "6A", date(2018, 3, 27))
    assert "De leerling is toegevoegd" in page.words
    (request,) = house.aws.queued("letters")
    assert request["pupils"] == [pupil.id]
    assert "pupil_added" in told(house)
    house.deliver_all()
    tally = house.services.tallies.now(REGENBOOG.id)
    assert tally
    assert tally.classes["6A"].pupils == 1


def test_the_same_pupil_again_is_the_same_pupil(house: House, clerk: Clerk) -> None:
    first = clerk.post(f"{PUPILS}/nieuw", **NOOR)
    page = clerk.submit(f"{PUPILS}/nieuw", **NOOR)
    assert "Deze leerling staat er al" in page.words
    assert first.goes_to.endswith(house.services.pupils.of_school(REGENBOOG.id)[0].id)
    assert told(house).count("pupil_added") == 1


def test_a_new_class_that_is_there_already_is_that_class(house: House, clerk: Clerk) -> None:
    house.child()
    counting.recount(REGENBOOG.id)
    clerk.submit(f"{PUPILS}/nieuw", **(NOOR | {"new_class": " 5b "}))
    assert {pupil.class_name for pupil in house.services.pupils.of_school(REGENBOOG.id)} == {"5B"}


@pytest.mark.parametrize(
    ("wrong", "sentence", "field"),
    [
        ({"given_name": " ", "family_name": "\u200b"}, "Vul een roepnaam in", "given_name"),
        ({"given_name": ""}, "Heeft de leerling maar één naam? Vul die dan hier in", "given_name"),
        ({"given_name": "x" * 201}, "ten hoogste 200 tekens", "given_name"),
        ({"new_class": " "}, "Kies een groep, of vul een nieuwe groep in", "class"),
        ({"new_class": "x" * 65}, "ten hoogste 64 tekens", "new_class"),
        ({"day": "31", "month": "2", "year": "2018"}, "Deze geboortedatum bestaat niet", "day"),
        ({"day": "3", "year": "2018"}, "Vul ook de maand in", "month"),
        ({"day": "3", "month": "2", "year": "1950"}, "geen geboortedatum van een leerling", "year"),
        ({"day": "3", "month": "2", "year": "2999"}, "ligt in de toekomst", "year"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_at_the_field_and_the_rest_is_kept(
    house: House, clerk: Clerk, wrong: dict[str, str], sentence: str, field: str
) -> None:
    page = clerk.submit(f"{PUPILS}/nieuw", **(NOOR | wrong))
    assert sentence in page.words
    assert f'href="#{field}"' in page.text
    assert f'id="{field}-error"' in page.text
    assert 'value="de"' in page.text
    assert house.services.pupils.of_school(REGENBOOG.id) == []


def test_adding_takes_few_calls(house: House, clerk: Clerk) -> None:
    """The frame; who left; the pupil; whose letter is in which file, the batch, and the letter itself."""
    house.aws.calls.clear()
    clerk.post(f"{PUPILS}/nieuw", **NOOR)
    made = ["dynamodb:BatchWriteItem", TRANSACT, "sqs:SendMessageBatch"]
    assert house.aws.calls == [MANY, "dynamodb:Query", TRANSACT, *made]
