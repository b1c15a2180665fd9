"""Single pupils for a message: those who were chosen, and those whom a search finds."""

import re
from dataclasses import dataclass

from common.cloud.services import services
from common.cloud.table.pupils import Listing
from common.pupils import Pupil, clean, fold

# With whom a search finds, as many as one read of the table takes.
MOST_CHOSEN, _MOST_FOUND = 75, 25


@dataclass(frozen=True)
class Search:
    """chosen, found: by class and name, nobody in both. has_more: than are shown."""

    chosen: tuple[Pupil, ...] = ()
    found: tuple[Pupil, ...] = ()
    has_more: bool = False


def matches(listing: Listing, search: str) -> bool:
    """Whether every word of the search begins a word of the name, or the class."""
    words = re.split(r"[\s\x1f'’-]+", f"{listing.sort_name}\x1f{fold(listing.class_name)}")
    return all(any(word.startswith(sought) for word in words) for sought in re.split(r"[\s'’-]+", fold(clean(search))))


def search_for(school: str, search: str, chosen: list[str]) -> Search:
    """Nothing is read where there is nothing to look for."""
    here = services()
    found: list[str] = []
    if clean(search):
        named = set(chosen)
        listed = here.pupils.listed(school)
        found = [one.id for one in listed if one.id not in named and matches(one, search)]
    shown = found[:_MOST_FOUND]
    pupils = here.pupils.find_many(school, [*chosen, *shown]) if chosen or shown else []
    ordered = sorted((one for one in pupils if one.active), key=lambda one: (one.class_name, one.sort_name, one.id))
    return Search(
        tuple(one for one in ordered if one.id in set(chosen)),
        tuple(one for one in ordered if one.id in set(shown)),
        len(found) > _MOST_FOUND,
    )
