"""How fast mail may leave: one line for all functions, in which each takes its place."""

from datetime import datetime, timedelta

from common.cloud.table import keys, moments
from common.cloud.table.store import Store
from common.errors import AlreadyDone, Retry

_ATTEMPTS = 5


class Pace:
    """`rate`: mails in a second. The generic cell rate algorithm, its one number in the table."""

    def __init__(self, store: Store, rate: int) -> None:
        self._store = store
        self.rate = rate

    def gap(self, mails: int = 1) -> timedelta:
        """How long so many mails take."""
        return timedelta(seconds=mails / self.rate)

    def reserve(self, mails: int, now: datetime) -> datetime:
        """When the first of so many may leave; the others follow a `gap` apart. Raises Retry in a crowd."""
        moment, takes = moments.milliseconds(now), mails * 1000 // self.rate
        for _ in range(_ATTEMPTS):
            try:
                self._move(
                    "SET free_at = :free", "attribute_not_exists(free_at) OR free_at <= :now", moment + takes, moment
                )
            except AlreadyDone:
                pass
            else:
                return now
            try:
                free_at = self._move("ADD free_at :free", "free_at > :now", takes, moment)
            except AlreadyDone:
                continue
            return now + timedelta(milliseconds=free_at - takes - moment)
        raise Retry("no place in the line")

    def is_busy(self, now: datetime) -> bool:
        """Whether there are mails in the line."""
        item = self._store.get(keys.mail_pace())
        return item is not None and item["free_at"] > moments.milliseconds(now)

    def _move(self, expression: str, condition: str, free: int, now: int) -> int:
        values = {"free": free, "now": now}
        moved = self._store.write(self._store.update(keys.mail_pace(), expression, values, condition))
        return int(moved["free_at"])
