"""What a pupil list says, whatever its format: one neutral record a row, and what became of every row."""

from dataclasses import dataclass
from datetime import date


class ListRefused(Exception):
    """The list as a whole cannot be read; the message is a Dutch sentence for the school."""


@dataclass(frozen=True)
class Listed:
    """One pupil as a list names it. `row` is the line in the file, from 1; names are clean, '' where absent."""

    row: int
    source_key: str | None
    given_name: str
    prefix: str
    family_name: str
    class_name: str
    birth_date: date | None


@dataclass(frozen=True)
class Remark:
    row: int
    reason: str


@dataclass(frozen=True)
class PupilList:
    """rows = len(pupils) + len(held) + merged + skipped, always."""

    rows: int
    pupils: tuple[Listed, ...]
    held: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    merged: int = 0
    skipped: int = 0
