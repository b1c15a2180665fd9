"""Pupils of a school."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from common.batches import in_batches
from common.cloud.table import keys
from common.cloud.table.schools import school_of
from common.cloud.table.store import MOST_IN_TRANSACTION, Store, Write
from common.pupils import Pupil
from common.schools import School

_WRITES_A_PUPIL = 2


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
    }


class Pupils:
    def __init__(self, store: Store) -> None:
        self._store = store

    def of_school(self, school: str) -> list[Pupil]:
        return [pupil_of(item) for item in self._store.query(keys.school(school)["PK"], keys.PUPILS)]

    def find_many(self, school: str, ids: Iterable[str]) -> list[Pupil]:
        return [pupil_of(item) for item in self._store.get_many([keys.pupil(school, one) for one in ids])]

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

    def _adding(self, name: str, pupil: Pupil) -> tuple[Write, ...]:
        known = {**keys.pupil_name(pupil.school, name), "pupil": pupil.id}
        item = {**keys.pupil(pupil.school, pupil.id), **_attributes(pupil)}
        absent = "attribute_not_exists(PK)"
        return self._store.put(known, absent), self._store.put(item, absent)

    def change(self, pupil: Pupil, name: str) -> None:
        """What a list may correct: names, class, date of birth and the administration's number.

        Raises Cancelled where `name` is another pupil's, or the pupil is gone.
        """
        attributes = _attributes(pupil)
        corrected = ("given_name", "prefix", "family_name", "class_name", "birth_date", "source_key")
        self._store.transact(
            self._store.update(
                keys.pupil(pupil.school, pupil.id),
                "SET " + ", ".join(f"{field} = :{field}" for field in corrected),
                {field: attributes[field] for field in corrected},
                condition="attribute_exists(PK)",
            ),
            self._store.put(
                {**keys.pupil_name(pupil.school, name), "pupil": pupil.id},
                "attribute_not_exists(PK) OR pupil = :pupil",
                {"pupil": pupil.id},
            ),
        )
