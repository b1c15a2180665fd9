"""The index of codes, and the tries at the date of birth that guards each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from common.batches import in_batches
from common.cloud.table import keys
from common.cloud.table.limits import Guard, first_guarded
from common.cloud.table.store import MOST_IN_TRANSACTION, Store, Write
from common.errors import AlreadyDone, CodeUnknown
from common.links import (
    DATE_FAILURES_A_DAY,
    DATE_FAILURES_FOR_LIFE,
    DATE_PAUSE_SECONDS,
    MOST_LINKS_OF_A_CODE,
    CodeEntry,
)


def entry_of(item: dict[str, Any]) -> CodeEntry:
    paused_until = item.get("date_paused_until")
    return CodeEntry(
        index=item["PK"].removeprefix(keys.code("")["PK"]),
        school=item["school"],
        pupil=item["pupil"],
        version=item["version"],
        date_failures=item["date_failures"],
        date_failures_ever=item["date_failures_ever"],
        date_paused_until=datetime.fromtimestamp(paused_until, UTC) if paused_until else None,
        links_made=item.get("links_made", 0),
    )


class Codes:
    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, indexes: Sequence[str], guards: Sequence[Guard] = ()) -> CodeEntry:
        """The first of these that is there. Raises CodeUnknown, or TooManyTries where a guard says no."""
        item = first_guarded(self._store, [keys.code(index) for index in indexes], guards)
        if item is None:
            raise CodeUnknown
        return entry_of(item)

    def known(self, indexes: Iterable[str]) -> set[str]:
        """Those that are there."""
        return {entry_of(item).index for item in self._store.get_many([keys.code(index) for index in indexes])}

    def living_by_epoch(self) -> Counter[tuple[str, int]]:
        """How many codes that a letter shows are of each (school, epoch of the keys): reads the whole table."""
        counts: Counter[tuple[str, int]] = Counter()
        made = self._store.scan("begins_with(PK, :code)", {"code": keys.code("")["PK"]})
        for some in in_batches(made, MOST_IN_TRANSACTION):
            pupils = self._store.get_many([keys.pupil(one["school"], one["pupil"]) for one in some])
            versions = {(one["school"], one["id"]): one["code_version"] for one in pupils if one["active"]}
            for one in some:
                if versions.get((one["school"], one["pupil"])) == one["version"]:
                    counts[one["school"], one.get("epoch", 1)] += 1
        return counts

    def add(self, school: str, entries: Iterable[tuple[str, str, int]], epoch: int) -> None:
        """Entries (index, pupil, version) that are there already keep their counted failures.

        epoch: of the keys with which code and index were made.
        """
        for some in in_batches(entries, MOST_IN_TRANSACTION):
            writes = [
                self._store.update(
                    keys.code(index),
                    "SET school = :school, pupil = :pupil, version = :version, epoch = :epoch,"
                    " date_failures = if_not_exists(date_failures, :none),"
                    " date_failures_ever = if_not_exists(date_failures_ever, :none)",
                    {"school": school, "pupil": pupil, "version": version, "epoch": epoch, "none": 0},
                    condition="attribute_not_exists(PK) OR (pupil = :pupil AND version = :version)",
                )
                for index, pupil, version in some
            ]
            self._store.transact(*writes)

    def forget(self, indexes: Iterable[str]) -> None:
        """Whoever has such a code is told that nobody knows it."""
        self._store.write_all(deletes=[keys.code(index) for index in indexes])

    def counting_link(self, entry: CodeEntry) -> Write:
        """One more, for the transaction that links. Its condition: as long as there are not too many."""
        values = {"one": 1, "most": MOST_LINKS_OF_A_CODE}
        still = "attribute_exists(PK) AND (attribute_not_exists(links_made) OR links_made < :most)"
        return self._store.update(keys.code(entry.index), "ADD links_made :one", values, still)

    def count_date_try(self, entry: CodeEntry, now: datetime) -> CodeEntry | None:
        """Counts a try before the dates are compared: the entry with it. None where no more tries are allowed.

        The fifth failure pauses the check for a day, the tenth closes it until the school lifts it. However
        many tries come at once, no more than these are counted, and only a counted try may be compared.
        """
        moment = int(now.timestamp())
        values = {
            "one": 1,
            "day": DATE_FAILURES_A_DAY,
            "life": DATE_FAILURES_FOR_LIFE,
            "pause": moment + DATE_PAUSE_SECONDS,
        }
        key = keys.code(entry.index)
        try:
            counted = self._store.write(
                self._store.update(
                    key,
                    "SET date_paused_until = :pause ADD date_failures :one, date_failures_ever :one",
                    values,
                    condition="date_failures < :day AND date_failures_ever < :life",
                )
            )
        except AlreadyDone:
            return self._count_first_after_pause(entry, moment, values)
        return entry_of(counted)

    def _count_first_after_pause(self, entry: CodeEntry, moment: int, values: dict[str, int]) -> CodeEntry | None:
        try:
            counted = self._store.write(
                self._store.update(
                    keys.code(entry.index),
                    "SET date_failures = :one, date_paused_until = :pause ADD date_failures_ever :one",
                    {**values, "now": moment},
                    condition="date_failures >= :day AND date_failures_ever < :life AND date_paused_until <= :now",
                )
            )
        except AlreadyDone:
            return None
        return entry_of(counted)

    def give_date_try_back(self, entry: CodeEntry) -> None:
        """The date was right: the try was no failure. Of a code that is gone by now nothing is left behind."""
        change = "ADD date_failures :back, date_failures_ever :back"
        with suppress(AlreadyDone):
            self._store.write(
                self._store.update(keys.code(entry.index), change, {"back": -1}, condition="attribute_exists(PK)")
            )
