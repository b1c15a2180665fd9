"""Letters that were asked for together: who asked, which files and for whom, and what became of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from common.batches import in_batches
from common.class_letters import ClassLetters
from common.cloud.table import keys, moments
from common.cloud.table.bounces import Bounce, bounce_of
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.store import MOST_IN_TRANSACTION, Item, Store, Write
from common.errors import AlreadyDone
from common.ids import moment_of, timed_id
from common.last_lists import LIST_LIFE
from common.letters import FILES_LIFE, REMINDED_AFTER, REMINDER, Asked, Batch, object_key_of
from common.living import Living
from common.pupils import LastPrinted
from common.values import Value


class LettersInFile(Value):
    """letters: by pupil, which one (see `Pupil.letter`). printed_before: what `keep_printed_before` was told."""

    letters: dict[str, str]
    printed_before: dict[str, LastPrinted]


class Batches:
    def __init__(self, store: Store) -> None:
        self._store = store

    # -- what is asked for

    def want(self, asked: Asked, *also: Write) -> None:
        """Notes which files a batch will have, and for whom. What is made of it already stays noted."""
        batch = asked.batch
        self._store.write_all(_files(asked))
        self._store.transact(self._wanting(batch), *self._reminding(batch), *also)

    def _reminding(self, batch: Batch) -> list[Write]:
        """Reminders are noted; after any other letters somebody looks later whether reminders are due."""
        if not batch.wanted:
            return []
        if batch.what == REMINDER:
            noted = {"at": moments.seconds(batch.asked_at), "batch": batch.id}
            return [self._store.set_to(keys.reminder(batch.school), noted)]
        return [self._looking_later(batch.school, batch.id, batch.asked_at)]

    def _looking_later(self, school: str, batch: str, handed_out: datetime) -> Write:
        task = {"kind": "remind", "school": school, "batch": batch}
        return self._store.put(outbox_entry(f"remind|{school}|{batch}", task, handed_out + REMINDED_AFTER))

    def _wanting(self, batch: Batch) -> Write:
        printed = ", printed_at = :asked_at" if batch.printed_at else ""
        return self._store.update(
            keys.batch(batch.school, batch.id),
            "SET wanted = :wanted, what = :what, asked_by = :by, asked_at = if_not_exists(asked_at, :asked_at), "
            f"expires_at = :ends{printed}",
            {
                "wanted": [asdict(one) for one in batch.wanted],
                "what": batch.what,
                "by": batch.by,
                "asked_at": moments.seconds(batch.asked_at),
                "ends": _ends(batch.asked_at),
            },
        )

    def want_zip(self, batch: Batch, now: datetime, *also: Write) -> None:
        """All its files in one, which is not made yet."""
        self._store.transact(
            self._store.update(
                keys.batch(batch.school, batch.id),
                "SET zip_asked_at = :now REMOVE zip_made",
                {"now": moments.seconds(now)},
            ),
            *also,
        )

    def note_printed(self, school: str, batch: str, now: datetime, *also: Write, is_said: bool) -> None:
        """From now on, not from when they were asked for, it is three weeks until reminders are due.

        is_said: whether the school said so, and can take it back.
        """
        self._store.transact(
            self._store.update(
                keys.batch(school, batch),
                "SET printed_at = :now, is_said = :is_said",
                {"now": moments.seconds(now), "is_said": is_said},
            ),
            self._looking_later(school, batch, now),
            *also,
        )

    def note_not_printed(self, school: str, batch: str, *also: Write) -> None:
        """The school takes back what it said. Raises Cancelled where it has not said so."""
        self._store.transact(
            self._store.update(
                keys.batch(school, batch), "REMOVE printed_at, is_said", {"yes": True}, "is_said = :yes"
            ),
            *also,
        )

    def keep_printed_before(self, school: str, batch: str, before: Mapping[str, Mapping[str, LastPrinted]]) -> None:
        """By file and pupil, what was printed last before this batch. Raises Cancelled for a file that is forgotten."""
        kept = {file: {pupil: _as_kept(last) for pupil, last in some.items()} for file, some in before.items()}
        for some in in_batches(kept, MOST_IN_TRANSACTION):
            self._store.transact(
                *(
                    self._store.update(
                        keys.file_of_batch(school, batch, file),
                        "SET printed_before = :before",
                        {"before": kept[file]},
                        "attribute_exists(letters)",
                    )
                    for file in some
                )
            )

    # -- what became of it; noting it again changes nothing

    def letters_made(self, school: str, batch: str, key: str, substituted: Sequence[str]) -> Batch:
        """Notes one PDF of a batch, and the pupils whose name could not be set as it is written. The batch as it is."""
        values: dict[str, Any] = {"file": {key}}
        if substituted:
            values["pupils"] = set(substituted)
        also = ", substituted :pupils" if substituted else ""
        return self._note(school, batch, f"ADD files :file{also}", values)

    def nothing_to_make(self, school: str, batch: str, key: str) -> Batch:
        """All pupils of a file have left since it was asked for. The batch as it is now."""
        return self._note(school, batch, "ADD empty_files :file", {"file": {key}})

    def _note(self, school: str, batch: str, change: str, values: Mapping[str, Any]) -> Batch:
        return batch_of(school, self._store.write(self._store.update(keys.batch(school, batch), change, values)))

    def tell_ready(self, batch: Batch, now: datetime) -> bool:
        """The school is told that all letters of the batch are there. Whether this was the first to say so."""
        body = {"kind": "letters_ready", "school": batch.school, "batch": batch.id}
        try:
            self._store.transact(
                self._store.update(
                    keys.batch(batch.school, batch.id),
                    "SET told_at = :now",
                    {"now": moments.seconds(now)},
                    "attribute_not_exists(told_at)",
                ),
                self._store.put(outbox_entry(f"letters|{batch.school}|{batch.id}", body, now)),
            )
        except AlreadyDone:
            return False
        return True

    def tell_reminders_due(self, batch: Batch, now: datetime) -> bool:
        """Whether the school may be told on account of these letters that reminders are due.

        Not where reminders were asked for since they were handed out, or it was told since then on account of others.
        Asked again for the same letters, the answer is the same: the mail may not have left.
        """
        try:
            self._store.write(
                self._store.update(
                    keys.reminder(batch.school),
                    "SET told_at = :now, told_of = :batch",
                    {
                        "now": moments.seconds(now),
                        "batch": batch.id,
                        "since": moments.seconds(batch.handed_out_at),
                    },
                    "(attribute_not_exists(#at) OR #at < :since) AND "
                    "(attribute_not_exists(told_at) OR told_at < :since OR told_of = :batch)",
                    {"at": "at"},
                )
            )
        except AlreadyDone:
            return False
        return True

    def note_living(self, batch: Batch, living: Living, as_of: datetime) -> None:
        """How many of its letters work, as they were counted with the tally of that moment.

        Raises AlreadyDone where the school was counted since, or the batch is gone.
        """
        values = {
            "ends": {day.isoformat(): number for day, number in living.ends.items()},
            "renewed": living.renewed,
            "gone": living.left,
            "new": living.new,
            "reminded": living.reminded,
        }
        self._store.transact(
            self._store.set_to(keys.batch(batch.school, batch.id), {"living": values}, "attribute_exists(PK)"),
            self._store.check(keys.tally(batch.school), "as_of = :as_of", {"as_of": moments.milliseconds(as_of)}),
        )

    def zip_made(self, school: str, batch: str) -> None:
        self._store.write(self._store.update(keys.batch(school, batch), "SET zip_made = :yes", {"yes": True}))

    # -- reading

    def find(self, school: str, batch: str) -> Batch | None:
        item = self._store.get(keys.batch(school, batch))
        return batch_of(school, item) if item else None

    def newest(self, school: str, before: str, limit: int) -> list[Batch]:
        """The newest batches older than the batch `before`; '' for all."""
        return [batch_of(school, item) for item in self._store.newest(keys.batch(school, ""), before, limit)]

    def pupils_of(self, school: str, batch: str) -> dict[str, str]:
        """Who gets a letter in it, and which one (see `Pupil.letter`)."""
        by_file = self.letters_by_file(school, batch)
        return {pupil: letter for some in by_file.values() for pupil, letter in some.items()}

    def letters_by_file(self, school: str, batch: str) -> dict[str, dict[str, str]]:
        """As `pupils_of`, of each of its files."""
        return {file: one.letters for file, one in self.files(school, batch).items()}

    def files(self, school: str, batch: str) -> dict[str, LettersInFile]:
        """By name."""
        found = self._store.query(keys.file_of_batch(school, batch, "")["PK"], keys.FILES)
        return {item["SK"].removeprefix(keys.FILES): _letters_in(item) for item in found}

    def with_letters(self, school: str, now: datetime) -> Iterator[tuple[Batch, dict[str, str]]]:
        """Those whose files are there still, each with what `pupils_of` says; nobody is in a file that stayed empty."""
        there = _there(school, self._store.query_from(keys.batch(school, ""), _oldest_there(now)), now)
        places = [keys.file_of_batch(school, batch.id, one.file) for batch in there for one in batch.wanted]
        letters: dict[str, dict[str, str]] = defaultdict(dict)
        for item in self._store.get_many(places):
            letters[item["PK"]] |= item["letters"]
        for batch in there:
            yield batch, letters[keys.file_of_batch(school, batch.id, "")["PK"]]

    def there_with_bounces(self, school: str, now: datetime) -> tuple[list[Batch], list[Bounce]]:
        """Those whose files are there or on their way, the newest first; and of whom mail does not arrive.

        For a page that shows both: they stand beside each other.
        """
        first = keys.batch(school, _oldest_there(now))
        found = list(self._store.query_between(first["PK"], first["SK"], keys.BOUNCES + "\uffff"))
        batches = (item for item in found if item["SK"].startswith(keys.BATCHES))
        bounces = [bounce_of(item) for item in found if item["SK"].startswith(keys.BOUNCES)]
        return _there(school, batches, now)[::-1], bounces

    def letters_of(self, batch: Batch, one: ClassLetters) -> dict[str, str]:
        """As `pupils_of`, in one of its files."""
        item = self._store.get(keys.file_of_batch(batch.school, batch.id, one.file))
        return dict(item["letters"]) if item else {}

    def last_reminder(self, school: str) -> datetime | None:
        """When letters were asked for last for those of whom nobody is linked."""
        return _reminded_at(self._store.get(keys.reminder(school)))

    def last_reminders(self, school: str) -> tuple[datetime | None, Batch | None]:
        """When, and those letters; no letters where they are forgotten by now."""
        item = self._store.get(keys.reminder(school))
        return _reminded_at(item), self.find(school, item["batch"]) if item and "batch" in item else None


def _oldest_there(now: datetime) -> str:
    """Whatever is older than a batch with this id, has no files any more."""
    return timed_id(now - FILES_LIFE - LIST_LIFE, "")


def _there(school: str, items: Iterable[Item], now: datetime) -> list[Batch]:
    """Those whose files are there or on their way."""
    return [batch for batch in (batch_of(school, item) for item in items) if not batch.are_gone(now)]


def _files(asked: Asked) -> list[Item]:
    batch = asked.batch
    return [
        {
            **keys.file_of_batch(batch.school, batch.id, request["file"]),
            "letters": {pupil: asked.letters[pupil] for pupil in request["pupils"]},
            "expires_at": _ends(batch.asked_at),
        }
        for request in asked.requests
    ]


def batch_of(school: str, item: Mapping[str, Any]) -> Batch:
    batch = item["SK"].removeprefix(keys.BATCHES)
    empty = item.get("empty_files", ())
    wanted = (ClassLetters(**one) for one in item.get("wanted", ()))
    return Batch(
        school=school,
        id=batch,
        what=item.get("what", "added"),
        by=item.get("asked_by", ""),
        asked_at=moments.of_seconds(item["asked_at"]) if "asked_at" in item else moment_of(batch),
        wanted=tuple(one for one in wanted if object_key_of(school, batch, one.file) not in empty),
        made=frozenset(item.get("files", ())),
        substituted=frozenset(item.get("substituted", ())),
        printed_at=moments.of_seconds(item["printed_at"]) if "printed_at" in item else None,
        zip_asked_at=moments.of_seconds(item["zip_asked_at"]) if "zip_asked_at" in item else None,
        zip_made=item.get("zip_made", False),
        living=_living_in(item["living"]) if "living" in item else None,
        is_said=item.get("is_said", False),
    )


def _as_kept(last: LastPrinted) -> list[str]:
    return [last.letter, last.on.isoformat() if last.on else ""]


def _letters_in(item: Item) -> LettersInFile:
    before = item.get("printed_before", {})
    return LettersInFile(dict(item["letters"]), {pupil: _last_printed(last) for pupil, last in before.items()})


def _last_printed(kept: Sequence[str]) -> LastPrinted:
    letter, day = kept
    return LastPrinted(letter, date.fromisoformat(day) if day else None)


def _reminded_at(item: Item | None) -> datetime | None:
    return moments.of_seconds(item["at"]) if item and "at" in item else None


def _living_in(counted: Mapping[str, Any]) -> Living:
    ends = {date.fromisoformat(day): number for day, number in counted["ends"].items()}
    return Living(ends, counted["renewed"], counted["gone"], counted.get("new"), counted.get("reminded"))


def _ends(asked_at: datetime) -> int:
    return moments.seconds(asked_at + moments.BATCH_LIFE)
