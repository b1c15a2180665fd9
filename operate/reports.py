"""What became of the pupil lists of a school, in the words that the school reads."""

from collections.abc import Iterator
from datetime import UTC

from common.cloud.table.imports import Imports
from common.ids import moment_of

_NEWEST = 5
_COUNTS = {
    "rows": "rijen",
    "new": "nieuw",
    "changed": "gewijzigd",
    "unchanged": "ongewijzigd",
    "merged": "dubbel",
    "held": "niet overgenomen",
    "skipped": "uitgeschreven",
}


def reports(school: str, imports: Imports) -> Iterator[str]:
    """Lines about the newest lists, newest first."""
    for item in imports.newest(school, _NEWEST):
        at = moment_of(item["id"]).replace(tzinfo=UTC)
        yield f"{item['file']}  ({at:%d-%m-%Y %H:%M} UTC)"
        if item["state"] == "refused":
            yield f"  Geweigerd. {item['reason']}"
            continue
        yield "  " + ", ".join(f"{words} {item['counts'][field]}" for field, words in _COUNTS.items())
        for title, remarks in (
            ("Niet overgenomen", imports.held_rows(school, item["id"])),
            ("Let op", item["warnings"]),
        ):
            if remarks:
                yield f"  {title}:"
            for remark in remarks:
                yield f"    {remark['where']}: {remark['reason']}"
