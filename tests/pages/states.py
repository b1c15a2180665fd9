"""Every page that a parent can come to, as it is and with errors: a way to get there, one function each."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from tests.emulated import emulated
from tests.functions.house import PASSWORD, House
from tests.functions.parent import EMAIL, ParentVisitor, filled_in
from tests.functions.visitor import Answer

Show = Callable[[ParentVisitor, House], Answer]


def choice(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.get("/nl/start")


def choice_with_code(visitor: ParentVisitor, house: House) -> Answer:
    visitor.get(f"/k/{house.child().code}")
    return visitor.get("/nl/start")


def choice_with_dead_code(visitor: ParentVisitor, house: House) -> Answer:
    child = house.child()
    house.renew_code(child)
    visitor.get(f"/k/{child.code}")
    return visitor.get("/nl/start")


def registration(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.get("/nl/registreren")


def registration_with_code(visitor: ParentVisitor, house: House) -> Answer:
    visitor.get(f"/k/{house.child().code}")
    return visitor.get("/nl/registreren")


def registration_all_wrong(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.submit("/nl/registreren", code="x", name="", email="x", password="x")


def registration_wrong_date(visitor: ParentVisitor, house: House) -> Answer:
    return visitor.submit("/nl/registreren", **filled_in(house.child(), day="15", name='"><b>', password="x"))


def login(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.get("/nl/inloggen")


def login_empty(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.submit("/nl/inloggen")


def login_wrong(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.submit("/nl/inloggen", email=EMAIL, password="verkeerd")


def login_with_code(visitor: ParentVisitor, house: House) -> Answer:
    return visitor.submit("/nl/inloggen", email=house.child().code, password="")


def linking(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.get("/nl/koppelen")


def linking_wrong_date(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    visitor.link(house.child("Daan"), month="")
    return visitor.get("/nl/koppelen")


def profile_first_seen(visitor: ParentVisitor, house: House) -> Answer:
    return visitor.get(visitor.register(house.child()).goes_to)


def profile_full(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child("<b>Sanne</b>"))
    visitor.confirm()
    visitor.link(house.child("Daan", None))
    for token in ("een", "twee"):
        visitor.post("/nl/profiel/apparaten", token=token, platform="fcm")
    return visitor.get("/nl/profiel")


def profile_empty(visitor: ParentVisitor, house: House) -> Answer:
    child = house.child()
    visitor.register(child)
    return visitor.submit(child.address)


def profile_wrong_digits(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.submit("/nl/profiel/adres", digits="")


def profile_wrong_token(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.submit("/nl/profiel/apparaten", token="")


def unlinking(visitor: ParentVisitor, house: House) -> Answer:
    child = house.child()
    visitor.register(child)
    return visitor.get(child.address)


def forgotten(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.get("/nl/wachtwoord")


def forgotten_wrong(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.submit("/nl/wachtwoord", email="x")


def renewal(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.submit("/nl/wachtwoord", email=EMAIL)


def renewal_all_wrong(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.submit("/nl/wachtwoord/nieuw", email="", digits="", password="x")


def renewal_wrong_digits(visitor: ParentVisitor, _: House) -> Answer:
    visitor.post("/nl/wachtwoord", email=EMAIL)
    return visitor.submit("/nl/wachtwoord/nieuw", email=EMAIL, digits="000000", password="drie groene olifanten")


def account(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.submit("/nl/account/taal", language=visitor.language)


def password(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.get("/nl/account/wachtwoord")


def password_all_wrong(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.submit("/nl/account/wachtwoord", current="x", password="x")


def address(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.get("/nl/account/adres")


def address_all_wrong(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.submit("/nl/account/adres", current="", email="x")


def profile_new_address(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    house.pass_time(minutes=2)
    return visitor.submit("/nl/account/adres", current=PASSWORD, email="nieuw@ouders.example")


def copy(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    visitor.post("/nl/profiel/apparaten", token="een", platform="fcm")
    return visitor.get("/nl/account/gegevens")


def deletion(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.get("/nl/account/verwijderen")


def deleted(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.submit("/nl/account/verwijderen")


def profile_of_two(visitor: ParentVisitor, house: House) -> Answer:
    child = house.child()
    ParentVisitor(house).register(child, email="ander@ouders.example")
    visitor.register(child)
    return visitor.get("/nl/profiel")


def unknown_link(visitor: ParentVisitor, house: House) -> Answer:
    child = house.child()
    visitor.register(child)
    return visitor.get(child.address.replace("ontkoppelen", "klopt-niet"))


def date_report(visitor: ParentVisitor, house: House) -> Answer:
    visitor.submit("/nl/registreren", **filled_in(house.child(), day="15"))
    return visitor.get("/nl/melden")


def date_report_all_wrong(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.submit("/nl/melden", code="x", name="", contact="")


def date_reported(visitor: ParentVisitor, house: House) -> Answer:
    return visitor.submit("/nl/melden", code=house.child().code, name="Fatima", contact="06 12345678")


def linking_date_that_keeps_failing(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    visitor.link(house.child("Daan"), day="15")
    return visitor.get("/nl/koppelen")


def not_there(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.get("/nl/niets")


def from_elsewhere(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.send("POST", "/nl/registreren", {"sec-fetch-site": "cross-site"}, "")


def broken(visitor: ParentVisitor, house: House) -> Answer:
    child = house.child()
    house.refuse("BatchGetItem")
    return visitor.register(child)


NORMAL = [
    choice,
    choice_with_code,
    choice_with_dead_code,
    registration,
    registration_with_code,
    login,
    linking,
    unlinking,
]
NORMAL += [unlinking, profile_first_seen, profile_full, profile_empty, not_there, from_elsewhere, broken]
NORMAL += [forgotten, renewal, account, password, address, profile_new_address, copy, deletion, deleted]
NORMAL += [profile_of_two, unknown_link, date_report, date_reported]
WRONG = [registration_all_wrong, registration_wrong_date, login_empty, login_wrong, login_with_code]
WRONG += [
    login_with_code,
    profile_wrong_digits,
    profile_wrong_token,
    forgotten_wrong,
    renewal_all_wrong,
    renewal_wrong_digits,
]
WRONG += [
    linking_wrong_date,
    password_all_wrong,
    address_all_wrong,
    date_report_all_wrong,
    linking_date_that_keeps_failing,
]


class Reader(ParentVisitor):
    """A parent who reads the pages in one language, whichever a page above names."""

    def __init__(self, house: House, language: str) -> None:
        super().__init__(house)
        self.language = language
        self.headers |= {"accept-language": language}

    def send(self, method: str, path: str, *sent: Any, **how: Any) -> Answer:
        return super().send(method, re.sub("^/nl/", f"/{self.language}/", path), *sent, **how)


@cache
def shown(show: Show, language: str = "nl") -> Answer:
    """A page in one language, from a world of its own; made once for all who look at it."""
    with emulated() as world:
        house = House(world)
        return show(Reader(house, language), house)


def each_shown(language: str) -> Iterator[tuple[str, Answer]]:
    """Every page in one language, by name."""
    for show in (*NORMAL, *WRONG):
        yield show.__name__, shown(show, language)
