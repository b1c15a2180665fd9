"""What a pupil list says, whatever its format: one neutral record a row, and what became of every row."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Literal

from common import refusal_words as words
from common.imports import Refusal, Remark
from common.values import Value

MOST_PUPILS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 1_000
_NAMED_PLACES = 3

Format = Literal["edexml", "uwlr", "csv", "xlsx", "oneroster", "sds", "clever", "edex2000"]
Scope = Literal["full", "part"]


class ListRefused(Exception):
    """The list as a whole cannot be used: a key for the log, and Dutch sentences for the school, of `refusal_words`."""

    def __init__(self, kind: Refusal, *sentences: str) -> None:
        super().__init__(" ".join((*sentences, words.NOTHING_CHANGED)))
        self.kind = kind


def too_many() -> ListRefused:
    return ListRefused("too_many_rows", words.TOO_MANY_PUPILS % {"most": MOST_PUPILS})


def too_many_columns() -> ListRefused:
    return ListRefused("too_many_columns", words.TOO_MANY_COLUMNS % {"most": MOST_COLUMNS})


def places(where: Sequence[str]) -> str:
    """The first few: a thousand rows of one number must not name each other a thousand times."""
    first = where[:_NAMED_PLACES]
    rest = len(where) - len(first)
    return ", ".join(first) + f" en nog {rest}" if rest else " en ".join(first)


class Listed(Value):
    """One pupil as a list names it. Names are clean, and '' where the list has none.

    where: a place in the file for people, such as 'regel 7'. source_key: the number that stays the pupil's
    own at the school; None where the list has none that lasts. made_up: it has one, but for this file only.
    language: of the letter, '' where the list does not say.
    """

    where: str
    source_key: str | None
    given_name: str
    prefix: str
    family_name: str
    class_name: str
    birth_date: date | None
    year: str = ""
    made_up: bool = False
    language: str = ""


class PupilList(Value):
    """rows = len(pupils) + len(held) + merged + skipped, always.

    scope: whether a pupil who is missing has left ('full'), or the list says nothing about others ('part').
    left: those among the skipped of whom the list says that they left. present: the numbers of rows that are held or
    wait for their start, '' for one without. held_numbers: of those that are held and have one, by place.
    brin, made_on: the school and the day that the file names, '' and None where it does not.
    dated, undated: of how many pupils it has a date of birth, and of how many of these nobody can read it.
    """

    format: Format
    rows: int
    pupils: tuple[Listed, ...]
    held: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    merged: int = 0
    skipped: int = 0
    scope: Scope = "part"
    left: tuple[Listed, ...] = ()
    present: frozenset[str] = frozenset()
    held_numbers: Mapping[str, str] = field(default_factory=dict)
    brin: str = ""
    made_on: date | None = None
    dated: int = 0
    undated: int = 0
