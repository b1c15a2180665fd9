"""What follows from the facts of the ledger."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from common.ledger import Fact, Ids, What

if TYPE_CHECKING:
    from datetime import datetime

_ENDS: dict[What, What] = {"code": "pupil_erased", "wishes": "parent_erased", "role": "staff_removed"}


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
