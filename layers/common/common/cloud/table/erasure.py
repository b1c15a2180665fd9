"""Schools that are to be erased, and the erasing: everything that hangs on a school, kind after kind.

What a method here deletes it finds by a query, so that doing it again finds what is left. What leads to other items is
deleted after them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain

from common.batches import in_batches
from common.cloud.table import keys
from common.cloud.table.messages import planned
from common.cloud.table.store import Item, Store, Write
from common.errors import AlreadyDone
from common.messages import Message
from common.pupils import Pupil
from common.schools import School
from common.staff import Staff

AT_ONCE = 100
_ITSELF = "SETTINGS"


class TooLate(AlreadyDone):
    """The erasing has begun, or the school is gone."""


class Erasure:
    def __init__(self, store: Store) -> None:
        self._store = store

    # -- which schools

    def mark(self, school: School, day: date, entry: Write) -> None:
        """From this day on the school is erased, and from now on it is stopped. Raises TooLate."""
        before = school.deleted_on
        moved = [self._store.delete(keys.school_to_erase(before, school.id))] if before and before != day else []
        self._transact(
            self._deleting_on(school, day), self._store.put(keys.school_to_erase(day, school.id)), entry, *moved
        )

    def unmark(self, school: School, entry: Write, now: datetime) -> None:
        """The school stays, and goes on where it was not suspended besides. Raises TooLate."""
        if school.deleted_on is None:
            raise TooLate
        resumed = {} if school.suspended else {"resumed_at": int(now.timestamp())}
        self._transact(
            self._deleting_on(school, None, resumed),
            self._store.delete(keys.school_to_erase(school.deleted_on, school.id)),
            entry,
        )

    def _deleting_on(self, school: School, day: date | None, also: Item | None = None) -> Write:
        values = {"deleted_on": day.isoformat() if day else None, **(also or {})}
        return self._store.set_to(
            keys.school(school.id), values, "attribute_exists(PK) AND attribute_not_exists(erasing_since)"
        )

    def _transact(self, *writes: Write) -> None:
        try:
            self._store.transact(*writes)
        except AlreadyDone:
            raise TooLate from None

    def due(self, today: date) -> list[tuple[date, str]]:
        """(day, school) of those whose day has come, the first due first."""
        found = (item["SK"].partition("#") for item in self._store.query(keys.SCHOOLS_TO_ERASE))
        return [(date.fromisoformat(day), school) for day, _, school in found if date.fromisoformat(day) <= today]

    def begin(self, school: str, day: date, now: datetime) -> bool:
        """Whether it is still so; from now on nothing keeps the school from being erased."""
        values = {"now": int(now.timestamp()), "day": day.isoformat()}
        try:
            self._store.write(
                self._store.update(
                    keys.school(school),
                    "SET erasing_since = if_not_exists(erasing_since, :now)",
                    values,
                    "deleted_on = :day",
                )
            )
        except AlreadyDone:
            return False
        return True

    # -- what hangs on it: each yields how many it erased, some at a time

    def links(self, school: str) -> Iterator[int]:
        """Parents keep their accounts, and what links them to other schools."""
        partition = keys.link_of_school(school, "", "")["GSI1PK"]
        found = self._store.query_index(keys.BY_SCHOOL, partition)
        return self._in_batches(found, lambda item: [keys.child(item["parent"], school, item["pupil"])])

    def pupils(self, some: Sequence[Pupil]) -> None:
        """Whose codes are being forgotten."""
        self._store.write_all(deletes=[keys.pupil(one.school, one.id) for one in some])

    def messages(self, found: Iterable[Message]) -> Iterator[int]:
        """With their recipients and deliveries, and what was to be sent yet."""
        for message in found:
            partition = keys.recipient(message.id, "")["PK"]
            for some in in_batches(self._store.query(partition), AT_ONCE):
                self._store.write_all(deletes=chain.from_iterable(_with_digest(item, message) for item in some))
                yield 0
            waiting = planned(message)
            place = keys.message(message.school, message.id)
            self._store.write_all(
                deletes=[_place(waiting), keys.open_message(message.school, message.id), place],
            )
            yield 1

    def lists(self, school: str) -> Iterator[int]:
        """With the rows that were held, and what they changed of each pupil."""
        return self._with_partition(school, keys.IMPORTS, lambda one: keys.held_row(school, one, 0)["PK"])

    def batches(self, school: str) -> Iterator[int]:
        """With who got a letter."""
        return self._with_partition(school, keys.BATCHES, lambda one: keys.file_of_batch(school, one, "")["PK"])

    def api_keys(self, school: str) -> Iterator[int]:
        found = self._store.query(keys.school(school)["PK"], keys.API_KEYS)
        for item in found:
            # What the school knows of a key leads to the key.
            self._store.write_all(deletes=[keys.api_key(item["digest"])])
            self._store.write_all(deletes=[_place(item)])
            yield 1

    def person(self, person: Staff) -> None:
        """Who works at the desk; sessions end by themselves, and open nothing without the person."""
        self._store.write_all(deletes=[keys.staff_login(person.email)])
        self._store.write_all(deletes=[keys.staff(person.school, person.id)])

    def rest(self, school: str) -> Iterator[int]:
        """All that the school itself still has: reports, locks, bounces, names, drafts, tallies, journal, logo, …"""
        return self._in_batches(self._rest(school), lambda item: [_place(item)])

    # -- the end

    def is_empty(self, school: str) -> bool:
        """Whether nothing is left but the school itself. Links alone are kept elsewhere, with their parents."""
        links = self._store.query_index(keys.BY_SCHOOL, keys.link_of_school(school, "", "")["GSI1PK"])
        return next(chain(self._rest(school), links), None) is None

    def finish(self, school: str, day: date) -> None:
        """There is no such school."""
        self._store.transact(
            self._store.delete(keys.school(school)),
            self._store.delete(keys.school_known(school)),
            self._store.delete(keys.school_to_erase(day, school)),
        )

    def drop(self, school: str, day: date) -> None:
        """A mark that means nothing any more."""
        self._store.write(self._store.delete(keys.school_to_erase(day, school)))

    def _rest(self, school: str) -> Iterator[Item]:
        return (item for item in self._store.query(keys.school(school)["PK"]) if item["SK"] != _ITSELF)

    def _with_partition(self, school: str, prefix: str, partition_of: Callable[[str], str]) -> Iterator[int]:
        for item in self._store.query(keys.school(school)["PK"], prefix):
            hanging = self._store.query(partition_of(item["SK"].removeprefix(prefix)))
            for _ in self._in_batches(hanging, lambda one: [_place(one)]):
                yield 0
            self._store.write_all(deletes=[_place(item)])
            yield 1

    def _in_batches(self, items: Iterable[Item], keys_of: Callable[[Item], list[keys.Key]]) -> Iterator[int]:
        for some in in_batches(items, AT_ONCE):
            self._store.write_all(deletes=[key for item in some for key in keys_of(item)])
            yield len(some)


def _with_digest(item: Item, message: Message) -> Iterator[keys.Key]:
    """A delivery that waits for a digest is named there too."""
    if "due" in item:
        yield {"PK": keys.digest(item["parent"], message.school, item["due"]), "SK": message.id}
    yield _place(item)


def _place(item: Item) -> keys.Key:
    return {"PK": item["PK"], "SK": item["SK"]}
