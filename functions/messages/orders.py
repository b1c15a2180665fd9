"""A message as a school orders it, at once or for later, and taken back before it goes."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import ClassVar

from common.attachments import Attachment
from common.audiences import Audience
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.messages import OtherMessage
from common.cloud.table.store import Write
from common.errors import NotThere, Problem
from common.ids import random_id, timed_id
from common.journal import Actor
from common.message_events import MessageAccepted, MessageCancelled
from common.messages import Message
from common.preferences import Kind
from common.values import Value
from messages import uploads
from messages.audiences import unknown_in
from messages.faults import DoesNotFit, Fault

FARTHEST = timedelta(days=366)
LONGEST_KEY = 255
LONGEST_TITLE = 150
LONGEST_TEXT = 20_000


class Order(Value):
    """A message as a school wants it. send_at: None for at once. attachments: by id, in the order parents see them."""

    kind: Kind
    title: str
    text: str
    audience: Audience
    send_at: datetime | None = None
    attachments: tuple[str, ...] = ()


class KeyUsedBefore(Problem):
    """Two different orders under one Idempotency-Key."""

    status = 422
    title = "This Idempotency-Key was used for another message"
    advice = "Take a new key for every message, and the same one only to repeat a request."


class TooLate(Problem):
    status: ClassVar[int] = 409
    title = "This message is on its way already"
    advice = "Only a message whose time has not come can be cancelled."


def accept(school: str, wanted: Order, key: str, by: Actor, now: datetime, *also: Write) -> str:
    """The id of the message that will go out; with the same `key` ('' for none) the same again, however late it comes.

    also: what is written with it, in one step. Raises DoesNotFit where the audience, the moment or an attachment does
    not, KeyUsedBefore.
    """
    here = services()
    files, faults = uploads.named(school, wanted.attachments)
    faults = [*_faults_of(school, wanted, key, now), *faults]
    if faults:
        before = here.messages.ordered(school, key) if key else None
        if before and before.digest == _digest(wanted):
            return before.message
        raise DoesNotFit(faults)
    message = message_of(school, wanted, files, now)
    about = {"message": message.id, "kind": message.kind}
    if message.is_planned:
        moment = message.send_at.isoformat(timespec="minutes")
        entry = here.journal.entry(school, "message_planned", by, now, planned_for=moment, **about)
    else:
        entry = here.journal.entry(school, "message_sent", by, now, **about)
    try:
        accepted = here.messages.add(message, key, _digest(wanted), (entry, *also))
    except OtherMessage:
        raise KeyUsedBefore from None
    record(MessageAccepted(school, accepted, wanted.kind))
    return accepted


def _faults_of(school: str, wanted: Order, key: str, now: datetime) -> list[Fault]:
    faults = [Fault(at, "unknown") for at in unknown_in(wanted.audience, services().pupils.of_school(school))]
    if wanted.send_at and not now - timedelta(minutes=5) <= wanted.send_at <= now + FARTHEST:
        faults.append(Fault("/send_at", "moment"))
    if len(key) > LONGEST_KEY:
        faults.append(Fault("Idempotency-Key", "long_key"))
    return faults


def message_of(school: str, wanted: Order, files: tuple[Attachment, ...], now: datetime) -> Message:
    return Message(
        school=school,
        id=timed_id(now, random_id()),
        kind=wanted.kind,
        title=wanted.title,
        text=wanted.text,
        audience=wanted.audience,
        made_at=now,
        send_at=max(now, wanted.send_at) if wanted.send_at else now,
        attachments=files,
    )


def _digest(wanted: Order) -> str:
    """What is kept with the key: the same for the same order, also where the one before came to an older version."""
    send_at = wanted.send_at.isoformat().replace("+00:00", "Z") if wanted.send_at else None
    whole = asdict(wanted) | {"send_at": send_at}
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def cancel(school: str, message_id: str, by: Actor, now: datetime) -> None:
    """Again it changes nothing. Raises NotThere, or TooLate for a message that is on its way."""
    here = services()
    message = here.messages.find(school, message_id)
    if message is None:
        raise NotThere
    if not here.messages.cancel(message, here.journal.entry(school, "message_cancelled", by, now, message=message_id)):
        raise TooLate
    record(MessageCancelled(school, message_id))
