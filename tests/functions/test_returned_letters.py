"""Pupils whom a list had dropped by mistake, and the next one names again: their printed letter works again."""

import pytest

from common.cloud.counting import recount
from common.pupils import Pupil
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import LETTERS_PAGE, PLAN, WHOLE, fields_of
from tests.functions.test_letters import make
from tests.functions.uploads import HEADINGS, put_content, reports, settle, take

YEAR = "/school/schooljaar"
ROWS = [f"{number};Kind{number};;Bos;3A;" for number in range(30)]
OLD = "is al een brief met dezelfde code gedrukt. Die kunnen ouders gebruiken"


@pytest.fixture
def clerk(house: House) -> Clerk:
    """Of a school with 30 pupils whose letters are printed."""
    send(house, ROWS)
    clerk = Clerk(house)
    clerk.post(f"{LETTERS_PAGE}/{reports(house)[-1].id}", do="printed")
    house.deliver_all()
    return clerk


def send(house: House, rows: list[str]) -> None:
    """A whole list is applied, and its letters are made."""
    house.pass_time(minutes=5)
    name = f"{house.services.now():%H%M%S}.csv"
    event = put_content(house, "\r\n".join((HEADINGS, *rows)).encode(), name=name, whole_school="yes")
    event["Records"][0]["eventTime"] = house.services.now().isoformat()
    assert take(event) == 0
    settle(house)
    if requests := house.aws.queued("letters"):
        make(*requests)
    house.deliver_all()


def dropped_and_back(house: House, number: int = 3) -> None:
    send(house, ROWS[number:])
    assert sum(not pupil.active for pupil in house.services.pupils.of_school(REGENBOOG.id)) == number
    send(house, ROWS)


def one_named(house: House, name: str) -> Pupil:
    return next(one for one in house.services.pupils.of_school(REGENBOOG.id) if one.given_name == name)


def test_whose_printed_letter_works_again_is_not_without_one(house: House, clerk: Clerk) -> None:
    dropped_and_back(house)
    page = clerk.get(YEAR)
    assert "4. Brieven voor nieuwe leerlingen ✓ Klaar Alle leerlingen hebben een gedrukte brief." in page.words
    assert f"Van 3 leerlingen die terug zijn op school, {OLD}" in page.words
    assert "Deze nieuwe brieven zijn al gemaakt: Brieven van" in page.words
    assert f'href="{LETTERS_PAGE}/{reports(house)[-1].id}"' in page.text
    assert "Eerst doen" not in clerk.get("/school").words


def test_it_is_said_in_english_too(house: House, clerk: Clerk) -> None:
    dropped_and_back(house, 1)
    clerk.cookies["__Host-language"] = "en"
    words = clerk.get(YEAR).words
    assert "For 1 pupil who is back at school a letter with the same code was printed before." in words


def test_whoever_is_new_meanwhile_is_counted_beside_those_who_are_back(house: House, clerk: Clerk) -> None:
    dropped_and_back(house)
    send(house, [*ROWS, "90;Nieuw;;Bos;3A;"])
    for page in (YEAR, "/school"):
        words = clerk.get(page).words
        assert "1 leerling heeft nog geen gedrukte brief." in words
        assert "Van een leerlingenlijst (3 brieven)" in words
        assert "Van een leerlingenlijst (1 brief)" in words
    assert f"Van 3 leerlingen die terug zijn op school, {OLD}" in clerk.get(YEAR).words


def test_once_the_letters_are_printed_nothing_is_left_to_say(house: House, clerk: Clerk) -> None:
    dropped_and_back(house)
    clerk.post(f"{LETTERS_PAGE}/{reports(house)[-1].id}", do="printed")
    recount(REGENBOOG.id)
    assert OLD not in clerk.get(YEAR).words


def test_the_letters_of_before_are_as_good_as_new_ones(house: House, clerk: Clerk) -> None:
    """Nobody has to print the new ones where the old ones, which have the same code, are printed now."""
    dropped_and_back(house)
    clerk.post(f"{LETTERS_PAGE}/{reports(house)[0].id}", do="printed")
    recount(REGENBOOG.id)
    assert not any(one.has_new_letter for one in house.services.pupils.of_school(REGENBOOG.id))
    assert OLD not in clerk.get(YEAR).words


def test_with_another_code_the_printed_letter_is_worth_nothing(house: House, clerk: Clerk) -> None:
    dropped_and_back(house)
    first = one_named(house, "Kind0")
    house.services.pupils.renew_code(REGENBOOG.id, first.id, first.valid_until)
    recount(REGENBOOG.id)
    words = clerk.get(YEAR).words
    assert "4. Brieven voor nieuwe leerlingen Nog te doen 1 leerling heeft nog geen gedrukte brief." in words
    assert f"Van 2 leerlingen die terug zijn op school, {OLD}" in words


def test_the_choice_of_letters_counts_them_and_says_so(house: House, clerk: Clerk) -> None:
    assert "Alleen wie nog geen gedrukte brief heeft nu 0 in de hele school" in clerk.get(LETTERS_PAGE).words
    dropped_and_back(house)
    words = clerk.get(LETTERS_PAGE).words
    assert "Alleen wie nog geen gedrukte brief heeft, of terug is op school nu 3 in de hele school" in words
    plan = clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": "new"}))
    assert "3 brieven maken?" in plan.words
    assert clerk.post(PLAN, **fields_of(plan)).goes_to


def test_the_pages_of_pupils_say_that_the_printed_letter_has_the_same_code(house: House, clerk: Clerk) -> None:
    dropped_and_back(house)
    said = "Nieuw vorige, met dezelfde code, gedrukt op"
    assert said in clerk.get(f"/school/leerlingen/{one_named(house, 'Kind0').id}").words
    assert clerk.get("/school/leerlingen?groep=3A").words.count(said) == 3


def test_whose_parents_are_linked_still_gets_no_letter_at_all(house: House, clerk: Clerk) -> None:
    pupil = one_named(house, "Kind0")
    store = house.services.store
    store.write(store.set_to({"PK": f"SCHOOL#{REGENBOOG.id}", "SK": f"PUPIL#{pupil.id}"}, {"linked": 1}))
    dropped_and_back(house, 1)
    assert not one_named(house, "Kind0").has_new_letter
    assert OLD not in clerk.get(YEAR).words
