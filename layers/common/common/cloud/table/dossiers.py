"""One pupil with all that its page shows of others: what locks its code, its letter on the way, and its parents."""

from datetime import datetime

from common.cloud.table import keys, locks
from common.cloud.table.batches import batch_of
from common.cloud.table.parents import Parents, linked_in, places_of_links
from common.cloud.table.pupils import pupil_of
from common.cloud.table.store import Item, Store
from common.ids import moment_of
from common.letters import FILES_LIFE, Batch
from common.links import Link
from common.locks import Lock
from common.parents import Parent
from common.pupils import Pupil
from common.values import Value


class Found(Value):
    """waiting: its letter, asked for this pupil alone, that the school did not print yet. parents: each with its link,
    the first first; may miss one of a moment ago.
    """

    pupil: Pupil
    lock: Lock | None
    waiting: Batch | None
    parents: list[tuple[Parent, Link]]


class Dossiers:
    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, school: str, pupil: str, now: datetime) -> Found | None:
        """In three calls, however it stands with the pupil; two where there is no lock, no letter and no parent."""
        place, place_of_lock = keys.pupil(school, pupil), keys.lock(school, pupil)
        found = {item["SK"]: item for item in self._store.get_many([place, place_of_lock])}
        if place["SK"] not in found:
            return None
        pupil_found = pupil_of(found[place["SK"]])
        noted = [found[place_of_lock["SK"]]] if place_of_lock["SK"] in found else []
        linked = [(parent, school, pupil) for parent in Parents(self._store).parents_of_pupil(school, pupil)]
        asked = _place_of_letter(pupil_found, now)
        read = self._store.get_many([*locks.places_of(noted), *asked, *places_of_links(linked)])
        lock = next(iter(locks.that_hold(noted, read, now)), None)
        batches = [batch_of(school, item) for item in read if _is_at(item, asked)]
        waiting = next((one for one in batches if not one.printed_at and not one.are_gone(now)), None)
        return Found(pupil_found, lock, waiting, linked_in(linked, read))


def _place_of_letter(pupil: Pupil, now: datetime) -> list[keys.Key]:
    """Where to look whether it waits; nowhere once another letter is the pupil's, or its file is gone."""
    waits = pupil.active and pupil.asked == pupil.letter and now < moment_of(pupil.asked_in) + FILES_LIFE
    return [keys.batch(pupil.school, pupil.asked_in)] if waits else []


def _is_at(item: Item, places: list[keys.Key]) -> bool:
    return {"PK": item["PK"], "SK": item["SK"]} in places
