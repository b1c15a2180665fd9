"""What the table's stream tells, read off the table itself: what was there before, and what is now."""

import json
from collections.abc import Mapping
from typing import Any

from tests.functions.grants import functions_of_template
from tests.functions.house import House

Items = dict[tuple[str, str], dict[str, Any]]


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


class Changes:
    """Of a house's table, since they were last asked for."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.number = 0
        self._seen = self._items()

    def _items(self) -> Items:
        return {(item["PK"]["S"], item["SK"]["S"]): item for item in self.house.items()}

    def all(self) -> list[dict[str, Any]]:
        """Whether or not they pass a filter."""
        now, before = self._items(), self._seen
        self._seen = now
        gone = [self._record("REMOVE", before[place]) for place in sorted(before.keys() - now.keys())]
        new = [self._record("INSERT", now[place]) for place in sorted(now.keys() - before.keys())]
        both = sorted(now.keys() & before.keys())
        return gone + new + [self._record("MODIFY", now[place]) for place in both if now[place] != before[place]]

    def for_the_ledger(self) -> list[dict[str, Any]]:
        known = filters()
        return [one for one in self.all() if any(lets_through(pattern, one) for pattern in known)]

    def _record(self, event: str, item: Mapping[str, Any]) -> dict[str, Any]:
        self.number += 1
        told: dict[str, Any] = {
            "Keys": {name: item[name] for name in ("PK", "SK")},
            "ApproximateCreationDateTime": self.house.services.now().timestamp() // 1,
            "SequenceNumber": str(10**20 + self.number),
        }
        return {"eventName": event, "dynamodb": told if event == "REMOVE" else {**told, "NewImage": dict(item)}}
