"""Schools and their settings."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from common.cloud.table import keys, moments
from common.cloud.table.store import Store, Write
from common.errors import AlreadyDone, NotThere
from common.schools import School


def school_of(item: dict[str, Any]) -> School:
    resumed_at, deleted_on = item.get("resumed_at"), item.get("deleted_on")
    return School(
        id=item["id"],
        name=item["name"],
        street=item["street"],
        postcode_city=item["postcode_city"],
        phone=item["phone"],
        email=item["email"],
        colour=item["colour"],
        max_parents=item["max_parents"],
        brin=item.get("brin", ""),
        whole_lists=item.get("whole_lists", False),
        privacy_url=item.get("privacy_url", ""),
        logo=item.get("logo", ""),
        letter_language=item.get("letter_language", "nl"),
        class_languages=item.get("class_languages", {}),
        letter_texts=item.get("letter_texts", {}),
        code_weeks=item.get("code_weeks", 0),
        kept_months=item.get("kept_months", 12),
        paused=item.get("paused", False),
        suspended=item.get("suspended", False),
        resumed_at=datetime.fromtimestamp(resumed_at, UTC) if resumed_at else None,
        deleted_on=date.fromisoformat(deleted_on) if deleted_on else None,
    )


def logo_name(small: bytes) -> str:
    """Another one for another picture: browsers keep each for good."""
    return hashlib.sha256(small).hexdigest()[:10]


class Schools:
    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, school_id: str) -> School | None:
        item = self._store.get(keys.school(school_id))
        return school_of(item) if item else None

    def known(self, school_id: str) -> School:
        """Raises NotThere."""
        school = self.find(school_id)
        if school is None:
            raise NotThere
        return school

    def find_many(self, ids: Iterable[str]) -> dict[str, School]:
        """Those that are there, by id."""
        found = self._store.get_many([keys.school(one) for one in sorted(set(ids))])
        return {item["id"]: school_of(item) for item in found}

    def add(self, school: School, now: datetime) -> bool:
        """Whether the school is new; one that is there already stays as it is."""
        try:
            self._store.transact(
                self._store.put({**keys.school(school.id), **asdict(school)}, "attribute_not_exists(PK)"),
                self._store.put({**keys.school_known(school.id), "since": moments.seconds(now)}),
            )
        except AlreadyDone:
            return False
        return True

    def since(self, school_id: str) -> datetime | None:
        """Since when there is a school of this id; None for one that is not there, or has been for very long."""
        item = self._store.get(keys.school_known(school_id))
        return moments.of_seconds(item["since"]) if item and "since" in item else None

    def all_ids(self) -> list[str]:
        return [item["SK"] for item in self._store.query(keys.ALL_SCHOOLS)]

    def set_letter_language(self, school_id: str, language: str, *also: Write) -> None:
        """Raises AlreadyDone where there is no such school."""
        values = {"letter_language": language}
        self._store.transact(self._store.set_to(keys.school(school_id), values, "attribute_exists(PK)"), *also)

    def set_class_languages(self, school: School, languages: Mapping[str, str], *also: Write) -> None:
        """Raises AlreadyDone where they are not those of `school` any more: somebody else changed them meanwhile."""
        self._store.transact(self._changing(school, {"class_languages": dict(languages)}), *also)

    def _changing(self, school: School, values: Mapping[str, Any]) -> Write:
        """Sets these where they are still those of `school`; what an older school lacks was read as nothing special."""
        held = [f"(#{name} = :was_{name} OR attribute_not_exists(#{name}))" for name in values]
        return self._store.update(
            keys.school(school.id),
            "SET " + ", ".join(f"#{name} = :{name}" for name in values),
            {**values, **{f"was_{name}": getattr(school, name) for name in values}},
            " AND ".join(("attribute_exists(PK)", *held)),
            {name: name for name in values},
        )

    def change(self, school_id: str, values: Mapping[str, Any], entry: Write) -> None:
        """These settings, and no others. entry: of the journal."""
        self._store.transact(self._store.set_to(keys.school(school_id), values, "attribute_exists(PK)"), entry)

    def change_from(self, school: School, values: Mapping[str, Any], entry: Write) -> None:
        """As `change`. Raises AlreadyDone where one of these is not that of `school` any more."""
        self._store.transact(self._changing(school, values), entry)

    def suspend(self, school_id: str, entry: Write) -> None:
        self.change(school_id, {"suspended": True}, entry)

    def resume(self, school_id: str, entry: Write, now: datetime) -> None:
        self.change(school_id, {"suspended": False, "resumed_at": int(now.timestamp())}, entry)

    def set_letter_languages(self, school: School, language: str, of_classes: Mapping[str, str], *also: Write) -> None:
        """Raises AlreadyDone as `set_class_languages`."""
        values = {"letter_language": language, "class_languages": dict(of_classes)}
        self._store.transact(self._changing(school, values), *also)

    def set_letter_texts(self, school: School, texts: Mapping[str, str], *also: Write) -> None:
        """Raises AlreadyDone as `set_class_languages`."""
        self._store.transact(self._changing(school, {"letter_texts": dict(texts)}), *also)

    def set_logo(self, school_id: str, png: bytes, small: bytes, *also: Write, was: School | None = None) -> None:
        """One for paper, and a small one for the pages; both are PNGs.

        was: the school as it was seen; raises AlreadyDone where it has another logo by now.
        """
        self._store.transact(
            self._store.put({**keys.logo(school_id), "png": png, "small": small}),
            self._naming(school_id, logo_name(small), was),
            *also,
        )

    def remove_logo(self, school_id: str, *also: Write, was: School | None = None) -> None:
        """Raises AlreadyDone as `set_logo`."""
        self._store.transact(self._store.delete(keys.logo(school_id)), self._naming(school_id, "", was), *also)

    def _naming(self, school_id: str, logo: str, was: School | None) -> Write:
        if was is not None:
            return self._changing(was, {"logo": logo})
        return self._store.set_to(keys.school(school_id), {"logo": logo}, "attribute_exists(PK)")

    def logo(self, school_id: str) -> bytes | None:
        """The PNG for paper, as it was set."""
        item = self._store.get(keys.logo(school_id))
        return bytes(item["png"]) if item else None

    def small_logo(self, school_id: str) -> bytes | None:
        """The PNG for the pages, as it was set."""
        item = self._store.get(keys.logo(school_id))
        return bytes(item["small"]) if item else None
