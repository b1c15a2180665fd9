"""A code typed where something else is asked is not lost: it goes to its own field."""

import pytest

from common.codes import grouped
from tests.functions.house import PASSWORD, House
from tests.functions.parent import EMAIL, ParentVisitor, filled_in


@pytest.mark.parametrize(
    "written", [str.lower, lambda code: code.replace("-", " "), lambda code: f"https://x.nl/k/{code}"]
)
def test_a_code_in_the_field_of_the_address_moves(house: House, visitor: ParentVisitor, written: object) -> None:
    assert callable(written)
    child = house.child()
    page = visitor.submit("/nl/registreren", **filled_in(child, code="", email=written(child.code)))
    assert f'value="{grouped(child.code)}"' in page.text
    assert "Vul uw e-mailadres in" in page.words
    assert "Vul de activatiecode in" not in page.words


def test_a_code_as_a_password_moves_and_is_no_password(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    page = visitor.submit("/nl/registreren", **filled_in(child, code="", password=child.code))
    assert f'value="{grouped(child.code)}"' in page.text
    assert "De activatiecode is niet uw wachtwoord" in page.words


def test_a_code_that_stands_where_it_should_stays(house: House, visitor: ParentVisitor) -> None:
    child, other = house.child(), house.child("Daan")
    page = visitor.submit("/nl/registreren", **filled_in(child, email=other.code))
    assert f'value="{grouped(child.code)}"' in page.text


@pytest.mark.parametrize("field", ["email", "password"])
def test_a_code_at_the_login_waits_for_the_login(house: House, visitor: ParentVisitor, field: str) -> None:
    visitor.register(house.child())
    visitor.cookies.clear()
    second = house.child("Daan")
    house.aws.calls.clear()
    typed = {"email": EMAIL, "password": PASSWORD} | {field: second.code}
    page = visitor.submit("/nl/inloggen", **typed)
    assert "Dit is de activatiecode uit de brief" in page.words
    assert grouped(second.code) not in page.text
    assert house.aws.calls == []
    assert visitor.log_in().goes_to == "/nl/koppelen"
    assert grouped(second.code) in visitor.get("/nl/koppelen").text


def test_the_choice_says_that_a_code_is_dead_and_whom_to_ask(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    house.renew_code(child)
    visitor.get(f"/k/{child.code}")
    words = visitor.get("/nl/start").words
    assert "De school heeft een nieuwe brief gemaakt" in words
    assert child.pupil.given_name not in words
    assert "Bel of mail de school" in words


def test_the_choice_says_nothing_wrong_of_a_good_code(house: House, visitor: ParentVisitor) -> None:
    visitor.get(f"/k/{house.child().code}")
    assert "werkt niet" not in visitor.get("/nl/start").words
