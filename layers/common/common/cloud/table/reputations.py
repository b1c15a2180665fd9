"""How the mail of the whole deployment is received, a day an item."""

from datetime import date, datetime, timedelta
from typing import Literal

from common.cloud.table import keys
from common.cloud.table.store import Store
from common.reputation import Standing

_KEPT = timedelta(days=14)


class Reputations:
    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, what: Literal["heard_of", "bounced", "complained"], now: datetime) -> None:
        self._store.write(
            self._store.update(
                keys.reputation(now.date()),
                f"SET expires_at = :end ADD {what} :one",
                {"one": 1, "end": int((now + _KEPT).timestamp())},
            )
        )

    def standing(self, now: datetime) -> Standing:
        """Of today and yesterday."""
        days = self._store.get_many([keys.reputation(day) for day in _last_days(now)])
        names = ("heard_of", "bounced", "complained")
        return Standing(**{name: sum(day.get(name, 0) for day in days) for name in names})

    def forget(self, now: datetime) -> None:
        """The operator knows what it was: mail goes on."""
        for day in _last_days(now):
            self._store.write(self._store.delete(keys.reputation(day)))


def _last_days(now: datetime) -> list[date]:
    return [now.date(), now.date() - timedelta(days=1)]
