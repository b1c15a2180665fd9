"""Which codes of a school are locked, and the end of a lock."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from common.cloud.table import keys, moments
from common.cloud.table.codes import entry_of
from common.cloud.table.last_lists import last_lists_of
from common.cloud.table.pupils import pupil_of
from common.cloud.table.store import Cancelled, Item, Store
from common.errors import AlreadyDone, DateCheckPaused
from common.last_lists import LastLists
from common.links import CodeEntry, date_check_problem
from common.locks import Lock
from common.pupils import Pupil

_KEPT = timedelta(days=400)  # longer than any code is valid
_KEPT_AFTER_A_PAUSE = timedelta(days=1)


class Locks:
    """An item says only where to look: whether a code is locked is known by the code itself.

    So a try that was counted and given back, a new letter or a pause that is over needs nothing to be cleaned up.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, entry: CodeEntry, until: datetime | None, now: datetime) -> bool:
        """Whether the school did not know yet. until: None for good; a lock for good is not made shorter again."""
        ends = until + _KEPT_AFTER_A_PAUSE if until else now + _KEPT
        item: dict[str, Any] = {
            **keys.lock(entry.school, entry.pupil),
            "school": entry.school,
            "pupil": entry.pupil,
            "version": entry.version,
            "code_index": entry.index,
            "since": moments.seconds(now),
            "expires_at": moments.seconds(ends),
        }
        values: dict[str, Any] = {"version": entry.version}
        longer = "attribute_exists(paused_until)"
        if until:
            item["paused_until"] = values["until"] = moments.seconds(until)
            longer = "paused_until < :until"
        new = f"attribute_not_exists(PK) OR version < :version OR (version = :version AND {longer})"
        try:
            self._store.write(self._store.put(item, new, values))
        except AlreadyDone:
            return False
        return True

    def with_pupils(self, school: str, ids: Iterable[str], now: datetime) -> list[tuple[Pupil, Lock | None]]:
        """Pupils, each with what locks its code, in no particular order; one read, two where something is locked."""
        wanted = [key for one in ids for key in (keys.pupil(school, one), keys.lock(school, one))]
        found = self._store.get_many(wanted)
        items = [item for item in found if item["SK"].startswith(keys.LOCKS)]
        locks = {lock.pupil: lock for lock in that_hold(items, self._store.get_many(places_of(items)), now)}
        return [(pupil_of(item), locks.get(item["id"])) for item in found if item["SK"].startswith(keys.PUPILS)]

    def of_school(
        self, school: str, now: datetime, also: Collection[str]
    ) -> tuple[list[Pupil], list[Pupil], LastLists]:
        """Pupils whose code is locked, and those with the ids in `also`: read together, after one query.

        That reads the school's last lists as well, which stand beside its locks.
        """
        found = list(self._store.query_between(keys.school(school)["PK"], keys.LISTS, keys.LOCKS + "\uffff"))
        items = [item for item in found if item["SK"].startswith(keys.LOCKS)]
        lists = next((item for item in found if item["SK"] == keys.LISTS), {})
        read = self._store.get_many([*places_of(items), *(keys.pupil(school, one) for one in also)])
        pupils = {item["id"]: pupil_of(item) for item in read if item["SK"].startswith(keys.PUPILS)}
        locked = [pupils[lock.pupil] for lock in that_hold(items, read, now)]
        return locked, [pupils[one] for one in also if one in pupils], last_lists_of(lists)

    def forget(self, school: str, pupil: str) -> None:
        self._store.write(self._store.delete(keys.lock(school, pupil)))

    def lift(self, school: str, pupil: str) -> bool:
        """The date can be tried again, as often as with a new letter. Whether there was anything to lift."""
        item = self._store.get(keys.lock(school, pupil))
        if item is None:
            return False
        with suppress(Cancelled):  # lifted a moment ago
            self._store.transact(
                self._store.update(
                    keys.code(item["code_index"]),
                    "SET date_failures = :none, date_failures_ever = :none REMOVE date_paused_until",
                    {"none": 0, "pupil": pupil},
                    "pupil = :pupil",
                ),
                self._store.delete(keys.lock(school, pupil), "attribute_exists(PK)"),
            )
        return True


def places_of(items: Iterable[Item]) -> list[keys.Key]:
    """Where to look whether these locks hold."""
    return [key for item in items for key in (keys.code(item["code_index"]), keys.pupil(item["school"], item["pupil"]))]


def that_hold(items: Sequence[Item], read: Iterable[Item], now: datetime) -> list[Lock]:
    """Those whose code is the pupil's still, and closed still; from what was read of their places."""
    found = {one["PK"] + one["SK"]: one for one in read}
    locks = []
    for item in items:
        entry, known = (found.get(key["PK"] + key["SK"]) for key in places_of([item]))
        current = entry and known and known["code_version"] == item["version"]
        if entry and current and (problem := date_check_problem(entry_of(entry), now)):
            locks.append(_lock_of(item, problem.until if isinstance(problem, DateCheckPaused) else None))
    return locks


def _lock_of(item: Item, until: datetime | None) -> Lock:
    since = moments.of_seconds(item["since"])
    return Lock(item["school"], item["pupil"], item["version"], since, until)
