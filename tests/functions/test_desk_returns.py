"""Whoever's session ended while they sent a form finds a page after the next login, whatever the form was."""

import json

import jwt
import pytest

from common.web.visits import DESK, DESK_RETURN
from tests.functions.clerk import Clerk
from tests.functions.decisions import MANAGER, STAFF, TABLE
from tests.functions.house import House
from tests.functions.routes import Route, route_for, routes

FORMS = [route for route in routes() if route.method == "POST" and TABLE.get(route.key) in (STAFF, MANAGER)]


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.key)
def test_a_login_leads_to_a_page(house: House, route: Route) -> None:
    clerk = Clerk(house)
    house.pass_time(hours=2)
    assert clerk.post(route.example, name="Kim").goes_to == "/school/inloggen"
    kept = jwt.decode(clerk.cookies[DESK_RETURN], options={"verify_signature": False})["value"]["address"]
    address, _, query = kept.partition("?")
    assert route.example.startswith(address)
    assert route_for("GET", address).path
    assert query == ("concept=1" if address == route.example else "")


def test_passwords_and_digits_are_kept_nowhere(house: House) -> None:
    """Whatever form they were typed into: what comes back after the login is filled in once more."""
    clerks = [(Clerk(house), route) for route in FORMS]
    assert "/school/bevestigen" in [route.path for route in FORMS]
    house.pass_time(hours=2)
    secrets = {"password": "zes-groene-olifanten", "digits": "314159 265358"}
    for clerk, route in clerks:
        assert clerk.post(route.example, name="Kim van het concept", **secrets).goes_to == "/school/inloggen"
    kept = json.dumps(house.items()) + "".join(readable(clerk) for clerk, _ in clerks)
    assert "Kim van het concept" in kept
    assert not [secret for secret in secrets.values() if secret in kept]


def readable(clerk: Clerk) -> str:
    """What the cookies say, also those that are signed."""
    signed = [one for name, one in clerk.cookies.items() if name != DESK and "." in one]
    said = [jwt.decode(one, options={"verify_signature": False}) for one in signed]
    return json.dumps([*clerk.cookies.values(), *said], ensure_ascii=False)
