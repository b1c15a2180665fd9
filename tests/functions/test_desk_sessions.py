"""Who works at the desk stays there, whichever of its pages is asked."""

from datetime import timedelta

import pytest

from tests.functions.clerk import Clerk
from tests.functions.house import House

# One of each function of the desk.
PAGES = (
    "/school",
    "/school/logboek",
    "/school/instellingen",
    "/school/lijsten",
    "/school/schooljaar",
    "/school/brieven",
    "/school/instellingen/brief",
    "/school/instellingen/medewerkers",
    "/school/leerlingen",
    "/school/berichten",
)


@pytest.mark.parametrize("page", PAGES)
def test_a_session_lives_on_with_every_page(house: House, page: str) -> None:
    clerk = Clerk(house)
    house.services.ahead = timedelta(minutes=10)
    assert clerk.get(page).status == 200
    session = house.services.desks.find(clerk.cookies["__Host-desk"])
    assert session
    assert session.seen_at - session.opened_at >= timedelta(minutes=9)


@pytest.mark.parametrize("page", PAGES)
def test_a_session_that_ran_out_leads_to_the_login_which_says_so_and_back(house: House, page: str) -> None:
    clerk = Clerk(house)
    house.services.ahead = timedelta(hours=2)
    assert clerk.get(page).goes_to == "/school/inloggen"
    words = clerk.get("/school/inloggen").words
    assert "U bent niet meer ingelogd" in words
    assert "Had u een bestand gestuurd? Kijk dan of het is aangekomen" in words
    assert "__Host-desk-return" in clerk.cookies
