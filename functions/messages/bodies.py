"""What a school's systems send to the JSON door for messages: the shapes, and what fits each field."""

from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
)

from common.attachments import LARGEST, LONGEST_NAME, MOST, Attachment, file_name, type_of
from common.ids import random_id
from common.preferences import Kind
from common.pupils import clean
from common.web.audiences import WantedAudience, each_once
from common.web.bodies import Body
from messages.orders import LONGEST_TEXT, LONGEST_TITLE, Order
from messages.texts import cleaned


def _no_number(moment: object) -> object:
    """pydantic would take seconds since 1970 too, also in quotes."""
    if isinstance(moment, int | float) or (isinstance(moment, str) and "-" not in moment.lstrip("-")):
        message = "give a date and time with an offset from UTC, such as 2026-09-01T08:30:00+02:00"
        raise ValueError(message)
    return moment


class NewMessage(Body):
    """The body of POST /api/messages. send_at: with an offset from UTC, within a year; at once without it.

    attachments: ids that POST /api/attachments gave, in the order in which parents see them.
    """

    kind: Kind
    title: Annotated[str, Field(max_length=LONGEST_TITLE), AfterValidator(clean), Field(min_length=1)]
    text: Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(cleaned), Field(min_length=1)]
    audience: WantedAudience
    send_at: Annotated[AwareDatetime, BeforeValidator(_no_number)] | None = None
    attachments: Annotated[
        list[Annotated[str, Field(max_length=40)]], AfterValidator(each_once), Field(max_length=MOST)
    ] = Field(default_factory=list)

    def plain(self) -> Order:
        audience = self.audience.plain()
        return Order(self.kind, self.title, self.text, audience, self.send_at, tuple(self.attachments))


def _taken(name: str) -> str:
    if not type_of(name):
        message = "files of this kind are not taken: the ending of the name says what it is"
        raise ValueError(message)
    return name


class NewAttachment(Body):
    """The body of POST /api/attachments. size: in bytes, of exactly the file that will be put there."""

    name: Annotated[
        str,
        Field(max_length=4 * LONGEST_NAME),
        AfterValidator(file_name),
        Field(min_length=1, max_length=LONGEST_NAME),
        AfterValidator(_taken),
    ]
    content_type: Annotated[str, Field(max_length=100)]
    size: Annotated[int, Field(strict=True, ge=1, le=LARGEST)]

    @field_validator("content_type")
    @classmethod
    def _goes_with_name(cls, content_type: str, before: ValidationInfo) -> str:
        name = before.data.get("name")
        if name and content_type != type_of(name):
            message = "the content type does not go with the ending of the name"
            raise ValueError(message)
        return content_type

    def plain(self) -> Attachment:
        """With an id, which nothing else has."""
        return Attachment(random_id(), self.name, self.content_type, self.size)
