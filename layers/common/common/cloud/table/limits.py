"""How often something may fail before whoever tries must wait. Only failures count: a parents' evening shares an
address, and everybody mistypes now and then.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from common.cloud.table import keys
from common.cloud.table.store import Store
from common.errors import AlreadyDone, TooManyTries


@dataclass(frozen=True)
class Limit:
    """At most so many failures within one window of time."""

    name: str
    most: int
    window: timedelta


class Limits:
    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self, limit: Limit, whose: str, now: datetime) -> None:
        """Counts a try as failed before it is made, so that no number of them at once passes the limit.

        Raises TooManyTries, with the end of the window.
        """
        start, end = _window(limit, now)
        try:
            self._store.write(
                self._store.update(
                    keys.limit(limit.name, _hidden(whose), start),
                    "SET expires_at = :end ADD failures :one",
                    {"one": 1, "most": limit.most, "end": int(end.timestamp())},
                    "attribute_not_exists(failures) OR failures < :most",
                )
            )
        except AlreadyDone:
            raise TooManyTries(end) from None

    def reaches(self, limit: Limit, whose: str, now: datetime) -> bool:
        """Counts one more; whether it is just the one with which the limit is reached: true once a window."""
        start, end = _window(limit, now)
        counted = self._store.write(
            self._store.update(
                keys.limit(limit.name, _hidden(whose), start),
                "SET expires_at = :end ADD failures :one",
                {"one": 1, "end": int(end.timestamp())},
            )
        )
        return int(counted["failures"]) == limit.most

    def give_back(self, limit: Limit, whose: str, now: datetime) -> None:
        """The try was no failure."""
        start, _ = _window(limit, now)
        self._store.write(
            self._store.update(keys.limit(limit.name, _hidden(whose), start), "ADD failures :back", {"back": -1})
        )


def _window(limit: Limit, now: datetime) -> tuple[int, datetime]:
    seconds = int(limit.window.total_seconds())
    start = int(now.timestamp()) // seconds * seconds
    return start, datetime.fromtimestamp(start + seconds, UTC)


def _hidden(whose: str) -> str:
    """Addresses of people who may have no account are not kept."""
    return hashlib.sha256(whose.encode()).hexdigest()[:20]
