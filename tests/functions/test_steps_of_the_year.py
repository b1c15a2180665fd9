"""*Schooljaar*: which letters help, whom a reminder reached, how long codes work, and which list can be undone."""

import re
from datetime import timedelta

import pytest

from common.cloud.counting import recount
from common.letters import FILES_LIFE
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.lettering import LETTERS_PAGE, link_parents, make_batch, say_printed, three_children
from tests.functions.test_calls import calls_of
from tests.functions.test_desk_lists import whole
from tests.functions.test_desk_year import YEAR, end, ending
from tests.functions.uploads import DAAN, SANNE, SENT_ON_IN_WORDS, put, settle, take

WAITS = "Er zijn al brieven die nog niet als gedrukt staan."
IN_6A = {"whom": "classes", "group:6A": "1"}
IN_5B = {"whom": "classes", "group:5B": "1"}


@pytest.fixture
def children(house: House) -> list[Child]:
    return three_children(house)


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house)


# -- step 4


def test_letters_that_help_nobody_are_not_to_be_printed_first(
    house: House, clerk: Clerk, children: list[Child]
) -> None:
    assert children
    say_printed(clerk, make_batch(house, clerk))
    twice = make_batch(house, clerk, **IN_5B)
    house.child("Nieuw", class_name="6A")
    recount(REGENBOOG.id)
    words = clerk.get(YEAR).words
    assert "1 leerling heeft nog geen gedrukte brief. Nieuwe brieven maken" in words
    assert "Eerst doen 1 leerling heeft nog geen gedrukte brief. Nieuwe brieven maken" in clerk.get("/school").words
    helps = make_batch(house, clerk, **IN_6A)
    for path in (YEAR, "/school"):
        text = clerk.get(path).text
        assert f'<li><a href="{helps}"' in text
        assert twice not in text


def test_reminders_that_wait_are_told_beside_the_letters_that_help(
    house: House, clerk: Clerk, children: list[Child]
) -> None:
    assert children
    say_printed(clerk, make_batch(house, clerk))
    reminders = make_batch(house, clerk, only="nobody_linked")
    house.child("Nieuw", class_name="6A")
    recount(REGENBOOG.id)
    assert f'<li><a href="{reminders}"' in clerk.get("/school").text
    assert WAITS not in clerk.get(YEAR).words


# -- step 5


def test_a_reminder_of_one_class_is_not_done_for_the_school(house: House, clerk: Clerk, children: list[Child]) -> None:
    say_printed(clerk, make_batch(house, clerk, only="nobody_linked", **IN_6A))
    words = clerk.get(YEAR).words
    assert "5. Herinneringen Nog te doen" in words
    assert "Een herinnering is gedrukt voor 1 van de 3." in words
    link_parents(house, children[2])
    assert "Een herinnering is gedrukt voor 0 van de 2." in clerk.get(YEAR).words
    house.pass_time(seconds=2)
    waits = make_batch(house, clerk, only="nobody_linked", **IN_5B)
    assert "Een herinnering is gedrukt voor" not in clerk.get(YEAR).words
    say_printed(clerk, waits)
    words = clerk.get(YEAR).words
    assert "5. Herinneringen ✓ Klaar" in words
    assert "Een herinnering is gedrukt voor" not in words


def test_reminders_of_one_class_after_the_other_are_done_together(
    house: House, clerk: Clerk, children: list[Child]
) -> None:
    assert children
    say_printed(clerk, make_batch(house, clerk, only="nobody_linked", **IN_6A))
    house.pass_time(seconds=2)
    say_printed(clerk, make_batch(house, clerk, only="nobody_linked", **IN_5B))
    assert "5. Herinneringen ✓ Klaar" in clerk.get(YEAR).words
    house.pass_time(seconds=FILES_LIFE.total_seconds())
    clerk.sit_down()
    recount(REGENBOOG.id)
    assert "5. Herinneringen ✓ Klaar" in clerk.get(YEAR).words
    house.child("Nieuw")
    recount(REGENBOOG.id)
    words = clerk.get(YEAR).words
    assert "5. Herinneringen Nog te doen" in words
    assert "Een herinnering is gedrukt voor" not in words


def test_how_many_were_reminded_is_said_in_english_too(house: House, clerk: Clerk, children: list[Child]) -> None:
    assert children
    say_printed(clerk, make_batch(house, clerk, only="nobody_linked", **IN_6A))
    clerk.cookies["__Host-language"] = "en"
    assert "A reminder has been printed for 1 of the 3." in clerk.get(YEAR).words


# -- step 3


def test_the_button_says_until_when_codes_will_work(house: House, clerk: Clerk) -> None:
    ending(house)
    recount(REGENBOOG.id)
    words = clerk.get(YEAR).words
    assert f"Alle codes verlengen tot en met 31 juli {end(house).year}" in words
    assert "een jaar verlengen" not in words
    assert "blijft de oude einddatum staan. Met een verlengde code werken ze gewoon." in words


def test_while_codes_are_extended_there_is_no_button_and_the_page_looks_again(house: House, clerk: Clerk) -> None:
    ending(house)
    recount(REGENBOOG.id)
    clerk.submit(YEAR)
    page = clerk.get(YEAR)
    assert "Wordt verlengd" in page.words
    assert '<p data-again="10"><strong>Wordt verlengd' in page.text
    assert "Alle codes verlengen" not in page.words
    assert "blijft de oude einddatum staan." in page.words
    house.deliver_all()
    page = clerk.get(YEAR)
    assert "3. Codes ✓ Klaar" in page.words
    assert "data-again" not in page.text


def test_an_extension_that_never_came_can_be_ordered_again(house: House, clerk: Clerk) -> None:
    ending(house)
    recount(REGENBOOG.id)
    clerk.post(YEAR)
    house.pass_time(minutes=15)
    clerk.sit_down()
    assert "Alle codes verlengen tot en met" in clerk.get(YEAR).words


# -- step 2


def test_which_list_would_be_undone_is_said(house: House, clerk: Clerk) -> None:
    whole(house, "1;Kind1;;Bos;3A;", at="12:00:00")
    words = clerk.get(YEAR).words
    assert f"terugdraaien, is die van de hele school van {SENT_ON_IN_WORDS} om 14:00 uur. Laatste lijst" in words
    take(put(house, SANNE, DAAN, at="13:00:00"))
    settle(house)
    words = clerk.get(YEAR).words
    assert (
        f"terugdraaien, is die van een deel van de school van {SENT_ON_IN_WORDS} om 15:00 uur. Laatste lijst" in words
    )


# -- Overzicht


def test_codes_that_end_before_the_school_year_does_are_told_first(house: House, clerk: Clerk) -> None:
    house.child("Daan", valid_until=house.today + timedelta(days=400))
    recount(REGENBOOG.id)
    assert "stopt de code" not in clerk.get("/school").words
    ending(house, "Sanne")
    ending(house, "Noor", days=-3)
    recount(REGENBOOG.id)
    page = clerk.get("/school")
    assert "Van 2 leerlingen stopt de code vóór het eind van het schooljaar, of werkt hij al niet meer." in page.words
    assert f'href="{YEAR}">Naar Schooljaar' in page.text
    clerk.cookies["__Host-language"] = "en"
    assert "For 2 pupils the code ends before the school year does, or no longer works." in clerk.get("/school").words


# -- the plan of reminders


def test_a_reminder_to_whoever_had_no_letter_is_told_before_it_is_made(
    house: House, clerk: Clerk, children: list[Child]
) -> None:
    assert children
    say_printed(clerk, make_batch(house, clerk, **IN_6A))
    plan = {"whom": "school", "only": "nobody_linked", "files": "class"}
    page = clerk.submit(LETTERS_PAGE, **plan)
    assert "2 van deze leerlingen hebben nog geen gedrukte brief: voor hen is de herinnering de eerste." in page.words
    assert f'href="{LETTERS_PAGE}?wie=new"' in page.text
    assert "nog geen gedrukte brief" not in clerk.submit(LETTERS_PAGE, **(plan | IN_6A)).words
    assert "voor hen is" not in clerk.submit(LETTERS_PAGE, **(plan | {"only": "everybody"})).words
    clerk.cookies["__Host-language"] = "en"
    assert "2 of these pupils have no printed letter yet" in clerk.submit(LETTERS_PAGE, **plan).words


# -- who has no printed letter

WITHOUT = "/school/leerlingen?wie=zonder-brief"


def test_how_many_have_no_printed_letter_leads_to_who_they_are(
    house: House, clerk: Clerk, children: list[Child]
) -> None:
    assert children
    say_printed(clerk, make_batch(house, clerk))
    assert WITHOUT not in clerk.get(YEAR).text
    assert "Alle leerlingen hebben een gedrukte brief." in clerk.get(WITHOUT).words
    house.child("Nieuw", class_name="6A")
    house.services.pupils.close([house.child("Weg").pupil])
    recount(REGENBOOG.id)
    for path in (YEAR, "/school"):
        assert f'<a href="{WITHOUT}">1 leerling heeft nog geen gedrukte brief.</a>' in clerk.get(path).text
    page = clerk.get(WITHOUT)
    assert "Zonder gedrukte brief Terug naar alle leerlingen" in page.words
    assert page.text.count('<tr><th scope="row">') == 1
    assert "Nieuw" in page.words
    assert "Zonder gedrukte brief, met “Nie” in de naam" in clerk.get(f"{WITHOUT}&zoek=Nie").words
    assert "We vinden niemand met deze naam of dit nummer." in clerk.get(f"{WITHOUT}&zoek=Sanne").words
    clerk.cookies["__Host-language"] = "en"
    assert "Without a printed letter Back to all pupils" in clerk.get(WITHOUT).words


def test_those_without_a_printed_letter_are_shown_page_after_page(house: House, clerk: Clerk) -> None:
    for number in range(60):
        house.child(f"Kind{number:02}", class_name=f"{number % 3}A")
    recount(REGENBOOG.id)
    page = clerk.get(WITHOUT)
    assert "U ziet 1 tot en met 50 van 60." in page.words
    (following,) = re.findall(r'href="([^"]+)" rel="next"', page.text)
    assert "U ziet 51 tot en met 60 van 60." in clerk.get(following.replace("&amp;", "&")).words
    # Session, staff, school and tally; all pupils; those on the page, and their locks.
    assert calls_of(house, lambda: clerk.get(WITHOUT)) == {"dynamodb": 3}
