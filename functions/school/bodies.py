"""What a school's systems send to the JSON door of pupils, lists and letters: the shapes, and what fits each field."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from common.cloud.services import services
from common.days import local_date
from common.letters import Only
from common.pupils import LONGEST_CLASS, LONGEST_NAME, clean
from common.web.audiences import WantedAudience
from common.web.bodies import Body
from school.additions import Written

_OLDEST_YEARS = 25

Name = Annotated[str, Field(max_length=LONGEST_NAME), AfterValidator(clean)]


def _of_a_pupil(born: date) -> date:
    today = local_date(services().now())
    if not date(today.year - _OLDEST_YEARS, 1, 1) <= born < today:
        message = "this cannot be a pupil's date of birth"
        raise ValueError(message)
    return born


def _needed(given_name: str) -> str:
    if not given_name:
        message = "a pupil needs a given name; one who has a single name has it here"
        raise ValueError(message)
    return given_name


class NewPupil(Body):
    """The body of POST /api/pupils. Children of one family differ by their given names.

    The date of birth is optional: it is the extra check where it is known.
    """

    given_name: Annotated[Name, AfterValidator(_needed)]
    prefix: Name = ""
    family_name: Name = ""
    class_name: Annotated[
        str, Field(alias="class", max_length=LONGEST_CLASS), AfterValidator(clean), Field(min_length=1)
    ]
    birth_date: Annotated[date, AfterValidator(_of_a_pupil)] | None = None

    def plain(self) -> Written:
        return Written(self.given_name, self.prefix, self.family_name, self.class_name, self.birth_date)


class Confirmed(Body):
    """preview: the one that was seen; without it, whichever is the newest at that moment."""

    preview: Annotated[int, Field(strict=True, ge=1)] | None = None


class WantedLetters(Body):
    """The body of POST /api/letters. together: one file, class after class, instead of one for each class."""

    audience: WantedAudience
    only: Only = "everybody"
    together: bool = False


class LetterLanguage(Body):
    """The body of PUT /api/letters/language: for the school, or for the classes or pupils that differ from it.

    'nl' is a letter in Dutch only. None takes away what a class or a pupil had of its own.
    """

    language: Literal["nl", "en", "pl", "tr", "uk", "ar"] | None
    audience: WantedAudience
