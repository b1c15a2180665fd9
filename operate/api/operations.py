"""Every JSON door: what it is for, what it takes and what it answers, with an example of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from common.apikeys import Scope
from letters.bodies import Logo, OwnText, WantedPreview
from messages.bodies import NewAttachment, NewMessage
from operate.api import answers
from operate.api.examples import (
    ATTACHMENT,
    BATCH,
    CANCELLED,
    FILE,
    MESSAGE,
    PLACE,
    PUPIL,
    PUPIL_LIST,
    RECIPIENT,
    REPORT_OF_LIST,
    REPORT_OF_MESSAGE,
)
from school.bodies import Confirmed, LetterLanguage, NewPupil, WantedLetters

PDF = "application/pdf"


@dataclass(frozen=True)
class Answer:
    """shape: None for a file of `content_type`, or for an object that nothing more is said of."""

    shape: type[BaseModel] | None
    example: Any = None
    content_type: str = "application/json"


@dataclass(frozen=True)
class Operation:
    """scope: what the key must be for; None for a door that is open. refusals: beside those that every door has.

    body_required: whether something must be sent; else it is as if nothing of it were said.
    """

    key: str
    summary: str
    scope: Scope | None
    answers: Mapping[int, Answer]
    body: type[BaseModel] | None = None
    body_example: Any = None
    body_required: bool = True
    refusals: Mapping[int, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def method(self) -> str:
        return self.key.partition(" ")[0].lower()

    @property
    def path(self) -> str:
        return self.key.partition(" ")[2]


_NOT_THERE = {404: "The school has nothing with this id."}
_DONE = {200: Answer(answers.Nothing, {})}
_PAGE = "At most so many, from 1 to 100; 100 without it."
_FIRST = {"id": PUPIL}

OPERATIONS = (
    Operation(
        "POST /api/pupils",
        "Add one pupil; the letter follows",
        "pupils",
        {
            201: Answer(answers.Id, _FIRST),
            200: Answer(answers.Id, _FIRST),
        },
        NewPupil,
        {"given_name": "Noor", "prefix": "van der", "family_name": "Linde", "class": "5B", "birth_date": "2016-03-14"},
    ),
    Operation(
        "POST /api/pupils/{pupil}/code",
        "A new code for one pupil: the old letter is dead at once, the new one comes as this batch",
        "letters",
        {202: Answer(answers.Id, {"id": BATCH})},
        refusals={**_NOT_THERE, 409: "The pupil has left the school."},
    ),
    Operation(
        "GET /api/imports",
        "The newest pupil lists and what became of them",
        "lists",
        {200: Answer(answers.PupilLists, {"imports": [PUPIL_LIST]})},
    ),
    Operation(
        "GET /api/imports/{import_id}",
        "All that became of one list, row by row",
        "lists",
        {200: Answer(answers.PupilListReport, REPORT_OF_LIST)},
        refusals=_NOT_THERE,
    ),
    Operation(
        "POST /api/imports/{import_id}/confirm",
        "Apply a list that waits, if it would still do what its preview says; else it waits again with a new one",
        "lists",
        {202: Answer(answers.Id, {"id": BATCH})},
        Confirmed,
        {"preview": 1},
        body_required=False,
        refusals={**_NOT_THERE, 409: "This list does not wait, or shows another preview by now."},
    ),
    Operation(
        "POST /api/imports/{import_id}/decline",
        "Want nothing of a list that waits; declined twice it is declined",
        "lists",
        {200: Answer(answers.Id, {"id": BATCH})},
        refusals={**_NOT_THERE, 409: "This list does not wait."},
    ),
    Operation(
        "POST /api/imports/{import_id}/undo",
        "Undo the last list that was applied",
        "lists",
        {202: Answer(answers.Id, {"id": BATCH})},
        refusals={**_NOT_THERE, 409: "Not the last list, or not applied."},
    ),
    Operation(
        "POST /api/letters",
        "Make letters, again or for some",
        "letters",
        {202: Answer(answers.LettersAsked, {"id": BATCH, "letters": 24})},
        WantedLetters,
        {"audience": {"classes": ["5B"]}, "only": "nobody_linked", "together": False},
    ),
    Operation(
        "GET /api/letters/{batch}",
        "The files of a batch, or of a list",
        "letters",
        {200: Answer(answers.LettersOfBatch, {"id": BATCH, "files": [FILE]})},
        refusals=_NOT_THERE,
    ),
    Operation(
        "POST /api/letters/{batch}/printed",
        "Say that the letters that came with a list are printed",
        "letters",
        {200: Answer(answers.LettersPrinted, {"letters": 24})},
        refusals=_NOT_THERE,
    ),
    Operation(
        "PUT /api/letters/language",
        "The language on the back of letters: of the school, of classes or of pupils",
        "letters",
        _DONE,
        LetterLanguage,
        {"language": "pl", "audience": {"classes": ["5B"]}},
        refusals={404: "A pupil whom the school does not have."},
    ),
    Operation(
        "GET /api/letters/text",
        "The school's own texts on the letter",
        "letters",
        {200: Answer(answers.Texts, {"texts": {"nl": "Welkom op **De Regenboog**!"}})},
        refusals=_NOT_THERE,
    ),
    Operation(
        "PUT /api/letters/text",
        "Keep a text of the school's own on the letter; an empty one gives ours back",
        "letters",
        _DONE,
        OwnText,
        {"language": "nl", "text": "Welkom op **De Regenboog**!"},
        refusals=_NOT_THERE,
    ),
    Operation(
        "PUT /api/letters/logo",
        "Keep a logo",
        "letters",
        _DONE,
        Logo,
        {"picture": "iVBORw0KGgo="},
        refusals=_NOT_THERE,
    ),
    Operation("DELETE /api/letters/logo", "Remove the logo", "letters", _DONE),
    Operation(
        "POST /api/letters/preview",
        "A letter to an invented pupil, with a text or a logo that is not kept yet",
        "letters",
        {200: Answer(None, content_type=PDF)},
        WantedPreview,
        {"language": "pl"},
        refusals=_NOT_THERE,
    ),
    Operation(
        "POST /api/attachments",
        "A place for one file that will go along with a message",
        "messages",
        {201: Answer(answers.Place, PLACE)},
        NewAttachment,
        {key: ATTACHMENT[key] for key in ("name", "content_type", "size")},
    ),
    Operation(
        "POST /api/messages",
        "Send a message, now or later",
        "messages",
        {202: Answer(answers.Id, {"id": MESSAGE["id"]})},
        NewMessage,
        {
            "kind": "schoolnieuws",
            "title": "Studiedag",
            "text": "Vrijdag is er **geen school**.",
            "audience": {"classes": ["5B", "6A"]},
            "send_at": "2026-12-01T08:00:00+01:00",
            "attachments": [ATTACHMENT["id"]],
        },
        parameters={
            "Idempotency-Key": "At most 255 characters. For two days the same key and body give the same message again,"
            " and the same key with another body is refused."
        },
    ),
    Operation(
        "GET /api/messages",
        "The messages of the school, the newest first",
        "messages",
        {200: Answer(answers.MessageList, {"messages": [MESSAGE], "next": MESSAGE["id"]})},
        parameters={"before": "`next` of the page before; the first page without it.", "limit": _PAGE},
        refusals={422: "`before` is no `next` of ours, or `limit` no such number."},
    ),
    Operation(
        "GET /api/messages/{message_id}",
        "How far a message is, and how many it reached",
        "messages",
        {200: Answer(answers.MessageReport, REPORT_OF_MESSAGE)},
        refusals=_NOT_THERE,
    ),
    Operation(
        "GET /api/messages/{message_id}/recipients",
        "What became of a message for each recipient and channel",
        "messages",
        {200: Answer(answers.RecipientList, {"recipients": [RECIPIENT], "next": RECIPIENT["recipient"]})},
        parameters={"after": "`next` of the page before; the first page without it.", "limit": _PAGE},
        refusals={**_NOT_THERE, 422: "`after` is no `next` of ours, or `limit` no such number."},
    ),
    Operation(
        "DELETE /api/messages/{message_id}",
        "Take a message back whose time has not come",
        "messages",
        {200: Answer(answers.Cancelled, CANCELLED)},
        refusals={**_NOT_THERE, 409: "It is on its way already."},
    ),
    Operation("GET /api/openapi.json", "This document", None, {200: Answer(None)}),
)
