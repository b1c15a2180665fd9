"""A message as a school asks for it."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from common.ids import random_id, timed_id
from common.messages import Audience, Kind, Message
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
    )
