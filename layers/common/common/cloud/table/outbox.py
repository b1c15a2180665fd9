"""What is to be sent, written together with its cause, so that neither exists without the other."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from common.cloud.table import keys
from common.cloud.table.store import Store, Write
from common.ids import random_id, timed_id

_LIFE = timedelta(days=14)

# An entry: its partition, its sort key, and the task it holds.
Entry = tuple[str, str, dict[str, Any]]


def outbox_entry(occasion: str, task: dict[str, Any], due: datetime) -> dict[str, Any]:
    """A task that goes to the queue when it is due. The same occasion and moment give the same entry again."""
    # All digests of a country are due in the same second.
    entry_id = timed_id(due, occasion, length=32)
    return {
        **keys.outbox(entry_id),
        "body": task,
        "due": int(due.timestamp()),
        "expires_at": int((due + _LIFE).timestamp()),
    }


def recount_entry(school: str, now: datetime) -> dict[str, Any]:
    """Has the school counted, for a tally; each time it is asked."""
    occasion = timed_id(now, f"recount|{school}|{random_id()}")
    return outbox_entry(occasion, {"kind": "recount", "school": school}, now)


class Outbox:
    def __init__(self, store: Store) -> None:
        self._store = store

    def asking(self, occasion: str, task: dict[str, Any], due: datetime) -> Write:
        """To be written together with the cause of the task."""
        return self._store.put(outbox_entry(occasion, task, due))

    def due_before(self, moment: datetime) -> Iterator[Entry]:
        """Entries whose time has come, shard after shard, those due first first."""
        until = f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}"
        for partition in keys.outbox_partitions():
            for item in self._store.query_until(partition, until):
                yield item["PK"], item["SK"], item["body"]

    def drop(self, entries: Iterable[tuple[str, str]]) -> None:
        """Entries (partition, sort key) that are on their way."""
        self._store.write_all(deletes=[{"PK": pk, "SK": sk} for pk, sk in entries])
