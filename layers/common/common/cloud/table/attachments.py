"""Attachments that wait for their message."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from common.attachments import Attachment
from common.cloud.table import keys
from common.cloud.table.store import Item, Store

# Longer than an order can come again under its Idempotency-Key.
_WAITS = timedelta(days=7)


class Attachments:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, school: str, attachment: Attachment, now: datetime) -> None:
        """From now on a message of the school may name it, for a week."""
        ends = {"expires_at": int((now + _WAITS).timestamp())}
        self._store.write(self._store.put({**keys.attachment(school, attachment.id), **asdict(attachment), **ends}))

    def find_many(self, school: str, ids: Iterable[str]) -> dict[str, Attachment]:
        """Those of the school, by id."""
        found = self._store.get_many([keys.attachment(school, one) for one in ids])
        return {item["id"]: attachment_of(item) for item in found}


def attachment_of(item: Item) -> Attachment:
    return Attachment(item["id"], item["name"], item["content_type"], item["size"])
