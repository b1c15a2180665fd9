"""Whom a message would reach if it went out now: by what parents want, and by what is known of their addresses.

Of many parents a page cannot look at each: then it looks at some, whom chance chose when their ids were made.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from common.audiences import Audience
from common.cloud.services import services
from common.parents import Parent
from common.preferences import URGENT, Kind
from common.pupils import Pupil
from common.values import Value

# Together at most what one read of the table takes.
_MOST_LOOKED_AT, _MOST_NAMED = 88, 12

# By push (perhaps by mail too), by mail, by a mail without content as nobody confirmed the address; or not at all:
# mail to the address bounces, or the parent wants no messages of this kind.
Way = Literal["push", "mail", "news", "bounces", "off"]


class Reach(Value):
    """pupils: how many are meant; named: the first of them, where they were chosen one by one; alone: how many of them
    have no parent linked.

    parents: who are linked to one. looked_at: at how many of them; where that is not all, the other numbers are
    estimates. ways: how many parents, each once. together: of those who get a mail, how many get it at 18:00 with
    others.
    """

    pupils: int
    named: tuple[Pupil, ...]
    alone: int
    parents: int
    looked_at: int
    ways: Mapping[Way, int]
    together: int

    @property
    def is_estimate(self) -> bool:
        return self.looked_at < self.parents

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
    """Two queries and a read, however large the school is."""
    here = services()
    meant = [one.id for one in here.pupils.listed(school) if audience.names(one.class_name, one.id)]
    are_meant = set(meant)
    links = [link for link in here.parents.parents_of_school(school) if link[0] in are_meant]
    linked = sorted({parent for _, parent in links})
    named = meant[:_MOST_NAMED] if audience.pupils else []
    parents, pupils = here.parents.find_with_pupils(linked[:_MOST_LOOKED_AT], school, named)
    # An account may have gone a moment ago.
    everybody = len(linked) if len(linked) > _MOST_LOOKED_AT else len(parents)
    share = everybody / len(parents) if parents else 0
    ways = Counter(way_to(one, kind) for one in parents)
    return Reach(
        pupils=len(meant),
        named=tuple(sorted(pupils, key=lambda one: meant.index(one.id))),
        alone=len(meant) - len({pupil for pupil, _ in links}),
        parents=everybody,
        looked_at=len(parents),
        ways=Counter({way: round(number * share) for way, number in ways.items()}),
        together=round(_together(parents, kind) * share),
    )


def _together(parents: Iterable[Parent], kind: Kind) -> int:
    return sum(kind != URGENT and one.preferences.daily and way_to(one, kind) == "mail" for one in parents)
