"""Pupils who look the same on a page: what tells them apart stands behind their names, and behind no others."""

from collections import Counter
from collections.abc import Callable, Iterable

from common.pupils import Pupil


def looking_alike(pupils: Iterable[Pupil], looks: Callable[[Pupil], object]) -> frozenset[str]:
    """The ids of those whom another looks like. looks: what the page shows of a pupil."""
    shown = {pupil.id: looks(pupil) for pupil in pupils}
    several = Counter(shown.values())
    return frozenset(pupil for pupil, look in shown.items() if several[look] > 1)
