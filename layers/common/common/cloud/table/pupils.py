"""Pupils of a school."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from common.batches import in_batches
from common.cloud.table import keys
from common.cloud.table.moments import ends
from common.cloud.table.schools import school_of
from common.cloud.table.store import MOST_IN_TRANSACTION, Cancelled, Store, Write
from common.errors import AlreadyDone
from common.pupils import Change, LastPrinted, Pupil, findable
from common.schools import School
from common.values import Value

_WRITES_A_PUPIL = 2
_WRITES_A_CHANGE = 3
_WRITES_TO_PUT_BACK = 4
_LISTED = ("given_name", "prefix", "family_name", "class_name", "birth_date", "source_key", "language")
_CHANGEABLE = (*_LISTED, "active", "left_on", "valid_until", "batch")
# A letter that was asked for this pupil alone, and says something else, is not offered any more.
_NO_LETTER = {"asked": "", "asked_in": ""}
# What the place of a pupil in the index, and whoever changes one, goes by.
_GONE_BY = (*_LISTED, "active", "left_on")


class PupilChanged(AlreadyDone):
    """The pupil is no longer as it was read."""


class NameTaken(AlreadyDone):
    """The administration knows another pupil under this name."""


class Listing(Value):
    """A pupil as the index knows it: enough to find and to sort."""

    class_name: str
    sort_name: str
    id: str


def pupil_of(item: dict[str, Any]) -> Pupil:
    return Pupil(
        school=item["school"],
        id=item["id"],
        given_name=item["given_name"],
        prefix=item["prefix"],
        family_name=item["family_name"],
        class_name=item["class_name"],
        birth_date=date.fromisoformat(item["birth_date"]) if item.get("birth_date") else None,
        valid_until=date.fromisoformat(item["valid_until"]),
        batch=item["batch"],
        source_key=item.get("source_key"),
        active=item["active"],
        code_version=item["code_version"],
        linked=item["linked"],
        left_on=date.fromisoformat(item["left_on"]) if item.get("left_on") else None,
        language=item.get("language", ""),
        printed=item.get("printed", ""),
        open_reports=item.get("open_reports", 0),
        renewed_in=item.get("renewed_in", ""),
        printed_on=date.fromisoformat(item["printed_on"]) if item.get("printed_on") else None,
        asked=item.get("asked", ""),
        asked_in=item.get("asked_in", ""),
    )


def _attributes(pupil: Pupil) -> dict[str, Any]:
    return {
        "school": pupil.school,
        "id": pupil.id,
        "given_name": pupil.given_name,
        "prefix": pupil.prefix,
        "family_name": pupil.family_name,
        "class_name": pupil.class_name,
        "birth_date": pupil.birth_date.isoformat() if pupil.birth_date else None,
        "valid_until": pupil.valid_until.isoformat(),
        "batch": pupil.batch,
        "source_key": pupil.source_key,
        "active": pupil.active,
        "code_version": pupil.code_version,
        "linked": pupil.linked,
        "left_on": pupil.left_on.isoformat() if pupil.left_on else None,
        "language": pupil.language,
        "printed": pupil.printed,
        "open_reports": pupil.open_reports,
        "renewed_in": pupil.renewed_in,
        "printed_on": pupil.printed_on.isoformat() if pupil.printed_on else None,
        "asked": pupil.asked,
        "asked_in": pupil.asked_in,
    }


def _place(pupil: Pupil) -> dict[str, str]:
    """Where the pupil stands in the index: it moves with the class, the name, and when it leaves."""
    return keys.pupil_in_class(pupil.school, pupil.class_name, pupil.sort_name, pupil.id, active=pupil.active)


def _new_place(change: Change) -> dict[str, str]:
    """Empty where it stays the same."""
    return {} if _place(change.before) == _place(change.after) else _place(change.after)


class Pupils:
    def __init__(self, store: Store) -> None:
        self._store = store

    def of_school(self, school: str) -> list[Pupil]:
        return list(self.each_of_school(school))

    def each_of_school(self, school: str) -> Iterator[Pupil]:
        """As they are read, page after page."""
        return map(pupil_of, self._store.query(keys.school(school)["PK"], keys.PUPILS))

    def listed(self, school: str, class_name: str = "", *, active: bool = True) -> list[Listing]:
        """The pupils of a class, or of the whole school, by class and name. May miss what was written a moment ago."""
        partition = keys.pupil_in_class(school, class_name, "", "", active=active)["GSI1PK"]
        begins = keys.class_prefix(class_name) if class_name else ""
        found = self._store.query_index(keys.BY_SCHOOL, partition, begins)
        places = (keys.parts_of_place(item["GSI1SK"]) for item in found)
        # Places that were written long ago keep letters that no Dutch keyboard has.
        return [Listing(class_of, findable(sorts_as), pupil) for class_of, sorts_as, pupil in places]

    def find_many(self, school: str, ids: Iterable[str]) -> list[Pupil]:
        return [pupil_of(item) for item in self._store.get_many([keys.pupil(school, one) for one in ids])]

    def each_of(self, school: str, ids: Iterable[str]) -> Iterator[Pupil]:
        """As `find_many`, read no further than they are looked at."""
        for some in in_batches(ids, MOST_IN_TRANSACTION):
            yield from self.find_many(school, some)

    def with_schools(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[Pupil, School]]:
        """Pupils and their schools, by (school id, pupil id), in one read; what is not there is left out."""
        wanted = list(pairs)
        schools = [keys.school(school) for school in sorted({school for school, _ in wanted})]
        found = self._store.get_many([*schools, *(keys.pupil(school, pupil) for school, pupil in wanted)])
        by_id = {item["id"]: school_of(item) for item in found if item["SK"] == "SETTINGS"}
        pupils = [pupil_of(item) for item in found if item["SK"] != "SETTINGS"]
        return [(pupil, by_id[pupil.school]) for pupil in pupils if pupil.school in by_id]

    def known_as(self, school: str, name: str) -> str | None:
        """The id of the pupil whom the school's administration knows under this name."""
        item = self._store.get(keys.pupil_name(school, name))
        return item["pupil"] if item else None

    def add(self, new: Sequence[tuple[str, Pupil]]) -> None:
        """Pupils with the name under which the administration knows each; raises Cancelled where one is known."""
        for some in in_batches(new, MOST_IN_TRANSACTION // _WRITES_A_PUPIL):
            self._store.transact(*(write for name, pupil in some for write in self._adding(name, pupil)))

    def add_one(self, name: str, pupil: Pupil, *also: Write) -> None:
        """As `add`, together with other writes. Raises NameTaken."""
        try:
            self._store.transact(*self._adding(name, pupil), *also)
        except Cancelled:
            raise NameTaken from None

    def _adding(self, name: str, pupil: Pupil) -> tuple[Write, ...]:
        known = {**keys.pupil_name(pupil.school, name), "pupil": pupil.id}
        item = {**keys.pupil(pupil.school, pupil.id), **_place(pupil), **_attributes(pupil)}
        absent = "attribute_not_exists(PK)"
        return self._store.put(known, absent), self._store.put(item, absent)

    def edit(self, change: Change, *also: Write) -> None:
        """What a person changes of one pupil, together with other writes.

        Raises PupilChanged where it is no longer as `change.before`, NameTaken where its new name is another's.
        """
        pupil = change.after
        naming = [self._naming(pupil, change.name)] if change.name else []
        try:
            self._store.transact(self._changing_from(change), *naming, *also)
        except Cancelled as cancelled:
            raise (PupilChanged() if 0 in cancelled.failed else NameTaken()) from None

    def _changing_from(self, change: Change) -> Write:
        """Nobody else's change is undone by this one: all that it was computed from is there still."""
        before, after = _attributes(change.before), _attributes(change.after)
        values = {name: after[name] for name in _CHANGEABLE if before[name] != after[name]}
        if change.is_on_letter:
            values |= _NO_LETTER
        key, held = keys.pupil(change.after.school, change.after.id), {name: before[name] for name in _GONE_BY}
        return self._store.set_where(key, values | _new_place(change), held)

    def _naming(self, pupil: Pupil, name: str) -> Write:
        known = {**keys.pupil_name(pupil.school, name), "pupil": pupil.id}
        return self._store.put(known, "attribute_not_exists(PK) OR pupil = :pupil", {"pupil": pupil.id})

    def names_of_school(self, school: str) -> dict[str, str]:
        """Every name under which the administration knows a pupil, with the pupil's id."""
        found = self._store.query(keys.school(school)["PK"], keys.PUPIL_NAMES)
        return {item["SK"].removeprefix(keys.PUPIL_NAMES): item["pupil"] for item in found}

    def change(self, changes: Sequence[Change], import_id: str, now: datetime) -> None:
        """What a list changes, each with what it was, so that it can be undone.

        Raises Cancelled where a pupil is gone or no longer as it was read, or a new name of one is another's.
        """
        for some in in_batches(changes, MOST_IN_TRANSACTION // _WRITES_A_CHANGE):
            self._store.transact(*(write for one in some for write in self._changing(one, import_id, now)))

    def _changing(self, change: Change, import_id: str, now: datetime) -> Iterator[Write]:
        pupil, before, after = change.after, _attributes(change.before), _attributes(change.after)
        was = {name: before[name] for name in _CHANGEABLE if before[name] != after[name]}
        became = {name: after[name] for name in was}
        yield self._changing_from(change)
        noted = {"pupil": pupil.id, "was": was, "became": became, "name": change.name, **ends(now)}
        yield self._store.put({**keys.pupil_before(pupil.school, import_id, pupil.id), **noted})
        if change.name:
            yield self._naming(pupil, change.name)

    def changed_by(self, school: str, import_id: str) -> dict[str, dict[str, Any]]:
        """What each pupil that this import changed was before: the fields that it changed, by the pupil's id."""
        partition = keys.pupil_before(school, import_id, "")["PK"]
        return {item["pupil"]: item["was"] for item in self._store.query(partition, keys.PUPILS_BEFORE)}

    def put_back(self, school: str, import_id: str, most: int) -> bool:
        """Undoes the import's changes for at most so many pupils; whether there are more."""
        partition = keys.pupil_before(school, import_id, "")["PK"]
        found = list(islice(self._store.query(partition, keys.PUPILS_BEFORE), most + 1))
        for some in in_batches(found[:most], MOST_IN_TRANSACTION // _WRITES_TO_PUT_BACK):
            there = {pupil.id: pupil for pupil in self.find_many(school, [item["pupil"] for item in some])}
            self._store.transact(
                *(write for item in some for write in self._putting_back(school, item, there.get(item["pupil"])))
            )
        return len(found) > most

    def _putting_back(self, school: str, item: dict[str, Any], pupil: Pupil | None) -> Iterator[Write]:
        """What a person changed since stays, and is noted; no code is shortened, as it may be printed."""
        if pupil:
            yield from self._restoring(pupil, item)
        yield self._store.delete({"PK": item["PK"], "SK": item["SK"]})
        if item["name"]:
            yield self._store.delete(keys.pupil_name(school, item["name"]))

    def _restoring(self, pupil: Pupil, item: dict[str, Any]) -> Iterator[Write]:
        now, was, became = _attributes(pupil), item["was"], item.get("became", {})
        by_hand = {name for name in became if now[name] not in (was[name], became[name])}
        before = pupil_of(now | {name: value for name, value in was.items() if name not in by_hand})
        before = replace(before, valid_until=max(pupil.valid_until, before.valid_until))
        if before != pupil:
            yield self._changing_from(Change(pupil, before))
        if not by_hand.isdisjoint(_GONE_BY):
            kept = keys.kept_by_hand(pupil.school, keys.import_of(item), pupil.id)
            yield self._store.put({**kept, "pupil": pupil.id, "expires_at": item["expires_at"]})

    def set_language(self, school: str, pupils: Sequence[str], language: str) -> None:
        """Raises Cancelled where the school has no such pupil."""
        values = {"language": language, **_NO_LETTER}
        for some in in_batches(pupils, MOST_IN_TRANSACTION):
            self._store.transact(*(self._setting(school, pupil, values) for pupil in some))

    def renew_code(self, school: str, pupil: str, until: date, *also: Write) -> None:
        """The last code is dead; the new one works until then. Raises AlreadyDone where no such pupil is at school."""
        renewing = self._store.update(
            keys.pupil(school, pupil),
            "SET valid_until = :until ADD code_version :one",
            {"until": until.isoformat(), "one": 1, "yes": True},
            "active = :yes",
        )
        self._store.transact(renewing, *also)

    def renew_code_of(self, pupil: Pupil, until: date, *also: Write) -> None:
        """As `renew_code`, of a pupil who was read. Raises AlreadyDone where the code is another one already."""
        key, version = keys.pupil(pupil.school, pupil.id), pupil.code_version
        renewing = self._store.update(
            key,
            "SET code_version = :new, valid_until = :until",
            {"new": version + 1, "old": version, "until": until.isoformat()},
            "code_version = :old",
        )
        self._store.transact(renewing, *also)

    def renew_codes(self, pupils: Sequence[Pupil], batch: str) -> None:
        """The codes of their last letters are dead; new ones work until each pupil's `valid_until`.

        Raises Cancelled where one has another code meanwhile, or left.
        """
        for some in in_batches(pupils, MOST_IN_TRANSACTION):
            self._store.transact(*(self._renewing(pupil, batch) for pupil in some))

    def _renewing(self, pupil: Pupil, batch: str) -> Write:
        return self._store.update(
            keys.pupil(pupil.school, pupil.id),
            "SET code_version = :new, valid_until = :until, renewed_in = :batch",
            {
                "new": pupil.code_version + 1,
                "old": pupil.code_version,
                "until": pupil.valid_until.isoformat(),
                "batch": batch,
                "yes": True,
            },
            "code_version = :old AND active = :yes",
        )

    def raise_code(self, pupil: Pupil, version: int, until: date) -> None:
        """To the version of before the table was put back. Raises AlreadyDone where it has that, or a later one."""
        key = keys.pupil(pupil.school, pupil.id)
        values = {"version": version, "until": until.isoformat()}
        raising = "SET code_version = :version, valid_until = :until"
        self._store.write(self._store.update(key, raising, values, "code_version < :version"))

    def remove(self, pupil: Pupil, names: Iterable[str], *also: Write) -> None:
        """The pupil is no more, and neither are the names under which the administration knows it.

        Raises AlreadyDone where the pupil is gone, or meanwhile left, came back, or has another code, or where a name
        is another's.
        """
        as_read = {"version": pupil.code_version, "active": pupil.active}
        removing = self._store.delete(
            keys.pupil(pupil.school, pupil.id), "code_version = :version AND active = :active", as_read
        )
        self._store.transact(removing, *(self._unnaming(pupil, name) for name in names), *also)

    def _unnaming(self, pupil: Pupil, name: str) -> Write:
        ours = "attribute_not_exists(PK) OR pupil = :pupil"
        return self._store.delete(keys.pupil_name(pupil.school, name), ours, {"pupil": pupil.id})

    def names_of(self, school: str, pupil: str) -> list[str]:
        """Reads those of the whole school: a pupil does not know them."""
        return [name for name, one in self.names_of_school(school).items() if one == pupil]

    def forget(self, school: str, pupil: str, imports: Iterable[str]) -> None:
        """What is left of one who was removed: names that a list added meanwhile, and what lists changed of it."""
        names = (keys.pupil_name(school, name) for name in self.names_of(school, pupil))
        of_lists = (key(school, one, pupil) for one in imports for key in (keys.pupil_before, keys.kept_by_hand))
        self._store.write_all(deletes=[*names, *of_lists])

    def changed_of(self, school: str, pupil: str, imports: Iterable[str]) -> list[tuple[str, dict[str, Any]]]:
        """(list, what the pupil was before it) for each of these lists that changed the pupil."""
        found = self._store.get_many([keys.pupil_before(school, one, pupil) for one in imports])
        return sorted((keys.import_of(item), item["was"]) for item in found)

    def note_printed(self, pupils: Sequence[Pupil], day: date) -> None:
        """Their letters were printed on this day; the codes on them work until each pupil's `valid_until`.

        Raises Cancelled, as `extend_codes`.
        """
        for some in in_batches(pupils, MOST_IN_TRANSACTION):
            self._store.transact(*(self._printing(pupil, day) for pupil in some))

    def put_back_printed(self, pupils: Mapping[str, LastPrinted], now: Sequence[Pupil]) -> None:
        """Of these, by id, another letter counts as printed last than `now`. Raises Cancelled where that is not so."""
        for some in in_batches(now, MOST_IN_TRANSACTION):
            self._store.transact(*(self._printed_again(pupil, pupils[pupil.id]) for pupil in some))

    def _printed_again(self, pupil: Pupil, before: LastPrinted) -> Write:
        return self._store.update(
            keys.pupil(pupil.school, pupil.id),
            "SET printed = :before, printed_on = :day",
            {"before": before.letter, "day": before.on.isoformat() if before.on else None, "now": pupil.printed},
            "printed = :now",
        )

    def awaiting(self, pupil: Pupil, batch: str) -> Write:
        """That its letter comes in this batch, asked for it alone; the code works until the pupil's `valid_until`.

        Cancelled as of `extend_codes`.
        """
        return self._extending(pupil, ", asked = :letter, asked_in = :batch", {"letter": pupil.letter, "batch": batch})

    def extend_codes(self, pupils: Sequence[Pupil]) -> None:
        """The codes on their letters work until each pupil's `valid_until`; a letter that waits names an earlier day.

        Raises Cancelled where a pupil is gone, or its code works longer than that meanwhile: no code is shortened.
        """
        for some in in_batches(pupils, MOST_IN_TRANSACTION):
            self._store.transact(
                *(self._extending(pupil, ", asked = :none, asked_in = :none", {"none": ""}) for pupil in some)
            )

    def _printing(self, pupil: Pupil, day: date) -> Write:
        values = {"letter": pupil.letter, "day": day.isoformat()}
        return self._extending(pupil, ", printed = :letter, printed_on = :day", values)

    def _extending(self, pupil: Pupil, more: str = "", values: Mapping[str, str] | None = None) -> Write:
        return self._store.update(
            keys.pupil(pupil.school, pupil.id),
            f"SET valid_until = :until{more}",
            {"until": pupil.valid_until.isoformat(), **(values or {})},
            "valid_until <= :until",
        )

    def close(self, pupils: Sequence[Pupil]) -> None:
        """Their codes no longer work; their links stay."""
        for some in in_batches(pupils, MOST_IN_TRANSACTION):
            self._store.transact(
                *(
                    self._setting(pupil.school, pupil.id, {"active": False} | _place(replace(pupil, active=False)))
                    for pupil in some
                )
            )

    def _setting(self, school: str, pupil: str, values: dict[str, Any]) -> Write:
        return self._store.set_to(keys.pupil(school, pupil), values, "attribute_exists(PK)")
