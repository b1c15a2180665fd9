"""How the mail of the whole deployment is received, a day an item."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from common.cloud.table import keys
from common.cloud.table.store import Store
from common.reputation import Standing

_KEPT = timedelta(days=14)
_What = Literal["heard_of", "bounced", "complained"]
_UNPROVEN = "unproven_"


class Reputations:
    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, what: _What, now: datetime, *, is_proven: bool = True) -> None:
        """is_proven: whether somebody had confirmed the address."""
        self._store.write(
            self._store.update(
                keys.reputation(now.date()),
                f"SET expires_at = :end ADD {what if is_proven else _UNPROVEN + what} :one",
                {"one": 1, "end": int((now + _KEPT).timestamp())},
            )
        )

    def standing(self, now: datetime) -> Standing:
        """Of today and yesterday."""
        days = self._store.get_many([keys.reputation(day) for day in _last_days(now)])

        def counted(kind: str) -> Standing:
            heard_of, bounced, complained = (
                sum(day.get(f"{kind}{what}", 0) for day in days) for what in get_args(_What)
            )
            return Standing(heard_of, bounced, complained)

        return replace(counted(""), unproven=counted(_UNPROVEN))

    def forget(self, now: datetime) -> None:
        """The operator knows what it was: mail goes on."""
        for day in _last_days(now):
            self._store.write(self._store.delete(keys.reputation(day)))


def _last_days(now: datetime) -> list[date]:
    return [now.date(), now.date() - timedelta(days=1)]
