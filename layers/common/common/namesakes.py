"""Pupils who look the same, on a page or on paper: behind their names, and no others, stands what tells them apart."""

from collections import Counter
from collections.abc import Mapping


def looking_alike(looks: Mapping[str, object]) -> frozenset[str]:
    """The ids of those whom another looks like. looks: by id, what is shown of a pupil."""
    several = Counter(looks.values())
    return frozenset(pupil for pupil, look in looks.items() if several[look] > 1)
