"""Half a login at the desk: the password was right, and much may happen before the digits come."""

from collections.abc import Callable

import pytest

from common.staff import Staff, invitation_token
from local.desk import digits
from tests.functions.clerk import PASSWORD, SECRET, Clerk, employ, enrolled, with_password
from tests.functions.house import REGENBOOG, House
from tests.functions.visitor import Answer, Visitor

pytestmark = pytest.mark.usefixtures("authenticators_are_checked")

NEW = "vier blauwe nijlpaarden"
BEGIN, DIGITS, AUTHENTICATOR = "/school/inloggen", "/school/inloggen/code", "/school/inloggen/telefoon"
DESK = "__Host-desk"

Change = Callable[[House, Clerk], None]


@pytest.fixture
def fresh(house: House) -> Clerk:
    return with_password(house)


@pytest.fixture
def known(fresh: Clerk) -> Clerk:
    """With a password and an authenticator that the pool knows."""
    return enrolled(fresh)


def halfway(clerk: Clerk, password: str = PASSWORD) -> Visitor:
    """Somebody who knows the password, before the digits."""
    other = Visitor()
    assert other.post(BEGIN, email=clerk.person.email, password=password).goes_to in (DIGITS, AUTHENTICATOR)
    return other


def finish(visitor: Visitor, page: str = DIGITS) -> Answer:
    return visitor.post(page, digits=digits(SECRET))


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/school").status == 200


def let_in_anew(house: House, clerk: Clerk) -> None:
    answer = Clerk(house).post(f"/school/instellingen/medewerkers/{clerk.person.id}/opnieuw")
    assert answer.goes_to == "/school/instellingen/medewerkers"


def change_password(_house: House, clerk: Clerk) -> None:
    form = {"current": PASSWORD, "digits": digits(SECRET), "password": NEW}
    assert clerk.post("/school/account/wachtwoord", **form).goes_to == "/school/account"


def accept(house: House, clerk: Clerk) -> None:
    """The link in the mail is followed."""
    person = house.services.staff.find(REGENBOOG.id, clerk.person.id)
    assert person
    assert Visitor().post(invitation_of(house, person), password=NEW).goes_to == BEGIN


def nothing(_house: House, _clerk: Clerk) -> None:
    """Happens."""


def invitation_of(house: House, person: Staff) -> str:
    token = invitation_token(house.services.keys.invitation_key, person)
    return f"/school/uitnodiging/{person.school}/{person.id}/{token}"


def copy_of(browser: Visitor) -> Visitor:
    """Another one, with all that this one keeps."""
    other = Visitor()
    other.cookies = dict(browser.cookies)
    return other


@pytest.mark.parametrize("then", [nothing, accept], ids=["an invitation waits", "it was accepted"])
def test_an_authenticator_begun_before_somebody_was_let_in_anew_is_neither_shown_nor_set_up(
    house: House, fresh: Clerk, then: Change
) -> None:
    looks, thief = halfway(fresh), halfway(fresh)
    assert "<svg" in looks.get(AUTHENTICATOR).text
    let_in_anew(house, fresh)
    then(house, fresh)
    assert looks.get(AUTHENTICATOR).goes_to == BEGIN
    house.aws.calls.clear()
    assert finish(thief, AUTHENTICATOR).goes_to == BEGIN
    # The pool would take it for the owner's.
    assert [call for call in house.aws.calls if call.startswith("cognito-idp:")] == []
    assert not is_in(thief)


@pytest.mark.parametrize("change", [change_password, let_in_anew])
def test_half_a_login_with_the_password_of_before_leads_nowhere(house: House, known: Clerk, change: Change) -> None:
    thief = halfway(known)
    change(house, known)
    assert finish(thief).goes_to == BEGIN
    assert not is_in(thief)


@pytest.mark.parametrize("change", [change_password, let_in_anew])
def test_neither_does_one_whose_digits_are_just_being_looked_at(house: House, known: Clerk, change: Change) -> None:
    thief = halfway(known)
    house.meanwhile("AdminRespondToAuthChallenge", lambda: change(house, known))
    assert finish(thief).goes_to == BEGIN
    assert not is_in(thief)


def test_until_the_new_password_is_set_the_old_one_is_right_and_leads_nowhere(house: House, known: Clerk) -> None:
    begun: list[Visitor] = []
    house.meanwhile("AdminSetUserPassword", lambda: begun.append(halfway(known)))
    change_password(house, known)
    assert finish(begun[0]).goes_to == BEGIN
    assert is_in(known)
    assert finish(halfway(known, NEW)).goes_to == "/school"


def test_whoever_came_in_while_being_let_in_anew_is_out(house: House, known: Clerk) -> None:
    """The moment from which on sessions count was taken before."""
    thief, manager = halfway(known), Clerk(house)
    house.meanwhile("TransactWriteItems", lambda: finish(thief))
    manager.post(f"/school/instellingen/medewerkers/{known.person.id}/opnieuw")
    assert thief.cookies[DESK]
    assert not is_in(thief)
    accept(house, known)
    assert not is_in(thief)


def test_a_session_of_before_is_not_renewed_with_a_proof_of_before(house: House, known: Clerk) -> None:
    house.meanwhile("AdminRespondToAuthChallenge", lambda: let_in_anew(house, known))
    assert known.post("/school/bevestigen", password=PASSWORD, digits=digits(SECRET)).goes_to == BEGIN
    assert not is_in(known)


def test_half_a_login_leads_in_once(fresh: Clerk) -> None:
    """Of an authenticator that is set up: a pool that knows one takes its digits once in any case."""
    first = halfway(fresh)
    again = copy_of(first)
    assert finish(first, AUTHENTICATOR).goes_to == "/school"
    assert finish(again, AUTHENTICATOR).goes_to == BEGIN
    assert not is_in(again)


def test_half_a_login_that_is_finished_twice_at_once_opens_one_session(house: House, fresh: Clerk) -> None:
    first = halfway(fresh)
    again = copy_of(first)
    before = len(house.services.desks.places(REGENBOOG.id, fresh.person.id))
    house.meanwhile("TransactWriteItems", lambda: finish(again, AUTHENTICATOR))
    assert finish(first, AUTHENTICATOR).goes_to == BEGIN
    assert [is_in(first), is_in(again)] == [False, True]
    assert len(house.services.desks.places(REGENBOOG.id, fresh.person.id)) == before + 1


def test_half_a_login_is_over_after_half_an_hour(house: House, known: Clerk) -> None:
    early, late = halfway(known), halfway(known)
    house.pass_time(minutes=29)
    assert finish(early).goes_to == "/school"
    house.pass_time(minutes=2)
    assert late.get(DIGITS).goes_to == BEGIN
    late = halfway(known)
    kept = copy_of(late)
    house.pass_time(minutes=31)
    assert finish(kept).goes_to == BEGIN
    assert not is_in(kept)


def test_whoever_is_let_in_anew_has_no_password_until_one_is_chosen(house: House, known: Clerk) -> None:
    let_in_anew(house, known)
    login = {"email": known.person.email, "password": PASSWORD}
    assert "niet bij elkaar" in Visitor().submit(BEGIN, **login).words
    accept(house, known)
    assert "niet bij elkaar" in Visitor().submit(BEGIN, **login).words
    assert finish(halfway(known, NEW), AUTHENTICATOR).goes_to == "/school"


def test_an_invitation_that_two_follow_at_once_works_for_one(house: House) -> None:
    person = employ(house)
    link = invitation_of(house, person)
    answers: list[Answer] = []
    house.meanwhile("AdminCreateUser", lambda: answers.append(Visitor().post(link, password=NEW)))
    assert Visitor().post(link, password=PASSWORD).status == 404
    assert [answer.goes_to for answer in answers] == [BEGIN]


def test_a_login_ends_the_session_that_the_browser_had_of_whomever(house: House, known: Clerk) -> None:
    for before in (Clerk(house), known):
        browser = copy_of(before)
        old = browser.cookies[DESK]
        browser.post(BEGIN, email=known.person.email, password=PASSWORD)
        assert is_in(before)
        assert finish(browser).goes_to == "/school"
        assert is_in(browser)
        assert browser.cookies[DESK] != old
        assert not is_in(before)
