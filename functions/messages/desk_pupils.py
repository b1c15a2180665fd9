"""Single pupils for a message: those who were chosen, and those whom a search finds."""

import re
from collections.abc import Iterable, Iterator

from common.cloud.services import services
from common.cloud.table.pupils import Listing
from common.pupils import Pupil, clean, findable
from common.values import Value

# With whom a search finds, as many as one read of the table takes.
MOST_CHOSEN, _MOST_FOUND = 75, 25
# Longer than any name: nobody looks for more.
_LONGEST_SEARCH = 200


class Search(Value):
    """chosen, found: by class and name, nobody in both. has_more: than are shown."""

    chosen: tuple[Pupil, ...] = ()
    found: tuple[Pupil, ...] = ()
    has_more: bool = False


def matching(listed: Iterable[Listing], search: str) -> Iterator[Listing]:
    """Those of whom every word of the search begins a word of the name, or the class."""
    wanted = _words(findable(clean(search[:_LONGEST_SEARCH])))
    for one in listed:
        words = _words(f"{one.sort_name}\x1f{findable(one.class_name)}")
        if all(any(word.startswith(sought) for word in words) for sought in wanted):
            yield one


def _words(text: str) -> list[str]:
    return re.split(r"[\s\x1f'’-]+", text)


def search_for(school: str, search: str, chosen: list[str]) -> Search:
    """Nothing is read where there is nothing to look for."""
    here = services()
    found: list[str] = []
    if clean(search):
        named = set(chosen)
        found = [one.id for one in matching(here.pupils.listed(school), search) if one.id not in named]
    shown = found[:_MOST_FOUND]
    pupils = here.pupils.find_many(school, [*chosen, *shown]) if chosen or shown else []
    ordered = sorted((one for one in pupils if one.active), key=lambda one: (one.class_name, one.sort_name, one.id))
    return Search(
        tuple(one for one in ordered if one.id in set(chosen)),
        tuple(one for one in ordered if one.id in set(shown)),
        len(found) > _MOST_FOUND,
    )
