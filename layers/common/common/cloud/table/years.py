"""What a school orders for the codes of all its pupils at once, when the school year turns."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from common.cloud.table import keys, moments
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.store import Store, Write
from common.values import Value

if TYPE_CHECKING:
    from common.letters import Batch

# Two who order new codes at the same time would make dead letters of the first ones.
RENEWAL_PAUSE = timedelta(hours=1)


class Ordered(Value):
    """What was ordered last: until when all codes work; in which batch letters with new ones came; when, and by whom.

    renewed_by: the id of somebody of the staff; '' where that was not noted, as None for extended_at.
    """

    extended_until: date | None = None
    batch: str = ""
    renewed_at: datetime | None = None
    renewed_by: str = ""
    extended_at: datetime | None = None

    @property
    def again_at(self) -> datetime | None:
        """From when on new codes for all can be ordered again."""
        return self.renewed_at + RENEWAL_PAUSE if self.renewed_at else None

    def replaces(self, batch: "Batch") -> bool:
        """Whether the letters of a batch die with the new codes, or are dead by now.

        Within one second nobody knows what came first: the codes of either are those of before.
        """
        return self.renewed_at is not None and batch.asked_at <= self.renewed_at and batch.id != self.batch

    def waits(self, now: datetime) -> bool:
        """Whether new codes for all must wait, because they were ordered just now."""
        return self.renewed_at is not None and now < self.renewed_at + RENEWAL_PAUSE


class Years:
    def __init__(self, store: Store) -> None:
        self._store = store

    def ordered(self, school: str) -> Ordered:
        return ordered_in(self._store.get(keys.year(school)) or {})

    def extend(self, school: str, until: date, now: datetime, entry: Write) -> None:
        """Has all codes of the school work until that day. entry: of the journal. Ordered again, it changes nothing."""
        day = until.isoformat()
        values = {"day": day, "now": moments.milliseconds(now)}
        task = {"kind": "extend_codes", "school": school, "until": day}
        noting = self._store.update(keys.year(school), "SET extended_until = :day, extended_at = :now", values)
        self._store.transact(noting, self._asking(f"extend|{school}|{day}", task, now), entry)

    def renew(self, school: str, batch: str, by: str, until: date, now: datetime, entry: Write) -> None:
        """Has all pupils get another code, and letters with it in the batch. by: of the staff.

        Raises AlreadyDone where this or another was ordered within the hour.
        """
        moment = int(now.timestamp())
        task = {"kind": "renew_codes", "school": school, "batch": batch, "by": by, "until": until.isoformat()}
        noting = self._store.update(
            keys.year(school),
            "SET letters_in = :batch, renewed_at = :now, renewed_by = :by",
            {"batch": batch, "by": by, "now": moment, "before": moment - int(RENEWAL_PAUSE.total_seconds())},
            "attribute_not_exists(renewed_at) OR renewed_at <= :before",
        )
        self._store.transact(noting, self._asking(f"renew|{school}|{batch}", task, now), entry)

    def _asking(self, occasion: str, task: dict[str, str], now: datetime) -> Write:
        return self._store.put(outbox_entry(occasion, task, now))


def ordered_in(item: Mapping[str, Any]) -> Ordered:
    until, at = item.get("extended_until"), item.get("renewed_at")
    return Ordered(
        date.fromisoformat(until) if until else None,
        item.get("letters_in", ""),
        datetime.fromtimestamp(at, UTC) if at else None,
        item.get("renewed_by", ""),
        moments.of_milliseconds(item["extended_at"]) if "extended_at" in item else None,
    )
