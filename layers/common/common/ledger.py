"""The ledger: what must stay so however far back the table is put. Ids, versions, words of ours and moments only.

A fact tells of one thing, named by its ids, that it ended, or how it stands from that moment on.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

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
_ENDS: dict[What, What] = {"code": "pupil_erased", "wishes": "parent_erased", "role": "staff_removed"}
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Fact:
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


def folders(since: datetime, until: datetime) -> Iterator[str]:
    """Of every hour from one moment to the other, the first first."""
    hour = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    while hour <= until:
        yield folder_of(hour)
        hour += _HOUR


# -- what follows from them


class Standing:
    """What holds after all these facts, in whatever order and however often they came."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._last: dict[What, dict[Ids, Fact]] = defaultdict(dict)
        self.newest: datetime | None = None
        for fact in sorted(facts, key=lambda one: (one.at, one.number)):
            self._take(fact)
            self.newest = fact.at

    def _take(self, fact: Fact) -> None:
        known = self._last[fact.what].get(fact.ids)
        # A table that was put back tells of older versions later: a code goes forward only.
        if not (known and fact.what == "code" and known.state["version"] > fact.state["version"]):
            self._last[fact.what][fact.ids] = fact

    def last(self, what: What) -> list[Fact]:
        """The last fact about each thing, by its ids; how something stood that ended is no matter any more."""
        ended = self._last[_ENDS[what]] if what in _ENDS else {}
        return sorted((fact for ids, fact in self._last[what].items() if ids not in ended), key=lambda fact: fact.ids)
