"""HEAD, which programs ask that check links: those of mail scanners, of monitors, of search engines."""

import re

import pytest

from tests.functions.clerk import employ
from tests.functions.decisions import PUBLIC, SIGNED_TOKEN, TABLE
from tests.functions.house import House, html_of, text_of
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.routes import Route, routes
from tests.functions.test_delivery_faults import Sender
from tests.functions.visitor import SITE, Answer, Visitor

ANYBODY = [
    route
    for route in routes()
    if route.method == "GET" and route.is_page and TABLE[route.key] in (PUBLIC, SIGNED_TOKEN)
]


def as_get(answer: Answer, page: Answer) -> bool:
    """The same answer, without the body. The moment in a signed cookie may be another."""
    assert answer.body == b""
    names = [[one.partition("=")[0] for one in found.cookies] for found in (answer, page)]
    return names[0] == names[1] and (answer.status, dict(answer.headers)) == (page.status, dict(page.headers))


@pytest.mark.parametrize("route", ANYBODY, ids=lambda route: route.key)
def test_wherever_anybody_may_get_head_is_answered_as_get_without_the_body(house: House, route: Route) -> None:
    before = house.items()
    assert as_get(Visitor().send("HEAD", route.example, {}), Visitor().send("GET", route.example, {}))
    assert house.items() == before


def where_it_ends(address: str) -> int:
    """Whoever follows only heads."""
    for _ in range(5):
        answer = Visitor().send("HEAD", address.removeprefix(SITE), {})
        if not answer.goes_to:
            return answer.status
        address = answer.goes_to
    raise AssertionError(address)


def addresses_in(house: House) -> set[str]:
    found = {one for mail in house.mails for one in re.findall(r"https://[^\s\"<>]+", text_of(mail) + html_of(mail))}
    return {one for one in found if one.startswith(SITE)}


def test_every_address_in_a_mail_is_there_for_who_follows_heads_and_nothing_comes_of_it(house: House) -> None:
    visitor = ParentVisitor(house)
    visitor.register(house.child())
    visitor.confirm(EMAIL)
    Sender(house).message()
    employ(house, "medewerker")
    assert house.deliver_all() == []
    of_letters = ("/school/brieven?wie=nobody_linked", "/school/brieven/20260101T000000-0000000000")
    addresses = {*addresses_in(house), *(f"{SITE}{address}" for address in of_letters)}
    kinds = ("berichten/", "uitschrijven/", "school/uitnodiging/", "profiel")
    assert [kind for kind in kinds if not [one for one in addresses if kind in one]] == []
    before = house.items()
    assert {one: where_it_ends(one) for one in addresses} == dict.fromkeys(addresses, 200)
    assert house.items() == before


def test_a_code_is_not_looked_at(house: House) -> None:
    child = house.child()
    before = house.items()
    assert where_it_ends(f"/k/{child.code}") == 200
    assert house.items() == before
