"""Passwords tried in a row: each is counted as failed before it is compared, and a right one ends the row.

One item for whose password it is, as docs/decisions/37-a-hundred-wrong-passwords.md tells: how many in a row, and how
many of them in each quarter of an hour. So one conditional write keeps both limits, and one deletion forgets both.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Literal

from common.cloud.table import keys
from common.cloud.table.store import Item, Store
from common.errors import AlreadyDone, PasswordClosed, TooManyTries
from common.values import Value

# NIST SP 800-63B-4, 3.2.2.
MOST_IN_A_ROW = 100
MOST_AT_ONCE = 10
WINDOW = timedelta(minutes=15)
_REMEMBERED = timedelta(days=365)


class Row(Value):
    """Of tries at one door: what fails at one says nothing at the other.

    account: our id, or None for an address that nobody has there; it is counted for all the same.
    email: '' for what cannot be an address.
    """

    door: Literal["parents", "desk"]
    account: str | None
    email: str

    @property
    def is_of_somebody(self) -> bool:
        """Or may be: of what cannot be an address nobody is, and all who mistype would share one row."""
        return bool(self.account or self.email)

    @property
    def key(self) -> keys.Key:
        """Whose it is can not be read from it."""
        whose = f"{self.door}|{self.account or self.email}"
        return keys.tries(hashlib.sha256(whose.encode()).hexdigest()[:20])


class Tries:
    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self, row: Row, now: datetime) -> int:
        """Counts one more, and says which of the row it is; no number of them at once passes a limit.

        Raises PasswordClosed after the hundredth, TooManyTries with the end of the window.
        """
        in_a_row = "(attribute_not_exists(in_a_row) OR in_a_row < :most)"
        at_once = "(attribute_not_exists(#window) OR #window < :most_at_once)"
        try:
            counted = self._store.write(
                self._store.update(
                    row.key,
                    "SET expires_at = :end ADD in_a_row :one, #window :one",
                    {"one": 1, "most": MOST_IN_A_ROW, "most_at_once": MOST_AT_ONCE, "end": _end(now)},
                    f"{in_a_row} AND {at_once}",
                    {"window": _window(now)},
                )
            )
        except AlreadyDone:
            raise self._why_not(row, now) from None
        return int(counted["in_a_row"])

    def _why_not(self, row: Row, now: datetime) -> PasswordClosed | TooManyTries:
        """As long as somebody tries, it stays closed."""
        kept: Item = self._store.write(self._store.set_to(row.key, {"expires_at": _end(now)}))
        if kept.get("in_a_row", 0) >= MOST_IN_A_ROW:
            return PasswordClosed()
        return TooManyTries(datetime.fromtimestamp(_start(now), UTC) + WINDOW)

    def forget(self, row: Row) -> None:
        """Somebody proved whose it is."""
        self._store.write(self._store.delete(row.key))


def _start(now: datetime) -> int:
    seconds = int(WINDOW.total_seconds())
    return int(now.timestamp()) // seconds * seconds


def _window(now: datetime) -> str:
    """The name of its count; there are never more of them than tries in the row."""
    return f"from_{_start(now)}"


def _end(now: datetime) -> int:
    return int((now + _REMEMBERED).timestamp())
