"""Parents whom no mail reaches, as their schools see it: kept at the pupils they are linked to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from common.cloud.table import keys, moments
from common.cloud.table.store import Item, Store
from common.links import Link
from common.values import Value

_LIFE = timedelta(days=400)


class Bounce(Value):
    pupil: str
    parent: str
    since: datetime


class Bounces:
    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, links: Iterable[Link], now: datetime) -> None:
        """Mail to the parent of these links does not arrive. Again, it changes nothing."""
        moment = moments.seconds(now)
        self._store.write_all(
            {
                **keys.bounce(link.school, link.pupil, link.parent),
                "pupil": link.pupil,
                "parent": link.parent,
                "at": moment,
                "expires_at": moment + int(_LIFE.total_seconds()),
            }
            for link in links
        )

    def forget(self, links: Iterable[Link]) -> None:
        """It does, or may, or it is no school's business any more."""
        self._store.write_all(deletes=[keys.bounce(link.school, link.pupil, link.parent) for link in links])

    def of_school(self, school: str) -> list[Bounce]:
        found = self._store.query(keys.school(school)["PK"], keys.BOUNCES)
        return [bounce_of(item) for item in found]


def bounce_of(item: Item) -> Bounce:
    return Bounce(item["pupil"], item["parent"], moments.of_seconds(item["at"]))
