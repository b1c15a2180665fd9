"""What holds for every answer: headers, forms from elsewhere, faults of ours."""

import io
import json

import pytest

from preferences.app import ONE_CLICK
from tests.functions.house import BORN, PASSWORD, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.routes import Route, routes
from tests.functions.visitor import SITE

PAGES = [route for route in routes() if route.is_page]
POSTS = [route for route in PAGES if route.method == "POST" and route.key != ONE_CLICK]
HEADERS = (
    "strict-transport-security",
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cache-control",
)


def name_of(route: Route) -> str:
    return route.key


@pytest.mark.parametrize("route", PAGES, ids=name_of)
def test_every_answer_carries_the_security_headers(visitor: ParentVisitor, route: Route) -> None:
    method, path = (route.method, route.example) if route.path else ("GET", "/wat/is/dit")
    answer = visitor.send(method, path, {"sec-fetch-site": "same-origin"}, "" if method == "POST" else None)
    assert [name for name in HEADERS if name not in answer.headers] == []
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("route", POSTS, ids=name_of)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": SITE},
        {"sec-fetch-site": "none"},
        {"origin": "https://ouders.example.evil.example"},
        {"origin": "null"},
    ],
    ids=str,
)
def test_a_form_from_elsewhere_is_refused(visitor: ParentVisitor, route: Route, headers: dict[str, str]) -> None:
    answer = visitor.send("POST", route.example, headers, "code=x")
    assert answer.status == 403
    assert "Dit formulier kwam niet van onze website" in answer.words


@pytest.mark.parametrize("route", POSTS, ids=name_of)
def test_a_browser_that_only_says_its_origin_is_taken_at_its_word(visitor: ParentVisitor, route: Route) -> None:
    assert visitor.send("POST", route.example, {"origin": SITE}, "").status == (404 if "{token}" in route.path else 303)


@pytest.mark.parametrize(
    "path", ["/nl/", "/xx/start", "/nl/onbekend", "/k/", "//evil.example/nl/start", "/nl/profiel/x"]
)
def test_what_is_not_there_says_so(visitor: ParentVisitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status == 404
    assert "Deze pagina bestaat niet" in answer.words
    assert not answer.goes_to


def test_static_files_are_kept_for_ever_and_others_are_not_there(visitor: ParentVisitor) -> None:
    page = visitor.get("/nl/start").text
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = visitor.get(style)
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/css")
    assert visitor.get("/static/site.0000000000.css").status == 404


def test_a_fault_of_ours_shows_its_page_and_logs_nobody(
    house: House, visitor: ParentVisitor, logged: io.StringIO
) -> None:
    child = house.child()
    house.refuse("TransactWriteItems", "InternalServerError", times=20)
    answer = visitor.register(child)
    assert answer.status == 500
    assert "Er ging iets mis bij ons" in answer.words
    assert "HandlerFailed" in logged.getvalue()
    for telling in (EMAIL, "Fatima", "Amrani", PASSWORD, "Sanne", BORN.isoformat()):
        assert telling not in logged.getvalue()
        assert telling not in answer.text


def test_a_whole_story_leaves_nobody_in_the_logs(house: House, visitor: ParentVisitor, logged: io.StringIO) -> None:
    child = house.child()
    visitor.get(f"/k/{child.code}")
    visitor.post("/nl/registreren", code=child.code, name="Fatima", email="verkeerd", password="kort")
    visitor.register(child, day="13")
    visitor.register(child)
    digits = house.digits_for(EMAIL)
    house.deliver_all()
    visitor.confirm()
    visitor.post("/nl/profiel/apparaten", token="telefoon-van-fatima", platform="fcm")
    session = visitor.session
    visitor.post("/nl/uitloggen")
    visitor.log_in(password="iets heel anders")
    lines = logged.getvalue()
    names = {json.loads(line)["message"] for line in lines.splitlines()}
    assert names >= {"ParentRegistered", "ChildLinked", "CodeRefused", "LoggedOut", "LoginRefused", "AddressConfirmed"}
    telling = (
        child.code,
        EMAIL,
        "Fatima",
        "Amrani",
        "Sanne",
        "Bakker",
        PASSWORD,
        digits,
        session,
        "telefoon-van-fatima",
    )
    assert [one for one in (*telling, BORN.isoformat()) if one in lines] == []
