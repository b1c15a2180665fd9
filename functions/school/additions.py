"""*Leerling toevoegen*: one pupil by hand, and the letter for that pupil."""

from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.pupils import NameTaken, PupilChanged
from common.days import local_date
from common.errors import Retry
from common.events import PupilAdded
from common.ids import moment_of, random_id, timed_id
from common.journal import Actor
from common.letters import ask
from common.pupils import Pupil, known_name, sort_name
from common.schools import School
from common.values import Value
from school import leaving, printing

if TYPE_CHECKING:
    from common.web.desks import Seat

_ATTEMPTS = 3
# Who reads more names before adding one?
_MOST_DOUBLES = 20


class Written(Value):
    """What somebody writes of a pupil, as it is kept: cleaned, with a name and a class."""

    given_name: str
    prefix: str
    family_name: str
    class_name: str
    birth_date: date | None = None


def doubles_of(seat: "Seat", wanted: Written) -> list[Pupil]:
    """Who is at school with this name, class and date of birth, or was until a while ago with this name and date.

    Nobody where adding makes no second one.
    """
    here, school = services(), seat.school.id
    name = sort_name(wanted.given_name, wanted.prefix, wanted.family_name)
    # In a new class nobody is yet.
    there = here.pupils.listed(school, wanted.class_name) if wanted.class_name in seat.tally.classes else []
    alike = [one.id for one in (*there, *here.pupils.listed(school, active=False)) if one.sort_name == name]
    doubles = [one for one in here.pupils.find_many(school, alike[:_MOST_DOUBLES]) if _may_be(one, wanted)]
    known = here.pupils.known_as(school, _name_of(wanted)) if doubles else None
    return [] if any(one.id == known and one.active for one in doubles) else doubles


def _may_be(pupil: Pupil, wanted: Written) -> bool:
    """Of one who left the class may be that of another year, where a date of birth says enough."""
    is_there = pupil.class_name == wanted.class_name or (not pupil.active and pupil.birth_date is not None)
    return is_there and pupil.birth_date == wanted.birth_date


def _name_of(wanted: Written) -> str:
    return known_name(None, wanted.given_name, wanted.prefix, wanted.family_name, wanted.birth_date, wanted.class_name)


def add(school: School, wanted: Written, by: Actor, now: datetime) -> tuple[str, bool]:
    """The pupil's id, and whether it is new. The same pupil again is the same pupil, and its letter comes again.

    One who had left is back, with the old code.
    """
    here = services()
    name = _name_of(wanted)
    pupil = _new(school, wanted, now)
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


def _new(school: School, wanted: Written, now: datetime) -> Pupil:
    pupil_id = random_id()
    return Pupil(
        school=school.id,
        id=pupil_id,
        given_name=wanted.given_name,
        prefix=wanted.prefix,
        family_name=wanted.family_name,
        class_name=wanted.class_name,
        birth_date=wanted.birth_date,
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
