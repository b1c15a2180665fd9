"""How each school of a stack fares, in a line."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from common.schools import School
from common.tallies import Tally
from operate.stack import Stack


@dataclass(frozen=True)
class Line:
    """linked_percentage: of the pupils, with at least one parent. state: '' for a school that runs as it should."""

    school: str
    name: str
    pupils: int
    linked_percentage: int
    staff: int
    last_list: datetime | None
    last_message: datetime | None
    state: str

    def as_json(self) -> dict[str, Any]:
        moments = {name: value.isoformat() for name, value in asdict(self).items() if isinstance(value, datetime)}
        return {**asdict(self), **moments}


def lines(stack: Stack) -> list[Line]:
    """By id."""
    found = stack.schools.find_many(stack.schools.all_ids())
    return [_line(stack, found[one]) for one in sorted(found)]


def _line(stack: Stack, school: School) -> Line:
    whole = (stack.tallies.now(school.id) or Tally()).whole
    lists, messages = stack.imports.newest(school.id, 1), stack.messages.of_school(school.id, "", 1)
    return Line(
        school.id,
        school.name,
        whole.pupils,
        whole.percentage,
        len(stack.staff.of_school(school.id)),
        lists[0].uploaded_at if lists else None,
        messages[0].made_at if messages else None,
        _state(school),
    )


def _state(school: School) -> str:
    said = (
        (school.deleted_on, f"to be erased on {school.deleted_on}"),
        (school.suspended, "suspended"),
        (school.paused, "codes paused"),
    )
    return ", ".join(words for applies, words in said if applies)
