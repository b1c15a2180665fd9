"""Ways to the pages of the account."""

from tests.functions.house import PASSWORD, House
from tests.functions.parent import ParentVisitor
from tests.functions.visitor import Answer


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


def _elsewhere(house: House, *kinds: str) -> None:
    for is_phone in kinds:
        other = ParentVisitor(house)
        other.headers |= {"cloudfront-is-mobile-viewer": is_phone}
        other.log_in()
        other.get("/nl/profiel")


def places(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    _elsewhere(house, "true", "false", "")
    return visitor.get("/nl/account/ingelogd")


def places_one(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.get("/nl/account/ingelogd")


def places_all_wrong(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    _elsewhere(house, "true", "false")
    return visitor.submit("/nl/account/ingelogd")


def copy(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    visitor.post("/nl/profiel/apparaten", token="een", platform="fcm")
    return visitor.get("/nl/account/gegevens")


def deletion(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.get("/nl/account/verwijderen")


def deletion_wrong(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.submit("/nl/account/verwijderen", current="niet dit wachtwoord")


def deleted(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.submit("/nl/account/verwijderen", current=PASSWORD)


NORMAL = [
    account,
    password,
    address,
    places,
    places_one,
    copy,
    deletion,
    deleted,
]


WRONG = [
    password_all_wrong,
    address_all_wrong,
    places_all_wrong,
    deletion_wrong,
]
