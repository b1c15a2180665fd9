"""One letter can be linked with so often, and no more: each link is a mail, to the other parents or to any address."""

from dataclasses import replace

import pytest

from tests.functions.house import PASSWORD, Child, House
from tests.functions.parent import EMAIL, ParentVisitor, date_of

WORN_OUT = "Er is met deze code te vaak gekoppeld en weer ontkoppeld"


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("common.links", "common.cloud.table.codes"):
        monkeypatch.setattr(f"{module}.MOST_LINKS_OF_A_CODE", 4)


def link_again_and_again(house: House, child: Child, times: int = 4) -> ParentVisitor:
    other = ParentVisitor(house)
    other.register(child, email="ander@ouders.example")
    for _ in range(times - 1):
        other.post(child.address)
        assert other.link(child).goes_to == "/nl/profiel"
    other.post(child.address)
    return other


def test_linking_and_unlinking_ends(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    visitor.register(child)
    visitor.confirm()
    house.deliver_all()
    house.mails.clear()
    other = link_again_and_again(house, child, times=3)
    for _ in range(2):
        assert WORN_OUT in other.submit("/nl/koppelen", code=child.code, **date_of(child)).words
    house.deliver_all()
    assert len(house.mails_to(EMAIL)) == 3
    assert len(house.linked(child)) == 1


def test_registering_and_leaving_ends_too_and_leaves_no_account(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    for n in range(4):
        assert visitor.register(child, email=f"{n}@nergens.example").goes_to == "/nl/profiel"
        assert visitor.post("/nl/account/verwijderen", current=PASSWORD).goes_to == "/nl/start"
    assert visitor.register(child, email="5@nergens.example").goes_to == "/nl/registreren"
    assert WORN_OUT in visitor.get("/nl/registreren").words
    assert house.users() == []


def test_whoever_comes_at_the_same_moment_is_told_so_as_well(house: House, visitor: ParentVisitor) -> None:
    """The code was still good when it was looked up."""
    child, first = house.child(), house.child("Daan")
    visitor.register(first)
    house.meanwhile("TransactWriteItems", lambda: link_again_and_again(house, child))
    assert WORN_OUT in visitor.submit("/nl/koppelen", code=child.code, **date_of(child)).words
    assert house.linked(child) == []


def test_a_new_letter_starts_anew(house: House) -> None:
    child = house.child()
    other = link_again_and_again(house, child)
    house.renew_code(child)
    (renewed,) = house.services.pupils.find_many(child.pupil.school, [child.pupil.id])
    assert other.link(replace(child, code=house.letter_of(renewed))).goes_to == "/nl/profiel"
