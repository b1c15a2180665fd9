"""DynamoDB with plain Python values: the calls that the rooms of the table are made of."""

import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from common.batches import in_batches
from common.errors import AlreadyDone, Retry

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]
Write = dict[str, Any]

MOST_IN_TRANSACTION = 100
_MOST_IN_BATCH_WRITE = 25
_MOST_IN_BATCH_GET = 100
_ATTEMPTS = 6


class _WholeNumbers(TypeDeserializer):
    """Our numbers are whole."""

    def _deserialize_n(self, value: str) -> int:
        return int(value)


_to_wire = TypeSerializer().serialize
_from_wire = _WholeNumbers().deserialize


def _wire(item: Mapping[str, Any]) -> Item:
    return {name: _to_wire(value) for name, value in item.items()}


def plain(item: Mapping[str, Any]) -> Item:
    """An item as DynamoDB and its stream write it, in Python's values."""
    return {name: _from_wire(value) for name, value in item.items()}


class Cancelled(AlreadyDone):
    """A transaction whose conditions did not hold: `failed` are the positions of the writes that said no."""

    def __init__(self, failed: tuple[int, ...]) -> None:
        super().__init__(failed)
        self.failed = failed


class Store:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    # Writes for `transact`; each but `check` may stand alone with `write`.

    def put(self, item: Mapping[str, Any], condition: str = "", values: Mapping[str, Any] | None = None) -> Write:
        return {"Put": {"TableName": self._table, "Item": _wire(item), **_conditional(condition, values)}}

    def update(
        self,
        key: Mapping[str, str],
        expression: str,
        values: Mapping[str, Any],
        condition: str = "",
        names: Mapping[str, str] | None = None,
    ) -> Write:
        """`values` stand as ':name' in the expressions, attributes of any name (`names`) as '#name'."""
        return {
            "Update": {
                "TableName": self._table,
                "Key": _wire(key),
                "UpdateExpression": expression,
                **_named(names),
                **_conditional(condition, values),
            }
        }

    def set_to(self, key: Mapping[str, str], values: Mapping[str, Any], condition: str = "") -> Write:
        """Sets attributes of any name, also those that DynamoDB reserves."""
        places = list(enumerate(values.items()))
        return {
            "Update": {
                "TableName": self._table,
                "Key": _wire(key),
                "UpdateExpression": "SET " + ", ".join(f"#n{at} = :v{at}" for at, _ in places),
                "ExpressionAttributeNames": {f"#n{at}": name for at, (name, _) in places},
                **_conditional(condition, {f"v{at}": value for at, (_, value) in places}),
            }
        }

    def set_where(self, key: Mapping[str, str], values: Mapping[str, Any], before: Mapping[str, Any]) -> Write:
        """Sets attributes of an item that has those of `before` still; None stands for a null that is written there."""
        short = {name: f"n{at}" for at, name in enumerate({**before, **values})}
        held = [f"#{short[name]} = :was_{short[name]}" for name in before]
        return self.update(
            key,
            "SET " + ", ".join(f"#{short[name]} = :{short[name]}" for name in values),
            {short[name]: value for name, value in values.items()}
            | {f"was_{short[name]}": value for name, value in before.items()},
            " AND ".join(("attribute_exists(PK)", *held)),
            {at: name for name, at in short.items()},
        )

    def delete(self, key: Mapping[str, str], condition: str = "", values: Mapping[str, Any] | None = None) -> Write:
        return {"Delete": {"TableName": self._table, "Key": _wire(key), **_conditional(condition, values)}}

    def check(
        self,
        key: Mapping[str, str],
        condition: str,
        values: Mapping[str, Any] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> Write:
        """Writes nothing: the others of its transaction depend on it. `values` and `names` as for `update`."""
        return {
            "ConditionCheck": {
                "TableName": self._table,
                "Key": _wire(key),
                **_named(names),
                **_conditional(condition, values),
            }
        }

    def get(self, key: Mapping[str, str]) -> Item | None:
        """Reads what was written last."""
        answer = self._client.get_item(TableName=self._table, Key=_wire(key), ConsistentRead=True)
        return plain(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Iterable[Mapping[str, str]]) -> list[Item]:
        """The items that are there, each once, in no particular order. DynamoDB refuses to read a key twice."""
        different = {(key["PK"], key["SK"]): key for key in keys}.values()
        found: list[Item] = []
        for batch in in_batches(different, _MOST_IN_BATCH_GET):
            wanted: Any = {self._table: {"Keys": [_wire(key) for key in batch], "ConsistentRead": True}}
            for attempt in range(_ATTEMPTS):
                answer = self._client.batch_get_item(RequestItems=wanted)
                found += [plain(item) for item in answer["Responses"].get(self._table, [])]
                wanted = answer.get("UnprocessedKeys")
                if not wanted:
                    break
                _pause(attempt)
            else:
                raise Retry("keys left unread")
        return found

    def query(self, partition: str, prefix: str = "") -> Iterator[Item]:
        """All items of a partition whose sort key begins with `prefix`, in order, page after page."""
        condition, values = "PK = :pk", {":pk": _to_wire(partition)}
        if prefix:
            condition, values = condition + " AND begins_with(SK, :sk)", {**values, ":sk": _to_wire(prefix)}
        return self._pages(KeyConditionExpression=condition, ExpressionAttributeValues=values, ConsistentRead=True)

    def query_until(self, partition: str, end: str) -> Iterator[Item]:
        """The items of a partition whose sort key is below `end`, in order, page after page."""
        return self._pages(
            KeyConditionExpression="PK = :pk AND SK < :end",
            ExpressionAttributeValues={":pk": _to_wire(partition), ":end": _to_wire(end)},
            ConsistentRead=True,
        )

    def query_from(self, prefix: Mapping[str, str], start: str) -> Iterator[Item]:
        """The items of a partition whose sort key begins with that of `prefix`, from `start` after it on, in order."""
        return self.query_between(prefix["PK"], prefix["SK"] + start, prefix["SK"] + "\uffff")

    def query_between(self, partition: str, start: str, end: str) -> Iterator[Item]:
        """The items of a partition from one sort key to another, in order, page after page."""
        return self._between(partition, start, end)

    def first_between(self, partition: str, start: str, end: str, most: int) -> list[Item]:
        """The first of them; no more are read."""
        return list(islice(self._between(partition, start, end, Limit=most), most))

    def _between(self, partition: str, start: str, end: str, **more: int) -> Iterator[Item]:
        return self._pages(
            KeyConditionExpression="PK = :pk AND SK BETWEEN :start AND :end",
            ExpressionAttributeValues={
                ":pk": _to_wire(partition),
                ":start": _to_wire(start),
                ":end": _to_wire(end),
            },
            ConsistentRead=True,
            **more,
        )

    def query_index(self, index: str, partition: str, prefix: str = "") -> Iterator[Item]:
        """As `query`, on an index: may miss what was written a moment ago."""
        condition, values = "GSI1PK = :pk", {":pk": _to_wire(partition)}
        if prefix:
            condition, values = (
                condition + " AND begins_with(GSI1SK, :sk)",
                {**values, ":sk": _to_wire(prefix)},
            )
        return self._pages(IndexName=index, KeyConditionExpression=condition, ExpressionAttributeValues=values)

    def newest(self, prefix: Mapping[str, str], before: str, limit: int) -> list[Item]:
        """The last `limit` items of a partition whose sort key begins with that of `prefix`, the last first.

        before: what follows the prefix in the sort key of the first that is not wanted; '' for all.
        """
        start, end = prefix["SK"], prefix["SK"] + (before or "\uffff")
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="PK = :pk AND SK BETWEEN :start AND :end",
            ExpressionAttributeValues={
                ":pk": _to_wire(prefix["PK"]),
                ":start": _to_wire(start),
                ":end": _to_wire(end),
            },
            ConsistentRead=True,
            ScanIndexForward=False,
            Limit=limit + 1,
        )
        return [item for item in map(plain, answer["Items"]) if item["SK"] != end][:limit]

    def newest_of_index(self, index: str, partition: str, before: str, limit: int) -> list[Item]:
        """The last `limit` items, the last first, whose sort key is below `before`; '' for all."""
        condition, values = "GSI1PK = :pk", {":pk": _to_wire(partition)}
        if before:
            condition, values = condition + " AND GSI1SK < :sk", {**values, ":sk": _to_wire(before)}
        answer = self._client.query(
            TableName=self._table,
            IndexName=index,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            ScanIndexForward=False,
            Limit=limit,
        )
        return [plain(item) for item in answer["Items"]]

    def _pages(self, **query: Any) -> Iterator[Item]:
        """By hand: boto3's paginator is made anew for each query, and takes a third of its time."""
        while True:
            answer = self._client.query(TableName=self._table, **query)
            yield from map(plain, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def scan(
        self, condition: str = "", values: Mapping[str, Any] | None = None, part: int = 0, parts: int = 1
    ) -> Iterator[Item]:
        """Reads the whole table, or one of so many parts of it: for an operator, not for a page."""
        known = _conditional(condition, values)
        if condition:
            known["FilterExpression"] = known.pop("ConditionExpression")
        pages = self._client.get_paginator("scan").paginate(
            TableName=self._table, Segment=part, TotalSegments=parts, ConsistentRead=True, **known
        )
        for page in pages:
            yield from (plain(item) for item in page["Items"])

    def write(self, write: Write) -> Item:
        """One write; the item as it is after an update. Raises AlreadyDone where the condition does not hold."""
        ((kind, request),) = write.items()
        calls: dict[str, Any] = {
            "Put": self._client.put_item,
            "Update": self._client.update_item,
            "Delete": self._client.delete_item,
        }
        if kind == "Update":
            request = {**request, "ReturnValues": "ALL_NEW"}
        try:
            answer = calls[kind](**request)
        except self._client.exceptions.ConditionalCheckFailedException:
            raise AlreadyDone from None
        return plain(answer.get("Attributes", {}))

    def write_all(self, items: Iterable[Mapping[str, Any]] = (), deletes: Iterable[Mapping[str, str]] = ()) -> None:
        """Puts and deletes without conditions, so that doing it again changes nothing."""
        requests: list[Any] = [{"PutRequest": {"Item": _wire(item)}} for item in items]
        requests += [{"DeleteRequest": {"Key": _wire(key)}} for key in deletes]
        for batch in in_batches(requests, _MOST_IN_BATCH_WRITE):
            wanted: Any = {self._table: batch}
            for attempt in range(_ATTEMPTS):
                wanted = self._client.batch_write_item(RequestItems=wanted).get("UnprocessedItems")
                if not wanted:
                    break
                _pause(attempt)
            else:
                raise Retry("items left unwritten")

    def transact(self, *writes: Write) -> None:
        """All writes or none; raises Cancelled where a condition does not hold.

        A transaction that only met another one at the same item is tried again a few times, then Retry.
        """
        items: Any = list(writes)
        for attempt in range(_ATTEMPTS):
            try:
                self._client.transact_write_items(TransactItems=items)
                return
            except ClientError as error:
                if error.response["Error"]["Code"] not in (
                    "TransactionCanceledException",
                    "TransactionConflict",
                ):
                    raise
                reasons: Any = error.response.get("CancellationReasons", [])
                codes = [reason.get("Code", "None") for reason in reasons]
                failed = tuple(at for at, code in enumerate(codes) if code == "ConditionalCheckFailed")
                if failed:
                    raise Cancelled(failed) from None
                if not set(codes) <= {
                    "None",
                    "TransactionConflict",
                    "ThrottlingError",
                    "ProvisionedThroughputExceeded",
                }:
                    raise
            _pause(attempt)
        raise Retry("transaction kept meeting others")


def _conditional(condition: str, values: Mapping[str, Any] | None = None) -> Item:
    named = {f":{name}": _to_wire(value) for name, value in (values or {}).items()}
    return {
        **({"ConditionExpression": condition} if condition else {}),
        **({"ExpressionAttributeValues": named} if named else {}),
    }


def _named(names: Mapping[str, str] | None) -> Item:
    return {"ExpressionAttributeNames": {f"#{name}": real for name, real in names.items()}} if names else {}


def _pause(attempt: int) -> None:
    time.sleep(0.02 * 2**attempt)
