"""Pupils who left long ago are erased, once a day: nobody at a school must think of it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.log import record, record_failure
from common.cloud.services import services
from common.days import local_date
from common.errors import AlreadyDone, Retry
from common.events import PupilsErased
from common.ids import moment_of
from common.journal import OPERATOR
from common.pupils import Pupil
from common.schools import School
from school import leaving

# Of one school in one run; the others go the next day.
_MOST_OF_SCHOOL = 100
_TIME_FOR_A_SCHOOL = 60_000


def handler(_event: dict[str, Any], context: LambdaContext) -> None:
    """Goes over all schools. One that fails does not keep the others from being looked at.

    Raises Retry where one failed: what was erased stays so, and the rest is tried again.
    """
    here = services()
    failed = 0
    for school in _mixed(here.schools.all_ids(), here.now()):
        if context.get_remaining_time_in_millis() < _TIME_FOR_A_SCHOOL:
            break
        try:
            _erase_of(here.schools.known(school), here.now())
        except Exception as error:
            record_failure(error)
            failed += 1
    if failed:
        raise Retry(f"{failed} schools not looked at")


def _mixed(schools: list[str], now: datetime) -> list[str]:
    """Another one first each day, so that whoever comes last where time is short does not always."""
    first = now.toordinal() % len(schools) if schools else 0
    return [*schools[first:], *schools[:first]]


def _erase_of(school: School, now: datetime) -> None:
    here = services()
    gone = here.pupils.find_many(school.id, [one.id for one in here.pupils.listed(school.id, active=False)])
    day = school.keeps_since(local_date(now))
    over = list(islice((one for one in gone if not one.active and _left_on(one) < day), _MOST_OF_SCHOOL))
    names = _names_by_pupil(school) if over else {}
    erased = 0
    for pupil in over:
        try:
            leaving.erase(pupil, names.get(pupil.id, []), OPERATOR, now, kept_months=str(school.kept_months))
        except AlreadyDone:
            # Back at school a moment ago, or deleted by hand.
            continue
        erased += 1
    if erased:
        record(PupilsErased(school.id, erased))


def _names_by_pupil(school: School) -> Mapping[str, list[str]]:
    """Read once: they are those of the whole school, and a pupil does not know its own."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, pupil in services().pupils.names_of_school(school.id).items():
        names[pupil].append(name)
    return names


def _left_on(pupil: Pupil) -> date:
    """Whoever a list brought that was undone never left: for them it is the day of that list."""
    return pupil.left_on or local_date(moment_of(pupil.batch))
