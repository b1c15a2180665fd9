"""Pupil lists that came in, the rows that were held, and the letters that followed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from common.cloud.table import keys
from common.cloud.table.store import Store

IMPORT_LIFE = timedelta(days=400)


class Imports:
    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, school: str, import_id: str) -> dict[str, Any] | None:
        return self._store.get(keys.pupil_list(school, import_id))

    def newest(self, school: str, most: int) -> list[dict[str, Any]]:
        """The reports of the newest lists, newest first."""
        found = self._store.query(keys.school(school)["PK"], keys.IMPORTS)
        return sorted((item for item in found if "id" in item), key=lambda item: str(item["id"]), reverse=True)[:most]

    def held_rows(self, school: str, import_id: str) -> list[dict[str, Any]]:
        key = keys.held_row(school, import_id, 0)
        prefix = key["SK"].rpartition("#")[0] + "#"
        return list(self._store.query(key["PK"], prefix))

    def refuse(self, school: str, import_id: str, name: str, reason: str, now: datetime) -> None:
        """The list changed nothing; `reason` is a sentence for the school."""
        state = {"id": import_id, "state": "refused", "file": name, "reason": reason}
        self._store.write_all([{**keys.pupil_list(school, import_id), **state, **_ends(now)}])

    def finish(
        self,
        school: str,
        import_id: str,
        name: str,
        counts: Mapping[str, int],
        held: Sequence[tuple[str, str]],
        warnings: Sequence[tuple[str, str]],
        classes: Sequence[str],
        now: datetime,
    ) -> None:
        """The report of a list: counts that add up, and each held row by its place in the file with the reason."""
        rows = [
            {**keys.held_row(school, import_id, number), "where": where, "reason": reason, **_ends(now)}
            for number, (where, reason) in enumerate(held)
        ]
        report = {
            **keys.pupil_list(school, import_id),
            "id": import_id,
            "state": "done",
            "file": name,
            "counts": dict(counts),
            "warnings": [{"where": where, "reason": reason} for where, reason in warnings[:500]],
            "letters_for": list(classes),
            **_ends(now),
        }
        self._store.write_all([*rows, report])

    def letters_made(self, school: str, batch: str, key: str, substituted: Sequence[str]) -> None:
        """Notes one PDF of a batch, and the pupils whose name could not be set as it is written.

        Noting it again changes nothing.
        """
        values: dict[str, Any] = {"file": {key}}
        if substituted:
            values["pupils"] = set(substituted)
        also = ", substituted :pupils" if substituted else ""
        self._store.write(self._store.update(keys.batch(school, batch), f"ADD files :file{also}", values))

    def files_of_batch(self, school: str, batch: str) -> set[str]:
        item = self._store.get(keys.batch(school, batch))
        return set(item.get("files", ())) if item else set()


def _ends(now: datetime) -> dict[str, int]:
    return {"expires_at": int((now + IMPORT_LIFE).timestamp())}
