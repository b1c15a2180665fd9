"""One pupil with all that its page shows of others: what locks its code, and its parents."""

from dataclasses import dataclass
from datetime import datetime

from common.cloud.table import keys, locks
from common.cloud.table.parents import Parents, linked_in, places_of_links
from common.cloud.table.pupils import pupil_of
from common.cloud.table.store import Store
from common.links import Link
from common.locks import Lock
from common.parents import Parent
from common.pupils import Pupil


@dataclass(frozen=True)
class Found:
    """parents: each with its link, the first first; may miss one of a moment ago."""

    pupil: Pupil
    lock: Lock | None
    parents: list[tuple[Parent, Link]]


class Dossiers:
    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, school: str, pupil: str, now: datetime) -> Found | None:
        """In three calls, however it stands with the pupil; two where there is neither a lock nor a parent."""
        place, place_of_lock = keys.pupil(school, pupil), keys.lock(school, pupil)
        found = {item["SK"]: item for item in self._store.get_many([place, place_of_lock])}
        if place["SK"] not in found:
            return None
        noted = [found[place_of_lock["SK"]]] if place_of_lock["SK"] in found else []
        linked = [(parent, school, pupil) for parent in Parents(self._store).parents_of_pupil(school, pupil)]
        read = self._store.get_many([*locks.places_of(noted), *places_of_links(linked)])
        lock = next(iter(locks.that_hold(noted, read, now)), None)
        return Found(pupil_of(found[place["SK"]]), lock, linked_in(linked, read))
