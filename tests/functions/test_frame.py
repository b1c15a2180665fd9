"""What holds for every answer: headers, forms from elsewhere, faults of ours."""

import io
import json

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from preferences.app import ONE_CLICK
from tests.functions.house import BORN, PASSWORD, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.routes import Route, route_for, routes
from tests.functions.visitor import SITE, event

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


# -- cookies


@pytest.mark.parametrize("space", ["\u00a0", "\u2000", "\u3000", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\ufeff"])
def test_a_name_with_an_odd_space_is_another_name(house: House, visitor: ParentVisitor, space: str) -> None:
    """A browser guards the prefix of a name; one that begins with such a space has no prefix."""
    visitor.register(house.child())
    stolen = visitor.cookies.pop("__Host-session")
    for name in (f"{space}__Host-session", f"__Host-session{space}"):
        visitor.cookies = {name: stolen}
        assert visitor.get("/nl/profiel").goes_to == "/nl/inloggen"


@pytest.mark.parametrize("in_header", [True, False], ids=["in one header", "as a list"])
def test_a_cookie_of_ours_that_comes_twice_was_not_sent(house: House, visitor: ParentVisitor, in_header: bool) -> None:
    visitor.register(house.child())
    ours, theirs = visitor.session, ParentVisitor(house)
    theirs.register(house.child("Daan"), email="buur@ouders.example")
    for pair in ((ours, theirs.session), (theirs.session, ours), (ours, ours)):
        lines = [f"__Host-session={one}" for one in pair]
        raw = event("GET", "/nl/profiel", {"cookie": "; ".join(lines)}, [] if in_header else lines, None, False)
        answer = route_for("GET", "/nl/profiel").handler(raw, LambdaContext())
        assert answer["headers"]["Location"] == "/nl/inloggen"


def test_a_cookie_of_others_may_come_twice(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    lines = ["a=1", "a=2", f"__Host-session={visitor.session}", "__Host-note=x"]
    raw = event("GET", "/nl/profiel", {"cookie": "; \t".join(lines)}, [], None, False)
    assert route_for("GET", "/nl/profiel").handler(raw, LambdaContext())["statusCode"] == 200


# -- what the API chose, and what runs


def sent_by(key: str, method: str, path: str, **headers: str) -> int:
    """The status where the API took this address for that route, and so left the check of its origin out."""
    raw = event(method, path, headers, [], "", False)
    raw["routeKey"] = raw["requestContext"]["routeKey"] = key
    handler = next(route.handler for route in routes() if route.key == key)
    status: int = handler(raw, LambdaContext())["statusCode"]
    return status


@pytest.mark.parametrize(
    "path",
    [
        "/nl/profiel",
        "/uitschrijven/profiel",
        "/nl/profiel/dringend",
        "/nl/profiel/proefbericht",
        "/nl/profiel/adres/opnieuw",
        "/nl/profiel%2Fadres",
        "/nl%2Fprofiel",
        "/nl/uitschrijven/x",
    ],
)
def test_the_one_route_without_the_check_never_leads_to_another(
    house: House, visitor: ParentVisitor, path: str
) -> None:
    visitor.register(house.child())
    before = house.items()
    assert sent_by(ONE_CLICK, "POST", path, cookie=f"__Host-session={visitor.session}") in (403, 404)
    assert sent_by(ONE_CLICK, "POST", path, **{"sec-fetch-site": "cross-site"}) in (403, 404)
    assert house.items() == before


@pytest.mark.parametrize("route", [one for one in routes() if one.path], ids=name_of)
def test_a_route_that_was_not_chosen_does_not_run(house: House, visitor: ParentVisitor, route: Route) -> None:
    """Not even within one function; only what asks for nothing but a page may come by the route for all the rest."""
    visitor.register(house.child())
    before = house.items()
    for other in routes():
        if other.handler is route.handler and other.path and other is not route:
            same = {"cookie": f"__Host-session={visitor.session}", "sec-fetch-site": "same-origin"}
            assert sent_by(other.key, route.method, route.example, **same) in (401, 404), other.key
    assert house.items() == before


# -- methods and addresses


@pytest.mark.parametrize(
    "method", ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get", "GET\x00"]
)
@pytest.mark.parametrize("path", ["/", "/nl/start", "/nl/profiel", "/nl/account/verwijderen", "/uitschrijven/x"])
def test_a_method_that_no_page_has_finds_nothing(house: House, visitor: ParentVisitor, method: str, path: str) -> None:
    visitor.register(house.child())
    visitor.get("/nl/profiel")  # the first page of a day is noted
    before = house.items()
    answer = visitor.send(method, path, {"sec-fetch-site": "same-origin", "origin": SITE}, "")
    assert answer.status == 404 or (method == "get" and answer.status in (200, 303))
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert house.items() == before


ODD_PATHS = [
    "/nl/../nl/profiel",
    "/nl/%2e%2e/nl/profiel",
    "/nl/%2e%2e%2fnl/profiel",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/static/%2e%2e%2f%2e%2e%2fsettings.py",
    "/static/..%2f..%2fapp.py",
    "/static/..%5c..%5capp.py",
    "//nl/profiel",
    "/nl//profiel",
    "/nl/profiel/",
    "/nl/profiel;jsessionid=1",
    "/nl;x/profiel",
    "/nl%2Fprofiel",
    "/nl/profiel%2F",
    "/nl/profiel%00",
    "/nl%00/profiel",
    "/nl/profiel%0a",
    "/nl/profiel%0d%0aSet-Cookie:%20a=1",
    "/nl/profiel%3Fx",
    "/nl/profiel%23x",
    "/nl/profiel%20",
    "/nl/profiel.json",
    "/NL/profiel",
    "/nl/PROFIEL",
    "/n%6c%2f%70rofiel",
    "/nl/profiel%252F",
    "/" + "nl/" * 400,
    "/nl/" + "%41" * 4000,
    "/\u202enl/profiel",
    "/nl/profiel\u200b",
    "/%ff%fe/profiel",
]


@pytest.mark.parametrize("path", ODD_PATHS, ids=lambda path: str(path[:40]).encode("unicode-escape").decode())
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_a_tricky_address_is_not_there(house: House, visitor: ParentVisitor, method: str, path: str) -> None:
    visitor.register(house.child())
    before = house.items()
    answer = visitor.send(method, path, {"sec-fetch-site": "same-origin"}, "")
    assert answer.status == 404
    assert not answer.goes_to
    assert house.items() == before
