"""How often something may fail before whoever tries must wait. Only failures count: a parents' evening shares an
address, and everybody mistypes now and then.

Two ways, as docs/decisions/22-failures-are-counted-after-the-look-up.md tells: `take` counts before the try; a `Guard`
is read along with what is looked up anyway, and only a failure costs a write. Passwords have a room of their own,
`tries`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from common.cloud.table import keys
from common.cloud.table.store import Item, Store
from common.errors import AlreadyDone, TooManyTries
from common.values import Value


class Limit(Value):
    """At most so many failures within one window of time."""

    name: str
    most: int
    window: timedelta


class Guard(Value):
    """A limit for somebody, at a moment."""

    limit: Limit
    whose: str
    now: datetime

    @property
    def start(self) -> int:
        seconds = int(self.limit.window.total_seconds())
        return int(self.now.timestamp()) // seconds * seconds

    @property
    def end(self) -> datetime:
        return datetime.fromtimestamp(self.start, UTC) + self.limit.window

    @property
    def key(self) -> keys.Key:
        """Whose it is can not be read from it: addresses of people who may have no account are not kept."""
        return keys.limit(self.limit.name, hashlib.sha256(self.whose.encode()).hexdigest()[:20], self.start)


class Limits:
    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self, guard: Guard) -> None:
        """Counts a try as failed before it is made, so that no number of them at once passes the limit.

        Raises TooManyTries, with the end of the window.
        """
        try:
            self._add(guard, "attribute_not_exists(failures) OR failures < :most")
        except AlreadyDone:
            raise TooManyTries(guard.end) from None

    def give_back(self, guard: Guard) -> None:
        """What was taken came to nothing."""
        self._store.write(self._store.update(guard.key, "ADD failures :back", {"back": -1}))

    def count(self, guard: Guard) -> bool:
        """One more failed; whether it is the one with which the limit is reached: true once a window."""
        return int(self._add(guard)["failures"]) == guard.limit.most

    def _add(self, guard: Guard, condition: str = "") -> Item:
        values = {"one": 1, "end": int(guard.end.timestamp())}
        if condition:
            values["most"] = guard.limit.most
        change = "SET expires_at = :end ADD failures :one"
        return self._store.write(self._store.update(guard.key, change, values, condition))


def read_guarded(store: Store, key: Mapping[str, str], guards: Sequence[Guard]) -> Item | None:
    """The item, in one read with its guards. Raises TooManyTries where one of their limits is reached."""
    return first_guarded(store, [key], guards)


def first_guarded(store: Store, places: Sequence[Mapping[str, str]], guards: Sequence[Guard]) -> Item | None:
    """As `read_guarded`: the item at the first of these places where there is one."""
    if not guards and len(places) == 1:
        return store.get(places[0])
    found = {item["PK"]: item for item in store.get_many([*places, *(guard.key for guard in guards)])}
    full = [guard for guard in guards if found.get(guard.key["PK"], {}).get("failures", 0) >= guard.limit.most]
    if full:
        raise TooManyTries(max(guard.end for guard in full))
    return next((found[place["PK"]] for place in places if place["PK"] in found), None)
