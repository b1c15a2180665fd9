"""A school's journal: entries are added, read, and gone after three years; nothing changes one."""

from collections.abc import Mapping
from datetime import datetime

from common.cloud.table import keys
from common.cloud.table.store import Item, Store, Write
from common.ids import moment_of, random_id, timed_id
from common.journal import JOURNAL_LIFE, Actor, Entry, What


class Journal:
    def __init__(self, store: Store) -> None:
        self._store = store

    def entry(self, school: str, what: What, by: Actor, now: datetime, entry_id: str = "", **about: str) -> Write:
        """To be written together with what it tells of. entry_id: where the same must not be told twice."""
        return self._store.put(_item(school, what, by, now, entry_id, about))

    def note(self, school: str, what: What, by: Actor, now: datetime, entry_id: str = "", **about: str) -> None:
        self._store.write(self.entry(school, what, by, now, entry_id, **about))

    def put_back(self, school: str, entry_id: str, what: What, by: Actor, about: Mapping[str, str]) -> None:
        """As it was, at the moment when it was."""
        self.note(school, what, by, moment_of(entry_id), entry_id, **about)

    def has(self, school: str, entry_id: str) -> bool:
        return self._store.get(keys.journal(school, entry_id)) is not None

    def newest(self, school: str, before: str, limit: int) -> list[Entry]:
        """The newest entries older than the entry `before`; '' for all."""
        return [_entry_of(item) for item in self._store.newest(keys.journal(school, ""), before, limit)]


def _item(school: str, what: What, by: Actor, now: datetime, entry_id: str, about: Mapping[str, str]) -> Item:
    return {
        **keys.journal(school, entry_id or timed_id(now, random_id())),
        "what": what,
        "by": {"kind": by.kind, "id": by.id, "name": by.name},
        "about": dict(about),
        "expires_at": int((now + JOURNAL_LIFE).timestamp()),
    }


def _entry_of(item: Item) -> Entry:
    entry_id = item["SK"].removeprefix(keys.journal("", "")["SK"])
    return Entry(entry_id, moment_of(entry_id), item["what"], Actor(**item["by"]), item["about"])
