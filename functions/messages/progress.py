"""What became of a school's messages, in the words of the JSON door."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

from common.cloud.services import services
from common.errors import NotThere, Unfit
from common.ids import is_random, is_timed
from common.messages import Message, counts

# How far a message is, in one word.
MessageState = Literal["scheduled", "queued", "sending", "done", "cancelled"]

_MOST = 100
_NO_PAGE = "give `next` of the page before, as it is"


def newest(school: str, before: str, limit: str) -> dict[str, Any]:
    """A page of a school's messages, the newest first. next: `before` of the next page, where there is one."""
    most = _number(limit)
    if before and not is_timed(before):
        raise Unfit({"at": "before", "problem": _NO_PAGE})
    found = services().messages.of_school(school, before, most)
    shown = {"messages": [_described(message) for message in found]}
    return {**shown, "next": found[-1].id} if len(found) == most else shown


def of_message(school: str, message_id: str) -> dict[str, Any]:
    message = _find(school, message_id)
    tally = counts(*services().deliveries.progress(message.id))
    return {**_described(message), "state": state_of(message, tally), "counts": tally}


def of_recipients(school: str, message_id: str, after: str, limit: str) -> dict[str, Any]:
    """A page of the recipients: for which pupils, and what became of it over each channel. No names, no addresses."""
    message = _find(school, message_id)
    most = _number(limit)
    if after and not is_random(after):
        raise Unfit({"at": "after", "problem": _NO_PAGE})
    page, has_more = services().deliveries.of_recipients(message.id, after, most)
    shown = [
        {"recipient": one.parent, "pupils": list(one.pupils), "deliveries": deliveries} for one, deliveries in page
    ]
    return {"recipients": shown, **({"next": page[-1][0].parent} if has_more else {})}


def _find(school: str, message_id: str) -> Message:
    message = services().messages.find(school, message_id)
    if message is None:
        raise NotThere
    return message


def _described(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "kind": message.kind,
        "title": message.title,
        "send_at": message.send_at.isoformat().replace("+00:00", "Z"),
        "stage": message.stage,
        "attachments": [asdict(one) for one in message.attachments],
    }


def state_of(message: Message, tally: Mapping[str, int]) -> MessageState:
    if message.stage == "sent":
        return "sending" if tally["queued"] else "done"
    if message.stage == "waiting" and message.send_at > services().now():
        return "scheduled"
    return "cancelled" if message.stage == "cancelled" else "queued"


def _number(limit: str) -> int:
    if not limit:
        return _MOST
    if not (limit.isascii() and limit.isdigit() and len(limit) < 4 and 0 < int(limit) <= _MOST):
        raise Unfit({"at": "limit", "problem": f"give a whole number from 1 to {_MOST}"})
    return int(limit)
