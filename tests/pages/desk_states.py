"""Every page of the school's desk, as it is and with errors: a way to get there, one function each."""

from collections.abc import Callable
from functools import cache

from tests.emulated import emulated
from tests.functions.clerk import Clerk
from tests.functions.house import House
from tests.functions.visitor import Answer
from tests.pages.ways import (
    desk_letter_looks,
    desk_letters,
    desk_lists,
    desk_logbook,
    desk_messages,
    desk_overview,
    desk_pupils,
    desk_settings,
    desk_staff,
    desk_year,
)

Show = Callable[[Clerk, House], Answer]

_WAYS = (
    desk_staff,
    desk_overview,
    desk_pupils,
    desk_letters,
    desk_letter_looks,
    desk_messages,
    desk_lists,
    desk_logbook,
    desk_settings,
    desk_year,
)
NORMAL: list[Show] = [show for way in _WAYS for show in way.NORMAL]
WRONG: list[Show] = [show for way in _WAYS for show in getattr(way, "WRONG", [])]


@cache
def shown(show: Show, language: str = "nl") -> Answer:
    """A page in one language, from a world of its own; made once for all who look at it."""
    with emulated() as world:
        house = House(world)
        clerk = Clerk(house)
        clerk.cookies["__Host-language"] = language
        return show(clerk, house)
