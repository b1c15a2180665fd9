"""New codes for all take a while: *Logboek* leads to their letters at once, and until they are begun a page says so."""

import re

import pytest

from common.cloud.counting import recount
from common.schools import School
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House

STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")
ORDERED = "Daarna worden hun brieven gemaakt"


@pytest.fixture
def clerk(house: House) -> Clerk:
    """Who ordered new codes a moment ago."""
    clerk = Clerk(house)
    house.child()
    recount(REGENBOOG.id)
    clerk.post("/school/schooljaar/nieuwe-codes", pupils="1")
    return clerk


def letters_in_logbook(clerk: Clerk) -> str:
    (address,) = re.findall(r'href="(/school/brieven/[^"]+)"', clerk.get("/school/logboek").text)
    return str(address)


def test_the_logbook_leads_to_letters_that_are_on_their_way(house: House, clerk: Clerk) -> None:
    address = letters_in_logbook(clerk)
    assert ORDERED in clerk.get(address).words
    house.pass_time(minutes=20)
    assert "Dit duurt langer dan normaal" in clerk.get(address).words
    house.deliver_all()
    made = clerk.get(address)
    assert (made.status, ORDERED in made.words) == (200, False)


def test_no_other_letters_are_on_their_way(house: House, clerk: Clerk) -> None:
    address = letters_in_logbook(clerk)
    house.services.schools.add(STER, house.services.now())
    assert Clerk(house, school=STER).get(address).status == 404
    assert clerk.get(f"{address[:-3]}000").status == 404
    assert clerk.get(f"{address}/5b").status == 404


def test_letters_that_never_came_are_not_on_their_way_for_ever(house: House, clerk: Clerk) -> None:
    address = letters_in_logbook(clerk)
    house.pass_time(days=14)
    clerk.sit_down()
    assert clerk.get(address).status == 404
