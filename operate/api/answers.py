"""What the JSON doors answer, as the document describes it. The tests hold every real answer against these."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from common.imports import State as StateOfList
from common.messages import Stage, State
from common.preferences import Channel, Kind


class Nothing(BaseModel):
    """It was done; there is nothing more to tell."""


class Id(BaseModel):
    """What was made or meant."""

    id: str


class Fault(BaseModel):
    """at: where in the body, as a JSON pointer such as '/audience/classes/0', '' for all of it; or the name of a
    parameter or header. What was sent is never repeated.
    """

    at: str
    problem: str


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    errors: list[Fault] | None = Field(default=None, description="Only with 422: what does not fit.")


# -- pupils and their lists


class Remark(BaseModel):
    """where: a place in the file for people, such as 'regel 7'. reason: in Dutch."""

    where: str
    reason: str


class Progress(BaseModel):
    """Pupils, while the list is applied."""

    written: int
    of: int


class File(BaseModel):
    """A PDF of letters. class: '' for several classes together. works: whether any letter in it does still; its
    code dies with the next one, when the pupil leaves, and when it ends. link: works for a minute; null until it is
    made, where no letter works any more, 30 days later, and for a key without the scope `letters`.
    """

    class_name: str = Field(alias="class")
    file: str
    made: bool
    works: bool
    link: str | None


class PupilList(BaseModel):
    """What became of a pupil list. sentence, questions: as the school reads them, in Dutch.

    preview: which one a list that waits shows, from 1 on; 0 for one that never waited. From the second on it was
    confirmed and would have done something else by then than counts_before says, which the preview before counted.
    """

    id: str
    file: str
    uploaded_at: datetime
    state: StateOfList
    sentence: str
    questions: list[str]
    format: str
    whole_school: bool
    counts: dict[str, int]
    preview: int
    counts_before: dict[str, int]
    progress: Progress
    can_undo: bool


class PupilListReport(PupilList):
    """The same with rows held back, warnings, and letters, whose links only a key with the scope `letters` too gets."""

    held: list[Remark]
    warnings: list[Remark]
    letters: list[File]


class PupilLists(BaseModel):
    """The newest first, at most 50."""

    imports: list[PupilList]


# -- letters


class LettersAsked(BaseModel):
    """id: of the batch. letters: how many it will have."""

    id: str
    letters: int


class LettersOfBatch(BaseModel):
    """Every file of a batch, made or not."""

    id: str
    files: list[File]


class LettersPrinted(BaseModel):
    """letters: how many of them were new."""

    letters: int


class Texts(BaseModel):
    """The school's own texts on the letter, by language; where there is none ours stands there."""

    texts: dict[str, str]


# -- messages


class Upload(BaseModel):
    """A form to be sent as multipart/form-data to `url`: these fields first, the file last, as 'file'."""

    url: str
    fields: dict[str, str]


class Place(BaseModel):
    """id: for a message, within a week. until: when the form ends."""

    id: str
    upload: Upload
    until: datetime


class AttachmentOfMessage(BaseModel):
    """size: in bytes."""

    id: str
    name: str
    content_type: str
    size: int


class MessageSummary(BaseModel):
    """stage: it waits for its time, is put in the queue of deliveries, was put there for all, or was cancelled."""

    id: str
    kind: Kind
    title: str
    send_at: datetime
    stage: Stage
    attachments: list[AttachmentOfMessage]


class MessageList(BaseModel):
    """The newest first. next: `before` of the next page; missing on the last."""

    messages: list[MessageSummary]
    next: str | None = None


class Counts(BaseModel):
    """Recipients, each once, by the best of the channels. audience is the sum of the others.

    announced: nobody confirmed the address, so that a mail without content went there; whether it arrived is not told.
    """

    audience: int
    queued: int
    sent: int
    delivered: int
    announced: int
    bounced: int
    failed: int
    withheld: int


class MessageReport(MessageSummary):
    """The same with how far it is, and what became of it.

    state: of the message and its deliveries. scheduled: its time has not come; queued: it has; sending: stage is sent,
    and some deliveries are still to be made; done: none is; cancelled.
    """

    state: Literal["scheduled", "queued", "sending", "done", "cancelled"]
    counts: Counts


class RecipientReport(BaseModel):
    """A parent, without name or address. pupils: for whom the message was meant.

    deliveries: sent, delivered: with the content, or a push, which leads to it; announced: a mail without content, as
    nobody confirmed the address.
    """

    recipient: str
    pupils: list[str]
    deliveries: dict[Channel, State]


class RecipientList(BaseModel):
    """next: `after` of the next page; missing on the last."""

    recipients: list[RecipientReport]
    next: str | None = None


class Cancelled(BaseModel):
    """The message will not go out."""

    id: str
    state: Literal["cancelled"]
