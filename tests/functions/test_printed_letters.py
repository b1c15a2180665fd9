"""When the letter of each pupil was printed last, at the desk."""

import pytest

from common.days import LOCAL
from common.i18n import long_date
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.pages.ways.desk_pupils import page_of


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house, "medewerker")


def test_a_pupil_shows_when_its_letter_was_printed_last(house: House, clerk: Clerk) -> None:
    child, page = house.child(), page_of(house.child("Daan"))
    assert "Nieuw nog niet gedrukt" in clerk.get(page_of(child)).words
    clerk.post(page_of(child), what="letter")
    first = long_date(house.services.now().astimezone(LOCAL))
    assert f"Brief Gedrukt op {first}" in clerk.get(page_of(child)).words
    assert "Nieuw nog niet gedrukt" in clerk.get(page).words
    listed = clerk.get("/school/leerlingen?zoek=bakker").words
    assert f"Gedrukt op {first}" in listed
    assert "Nieuw nog niet gedrukt" in listed
    house.services.pupils.renew_code(REGENBOOG.id, child.pupil.id)
    assert f"Nieuw vorige gedrukt op {first}" in clerk.get(page_of(child)).words


def test_a_letter_that_is_printed_again_has_the_later_day(house: House, clerk: Clerk) -> None:
    child = house.child()
    clerk.post(page_of(child), what="letter")
    house.pass_time(days=3)
    clerk.sit_down()
    clerk.post(page_of(child), what="letter")
    day = house.services.now().astimezone(LOCAL)
    assert f"Gedrukt op {long_date(day)}" in clerk.get(page_of(child)).words
    kept = clerk.post(f"{page_of(child)}/gegevens").json()
    assert kept["letter"]["printed_on"] == day.date().isoformat()
