"""The codes of a pupil who was deleted: nothing knows them any more."""

from common import codes
from common.cloud.log import record
from common.cloud.services import services
from common.errors import Retry
from common.events import PupilChanged


def forget_codes(school: str, pupil: str, versions: int) -> None:
    """Once more, it changes nothing. Raises Retry for a pupil who is there, as those codes are in use; not where all of
    the school is being erased."""
    here = services()
    there = here.pupils.with_schools([(school, pupil)])
    if any(one.deleted_on is None or one.deleted_on > here.now().date() for _, one in there):
        raise Retry("the pupil is still there")
    school_key, find_key = here.keys.school_key(school), here.keys.find_key
    made = (codes.derive(school_key, pupil, version) for version in range(1, versions + 1))
    here.codes.forget(codes.index(find_key, code) for code in made)
    record(PupilChanged(school, pupil, "codes_forgotten"))
