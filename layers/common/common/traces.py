"""By which id the lines of a log are found that belong together."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

# Of a task: the message, the list, or the letters that were asked for together (those of a list have its id).
_IDS = ("message", "import_id", "batch")


def id_in(task: Mapping[str, Any]) -> str:
    """What a task is about; '' where it is about no list, letters or message."""
    return next((task[name] for name in _IDS if isinstance(task.get(name), str)), "")


def ids_in(tasks: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(sorted({id_in(task) for task in tasks} - {""}))


def id_in_body(body: str) -> str:
    """As `id_in`, of what a queue brings; '' for what is no task."""
    try:
        task = json.loads(body)
    except ValueError:
        return ""
    return id_in(task) if isinstance(task, dict) else ""
