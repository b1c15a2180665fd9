"""Packages of CSV files, as systems send them to each other: exact headings, commas, UTF-8."""

from collections.abc import Iterator, Mapping
from datetime import date

from common import refusal_words as words
from common.values import Value
from pupils.formats import dates
from pupils.formats.archives import Archive
from pupils.formats.headings import folded
from pupils.formats.text import decode, split
from pupils.listed import MOST_PUPILS, ListRefused, too_many

_MOST_ROWS = 20 * MOST_PUPILS  # enrolments: some for each pupil


class Record(Value):
    """One row: its place for people, and its cells by heading (lower case, letters and digits only)."""

    where: str
    values: Mapping[str, str]

    def get(self, *names: str) -> str:
        """The first of these columns that holds something."""
        return next((self.values[name] for name in names if self.values.get(name)), "")


def records(archive: Archive, name: str, *needed: str) -> Iterator[Record]:
    """The rows of one file, none where it is not there. Raises ListRefused where a needed column is missing."""
    if name not in archive:
        return
    rows = split(decode(archive.read(name)), ",", name=name)
    if not rows:
        return
    heads = [folded(cell) for cell in rows[0][1]]
    missing = [column for column in needed if column not in heads]
    if missing:
        told = {"file": name, "columns": " en ".join(missing)}
        raise ListRefused("no_columns", words.NO_COLUMN_IN_FILE % told)
    if len(rows) > _MOST_ROWS:
        raise too_many()
    for line, cells in rows[1:]:
        if any(cell.strip() for cell in cells):
            yield Record(f"{name} regel {line}", dict(zip(heads, (cell.strip() for cell in cells), strict=False)))


def is_on(today: date, begins: str, ends: str) -> bool:
    """Whether today lies in [begins, ends); what is no date does not limit."""
    first, last = dates.parse_day(begins, today), dates.parse_day(ends, today)
    return (first is None or first <= today) and (last is None or today < last)
