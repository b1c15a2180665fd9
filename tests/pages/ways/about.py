"""Ways to the pages about the site itself."""

from common.schools import School
from tests.functions.house import House
from tests.functions.parent import ParentVisitor
from tests.functions.visitor import Answer


def contact(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.get("/nl/contact")


def contact_of_two_schools(visitor: ParentVisitor, house: House) -> Answer:
    ster = School(
        "de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example", privacy_url="https://x.example"
    )
    house.services.schools.add(ster, house.services.now())
    visitor.register(house.child())
    visitor.link(house.child("Daan", None, school=ster.id))
    return visitor.get("/nl/contact")


def privacy(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.get("/nl/privacy")


def privacy_of_school(visitor: ParentVisitor, house: House) -> Answer:
    contact_of_two_schools(visitor, house)
    return visitor.get("/nl/privacy")


def accessibility(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.get("/nl/toegankelijkheid")


NORMAL = [
    contact,
    contact_of_two_schools,
    privacy,
    privacy_of_school,
    accessibility,
]
