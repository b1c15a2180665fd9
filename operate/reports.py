"""What became of the pupil lists of a school, in the words that the school reads."""

from collections.abc import Iterator, Sequence
from datetime import UTC

from common.cloud.table.imports import Imports
from common.imports import STATES, Remark

_NEWEST = 5


def reports(school: str, imports: Imports) -> Iterator[str]:
    """Lines about the newest lists, newest first."""
    for one in imports.newest(school, _NEWEST):
        yield f"{one.file}  ({one.uploaded_at.astimezone(UTC):%d-%m-%Y %H:%M} UTC, {one.id})"
        yield f"  {' '.join(part for part in (STATES[one.state], one.reason, *one.questions) if part)}"
        yield from (f"  {words}: {count}" for words, count in one.summary)
        yield from _remarks("Niet overgenomen", imports.held_rows(school, one.id))
        yield from _remarks("Let op", one.warnings)


def _remarks(title: str, remarks: Sequence[Remark]) -> Iterator[str]:
    if remarks:
        yield f"  {title}:"
    for remark in remarks:
        yield f"    {remark.where}: {remark.reason}"
