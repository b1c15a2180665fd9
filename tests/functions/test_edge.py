"""What is answered only behind the edge, and whose word is taken for where somebody is."""

from dataclasses import replace

import pytest

from common.web import edge
from tests.functions.house import House
from tests.functions.parent import ParentVisitor
from tests.functions.routes import Route, routes
from tests.functions.test_school import SchoolSystem
from tests.functions.visitor import Visitor

OLD, NEW = "o" * 32, "n" * 32


@pytest.fixture
def behind(house: House) -> House:
    """A deployment with an edge."""
    house.services.settings = replace(house.services.settings, origin_secret=OLD)
    return house


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.key)
def test_nothing_is_answered_beside_the_edge(behind: House, route: Route) -> None:
    visitor = SchoolSystem(behind)
    behind.aws.calls.clear()
    for secret in (None, "", "x", OLD[:-1], OLD + "x", f"{OLD},{OLD}", OLD.upper(), "é"):
        headers = {} if secret is None else {edge.SECRET: secret}
        answer = visitor.send(route.method or "GET", route.example or "/wat/is/dit", headers, "")
        assert (answer.status, answer.body) == (403, b"Forbidden")
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.headers["strict-transport-security"]
    assert behind.aws.calls == []


@pytest.mark.usefixtures("behind")
def test_a_head_is_not_answered_beside_it_either() -> None:
    assert Visitor().send("HEAD", "/nl/start", {}).status == 403


@pytest.mark.parametrize(
    ("setting", "good", "bad"),
    [
        (OLD, [OLD], [NEW, "", ","]),
        (f"{OLD},{NEW}", [OLD, NEW], ["", f"{OLD},{NEW}", "x"]),
        (f" {OLD} , {NEW} ", [OLD, NEW], [""]),
        ("", ["", OLD, "anything"], []),
        (",", [], ["", ","]),
    ],
)
def test_two_secrets_are_good_while_one_replaces_the_other(
    house: House, setting: str, good: list[str], bad: list[str]
) -> None:
    house.services.settings = replace(house.services.settings, origin_secret=setting)
    for secret in (*good, *bad):
        page = Visitor().send("GET", "/nl/start", {"X-Origin-Secret": secret})
        assert page.status == (200 if secret in good else 403), secret
        door = SchoolSystem(house).send("GET", "/api/imports", {edge.SECRET: secret})
        assert door.status == (200 if secret in good else 403), secret


@pytest.mark.parametrize(
    ("viewer", "network"),
    [
        ("198.51.100.10:46532", "198.51.100.10"),
        ("2001:db8:85a3:8d3:1319:8a2e:370:7348:46532", "2001:db8:85a3:8d3::/64"),
        ("[2001:db8:85a3:8d3:1319:8a2e:370:7348]:46532", "2001:db8:85a3:8d3::/64"),
        ("2001:db8::1:46532", "2001:db8::/64"),
        ("::ffff:198.51.100.10:46532", "198.51.100.10"),
        # What is no address is not believed: the API's own word counts.
        ("", "192.0.2.1"),
        ("198.51.100.10", "192.0.2.1"),
        ("onzin:1", "192.0.2.1"),
        ("198.51.100.10, 203.0.113.1:5", "192.0.2.1"),
        ("x" * 5000, "192.0.2.1"),
    ],
)
def test_the_viewer_is_whom_the_edge_names(viewer: str, network: str) -> None:
    assert edge.network_of({edge.VIEWER: viewer}, "192.0.2.1", behind_edge=True) == network
    assert edge.network_of({edge.VIEWER: viewer}, "192.0.2.1", behind_edge=False) == "192.0.2.1"


def test_whoever_names_another_address_without_an_edge_is_counted_as_who_they_are(house: House) -> None:
    answers = []
    for number in range(31):
        visitor = ParentVisitor(house)
        forged = f"198.51.100.{number}"
        visitor.headers |= {edge.VIEWER: f"{forged}:1", "x-forwarded-for": forged, "forwarded": f"for={forged}"}
        answers.append(visitor.post("/nl/registreren", code="0000-0000-0000-0000").status)
    assert answers[-1] == 429


def test_behind_the_edge_each_viewer_is_counted_alone(behind: House) -> None:
    answers = []
    for number in range(31):
        visitor = ParentVisitor(behind)
        visitor.headers |= {edge.SECRET: OLD, edge.VIEWER: f"198.51.100.{number}:1", "x-forwarded-for": "192.0.2.7"}
        answers.append(visitor.post("/nl/registreren", code="0000-0000-0000-0000").status)
    assert set(answers) == {303}
