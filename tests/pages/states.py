"""Every page that a parent can come to, as it is and with errors: a way to get there, one function each."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from tests.emulated import emulated
from tests.functions.house import House
from tests.functions.parent import ParentVisitor
from tests.functions.visitor import Answer
from tests.pages.ways import about, account, profile, reading, way_in, wrong_turns

Show = Callable[[ParentVisitor, House], Answer]

_WAYS = (way_in, profile, account, reading, about, wrong_turns)
NORMAL: list[Show] = [show for way in _WAYS for show in way.NORMAL]
WRONG: list[Show] = [show for way in _WAYS for show in getattr(way, "WRONG", [])]


class Reader(ParentVisitor):
    """A parent who reads the pages in one language, whichever a page above names."""

    def __init__(self, house: House, language: str) -> None:
        super().__init__(house)
        self.language = language
        self.headers |= {"accept-language": language}

    def send(self, method: str, path: str, *sent: Any, **how: Any) -> Answer:
        return super().send(method, re.sub("^/nl/", f"/{self.language}/", path), *sent, **how)


@cache
def shown(show: Show, language: str = "nl") -> Answer:
    """A page in one language, from a world of its own; made once for all who look at it."""
    with emulated() as world:
        house = House(world)
        return show(Reader(house, language), house)


def each_shown(language: str) -> Iterator[tuple[str, Answer]]:
    """Every page in one language, by name."""
    for show in (*NORMAL, *WRONG):
        yield show.__name__, shown(show, language)
