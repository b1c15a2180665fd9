"""Nobody gets access to a school, or loses it, by a session that was left open: digits of a moment ago are asked."""

from collections.abc import Callable

import pytest

from local.desk import digits
from tests.functions.clerk import PASSWORD, SECRET, Clerk, enrolled, with_password
from tests.functions.house import REGENBOOG, House
from tests.functions.test_settings import GOOD, seen_on

pytestmark = pytest.mark.usefixtures("authenticators_are_checked")

PROOF, COLLEAGUES, KEYS = "/school/bevestigen", "/school/instellingen/medewerkers", "/school/instellingen/sleutels"
DETAILS = "/school/instellingen/school"
INVITED = {"name": "Kim Nieuw", "email": "kim@school.example", "role": "beheerder"}


@pytest.fixture
def clerk(house: House) -> Clerk:
    return enrolled(with_password(house))


def whole(house: House) -> list[dict[str, object]]:
    """What must not change: who works there, keys, and the school itself."""
    there = ("STAFF#", "KEY#", "SCHOOL", "PROFILE")
    return [one for one in house.items() if one["SK"]["S"].startswith(there)]


def prove(clerk: Clerk) -> str:
    return clerk.post(PROOF, password=PASSWORD, digits=digits(SECRET)).goes_to


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        (lambda _other: COLLEAGUES, INVITED),
        (lambda other: f"{COLLEAGUES}/{other}/rol", {"role": "beheerder", "seen": "medewerker"}),
        (lambda other: f"{COLLEAGUES}/{other}/opnieuw", {}),
        (lambda other: f"{COLLEAGUES}/{other}/verwijderen", {}),
        (lambda _other: KEYS, {"name": "Rooster", "scope_pupils": "on"}),
    ],
)
def test_a_session_left_open_gives_and_takes_no_access(
    house: House, clerk: Clerk, address: Callable[[str], str], fields: dict[str, str]
) -> None:
    place = address(Clerk(house, "medewerker").person.id)
    before = whole(house)
    house.pass_time(minutes=20)
    assert clerk.post(place, **fields).goes_to == PROOF
    assert whole(house) == before
    assert prove(clerk).partition("?")[0] == place.removesuffix("/rol")
    assert clerk.post(place, **fields).goes_to != PROOF
    assert whole(house) != before


def test_what_was_filled_in_is_there_after_the_proof_with_what_to_do(house: House, clerk: Clerk) -> None:
    house.pass_time(minutes=20)
    clerk.post(COLLEAGUES, **INVITED)
    page = clerk.get(prove(clerk))
    assert 'value="Kim Nieuw"' in page.text
    assert 'value="kim@school.example"' in page.text
    assert "Druk nog een keer op de knop" in page.words
    assert "Er is een fout" not in page.words


def test_the_address_that_reports_go_to_wants_them_too_and_the_rest_of_the_settings_does_not(
    house: House, clerk: Clerk
) -> None:
    form = GOOD | {"name": "De Boog", "email": REGENBOOG.email, "seen": seen_on(clerk, DETAILS)}
    house.pass_time(minutes=20)
    assert clerk.post(DETAILS, **form | {"email": "elders@nergens.example"}).goes_to == PROOF
    assert clerk.post(DETAILS, **form).goes_to == "/school/instellingen"
    school = house.services.schools.known(REGENBOOG.id)
    assert (school.name, school.email) == ("De Boog", REGENBOOG.email)
