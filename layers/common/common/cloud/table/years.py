"""What a school orders for the codes of all its pupils at once, when the school year turns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from common.cloud.table import keys
from common.cloud.table.last_lists import last_lists_of
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.store import Store, Write
from common.last_lists import LastLists

# Two who order new codes at the same time would make dead letters of the first ones.
RENEWAL_PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Ordered:
    """What was ordered last: until when all codes work; in which batch letters with new ones came, and when."""

    extended_until: date | None = None
    batch: str = ""
    renewed_at: datetime | None = None

    def waits(self, now: datetime) -> bool:
        """Whether new codes for all must wait, because they were ordered just now."""
        return self.renewed_at is not None and now < self.renewed_at + RENEWAL_PAUSE


class Years:
    def __init__(self, store: Store) -> None:
        self._store = store

    def ordered(self, school: str) -> Ordered:
        return _ordered_in(self._store.get(keys.year(school)) or {})

    def ordered_with_lists(self, school: str) -> tuple[Ordered, LastLists]:
        """As `ordered`, and what the last lists of the school were, in one call."""
        year, lists = keys.year(school), keys.lists(school)
        found = {item["SK"]: item for item in self._store.get_many([year, lists])}
        return _ordered_in(found.get(year["SK"], {})), last_lists_of(found.get(lists["SK"], {}))

    def extend(self, school: str, until: date, now: datetime, entry: Write) -> None:
        """Has all codes of the school work until that day. entry: of the journal. Ordered again, it changes nothing."""
        day = until.isoformat()
        task = {"kind": "extend_codes", "school": school, "until": day}
        noting = self._store.update(keys.year(school), "SET extended_until = :day", {"day": day})
        self._store.transact(noting, self._asking(f"extend|{school}|{day}", task, now), entry)

    def renew(self, school: str, batch: str, by: str, until: date, now: datetime, entry: Write) -> None:
        """Has all pupils get another code, and letters with it in the batch. by: of the staff.

        Raises AlreadyDone where this or another was ordered within the hour.
        """
        moment = int(now.timestamp())
        task = {"kind": "renew_codes", "school": school, "batch": batch, "by": by, "until": until.isoformat()}
        noting = self._store.update(
            keys.year(school),
            "SET letters_in = :batch, renewed_at = :now",
            {"batch": batch, "now": moment, "before": moment - int(RENEWAL_PAUSE.total_seconds())},
            "attribute_not_exists(renewed_at) OR renewed_at <= :before",
        )
        self._store.transact(noting, self._asking(f"renew|{school}|{batch}", task, now), entry)

    def _asking(self, occasion: str, task: dict[str, str], now: datetime) -> Write:
        return self._store.put(outbox_entry(occasion, task, now))


def _ordered_in(item: Mapping[str, Any]) -> Ordered:
    until, at = item.get("extended_until"), item.get("renewed_at")
    return Ordered(
        date.fromisoformat(until) if until else None,
        item.get("letters_in", ""),
        datetime.fromtimestamp(at, UTC) if at else None,
    )
