"""How the alarms of a stack stand."""

from typing import Any

from local.system import ROOT

_RUNBOOKS = ROOT / "docs" / "runbooks"


def states_of(watch: Any, stack: str) -> dict[str, str]:
    """By the name of their runbook; those of a stack whose name only begins as this one's are not meant."""
    prefix, known = f"{stack}-", {path.stem for path in _RUNBOOKS.glob("*.md")}
    states = {
        one["AlarmName"].removeprefix(prefix): one["StateValue"]
        for page in watch.get_paginator("describe_alarms").paginate(AlarmNamePrefix=prefix)
        for one in page["MetricAlarms"]
    }
    return {name: state for name, state in states.items() if name in known}


def ringing(states: dict[str, str]) -> list[str]:
    return [name for name, state in states.items() if state == "ALARM"]
