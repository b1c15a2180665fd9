"""In which language, beside Dutch, the letters of a school are written."""

from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, ConfigDict

from common.cloud.services import services
from common.cloud.table.store import Cancelled
from common.errors import NotThere
from common.web.audiences import WantedAudience


class LetterLanguage(BaseModel):
    """The body of PUT /api/letters/language: for the school, or for the classes or pupils that differ from it.

    'nl' is a letter in Dutch only. None takes away what a class or a pupil had of its own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Literal["nl", "en", "pl", "tr", "uk", "ar"] | None
    audience: WantedAudience


def choose(school_id: str, body: LetterLanguage) -> None:
    """Letters made from now on. Raises NotThere for a pupil whom the school does not have."""
    here = services()
    school = here.schools.find(school_id)
    if school is None:
        raise NotThere
    languages = {**school.class_languages, **dict.fromkeys(body.audience.classes, body.language)}
    chosen = replace(
        school,
        letter_language=(body.language or "nl") if body.audience.school else school.letter_language,
        class_languages={name: language for name, language in languages.items() if language},
    )
    try:
        here.pupils.set_language(school_id, body.audience.pupils, body.language or "")
    except Cancelled:
        raise NotThere from None
    here.schools.set_letter_languages(chosen)
