"""A parent whom the school unlinks hears of it, and learns nothing more of the child."""

import pytest

from tests.functions.clerk import Clerk
from tests.functions.house import Child, House, subject_of, text_of
from tests.functions.parent import EMAIL, ParentVisitor
from tests.pages.ways.desk_pupils import page_of

SUBJECT = "De school heeft u ontkoppeld van een kind"


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house, "medewerker")


def mails(house: House) -> list[str]:
    house.deliver_all()
    return [text_of(mail) for mail in house.mails_to(EMAIL) if subject_of(mail) == SUBJECT]


def linked(house: House, visitor: ParentVisitor, child: Child) -> str:
    """The page at which the school ends the link."""
    visitor.register(child)
    (parent,) = house.linked(child)
    return f"{page_of(child)}/ontkoppelen/{parent}"


def test_the_parent_is_mailed_once_without_a_name_of_the_child(
    house: House, clerk: Clerk, visitor: ParentVisitor
) -> None:
    child = house.child("Roosmarijn")
    address = linked(house, visitor, child)
    visitor.confirm()
    assert "De ouder krijgt een e-mail dat de school dit heeft gedaan" in clerk.get(address).words
    for _ in range(2):
        clerk.post(address)
    (mail,) = mails(house)
    assert "De Regenboog heeft uw account ontkoppeld van een kind" in mail
    assert "Roosmarijn" not in mail
    assert child.pupil.family_name not in mail


def test_an_address_that_nobody_confirmed_is_told_nothing(house: House, clerk: Clerk, visitor: ParentVisitor) -> None:
    clerk.post(linked(house, visitor, house.child()))
    assert mails(house) == []


def test_who_unlinks_oneself_knows(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    linked(house, visitor, child)
    visitor.confirm()
    visitor.post(child.address)
    assert mails(house) == []
