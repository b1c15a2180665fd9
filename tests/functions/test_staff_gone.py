"""Somebody who is removed from the desk while they log in, choose a password or follow an invitation stays out."""

import pytest

from common.staff import Staff
from local.desk import digits
from tests.functions.clerk import PASSWORD, SECRET, Clerk, employ, with_password
from tests.functions.house import House
from tests.functions.test_desk_halfway import AUTHENTICATOR, BEGIN, DIGITS, NEW, halfway, invitation_of
from tests.functions.visitor import Visitor

pytestmark = pytest.mark.usefixtures("authenticators_are_checked")

CHANGE = "/school/account/wachtwoord"


@pytest.fixture
def fresh(house: House) -> Clerk:
    return with_password(house)


def removed(house: House, person: Staff) -> None:
    answer = Clerk(house).post(f"/school/instellingen/medewerkers/{person.id}/verwijderen")
    assert answer.goes_to == "/school/instellingen/medewerkers"


def users(house: House) -> list[str]:
    return [user for user, _ in house.services.staff_accounts.users()]


def test_before_the_authenticator_is_offered(house: House, fresh: Clerk) -> None:
    house.meanwhile("AssociateSoftwareToken", lambda: removed(house, fresh.person))
    assert Visitor().post(BEGIN, email=fresh.person.email, password=PASSWORD).goes_to == BEGIN
    assert users(house) == []


@pytest.mark.parametrize("operation", ["VerifySoftwareToken", "AdminSetUserMFAPreference"])
def test_while_the_authenticator_is_set_up(house: House, fresh: Clerk, operation: str) -> None:
    visitor = halfway(fresh)
    house.meanwhile(operation, lambda: removed(house, fresh.person))
    assert visitor.post(AUTHENTICATOR, digits=digits(SECRET)).goes_to == BEGIN
    assert visitor.get("/school").goes_to == BEGIN
    assert users(house) == []


def test_while_the_digits_are_looked_at(house: House, fresh: Clerk) -> None:
    fresh.log_in()
    fresh.post(AUTHENTICATOR, digits=digits(SECRET))
    visitor = halfway(fresh)
    house.meanwhile("AdminRespondToAuthChallenge", lambda: removed(house, fresh.person))
    assert visitor.post(DIGITS, digits=digits(SECRET)).goes_to == BEGIN


def test_while_another_password_is_chosen(house: House, fresh: Clerk) -> None:
    fresh.log_in()
    fresh.post(AUTHENTICATOR, digits=digits(SECRET))
    house.meanwhile("AdminSetUserPassword", lambda: removed(house, fresh.person))
    form = {"current": PASSWORD, "digits": digits(SECRET), "password": NEW}
    assert fresh.post(CHANGE, **form).goes_to == BEGIN
    assert users(house) == []


@pytest.mark.parametrize("operation", ["AdminCreateUser", "AdminSetUserPassword", "UpdateItem"])
def test_while_an_invitation_is_followed(house: House, operation: str) -> None:
    person = employ(house)
    link = invitation_of(house, person)
    house.meanwhile(operation, lambda: removed(house, person))
    assert Visitor().post(link, password=NEW).status == 404
    assert users(house) == []
