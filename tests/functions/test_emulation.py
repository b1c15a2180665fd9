"""The emulation undoes a transaction that fails, although it copies only what is written."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulated import TABLE
from tests.functions.house import House


def key(sort_key: str) -> dict[str, dict[str, str]]:
    return {"PK": {"S": "TRY"}, "SK": {"S": sort_key}}


def test_a_transaction_that_fails_leaves_everything_as_it_was(house: House) -> None:
    client: Any = house.aws.session.client("dynamodb")
    for sort_key in ("changed", "deleted", "replaced", "there"):
        client.put_item(TableName=TABLE, Item={**key(sort_key), "text": {"S": "old"}})
    before = house.items()
    new = {":new": {"S": "new"}}
    change = {"Key": key("changed"), "UpdateExpression": "SET body = :new", "ExpressionAttributeValues": new}
    writes = [
        {"Update": {"TableName": TABLE, **change}},
        {"Delete": {"TableName": TABLE, "Key": key("deleted")}},
        {"Put": {"TableName": TABLE, "Item": {**key("replaced"), "text": {"S": "new"}}}},
        {"Put": {"TableName": TABLE, "Item": key("added")}},
    ]
    wrong = {"Item": key("there"), "ConditionExpression": "attribute_not_exists(PK)"}
    with pytest.raises(ClientError, match="TransactionCanceled"):
        client.transact_write_items(TransactItems=[*writes, {"Put": {"TableName": TABLE, **wrong}}])
    assert sorted(house.items(), key=str) == sorted(before, key=str)
    client.transact_write_items(TransactItems=writes)
    left = {one["SK"]["S"] for one in house.items() if one["PK"]["S"] == "TRY"}
    assert left == {"changed", "replaced", "there", "added"}
