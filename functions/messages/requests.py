"""A message as a school asks for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from common.ids import random_id, timed_id
from common.messages import Audience, Message
from common.preferences import Kind
from common.pupils import clean
from common.web.audiences import WantedAudience


class NewMessage(BaseModel):
    """The body of POST /api/messages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    title: Annotated[str, Field(max_length=150), AfterValidator(clean), Field(min_length=1)]
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    audience: WantedAudience


def message_of(school: str, wanted: NewMessage, now: datetime) -> Message:
    audience = wanted.audience
    return Message(
        school=school,
        id=timed_id(now, random_id()),
        kind=wanted.kind,
        title=wanted.title,
        text=wanted.text.replace("\r\n", "\n").strip(),
        audience=Audience(audience.school, tuple(audience.classes), tuple(audience.pupils)),
        made_at=now,
        send_at=now,
    )


def state_of(message: Message, tally: Mapping[str, int]) -> str:
    """How far a message is, in one word for the school's systems."""
    if message.stage == "sent":
        return "sending" if tally["queued"] else "done"
    return {"waiting": "queued", "sending": "queued", "cancelled": "cancelled"}[message.stage]
