"""The ledger: what must stay so however far back the table is put. Ids, versions, words of ours and moments only.

A fact tells of one thing, named by its ids, that it ended, or how it stands from that moment on.
"""

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime
from typing import Any, Literal

from common.values import Value

What = Literal[
    "school_erased",
    "pupil_erased",
    "parent_erased",
    "staff_removed",
    "key_withdrawn",
    "link_ended",
    "message",
    "code",
    "wishes",
    "school",
    "role",
    "journal",
]
Ids = tuple[str, ...]


class Fact(Value):
    """number: facts about the same thing come in this order within a second."""

    at: datetime
    number: int
    what: What
    ids: Ids
    state: Mapping[str, Any] = field(default_factory=dict)


def as_line(fact: Fact) -> str:
    told = {"at": int(fact.at.timestamp()), "number": fact.number, "what": fact.what, "ids": fact.ids}
    return json.dumps({**told, "state": dict(fact.state)}, separators=(",", ":"))


def of_line(line: str) -> Fact:
    told = json.loads(line)
    at = datetime.fromtimestamp(told["at"], UTC)
    return Fact(at, told["number"], told["what"], tuple(told["ids"]), told["state"])


# -- where facts are kept


def folder_of(moment: datetime) -> str:
    """Of an hour: a fact is in the folder of its own."""
    return f"facts/{moment.astimezone(UTC):%Y/%m/%d/%H}/"
