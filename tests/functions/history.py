"""A table that can be put back to an earlier moment, and the stream that told meanwhile what happened.

Emulators restore a table as it is now, not as it was: here the items of the moment are kept, and copied from a table of
their own, as DynamoDB would have restored it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from ledger import app
from tests.emulated import LEDGER, TABLE, create_table
from tests.functions.grants import functions_of_template
from tests.functions.house import House
from tests.functions.operator import Operator

Items = dict[tuple[str, str], dict[str, Any]]
RESTORED = "restored"


def lets_through(pattern: Any, told: Any) -> bool:
    """https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"""
    if isinstance(pattern, dict):
        return isinstance(told, dict) and all(lets_through(one, told.get(name)) for name, one in pattern.items())
    return any(_is_like(one, told) for one in pattern)


def _is_like(wanted: Any, told: Any) -> bool:
    if not isinstance(wanted, dict):
        return bool(wanted == told)
    if "prefix" in wanted:
        return isinstance(told, str) and told.startswith(wanted["prefix"])
    return told is not None and told not in wanted["anything-but"]


def filters() -> list[Any]:
    """Of the stream, for the ledger."""
    criteria = functions_of_template()["LedgerFunction"]["Events"]["Facts"]["Properties"]["FilterCriteria"]
    return [json.loads(one["Pattern"]) for one in criteria["Filters"]]


class History:
    def __init__(self, house: House, operator: Operator) -> None:
        self.house = house
        self.operator = operator
        self.number = 0
        self._seen = self._items()
        self.past: Items = {}
        self.since = house.services.now()

    def _items(self) -> Items:
        return {(item["PK"]["S"], item["SK"]["S"]): item for item in self.house.items()}

    def remember(self) -> None:
        """To this moment the table will be put back."""
        self._seen = self.past = self._items()
        self.since = self.house.services.now()

    def tell(self, *, twice: bool = False) -> None:
        """The stream brings what happened since it did the last time."""
        records = list(self._records())
        for _ in range(2 if twice else 1):
            app.handler({"Records": records}, LambdaContext())

    def changes(self) -> list[dict[str, Any]]:
        """All that happened since, whether or not it passes the filter."""
        now, before = self._items(), self._seen
        self._seen = now
        gone = [self._record("REMOVE", before[place]) for place in sorted(before.keys() - now.keys())]
        new = [self._record("INSERT", now[place]) for place in sorted(now.keys() - before.keys())]
        both = sorted(now.keys() & before.keys())
        return gone + new + [self._record("MODIFY", now[place]) for place in both if now[place] != before[place]]

    def _records(self) -> Iterator[dict[str, Any]]:
        known = filters()
        return (one for one in self.changes() if any(lets_through(pattern, one) for pattern in known))

    def _record(self, event: str, item: Mapping[str, Any]) -> dict[str, Any]:
        self.number += 1
        told: dict[str, Any] = {
            "Keys": {name: item[name] for name in ("PK", "SK")},
            "ApproximateCreationDateTime": self.house.services.now().timestamp() // 1,
            "SequenceNumber": str(10**20 + self.number),
        }
        return {"eventName": event, "dynamodb": told if event == "REMOVE" else {**told, "NewImage": dict(item)}}

    def put_back(self) -> None:
        """The stack gets a new table, filled from the one that DynamoDB restored."""
        tables = self.house.aws.session.client("dynamodb")
        create_table(self.house.aws.session, name=RESTORED)
        try:
            for item in self.past.values():
                tables.put_item(TableName=RESTORED, Item=item)
            for item in self.house.items():
                tables.delete_item(TableName=TABLE, Key={name: item[name] for name in ("PK", "SK")})
            self.stop()
            assert self.operator.does("fill-table", "--from", RESTORED) == str(len(self.past))
        finally:
            tables.delete_table(TableName=RESTORED)
        self.forget()

    def forget(self) -> None:
        """A new table's stream tells of all that comes into it."""
        self._seen = {}

    def stop(self) -> None:
        self.house.services.settings = replace(self.house.services.settings, maintenance="all")

    def go_on(self) -> None:
        self.house.services.settings = replace(self.house.services.settings, maintenance="no")

    def replay(self, *more: str) -> str:
        """What got lost; words go to the operator's."""
        return self.operator.does("replay-journal", "--since", self.since.isoformat(), *more)

    def kept(self) -> str:
        """All that the ledger's bucket holds."""
        files = self.house.aws.session.client("s3")
        found = files.list_objects_v2(Bucket=LEDGER).get("Contents", [])
        return "".join(files.get_object(Bucket=LEDGER, Key=one["Key"])["Body"].read().decode() for one in found)
