"""A parent deletes the account in another window, before each call that the first one makes: as if it had been gone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from account import farewell
from tests.functions import roles
from tests.functions.house import PASSWORD, Child, House
from tests.functions.parent import ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.visitor import Answer

NEW = "vier blauwe nijlpaarden"
LOGIN = "/nl/inloggen"
# More than any page makes.
_ENOUGH = 30


@dataclass
class Window:
    """A parent of one child, logged in, with a device and another address that waits for its digits."""

    visitor: ParentVisitor
    email: str
    child: Child

    @property
    def new_email(self) -> str:
        return f"nieuw-{self.email}"

    def post(self, page: str, **form: str) -> Answer:
        return self.visitor.post(page, **form)

    @property
    def digits(self) -> str:
        return self.visitor.house.digits_for(self.email)


Act = Callable[[Window], Answer]


def _open(house: House, number: int) -> Window:
    email, child, visitor = f"ouder{number}@ouders.example", house.child(f"Kind{number}"), ParentVisitor(house)
    visitor.register(child, email=email)
    visitor.confirm(email)
    visitor.post("/nl/profiel/apparaten", token=f"telefoon-{number}", platform="fcm")
    house.pass_time(minutes=2)
    window = Window(visitor, email, child)
    visitor.post("/nl/account/adres", email=window.new_email, current=PASSWORD)
    visitor.post("/nl/wachtwoord", email=email)
    house.deliver_all()
    house.pass_time(minutes=2)
    return window


class _Deletion:
    """Of the account, just before the nth call from now on."""

    def __init__(self, house: House, parent: str, nth: int) -> None:
        self._house, self._parent, self._left = house, parent, nth
        house.aws.watch(self._before)

    def _before(self, _model: Any, _params: Any) -> None:
        self._left -= 1
        if self._left == 0:
            roles.as_somebody_else(lambda: farewell.delete_account(self._parent, self._house.services.now()))

    @property
    def was_made(self) -> bool:
        """Not any more from here on."""
        made, self._left = self._left <= 0, 0
        return made


def _reset(window: Window) -> Act:
    digits = window.visitor.house.reset_digits_for(window.email)
    return lambda one: one.post("/nl/wachtwoord/nieuw", email=one.email, digits=digits, password=NEW)


def _confirm(window: Window) -> Act:
    digits = window.digits
    return lambda one: one.post("/nl/profiel/adres", digits=digits)


def _forget_device(window: Window) -> Act:
    (device,) = window.visitor.house.parent(window.email).devices
    return lambda one: one.post(f"/nl/profiel/apparaten/{device.id}/verwijderen", sure="on")


def _link(window: Window) -> Act:
    another = window.visitor.house.child("Daan")
    return lambda one: one.visitor.link(another)


def _register_again(window: Window) -> Act:
    another = window.visitor.house.child("Daan")
    return lambda one: ParentVisitor(one.visitor.house).register(another, email=one.email)


def _simply(act: Act) -> Callable[[Window], Act]:
    return lambda _: act


# What is done, and what is needed of the account while it is there.
ACTS: dict[str, Callable[[Window], Act]] = {
    "reset": _reset,
    "password": _simply(lambda one: one.post("/nl/account/wachtwoord", current=PASSWORD, password=NEW)),
    "address": _simply(lambda one: one.post("/nl/account/adres", current=PASSWORD, email="weer@ouders.example")),
    "keep": _simply(lambda one: one.post("/nl/account/adres/houden")),
    "language": _simply(lambda one: one.post("/nl/account/taal", language="pl")),
    "places": _simply(lambda one: one.post("/nl/account/ingelogd", place="others", current=PASSWORD)),
    "everywhere": _simply(lambda one: one.post("/nl/account/uitloggen")),
    "delete": _simply(lambda one: one.post("/nl/account/verwijderen", current=PASSWORD)),
    "confirm": _confirm,
    "digits": _simply(lambda one: one.post("/nl/profiel/adres/opnieuw")),
    "mail again": _simply(lambda one: one.post("/nl/profiel/adres/toch")),
    "preferences": _simply(lambda one: one.post("/nl/profiel", email_dringend="on", pace="now")),
    "silence": _simply(lambda one: one.post("/nl/profiel/dringend")),
    "try out": _simply(lambda one: one.post("/nl/profiel/proefbericht")),
    "device": _simply(lambda one: one.post("/nl/profiel/apparaten", token="een ander", platform="fcm")),
    "forget device": _forget_device,
    "unlink": _simply(lambda one: one.post(one.child.address)),
    "report": _simply(lambda one: one.post(one.child.address.replace("ontkoppelen", "klopt-niet"))),
    "link": _link,
    "register again": _register_again,
    "log in": _simply(lambda one: ParentVisitor(one.visitor.house).log_in(one.email)),
}


def _left_of(house: House, window: Window, parent: str) -> list[str]:
    """What waits is done first. A reset is of an address, whoever has it; it, deliveries and what the school was told
    know our ids and go by themselves."""
    assert house.deliver_all() == []
    own = ("RESET#", "OUTBOX#", "MESSAGE#")
    items = [item for item in house.items() if not item["PK"]["S"].startswith(own)]
    items = [item for item in items if not item["SK"]["S"].startswith(("JOURNAL#", "REPORT#"))]
    # Whoever registers once the address is free again is somebody new.
    known = (parent,) if house.services.parents.id_of(window.email) else (parent, window.email)
    found = [f"{one['PK']['S']} {one['SK']['S']}" for one in items if any(name in str(one) for name in known)]
    return found + [user["Username"] for user in house.users() if user["Username"] == parent]


@pytest.mark.parametrize("name", ACTS)
def test_an_account_deleted_before_any_call_is_gone_and_the_answer_says_so(house: House, name: str) -> None:
    for nth in range(1, _ENOUGH):
        window = _open(house, nth)
        parent = house.parent(window.email).id
        act = ACTS[name](window)
        deletion = _Deletion(house, parent, nth)
        answer = act(window)
        if not deletion.was_made:
            break
        # Either it was there until all was done, or it was not; nothing in between is told.
        assert answer.status == 303, (nth, answer.status, answer.words)
        assert window.visitor.get("/nl/profiel").goes_to == LOGIN
        assert _left_of(house, window, parent) == [], nth
    assert 2 < nth < _ENOUGH


def _where(house: House, name: str, operation: str) -> str:
    """Where an act leads whose account goes just before this operation."""
    window = _open(house, 1)
    parent, act = house.parent(window.email).id, ACTS[name](window)
    house.meanwhile(operation, lambda: farewell.delete_account(parent, house.services.now()))
    return act(window).goes_to


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        ("password", "AdminSetUserPassword"),
        ("password", "TransactWriteItems"),
        ("address", "TransactWriteItems"),
        ("keep", "UpdateItem"),
        ("language", "UpdateItem"),
        ("mail again", "UpdateItem"),
        ("preferences", "UpdateItem"),
        ("silence", "UpdateItem"),
        ("digits", "TransactWriteItems"),
        ("confirm", "TransactWriteItems"),
        ("try out", "TransactWriteItems"),
        ("device", "CreatePlatformEndpoint"),
        ("unlink", "TransactWriteItems"),
        ("link", "TransactWriteItems"),
    ],
)
def test_whoever_has_no_account_any_more_is_asked_to_log_in(house: House, name: str, operation: str) -> None:
    assert _where(house, name, operation) == LOGIN


@pytest.mark.parametrize("operation", ["AdminSetUserPassword", "DeleteItem", "TransactWriteItems"])
def test_digits_of_an_account_that_went_meanwhile_are_wrong(house: House, operation: str) -> None:
    assert _where(house, "reset", operation) == "/nl/wachtwoord/nieuw"
    assert house.users() == []
    visitor = ParentVisitor(house)
    visitor.register(house.child("Noor"), email="ouder1@ouders.example")
    assert visitor.log_in("ouder1@ouders.example").goes_to == "/nl/profiel"


def test_a_password_is_not_set_where_the_address_moved_since_the_digits_were_read(house: House) -> None:
    """The digits prove the old address, and the account is no more of whoever reads mail there."""
    window = _open(house, 1)
    act, digits = ACTS["reset"](window), window.digits
    elsewhere = ParentVisitor(house)
    elsewhere.log_in(window.email)
    house.meanwhile(
        "UpdateItem", lambda: house.meanwhile("UpdateItem", lambda: elsewhere.post("/nl/profiel/adres", digits=digits))
    )
    assert act(window).goes_to == "/nl/wachtwoord/nieuw"
    assert house.parent(window.new_email).email_confirmed
    assert ParentVisitor(house).log_in(window.new_email).goes_to == "/nl/profiel"


def test_a_mail_program_that_unsubscribes_from_an_account_that_goes_is_told_there_is_none(house: House) -> None:
    window = _open(house, 1)
    Sender(house).message(kind="dringend")
    house.deliver_all()
    headers = {one["Name"]: one["Value"] for one in house.mails[-1]["Content"]["Simple"]["Headers"]}
    path, parent = urlsplit(headers["List-Unsubscribe"].strip("<>")).path, house.parent(window.email).id
    house.meanwhile("UpdateItem", lambda: farewell.delete_account(parent, house.services.now()))
    assert ParentVisitor(house).send("POST", path, {}, "").status == 404
