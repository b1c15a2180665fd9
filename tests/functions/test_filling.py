"""A table of another name gets all that a restored one has, whatever part of it an item is read with."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from common.cloud.table.store import Item, Store
from operate.restoring.filling import fill
from tests.emulated import create_table
from tests.functions.house import House

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
# As times to live are written.
SECONDS = int(NOW.timestamp())
RESTORED, EMPTY = "restored-one", "empty-one"


@pytest.fixture
def tables(house: House) -> Iterator[tuple[Store, Store]]:
    client = house.aws.session.client("dynamodb")
    for name in (RESTORED, EMPTY):
        create_table(house.aws.session, name=name)
    yield Store(client, RESTORED), Store(client, EMPTY)
    for name in (RESTORED, EMPTY):
        client.delete_table(TableName=name)


def all_of(store: Store) -> list[Item]:
    return sorted(store.scan(), key=lambda item: (item["PK"], item["SK"]))


def test_all_but_what_ended_is_there_afterwards_as_it_was(tables: tuple[Store, Store]) -> None:
    source, target = tables
    for_good = [{"PK": f"PARTITION#{n // 3}", "SK": f"ITEM#{n}", "n": n, "of": ["x", {"y": n}]} for n in range(600)]
    for_now = {"PK": "SESSION#later", "SK": "SESSION", "expires_at": SECONDS + 1}
    ended = {"PK": "SESSION#ended", "SK": "SESSION", "expires_at": SECONDS}
    source.write_all([*for_good, for_now, ended])
    empty = [part for part in range(8) if next(source.scan(part=part, parts=8), None) is None]
    assert empty == []
    assert fill(target, source, NOW) == 601
    assert all_of(target) == [item for item in all_of(source) if item != ended]
    assert fill(target, source, NOW) == 601
    assert len(all_of(target)) == 601
