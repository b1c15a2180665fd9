"""Ways to the pages between the letter and *Profiel*."""

from tests.functions.house import House
from tests.functions.parent import EMAIL, ParentVisitor, filled_in
from tests.functions.visitor import Answer


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


NORMAL = [
    choice,
    choice_with_code,
    choice_with_dead_code,
    registration,
    registration_with_code,
    login,
    linking,
    forgotten,
    renewal,
]


WRONG = [
    registration_all_wrong,
    registration_wrong_date,
    login_empty,
    login_wrong,
    login_with_code,
    linking_wrong_date,
    forgotten_wrong,
    renewal_all_wrong,
    renewal_wrong_digits,
]
