"""What somebody at the desk had filled in and could not send yet: kept for a while, for that person alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from common.cloud.table import keys, moments
from common.cloud.table.store import Item, Store, Write

_LIFE = timedelta(days=1)
# In UTF-8. An item takes 400 kB, the errors and what DynamoDB itself adds among it.
_MOST_BYTES = 300_000


class Drafts:
    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(
        self,
        school: str,
        staff: str,
        page: str,
        values: Mapping[str, str],
        errors: Mapping[str, str],
        now: datetime,
        life: timedelta = _LIFE,
    ) -> None:
        """What is longer than an item is cut off at its end."""
        ends = {"expires_at": moments.seconds(now + life)}
        kept = {"values": _within(values), "errors": dict(errors), "kept_at": moments.seconds(now)}
        self._store.write(self._store.put({**keys.draft(school, staff, page), **kept, **ends}))

    def find(self, school: str, staff: str, page: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The values and the errors; both empty where there is no draft."""
        item = self._store.get(keys.draft(school, staff, page)) or {}
        return item.get("values", {}), item.get("errors", {})

    def under(self, school: str, staff: str, page: str) -> list[tuple[str, Mapping[str, str], datetime]]:
        """Every draft whose page begins with this one: what follows it, the values, and when they were kept last."""
        prefix = keys.draft(school, staff, page)
        return [
            (item["SK"].removeprefix(prefix["SK"]), item["values"], _kept_at(item))
            for item in self._store.query(prefix["PK"], prefix["SK"])
        ]

    def drop(self, school: str, staff: str, page: str) -> None:
        self._store.write(self.dropping(school, staff, page))

    def dropping(self, school: str, staff: str, page: str) -> Write:
        """To be written together with what became of it."""
        return self._store.delete(keys.draft(school, staff, page))


def _kept_at(item: Item) -> datetime:
    """One of an older version tells its end alone."""
    if "kept_at" in item:
        return moments.of_seconds(item["kept_at"])
    return moments.of_seconds(item["expires_at"]) - _LIFE


def _within(values: Mapping[str, str]) -> dict[str, str]:
    kept, room = {}, _MOST_BYTES
    for name, value in values.items():
        room -= len(name.encode())
        if room < 0:
            break
        # A letter that is cut through is gone.
        fitting = value.encode()[:room]
        kept[name] = fitting.decode(errors="ignore")
        room -= len(fitting)
    return kept
