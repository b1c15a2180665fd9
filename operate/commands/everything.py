"""All schools at a glance."""

import json

from operate.overview import Line, lines
from operate.registry import Answer, Given, argument, command
from operate.stack import Stack

_HEADINGS = ("id", "name", "pupils", "linked", "staff", "last list", "last message", "state")


@command(
    "schools", "print all schools, and how each fares", argument("--json", action="store_true", help="for programs")
)
def show(stack: Stack, given: Given) -> Answer:
    found = lines(stack)
    if given.json:
        return Answer(f"Schools: {len(found)}", json.dumps([one.as_json() for one in found], ensure_ascii=False))
    return Answer(f"Schools: {len(found)}", "\n".join(_table([_HEADINGS, *map(_cells, found)])))


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.school,
        line.name,
        str(line.pupils),
        f"{line.linked_percentage}%",
        str(line.staff),
        f"{line.last_list:%Y-%m-%d}" if line.last_list else "-",
        f"{line.last_message:%Y-%m-%d}" if line.last_message else "-",
        line.state,
    )


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
