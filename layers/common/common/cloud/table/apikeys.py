"""Keys of schools' other systems: the table keeps their SHA-256."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from common.apikeys import SCOPES, ApiKey, Scope
from common.cloud.table import keys
from common.cloud.table.limits import Guard, read_guarded
from common.cloud.table.store import Item, Store, Write
from common.errors import AlreadyDone


class ApiKeys:
    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, school: str, now: datetime, name: str = "", scopes: Iterable[Scope] = SCOPES, *also: Write) -> str:
        """A new key, written together with `also`. It is shown once and kept nowhere."""
        key = f"ob_{secrets.token_urlsafe(32)}"
        digest = keys.digest_of(key)
        kept = {
            "school": school,
            "key_id": digest[:8],
            "name": name,
            "scopes": sorted(scopes),
            "made_at": int(now.timestamp()),
        }
        self._store.transact(
            self._store.put({**keys.api_key(digest), **kept}, "attribute_not_exists(PK)"),
            self._store.put(
                {**keys.api_key_of(school, digest[:8]), **kept, "digest": digest}, "attribute_not_exists(PK)"
            ),
            *also,
        )
        return key

    def behind(self, key: str, guards: Sequence[Guard] = ()) -> ApiKey | None:
        """Raises TooManyTries where a guard says no."""
        item = read_guarded(self._store, keys.api_key(keys.digest_of(key)), guards)
        return _key_of(item) if item else None

    def find(self, school: str, key_id: str) -> ApiKey | None:
        item = self._store.get(keys.api_key_of(school, key_id))
        return _key_of(item) if item else None

    def of_school(self, school: str) -> list[ApiKey]:
        """The oldest first."""
        found = map(_key_of, self._store.query(keys.api_key_of(school, "")["PK"], keys.API_KEYS))
        return sorted(found, key=lambda key: (key.made_at, key.id))

    def withdraw(self, school: str, key_id: str, *also: Write) -> bool:
        """Whether there was such a key; from now on it opens nothing. also: what is written in the same step."""
        item = self._store.get(keys.api_key_of(school, key_id))
        if item is None:
            return False
        try:
            self._store.transact(
                self._store.delete(keys.api_key(item["digest"])),
                self._store.delete(keys.api_key_of(school, key_id), "attribute_exists(PK)"),
                *also,
            )
        except AlreadyDone:
            return False
        return True


def _key_of(item: Item) -> ApiKey:
    made_at = datetime.fromtimestamp(item["made_at"], UTC)
    return ApiKey(item["key_id"], item["school"], item["name"], tuple(item["scopes"]), made_at)
