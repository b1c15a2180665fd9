"""A message as a school orders it, at once or for later, and taken back before it goes."""

import hashlib
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from common.attachments import MOST, Attachment
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.messages import OtherMessage
from common.errors import NotThere, Problem
from common.events import MessageAccepted, MessageCancelled
from common.ids import random_id, timed_id
from common.messages import Audience, Message
from common.preferences import Kind
from common.pupils import clean
from common.web.api import BadBody
from common.web.audiences import WantedAudience, each_once
from messages import uploads
from messages.audiences import unknown_in

_FARTHEST = timedelta(days=366)
_LONGEST_KEY = 255


class NewMessage(BaseModel):
    """The body of POST /api/messages. send_at: with an offset from UTC, within a year; at once without it.

    attachments: ids that POST /api/attachments gave, in the order in which parents see them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    title: Annotated[str, Field(max_length=150), AfterValidator(clean), Field(min_length=1)]
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    audience: WantedAudience
    send_at: AwareDatetime | None = None
    attachments: Annotated[
        list[Annotated[str, Field(max_length=40)]], AfterValidator(each_once), Field(max_length=MOST)
    ] = []


class KeyUsedBefore(Problem):
    """Two different orders under one Idempotency-Key."""

    status = 422
    title = "This Idempotency-Key was used for another message"
    advice = "Take a new key for every message, and the same one only to repeat a request."


class TooLate(Problem):
    status: ClassVar[int] = 409
    title = "This message is on its way already"
    advice = "Only a message whose time has not come can be cancelled."


def accept(school: str, wanted: NewMessage, key: str, now: datetime) -> str:
    """The id of the message that will go out; with the same `key` ('' for none) the same again.

    Raises BadBody where the audience, the moment or an attachment does not fit, KeyUsedBefore.
    """
    files, wrong_files = uploads.named(school, wanted.attachments)
    wrong = [
        {"at": at, "problem": "this school has no such class or pupil"}
        for at in unknown_in(_audience(wanted), services().pupils.of_school(school))
    ]
    if wanted.send_at and not now - timedelta(minutes=5) <= wanted.send_at <= now + _FARTHEST:
        wrong.append({"at": "send_at", "problem": "give a moment from now on, within a year"})
    if len(key) > _LONGEST_KEY:
        wrong.append({"at": "Idempotency-Key", "problem": f"takes at most {_LONGEST_KEY} characters"})
    wrong += wrong_files
    if wrong:
        raise BadBody(wrong)
    try:
        message = services().messages.add(_message(school, wanted, files, now), key, _digest(wanted))
    except OtherMessage:
        raise KeyUsedBefore from None
    record(MessageAccepted(school, message, wanted.kind))
    return message


def _message(school: str, wanted: NewMessage, files: tuple[Attachment, ...], now: datetime) -> Message:
    return Message(
        school=school,
        id=timed_id(now, random_id()),
        kind=wanted.kind,
        title=wanted.title,
        text=wanted.text.replace("\r\n", "\n").strip(),
        audience=_audience(wanted),
        made_at=now,
        send_at=max(now, wanted.send_at) if wanted.send_at else now,
        attachments=files,
    )


def _audience(wanted: NewMessage) -> Audience:
    audience = wanted.audience
    return Audience(audience.school, tuple(audience.classes), tuple(audience.pupils))


def _digest(wanted: NewMessage) -> str:
    return hashlib.sha256(wanted.model_dump_json().encode()).hexdigest()


def cancel(school: str, message_id: str) -> None:
    """Again it changes nothing. Raises NotThere, or TooLate for a message that is on its way."""
    here = services()
    message = here.messages.find(school, message_id)
    if message is None:
        raise NotThere
    if not here.messages.cancel(message):
        raise TooLate
    record(MessageCancelled(school, message_id))
