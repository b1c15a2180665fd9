"""The tally of a school as it is now, and how each day ended."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from common.batches import in_batches
from common.cloud.table import keys, moments
from common.cloud.table.outbox import recount_entry
from common.cloud.table.store import MOST_IN_TRANSACTION, Store, Write
from common.days import local_date
from common.errors import AlreadyDone
from common.pupils import fold
from common.tallies import Count, DayTally, Tally, changed

_DAYS_KEPT = timedelta(days=3 * 365)


class Tallies:
    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, school: str, tally: Tally) -> bool:
        """Unless a younger one is there already; whether it was kept. Of a class a day is kept only where its numbers
        changed.
        """
        moment, day = moments.milliseconds(tally.as_of), local_date(tally.as_of)
        ends = moments.seconds(tally.as_of + _DAYS_KEPT)
        newer = "attribute_not_exists(as_of) OR as_of <= :as_of"
        now = {
            **keys.tally(school),
            "as_of": moment,
            "whole": _numbers(tally.whole),
            "classes": {name: _numbers(count) for name, count in tally.classes.items()},
            "ends": _by_day(tally.ends),
            "new_letters": tally.new_letters,
            "old_letters": tally.old_letters,
            "printed": _by_day(tally.printed),
            "gone": tally.left,
            "reports": tally.reports,
        }
        of_day = {
            **keys.tally_of_day(school, day.isoformat()),
            "as_of": moment,
            "whole": _numbers(tally.whole),
            "expires_at": ends,
        }
        of_classes = (
            {
                **keys.tally_of_class(school, name, day.isoformat()),
                "as_of": moment,
                "whole": _numbers(count),
                "expires_at": ends,
            }
            for name, count in changed(self.now(school), tally).items()
        )
        # What changed is told by the tally of now, so this is written last.
        items = [*of_classes, of_day, now]
        try:
            for some in in_batches(items, MOST_IN_TRANSACTION):
                self._store.transact(*(self._store.put(item, newer, {"as_of": moment}) for item in some))
        except AlreadyDone:
            return False
        return True

    def counting_anew(self, school: str, now: datetime) -> Write:
        """Has the school counted; written together with what changes something that a tally counts."""
        return self._store.put(recount_entry(school, now))

    def now(self, school: str) -> Tally | None:
        """None for a school that has not had a pupil yet."""
        item = self._store.get(keys.tally(school))
        return tally_of(item) if item else None

    def days(self, school: str, since: date) -> list[DayTally]:
        """The days on which something changed, the first first."""
        return self._days(keys.tally_of_day(school, ""), since)

    def days_of_class(self, school: str, class_name: str, since: date) -> list[DayTally]:
        """As `days`, of one class."""
        return self._days(keys.tally_of_class(school, class_name, ""), since)

    def _days(self, prefix: keys.Key, since: date) -> list[DayTally]:
        found = self._store.query_from(prefix, since.isoformat())
        return [
            DayTally(date.fromisoformat(item["SK"].removeprefix(prefix["SK"])), Count(*item["whole"])) for item in found
        ]


def tally_of(item: dict[str, Any]) -> Tally:
    as_of = moments.of_milliseconds(item["as_of"])
    # A map keeps no order.
    by_name = sorted(item["classes"].items(), key=lambda one: (fold(one[0]), one[0]))
    return Tally(
        as_of,
        Count(*item["whole"]),
        {name: Count(*numbers) for name, numbers in by_name},
        _of_days(item.get("ends", {})),
        item.get("new_letters", 0),
        item.get("gone", 0),
        item.get("reports", 0),
        item.get("old_letters", 0),
        _of_days(item.get("printed", {})),
    )


def _by_day(numbers: Mapping[date, int]) -> dict[str, int]:
    return {day.isoformat(): number for day, number in numbers.items()}


def _of_days(numbers: Mapping[str, int]) -> dict[date, int]:
    return {date.fromisoformat(day): number for day, number in numbers.items()}


def _numbers(count: Count) -> list[int]:
    return [count.pupils, count.one, count.more]
