"""What is due when a pupil leaves school on a day that was set before, and after one was deleted."""

from datetime import date

from common.cloud.log import record
from common.cloud.services import services
from common.errors import AlreadyDone, Retry
from common.events import PupilChanged
from common.letters import CodesToForget
from common.pupils import Change, left


def leave(school: str, pupil_id: str, day: date) -> None:
    """Unless the pupil stays after all, left before, or leaves on another day."""
    here = services()
    for pupil in here.pupils.find_many(school, [pupil_id]):
        if pupil.active and pupil.left_on == day:
            try:
                here.pupils.edit(Change(pupil, left(pupil, day, day)), here.tallies.counting_anew(school, here.now()))
            except AlreadyDone:
                raise Retry("the pupil was changed a moment ago") from None


def forget(school: str, pupil: str, versions: int) -> None:
    """All that hung on a pupil who is no more. Whatever an earlier try did is done again, and changes nothing."""
    here = services()
    here.parents.forget_links(school, pupil)
    here.reports.forget(school, pupil)
    here.locks.forget(school, pupil)
    here.pupils.forget(school, pupil, here.imports.ids(school))
    here.letters_queue.send([CodesToForget(kind="forget_codes", school=school, pupil=pupil, versions=versions)])
    record(PupilChanged(school, pupil, "forgotten"))
