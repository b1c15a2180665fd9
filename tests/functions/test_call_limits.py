"""The limits of AWS calls a page, and exactly which calls the pages of an account make (keys in memory)."""

from collections import Counter

import pytest

from tests.functions.house import House
from tests.functions.parent import EMAIL, ParentVisitor

GET, QUERY, MANY = "dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchGetItem"
UPDATE = "dynamodb:UpdateItem"
TRANSACT = "dynamodb:TransactWriteItems"

# Page → what it asks of AWS, for a parent with one child, a confirmed address and no devices.
TABLE: dict[str, list[str]] = {
    "GET /nl/start": [GET],
    "GET /nl/inloggen": [],
    "GET /nl/koppelen": [GET, MANY, MANY],
    "GET /nl/profiel": [GET, QUERY, MANY],
    "POST /nl/profiel": [GET, QUERY, UPDATE],
    "POST /nl/profiel/adres": [GET, QUERY],
    "POST /nl/profiel/adres/opnieuw": [GET, QUERY],
    "POST /nl/profiel/apparaten": [GET, QUERY, "sns:CreatePlatformEndpoint", "sns:SetEndpointAttributes", TRANSACT],
    "POST /nl/uitloggen": [GET, GET, TRANSACT],
    "GET /nl/wachtwoord": [],
    "GET /nl/wachtwoord/nieuw": [],
    "GET /nl/account": [GET, QUERY],
    "GET /nl/account/ingelogd": [GET, QUERY, QUERY, MANY],
    "GET /nl/account/gegevens": [GET, QUERY, MANY, QUERY, MANY],
}


@pytest.mark.parametrize("page", TABLE)
def test_a_page_of_an_account_asks_what_the_table_says(house: House, visitor: ParentVisitor, page: str) -> None:
    visitor.register(house.child())
    visitor.confirm()
    visitor.get(f"/k/{house.child('Daan').code}")
    method, _, path = page.partition(" ")
    house.aws.calls.clear()
    if method == "GET":
        visitor.get(path)
    else:
        visitor.post(path, token="telefoon", platform="fcm")
    assert house.aws.calls == TABLE[page]


def test_registering_and_linking_takes_at_most_eight_calls(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    house.aws.calls.clear()
    visitor.register(child)
    assert len(house.aws.calls) <= 8


def test_a_profile_with_twenty_children_takes_at_most_three_calls(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    for number in range(19):
        visitor.link(house.child(f"Kind{number}", None))
    house.aws.calls.clear()
    page = visitor.get("/nl/profiel").words
    assert "Kind18" in page
    assert len(house.aws.calls) <= 3


def test_cold_keys_cost_one_call_more(house: House, visitor: ParentVisitor) -> None:
    visitor.get("/k/0000000000000000")
    assert Counter(house.aws.calls)["kms:GenerateMac"] == 1


def test_a_household_is_in_the_table_under_one_address(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    visitor.register(house.child("Daan"))
    assert sum(EMAIL in str(item) for item in house.items()) == 2  # the profile, and the address that leads to it
