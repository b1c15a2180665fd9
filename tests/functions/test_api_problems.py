"""Whatever begins with /api/ is answered as a program reads it, whichever route it fits."""

from dataclasses import replace

import pytest

from tests.functions.cast import Cast
from tests.functions.house import House
from tests.functions.parent import ParentVisitor
from tests.functions.test_school import SchoolSystem
from tests.functions.visitor import Answer, Visitor

NO_DOOR = [
    ("PUT", "/api/messages"),
    ("DELETE", "/api/messages"),
    ("PATCH", "/api/messages/x"),
    ("POST", "/api/openapi.json"),
    ("GET", "/api/"),
    ("GET", "/api/bestaatniet"),
    ("GET", "/api/messages/x/y/z"),
    ("GET", "/%61pi/bestaatniet"),
    # These fit the routes of pages.
    ("GET", "/api/start"),
    ("GET", "/api/inloggen"),
    ("POST", "/api/registreren"),
    ("POST", "/api/profiel"),
]


def is_not_there(answer: Answer) -> bool:
    document = answer.json()
    named = (answer.status, document["status"], document["title"]) == (404, 404, "There is nothing here")
    return named and answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "path"), NO_DOOR)
@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-origin"}], ids=str)
def test_an_address_that_no_door_has_is_a_problem_and_no_page(
    house: House, method: str, path: str, headers: dict[str, str]
) -> None:
    before = house.items()
    assert is_not_there(Visitor().send(method, path, headers))
    assert house.items() == before
    assert is_not_there(SchoolSystem(house).send(method, path, headers, "{}"))


def test_nobody_is_logged_in_there(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    answer = visitor.get("/api/profiel")
    assert is_not_there(answer)
    assert answer.cookies == ()


def test_the_head_of_what_is_not_there_has_no_body(house: House) -> None:
    answer = SchoolSystem(house).send("HEAD", "/api/messages", {})
    assert (answer.status, answer.body) == (404, b"")


def test_a_page_that_only_looks_like_a_door_is_a_page(visitor: ParentVisitor) -> None:
    for path in ("/api", "/apis/messages", "/nl/api/messages"):
        answer = visitor.get(path)
        assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_maintenance_is_a_problem_there_too(house: House) -> None:
    house.services.settings = replace(house.services.settings, maintenance="yes")
    answer = Visitor().get("/api/bestaatniet")
    assert (answer.status, answer.headers["content-type"]) == (503, "application/problem+json")


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", "Basic eDp4"])
def test_without_a_key_it_says_how_one_is_sent(visitor: ParentVisitor, given: str) -> None:
    answer = visitor.send("GET", "/api/messages", {"authorization": given})
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_a_key_that_may_not_do_it_hears_what_it_lacks(house: House) -> None:
    answer = Cast(house).key("de-regenboog", "pupils", "letters").get("/api/messages")
    assert answer.status == 403
    assert answer.json()["detail"] == "Make a key with the scope 'messages'."
    assert "www-authenticate" not in answer.headers
