"""Letters that a school asks for: again, for some, with a new code; and where they can be fetched."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from common.cloud.services import services
from common.cloud.table.store import Cancelled
from common.errors import AlreadyDone, NotThere, Problem, Retry
from common.ids import random_id, timed_id
from common.imports import ClassLetters
from common.letters import LetterRequest, object_key_of, request_together, requests_for
from common.pupils import Pupil, end_of_school_year
from common.web.audiences import WantedAudience

LINK_SECONDS = 60
Only = Literal["everybody", "nobody_linked", "one_parent_linked", "new"]

_IS_WANTED: dict[Only, Callable[[Pupil], bool]] = {
    "everybody": lambda _pupil: True,
    "nobody_linked": lambda pupil: pupil.linked == 0,
    "one_parent_linked": lambda pupil: pupil.linked == 1,
    "new": lambda pupil: pupil.printed != pupil.letter,
}


class WantedLetters(BaseModel):
    """The body of POST /api/letters. together: one file, class after class, instead of one for each class."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    audience: WantedAudience
    only: Only = "everybody"
    together: bool = False


class HasLeft(Problem):
    """A letter with a code that nobody can use would be printed."""

    status: ClassVar[int] = 409
    title: ClassVar[str] = "This pupil has left the school"
    advice = "Add the pupil again, or put it on the list again; then the last code works as before."


def ask(school: str, body: WantedLetters, now: datetime) -> tuple[str, int]:
    """The batch, and how many letters it will have. Codes that ended work again until the end of the school year."""
    wanted = [pupil for pupil in _meant(school, body.audience) if _IS_WANTED[body.only](pupil)]
    return _make(school, wanted, now, together=body.together), len(wanted)


def renew_code(school: str, pupil_id: str, now: datetime) -> str:
    """The old letter is dead at once; the batch in which the new one comes. Raises NotThere, or HasLeft."""
    here = services()
    try:
        here.pupils.renew_code(school, pupil_id)
    except AlreadyDone:
        raise (HasLeft if here.pupils.find_many(school, [pupil_id]) else NotThere) from None
    return _make(school, here.pupils.find_many(school, [pupil_id]), now)


def note_printed(school: str, batch: str) -> int:
    """The school has printed the letters that came with a list; how many of them were new. Raises NotThere."""
    here = services()
    if here.imports.batch(school, batch) is None:
        raise NotThere
    new = [pupil for pupil in here.pupils.of_school(school) if pupil.batch == batch and pupil.printed != pupil.letter]
    _note(new)
    return len(new)


def files_of(school: str, batch_id: str) -> list[dict[str, Any]]:
    """Every file of a batch; one that is made with a link that works for a minute. Raises NotThere."""
    here = services()
    batch = here.imports.batch(school, batch_id)
    if batch is None:
        raise NotThere
    keys = [(one.class_name, object_key_of(school, batch_id, one.file)) for one in batch.wanted]
    bucket = here.settings.letters_bucket
    return [
        {
            "class": class_name,
            "file": key,
            "made": key in batch.made,
            "link": here.files.link_to(bucket, key, LINK_SECONDS) if key in batch.made else None,
        }
        for class_name, key in keys
    ]


def _meant(school: str, audience: WantedAudience) -> list[Pupil]:
    return [
        pupil
        for pupil in services().pupils.of_school(school)
        if pupil.active and (audience.school or pupil.class_name in audience.classes or pupil.id in audience.pupils)
    ]


def _make(school: str, pupils: list[Pupil], now: datetime, *, together: bool = False) -> str:
    here = services()
    batch = timed_id(now, random_id())
    until = end_of_school_year(now.date())
    _note([replace(pupil, valid_until=max(pupil.valid_until, until)) for pupil in pupils])
    requests = (request_together if together else requests_for)(school, batch, pupils)
    class_of = {pupil.id: pupil.class_name for pupil in pupils}
    here.imports.want_letters(school, batch, [_file(request, class_of, together=together) for request in requests])
    here.letters_queue.send(requests)
    return batch


def _note(pupils: list[Pupil]) -> None:
    try:
        services().pupils.note_printed(pupils)
    except Cancelled:
        raise Retry("a pupil went while letters were asked for") from None


def _file(request: LetterRequest, class_of: dict[str, str], *, together: bool) -> ClassLetters:
    return ClassLetters("" if together else class_of[request["pupils"][0]], request["file"])
