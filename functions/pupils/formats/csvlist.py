"""Pupil lists as text with separators: ParnasSys, Excel and the like, with Dutch headings."""

from datetime import date

from pupils.formats import tables, text
from pupils.formats.headings import count_known
from pupils.listed import PupilList


def read(content: str, today: date) -> PupilList:
    """Raises ListRefused with a sentence for the school where nothing of it can be used."""
    return tables.read(text.rows_of(content, count_known), today, "csv", "regel")
