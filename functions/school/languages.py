"""In which language, beside Dutch, the letters of a school are written."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from common.cloud.services import services
from common.cloud.table.store import Cancelled, Write
from common.errors import AlreadyDone, NotThere, Retry
from common.journal import Actor
from common.letters import DUTCH
from common.web.api import Unfit
from common.web.audiences import WantedAudience

_ATTEMPTS = 5


class LetterLanguage(BaseModel):
    """The body of PUT /api/letters/language: for the school, or for the classes or pupils that differ from it.

    'nl' is a letter in Dutch only. None takes away what a class or a pupil had of its own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Literal["nl", "en", "pl", "tr", "uk", "ar"] | None
    audience: WantedAudience


def choose(school_id: str, body: LetterLanguage, by: Actor, now: datetime) -> None:
    """Letters made from now on. Raises NotThere for a pupil whom the school does not have, Unfit for such a class."""
    about = {"changed": "language", **({"language": body.language} if body.language else {})}
    told = services().journal.entry(school_id, "letter_changed", by, now, **about)
    if body.audience.school:
        _choose_for_school(school_id, body.language or DUTCH, told)
    elif body.audience.classes:
        _choose_for_classes(school_id, body, told)
    else:
        _choose_for_pupils(school_id, body)
        services().journal.note(school_id, "letter_changed", by, now, **about, pupils=str(len(body.audience.pupils)))


def _choose_for_school(school_id: str, language: str, told: Write) -> None:
    try:
        services().schools.set_letter_language(school_id, language, told)
    except AlreadyDone:
        raise NotThere from None


def _choose_for_classes(school_id: str, body: LetterLanguage, told: Write) -> None:
    """What is kept of classes that are not there any more goes as well."""
    here, named = services(), body.audience.classes
    there = {pupil.class_name for pupil in here.pupils.of_school(school_id) if pupil.active}
    unknown = [at for at, name in enumerate(named) if name not in there] if body.language else []
    if unknown:
        faults = [{"at": f"/audience/classes/{at}", "problem": "this school has no such class"} for at in unknown]
        raise Unfit(*faults)
    for _ in range(_ATTEMPTS):
        school = here.schools.find(school_id)
        if school is None:
            raise NotThere
        wanted = {**school.class_languages, **dict.fromkeys(named, body.language)}
        try:
            here.schools.set_class_languages(
                school, {name: language for name, language in wanted.items() if language and name in there}, told
            )
        except AlreadyDone:
            continue
        return
    raise Retry("the languages of classes kept changing")


def _choose_for_pupils(school_id: str, body: LetterLanguage) -> None:
    try:
        services().pupils.set_language(school_id, body.audience.pupils, body.language or "")
    except Cancelled:
        raise NotThere from None
