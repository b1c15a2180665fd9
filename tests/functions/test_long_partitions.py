"""A partition of more than the megabyte that DynamoDB reads at once, and the numbers in it."""

import json
from itertools import islice
from typing import Any

import pytest

from common.cloud.table.store import Item, Store, plain
from tests.functions.house import House

PARTITION, QUERY = "LONG#partition", "dynamodb:Query"
# An answer holds three of them.
ITEMS = [
    {"PK": PARTITION, "SK": f"ITEM#{n}", "GSI1PK": PARTITION, "GSI1SK": f"ITEM#{n}", "pupil": "x" * 300_000}
    for n in range(7)
]


@pytest.fixture
def store(house: House) -> Store:
    store = house.services.store
    for item in ITEMS:
        store.write_all([item])
    house.aws.calls.clear()
    return store


def order(items: list[Item]) -> list[str]:
    return [item["SK"] for item in items]


def test_it_is_read_to_its_end_in_order(house: House, store: Store) -> None:
    assert order(list(store.query(PARTITION))) == order(ITEMS)
    assert house.aws.calls.count(QUERY) == 3


def test_so_is_one_of_an_index(store: Store) -> None:
    assert order(list(store.query_index("BySchool", PARTITION, "ITEM#"))) == order(ITEMS)


def test_no_more_of_it_is_read_than_is_wanted(house: House, store: Store) -> None:
    asked: list[Any] = []
    house.aws.watch(lambda _model, params: asked.append(json.loads(params["body"]).get("Limit")))
    assert order(list(islice(store.query(PARTITION), 2))) == ["ITEM#0", "ITEM#1"]
    assert order(store.first_between(PARTITION, "ITEM#2", "ITEM#9", 2)) == ["ITEM#2", "ITEM#3"]
    assert asked == [None, 2]


def test_numbers_are_whole_wherever_they_stand() -> None:
    """Those of the library are not, and JSON has no word for them."""
    item = plain({"a": {"N": "-3"}, "of": {"M": {"b": {"L": [{"N": "7"}]}}}, "all": {"NS": ["1"]}})
    assert json.dumps({**item, "all": [*item["all"]]}) == '{"a": -3, "of": {"b": [7]}, "all": [1]}'
