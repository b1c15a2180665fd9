"""A parent whom no mail reaches, as the school and the parent see it."""

import pytest

from tests.functions.clerk import Clerk
from tests.functions.house import House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.pages.ways.desk_pupils import page_of


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house, "medewerker")


def give_up(house: House) -> None:
    """Mail to the parent bounced."""
    house.services.addresses.give_up(house.parent(EMAIL).id, EMAIL, "bounce", house.services.now())


def test_whom_no_mail_reaches_is_told_apart_at_the_pupil(house: House, clerk: Clerk, visitor: ParentVisitor) -> None:
    child = house.child()
    visitor.register(child)
    ParentVisitor(house).register(child, email="ander@ouders.example")
    assert "E-mail komt niet aan" not in clerk.get(page_of(child)).words
    give_up(house)
    page = clerk.get(page_of(child)).words
    assert page.count("E-mail komt niet aan") == 1
    assert page.count("Niet bevestigd") == 1


def test_nobody_is_asked_for_digits_that_could_not_arrive(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    assert "We hebben een e-mail gestuurd met een code" in visitor.get("/nl/profiel").words
    give_up(house)
    page = visitor.get("/nl/profiel").words
    assert "Wij mailen u niet meer" in page
    assert "We hebben een e-mail gestuurd met een code" not in page
