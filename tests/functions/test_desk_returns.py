"""Whoever's session ended while they sent a form finds a page after the next login, whatever the form was."""

import jwt
import pytest

from common.web.visits import DESK_RETURN
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
