"""Whom *Leerlingen* shows: a class, whoever a search finds, those who left, or those without a printed letter."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

from common.cloud.services import services
from common.cloud.table.pupils import Listing
from common.days import local_date
from common.namesakes import looking_alike
from common.pupils import Pupil, bare_class, clean, findable, known_name_of_number
from common.schools import School
from common.values import Value
from common.web.desks import Seat
from school.standing import CodeState, cap, code_state

ON_A_PAGE = 50
_HERE = "/school/leerlingen"
_WITHOUT_LETTER = "zonder-brief"

Order = Literal["naam", "ouders", "datum"]
Only = Literal["", "niemand", "een"]
_ORDERS: tuple[Order, ...] = ("naam", "ouders", "datum")
_ONLY: tuple[Only, ...] = ("niemand", "een")
_LINKED = {"niemand": 0, "een": 1}


class Asked(Value):
    """What the address asks for. after: the pupil after whom the page begins; '' for the first."""

    class_name: str = ""
    search: str = ""
    left: bool = False
    without_letter: bool = False
    order: Order = "naam"
    only: Only = ""
    after: str = ""

    @property
    def who(self) -> str:
        """Of whom it is, where that is not a class; '' otherwise."""
        return "vertrokken" if self.left else _WITHOUT_LETTER if self.without_letter else ""

    def address(self, only: str | None = None, order: str | None = None, after: str = "") -> str:
        """Of the same page, with these instead."""
        query = {
            "wie": self.who,
            "groep": self.class_name,
            "zoek": self.search,
            "alleen": self.only if only is None else only,
            "op": self.order if order is None else order,
            "na": after,
        }
        return f"{_HERE}?{urlencode({name: value for name, value in query.items() if value})}"


class Row(Value):
    pupil: Pupil
    state: CodeState
    cap: int


class Roll(Value):
    """classes: with how many pupils, as they were counted last. total: how many were found before `only`.
    is_by_number: whether they were found by their number, as no name has what was looked for.

    first, last: the numbers of those on this page. next: who is the last on it, where others follow.
    """

    asked: Asked
    classes: Mapping[str, int]
    rows: Sequence[Row]
    total: int
    first: int
    last: int
    next: str
    is_by_number: bool

    @property
    def group(self) -> str:
        """What is written after the word Groep; '' where no class is shown, or whoever has none."""
        return bare_class(self.asked.class_name)

    @property
    def namesakes(self) -> frozenset[str]:
        """Those on the page with the name and the class of another."""
        return looking_alike({row.pupil.id: (row.pupil.name, row.pupil.class_name) for row in self.rows})

    @property
    def is_whole(self) -> bool:
        """Whether the page shows all that was found, so that it can be put in another order."""
        return self.total <= ON_A_PAGE


def asked_in(query: Mapping[str, str]) -> Asked:
    return Asked(
        clean(query.get("groep", "")),
        clean(query.get("zoek", "")),
        query.get("wie") == "vertrokken",
        query.get("wie") == _WITHOUT_LETTER,
        next((one for one in _ORDERS if one == query.get("op")), "naam"),
        next((one for one in _ONLY if one == query.get("alleen")), ""),
        query.get("na", ""),
    )


def roll_of(seat: Seat, asked: Asked, now: datetime) -> Roll:
    """Reads the keys of those who may be meant, and of those on the page everything."""
    here, school = services(), seat.school
    classes = {name: count.pupils for name, count in seat.tally.classes.items()}
    everywhere = bool(asked.search or asked.who)
    asked = replace(asked, class_name="" if everywhere else asked.class_name or next(iter(classes), ""))
    if asked.without_letter:
        found = _without_letter(seat)
    else:
        found = here.pupils.listed(school.id, asked.class_name, active=not asked.left)
    named = _found(found, asked.search)
    numbered = [] if named else _of_number(school, found, asked.search)
    chosen = sorted(named or numbered, key=lambda one: (one.sort_name, one.id))
    start, page = _page(chosen, asked.after)
    rows = _rows(school, page, now)
    last = start + len(page)
    following = page[-1].id if last < len(chosen) else ""
    shown = _in_order(_only(rows, asked.only), asked.order)
    return Roll(asked, classes, shown, len(chosen), start + 1, last, following, bool(numbered))


def _without_letter(seat: Seat) -> list[Listing]:
    """All pupils are read, which the index does not know enough of; where the tally counted some."""
    pupils = services().pupils.each_of_school(seat.school.id) if seat.tally.unprinted else ()
    return [Listing(one.class_name, one.sort_name, one.id) for one in pupils if one.active and one.lacks_letter]


def _found(listed: Sequence[Listing], search: str) -> Sequence[Listing]:
    """Those in whose name each word of the search is, whatever its case and accents."""
    words = findable(search).split()
    return [one for one in listed if all(word in one.sort_name for word in words)]


def _of_number(school: School, listed: Sequence[Listing], search: str) -> Sequence[Listing]:
    """Whoever has this very number at school: the index has no numbers, so there is no looking for a part of one."""
    known = services().pupils.known_as(school.id, known_name_of_number(search)) if search else None
    return [one for one in listed if one.id == known]


def _page(chosen: Sequence[Listing], after: str) -> tuple[int, Sequence[Listing]]:
    """Where the page begins, and who is on it; it is the first where whoever it begins after is not there any more."""
    places = {one.id: place for place, one in enumerate(chosen, start=1)}
    start = places.get(after, 0)
    return start, chosen[start : start + ON_A_PAGE]


def _rows(school: School, page: Sequence[Listing], now: datetime) -> list[Row]:
    """In the order of the page. Whoever moved since the index was read is shown as they are now."""
    found = services().locks.with_pupils(school.id, [one.id for one in page], now)
    rows = {
        pupil.id: Row(pupil, code_state(pupil, school, lock, local_date(now)), cap(pupil, school))
        for pupil, lock in found
    }
    return [rows[one.id] for one in page if one.id in rows]


def _only(rows: Sequence[Row], only: Only) -> Sequence[Row]:
    return [row for row in rows if row.pupil.linked == _LINKED[only]] if only else rows


def _in_order(rows: Sequence[Row], order: Order) -> Sequence[Row]:
    """Those whom somebody must look at first come first; the others by name."""
    if order == "ouders":
        return sorted(rows, key=lambda row: row.pupil.linked)
    if order == "datum":
        return sorted(rows, key=lambda row: row.pupil.birth_date is not None)
    return rows
