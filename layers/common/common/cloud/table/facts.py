"""What a change of the table says that must stay so, also after the table was put back to an earlier moment.

The template's filter of the stream lets through what is read here, and nothing else.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from common.cloud.table import keys
from common.cloud.table.store import Item, plain
from common.ledger import Fact, Ids, What
from common.preferences import CHANNELS, KINDS

Told = tuple[What, Ids, Mapping[str, Any]]

_LAST_STAGES = ("cancelled", "sent")
# Of what the journal tells: nothing that somebody typed.
_ABOUT = {"pupil", "parent", "message", "batch", "staff", "key", "report", "list", "links", "letters"}
_ABOUT |= {"on", "until", "day", "setting", "kind", "role", "fields", "kept_months", "changed", "only", "language"}
_ABOUT |= {"reason", "ending", "planned_for"}


def fact_in(stream_record: Mapping[str, Any]) -> Fact | None:
    """None for what may be forgotten."""
    change = stream_record["dynamodb"]
    parts = keys.parts_of(plain(change["Keys"]))
    event = stream_record["eventName"]
    told = _ending(parts) if event == "REMOVE" else _state(event, parts, plain(change["NewImage"]))
    if told is None:
        return None
    at = datetime.fromtimestamp(int(change["ApproximateCreationDateTime"]), UTC)
    return Fact(at, int(change["SequenceNumber"]), *told)


def _ending(parts: Ids) -> Told | None:
    ended: tuple[What, Ids] | None = None
    match parts:
        case ("SCHOOL", school, "SETTINGS"):
            ended = "school_erased", (school,)
        case ("SCHOOL", school, "PUPIL", pupil):
            ended = "pupil_erased", (school, pupil)
        case ("PARENT", parent, "PROFILE"):
            ended = "parent_erased", (parent,)
        case ("SCHOOL", school, "STAFF", person):
            ended = "staff_removed", (school, person)
        case ("SCHOOL", school, "KEY", key):
            ended = "key_withdrawn", (school, key)
        case ("PARENT", parent, "CHILD", school, pupil):
            ended = "link_ended", (parent, school, pupil)
    return (*ended, {}) if ended else None


def _state(event: str, parts: Ids, item: Item) -> Told | None:
    told: Told | None = None
    match event, parts:
        # A first code is never newer than another.
        case _, ("SCHOOL", school, "PUPIL", pupil) if item["code_version"] > 1:
            told = "code", (school, pupil), {"version": item["code_version"], "until": item["valid_until"]}
        case "MODIFY", ("PARENT", parent, "PROFILE"):
            told = "wishes", (parent,), _wishes(item)
        case "MODIFY", ("SCHOOL", school, "SETTINGS"):
            told = "school", (school,), {name: item.get(name) for name in ("paused", "suspended", "deleted_on")}
        case "MODIFY", ("SCHOOL", school, "STAFF", person):
            told = "role", (school, person), {"role": item["role"]}
        case "MODIFY", ("SCHOOL", school, "MESSAGE", message) if item["stage"] in _LAST_STAGES:
            told = "message", (school, message), {"stage": item["stage"]}
        case "INSERT", ("SCHOOL", school, "JOURNAL", entry):
            told = "journal", (school, entry), _journal(item)
    return told


def _wishes(item: Item) -> dict[str, Any]:
    """off: what goes over no channel any more. addresses: how often the address was replaced by another."""
    wanted = item["preferences"]
    return {
        "off": [f"{channel} {kind}" for channel in CHANNELS for kind in KINDS if kind not in wanted[channel]],
        "trouble": item["trouble"] if item.get("trouble_email") == item["email"] else "",
        "addresses": item.get("addresses", 0),
    }


def _journal(item: Item) -> dict[str, Any]:
    """Without names: who it was is known by the id."""
    about = {name: value for name, value in item["about"].items() if name in _ABOUT}
    return {"what": item["what"], "kind": item["by"]["kind"], "by": item["by"]["id"], "about": about}
