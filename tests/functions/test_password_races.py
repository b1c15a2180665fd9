"""A password that somebody else knows, and its owner chooses another one: whoever is on the way in stays out."""

from collections.abc import Callable

import pytest

from common.cloud.table.sessions import Session, new_session
from common.errors import AlreadyDone
from tests.functions.house import PASSWORD, House
from tests.functions.parent import EMAIL, ParentVisitor

NEW = "vier blauwe nijlpaarden"
# What comes after the password was found right, and before the session is there.
BETWEEN = "DeleteItem"

End = Callable[[ParentVisitor], None]


@pytest.fixture
def owner(house: House, visitor: ParentVisitor) -> ParentVisitor:
    visitor.register(house.child())
    return visitor


def is_in(visitor: ParentVisitor) -> bool:
    return visitor.get("/nl/profiel").status == 200


def change(owner: ParentVisitor) -> None:
    answer = owner.post("/nl/account/wachtwoord", current=PASSWORD, password=NEW)
    assert answer.goes_to == "/nl/account"


def reset(owner: ParentVisitor) -> None:
    owner.post("/nl/wachtwoord", email=EMAIL)
    digits = owner.house.reset_digits_for(EMAIL)
    assert owner.post("/nl/wachtwoord/nieuw", email=EMAIL, digits=digits, password=NEW).goes_to == "/nl/profiel"


def log_out_everywhere(owner: ParentVisitor) -> None:
    assert owner.post("/nl/account/uitloggen").goes_to == "/nl/start"


def log_out_elsewhere(owner: ParentVisitor) -> None:
    assert owner.post("/nl/account/ingelogd", place="others", current=PASSWORD).goes_to == "/nl/account/ingelogd"


@pytest.mark.parametrize("end", [change, reset, log_out_everywhere, log_out_elsewhere])
def test_a_login_that_is_on_its_way_gets_no_session_when_all_others_end(
    house: House, owner: ParentVisitor, end: End
) -> None:
    thief = ParentVisitor(house)
    house.meanwhile(BETWEEN, lambda: end(owner))
    assert "horen niet bij elkaar" in thief.submit("/nl/inloggen", email=EMAIL, password=PASSWORD).words
    assert thief.session == ""
    assert is_in(owner) == (end is not log_out_everywhere)
    assert len(house.services.sessions.places(house.parent(EMAIL).id, house.services.now())) == is_in(owner)


@pytest.mark.parametrize("end", [change, reset])
def test_neither_does_who_registers_with_an_account(house: House, owner: ParentVisitor, end: End) -> None:
    child, thief = house.child("Daan"), ParentVisitor(house)
    house.meanwhile(BETWEEN, lambda: end(owner))
    assert thief.register(child).goes_to == "/nl/registreren"
    assert "met een ander wachtwoord" in thief.get("/nl/registreren").words
    assert thief.session == ""
    assert is_in(owner)


@pytest.mark.parametrize("end", [change, reset])
def test_until_the_new_password_is_set_the_old_one_is_right_and_opens_nothing(
    house: House, owner: ParentVisitor, end: End
) -> None:
    """A login that begins after the request that changes the password, and comes through after it was answered."""
    here, parent = house.services, house.parent(EMAIL).id
    begun: list[Session] = []
    house.meanwhile("AdminSetUserPassword", lambda: begun.append(new_session(parent, here.now())))
    end(owner)
    house.pass_time(seconds=1)
    with pytest.raises(AlreadyDone):
        here.sessions.open(begun[0])
    here.sessions.open(new_session(parent, here.now()))


def test_of_two_new_passwords_the_last_one_decides_who_is_in(house: House, owner: ParentVisitor) -> None:
    other = ParentVisitor(house)
    other.post("/nl/wachtwoord", email=EMAIL)
    digits = house.reset_digits_for(EMAIL)
    last = {"email": EMAIL, "digits": digits, "password": "vijf gele giraffen"}
    house.meanwhile("TransactWriteItems", lambda: other.post("/nl/wachtwoord/nieuw", **last))
    assert owner.post("/nl/account/wachtwoord", current=PASSWORD, password=NEW).goes_to == "/nl/inloggen"
    assert is_in(other)
    assert not is_in(owner)


def test_whoever_logs_in_afterwards_is_in(house: House, owner: ParentVisitor) -> None:
    change(owner)
    assert ParentVisitor(house).log_in(password=NEW).goes_to == "/nl/profiel"
    assert is_in(owner)


def test_nobody_logs_in_to_an_account_that_goes(house: House, owner: ParentVisitor) -> None:
    late = ParentVisitor(house)
    house.meanwhile(BETWEEN, lambda: owner.post("/nl/account/verwijderen", current=PASSWORD))
    assert late.log_in().goes_to == "/nl/inloggen"
    assert late.session == ""
    assert "SESSION#" not in str(house.items())
