"""Values for the parameters of a template, before CloudFormation is asked."""

import re
from collections.abc import Mapping
from typing import Any

# Of a template: its section Parameters, by name.
Parameters = Mapping[str, Mapping[str, Any]]


def misfits(known: Parameters, given: Mapping[str, str]) -> list[str]:
    """A sentence for each value that its parameter does not take. The value is not in it: it may be a secret."""
    wanted = {name: _wanted(known[name], value) for name, value in given.items()}
    return [f"{name} takes {what}, as docs/deploy.md tells." for name, what in wanted.items() if what]


def _wanted(one: Mapping[str, Any], value: str) -> str:
    """What it takes that the value is not; '' where it fits."""
    allowed = [str(each) for each in one.get("AllowedValues", ())]
    if allowed and value not in allowed:
        return "one of " + ", ".join(allowed)
    if one["Type"] == "Number" and not _is_number_from(one.get("MinValue", 0), value):
        return f"a number from {one.get('MinValue', 0)}"
    if not re.fullmatch(one.get("AllowedPattern", ".*"), value, re.DOTALL):
        return f"what matches {one['AllowedPattern']}"
    return ""


def _is_number_from(least: int, value: str) -> bool:
    return bool(re.fullmatch("[0-9]{1,9}", value)) and int(value) >= least
