"""What the table remembers of a school's pupil lists, in one item."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from common.cloud.table import moments
from common.last_lists import LastLists, Waiting

# Begins the name of the attribute that says since when the list of this id waits for the school.
ASKED = "asked_"


def last_lists_of(item: Mapping[str, Any]) -> LastLists:
    at, made_on = item.get("whole_at"), item.get("whole_made_on")
    asked = {name.removeprefix(ASKED): since for name, since in item.items() if name.startswith(ASKED)}
    return LastLists(
        undoable=item.get("undoable", ""),
        is_undoable_whole=item.get("undoable_whole", False),
        brin=item.get("whole_brin", ""),
        whole_at=datetime.fromtimestamp(at, UTC) if at else None,
        whole_made_on=date.fromisoformat(made_on) if made_on else None,
        waiting=tuple(Waiting(one, moments.of_seconds(since)) for one, since in sorted(asked.items())),
    )
