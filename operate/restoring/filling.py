"""From a table that DynamoDB restored into the stack's own, which is new and empty."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from common.batches import in_batches
from common.cloud.table.store import Item, Store
from common.errors import Retry

_PARTS = 8
_AT_ONCE = 25
# A new table takes some thousand writes a second at first, and more every half hour.
_PATIENCE, _PAUSE_SECONDS = 120, 5


def is_empty(store: Store) -> bool:
    return next(store.scan(), None) is None


def fill(store: Store, source: Store, now: datetime) -> int:
    """How many items there are; those that ended by now are left out. Again, it changes nothing."""
    with ThreadPoolExecutor(_PARTS) as pool:
        return sum(pool.map(lambda part: _fill_part(store, source, now, part), range(_PARTS)))


def _fill_part(store: Store, source: Store, now: datetime, part: int) -> int:
    lasting = "attribute_not_exists(expires_at) OR expires_at > :now"
    copied = 0
    for some in in_batches(source.scan(lasting, {"now": int(now.timestamp())}, part, _PARTS), _AT_ONCE):
        _write(store, some)
        copied += len(some)
    return copied


def _write(store: Store, items: list[Item]) -> None:
    for _ in range(_PATIENCE):
        try:
            store.write_all(items)
        except Retry:
            time.sleep(_PAUSE_SECONDS)
        else:
            return
    raise Retry("the table takes no more")
