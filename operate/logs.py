"""What the functions of a stack logged, and the API."""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from heapq import merge
from typing import Any

from common import events, message_events
from common.event import Event
from operate.stack import Stack

# What every line has, and what is there for CloudWatch.
_OF_ALL = {"level", "location", "timestamp", "service", "message", "stack", "_aws", "xray_trace_id"}
_OF_LAMBDA = ("START ", "END ", "REPORT ", "INIT_START ")


@dataclass(frozen=True)
class Wanted:
    """event: of the catalogue; about: an id that stands in the line; function: as the template calls it, shortened.
    Each '' for any."""

    since: datetime
    event: str = ""
    about: str = ""
    function: str = ""


@dataclass(frozen=True)
class Line:
    at: datetime
    function: str
    text: str

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """Empty for a line that no function of ours wrote so."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def event(self) -> str:
        return str(self.told.get("message", ""))

    @property
    def tells_something(self) -> bool:
        """Not that Lambda began or ended as it should."""
        kind, outcome = str(self.told.get("type", "")), self.told.get("record", {})
        if kind.startswith("platform."):
            return str(outcome.get("status", "success")) != "success"
        return not self.text.startswith(_OF_LAMBDA)

    def __str__(self) -> str:
        counted = {
            metric["Name"]
            for directive in self.told.get("_aws", {}).get("CloudWatchMetrics", ())
            for metric in directive["Metrics"]
        }
        rest = {name: value for name, value in self.told.items() if name not in _OF_ALL | counted}
        said = "  ".join(f"{name}={_short(value)}" for name, value in rest.items()) if self.event else self.text.strip()
        return f"{self.at:%Y-%m-%d %H:%M:%S}  {self.function}  {self.event}  {said}".rstrip()


def newest(stack: Stack, wanted: Wanted, most: int) -> list[Line]:
    """The oldest of them first."""
    logs = stack.client("logs")
    groups = {name.removesuffix("Logs"): group for name, group in stack.deployed.parts.items() if name.endswith("Logs")}
    named = {name: group for name, group in groups.items() if wanted.function.lower() in ("", name.lower())}
    lines = merge(*(_lines(logs, name, group, wanted) for name, group in named.items()), key=lambda line: line.at)
    return list(deque(lines, maxlen=most))


def functions_of(stack: Stack) -> list[str]:
    return sorted(name.removesuffix("Logs") for name in stack.deployed.parts if name.endswith("Logs"))


def events_of_catalogue() -> list[str]:
    catalogue = (*vars(events).values(), *vars(message_events).values())
    kinds = {one for one in catalogue if isinstance(one, type) and issubclass(one, Event)}
    return sorted(kind.__name__ for kind in kinds - {Event})


def _lines(logs: Any, name: str, group: str, wanted: Wanted) -> Iterator[Line]:
    # It stands somewhere in the line: what is found is looked at once more.
    term = wanted.about or wanted.event
    asked = {"filterPattern": f'"{term}"'} if term else {}
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group, startTime=int(wanted.since.timestamp() * 1000), **asked
    )
    for page in pages:
        for event in page["events"]:
            line = Line(datetime.fromtimestamp(event["timestamp"] / 1000, UTC), name, event["message"])
            if line.tells_something and wanted.event in ("", line.event) and wanted.about in line.text:
                yield line


def _short(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
