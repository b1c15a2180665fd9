"""How many calls to AWS each page makes, once the keys are in memory. A page that needs more must say why here."""

from collections import Counter

from tests.functions.house import House
from tests.functions.parent import ParentVisitor

DYNAMODB, COGNITO = "dynamodb", "cognito-idp"


def calls_of(house: House, visit: object) -> Counter[str]:
    """What a visit asked of AWS, by service."""
    house.aws.calls.clear()
    assert callable(visit)
    visit()
    return Counter(call.split(":")[0] for call in house.aws.calls)


def test_the_way_from_the_letter_to_the_profile(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    warm = house.services.keys.signing_key
    assert warm
    assert calls_of(house, lambda: visitor.get(f"/k/{child.code}")) == {}
    # The code, and the pupil with the school.
    assert calls_of(house, lambda: visitor.get("/nl/start")) == {DYNAMODB: 2}
    assert calls_of(house, lambda: visitor.get("/nl/registreren")) == {DYNAMODB: 2}
    # Code, pupil with school, the counted try, its return, the address, the transaction; user and password.
    assert calls_of(house, lambda: visitor.register(child)) == {DYNAMODB: 6, COGNITO: 2}
    # Session, household, pupils with schools.
    assert calls_of(house, lambda: visitor.get("/nl/profiel")) == {DYNAMODB: 3}


def test_the_way_of_a_parent_with_an_account(house: House, visitor: ParentVisitor) -> None:
    first, second = house.child(), house.child("Daan")
    visitor.register(first)
    visitor.cookies.clear()
    assert calls_of(house, lambda: visitor.get("/nl/inloggen")) == {}
    # The address, the try counted as failed, its return, the session and where its parent finds it; the password.
    assert calls_of(house, visitor.log_in) == {DYNAMODB: 4, COGNITO: 1}
    assert calls_of(house, lambda: visitor.get("/nl/koppelen")) == {DYNAMODB: 1}
    # Session, household, code, pupil with school, the counted try, its return, the transaction.
    assert calls_of(house, lambda: visitor.link(second)) == {DYNAMODB: 7}


def test_an_unknown_address_costs_what_a_wrong_password_costs(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    visitor.cookies.clear()
    house.aws.calls.clear()
    wrong = visitor.log_in(password="helemaal verkeerd")
    of_wrong = list(house.aws.calls)
    house.aws.calls.clear()
    visitor.cookies.clear()
    unknown = visitor.log_in(email="niemand@ouders.example")
    assert house.aws.calls == of_wrong
    assert (wrong.status, wrong.goes_to) == (unknown.status, unknown.goes_to)
    assert "horen niet bij elkaar" in visitor.get("/nl/inloggen").words
