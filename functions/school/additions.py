"""*Leerling toevoegen*: one pupil by hand, and the letter for that pupil."""

from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.pupils import NameTaken, PupilChanged
from common.days import local_date
from common.errors import Retry
from common.events import PupilAdded
from common.ids import moment_of, random_id, timed_id
from common.journal import Actor
from common.letters import ask
from common.pupils import LONGEST_CLASS, LONGEST_NAME, Pupil, clean, known_name
from common.schools import School
from school import leaving, printing

_OLDEST_YEARS = 25
_ATTEMPTS = 3

Clean = Annotated[str, AfterValidator(clean)]
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


class Written(BaseModel):
    """What somebody writes of a pupil. A name or class that was there already may be longer than one that is new."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    given_name: Clean = ""
    prefix: Clean = ""
    family_name: Clean = ""
    class_name: Annotated[str, Field(alias="class"), AfterValidator(clean), Field(min_length=1)]
    birth_date: Annotated[date, AfterValidator(_of_a_pupil)] | None = None

    @model_validator(mode="after")
    def _is_somebody(self) -> Self:
        if not (self.given_name or self.family_name):
            message = "a pupil needs a given name or a family name"
            raise ValueError(message)
        return self


class NewPupil(Written):
    """The body of POST /api/pupils. Children of one family differ by their given names.

    The date of birth is optional: it is the extra check where it is known.
    """

    given_name: Annotated[Name, AfterValidator(_needed)]
    prefix: Name = ""
    family_name: Name = ""
    class_name: Annotated[
        str, Field(alias="class", max_length=LONGEST_CLASS), AfterValidator(clean), Field(min_length=1)
    ]


def add(school: School, body: Written, by: Actor, now: datetime) -> tuple[str, bool]:
    """The pupil's id, and whether it is new. The same pupil again is the same pupil, and its letter comes again.

    One who had left is back, with the old code.
    """
    here = services()
    name = known_name(None, body.given_name, body.prefix, body.family_name, body.birth_date, body.class_name)
    pupil = _new(school, body, now)
    entry = here.journal.entry(school.id, "pupil_added", by, now, pupil=pupil.id)
    is_new = True
    try:
        here.pupils.add_one(name, pupil, entry, here.tallies.counting_anew(school.id, now))
    except NameTaken:
        pupil, is_new = _there_already(school, name, by, now), False
    printing.send_one(ask(school.id, _batch_of(pupil, now), "added", [pupil], now, by=by.name), pupil)
    record(PupilAdded(school.id, pupil.id, is_new))
    return pupil.id, is_new


def _batch_of(pupil: Pupil, now: datetime) -> str:
    """The pupil's own, again and again; another where the pupil came with a list, whose files stay as they are."""
    own = timed_id(moment_of(pupil.batch), pupil.id)
    return own if own == pupil.batch else timed_id(now, pupil.id)


def _new(school: School, body: Written, now: datetime) -> Pupil:
    pupil_id = random_id()
    return Pupil(
        school=school.id,
        id=pupil_id,
        given_name=body.given_name,
        prefix=body.prefix,
        family_name=body.family_name,
        class_name=body.class_name,
        birth_date=body.birth_date,
        valid_until=school.codes_until(local_date(now)),
        batch=timed_id(now, pupil_id),
    )


def _there_already(school: School, name: str, by: Actor, now: datetime) -> Pupil:
    here = services()
    pupil_id = here.pupils.known_as(school.id, name)
    for _ in range(_ATTEMPTS):
        found = here.pupils.find_many(school.id, [pupil_id]) if pupil_id else []
        if not found:
            break
        if found[0].active:
            return found[0]
        with suppress(PupilChanged):
            return leaving.bring_back(school, found[0], by, now)
    raise Retry("the pupil was there a moment ago")
