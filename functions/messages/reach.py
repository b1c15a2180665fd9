"""Whom a message would reach if it went out now: by what parents want, and by what is known of their addresses."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from common.cloud.services import services
from common.messages import Audience
from common.parents import Parent
from common.preferences import URGENT, Kind
from common.pupils import Pupil
from messages.fanout import meant_in

# By push (perhaps by mail too), by mail, by a mail without content as nobody confirmed the address; or not at all:
# mail to the address bounces, or the parent wants no messages of this kind.
Way = Literal["push", "mail", "news", "bounces", "off"]


@dataclass(frozen=True)
class Reach:
    """pupils: who are meant; alone: how many of them have no parent linked. ways: how many parents, each once.

    together: of those who get a mail, how many get it at 18:00 with others.
    """

    pupils: tuple[Pupil, ...]
    alone: int
    ways: Mapping[Way, int]
    together: int

    @property
    def parents(self) -> int:
        return sum(self.ways.values())

    @property
    def reached(self) -> int:
        """With the message itself."""
        return self.ways["push"] + self.ways["mail"]


def way_to(parent: Parent, kind: Kind) -> Way:
    if parent.takes(kind, "push"):
        return "push"
    if not parent.takes(kind, "email"):
        return "off"
    if parent.undeliverable:
        return "bounces"
    return "mail" if parent.email_confirmed else "news"


def reach_of(school: str, audience: Audience, kind: Kind) -> Reach:
    """Two queries, and one read for each hundred parents."""
    meant, recipients = meant_in(school, audience)
    parents = services().parents.find_many(one.parent for one in recipients)
    linked = {pupil for one in recipients for pupil in one.pupils}
    together = [one for one in parents if kind != URGENT and one.preferences.daily and way_to(one, kind) == "mail"]
    alone = sum(pupil.id not in linked for pupil in meant)
    return Reach(tuple(meant), alone, Counter(way_to(one, kind) for one in parents), len(together))
