"""The codes of a pupil who was deleted: nothing knows them any more."""

from common.cloud.log import record
from common.cloud.services import services
from common.days import local_date
from common.errors import Retry
from common.events import PupilChanged
from letters import making


def forget_codes(school: str, pupil: str, versions: int) -> None:
    """Once more, it changes nothing. Raises Retry for a pupil who is there, as those codes are in use; not where all of
    the school is being erased."""
    here = services()
    there = here.pupils.with_schools([(school, pupil)])
    if any(one.deleted_on is None or one.deleted_on > local_date(here.now()) for _, one in there):
        raise Retry("the pupil is still there")
    here.codes.forget(
        making.make(pupil, school, version, epoch).index
        for epoch in here.keys.epochs
        for version in range(1, versions + 1)
    )
    record(PupilChanged(school, pupil, "codes_forgotten"))
