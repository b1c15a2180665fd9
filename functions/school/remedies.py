"""What the school mends at a pupil: a link that should not be, a code that is locked, a report that was seen to."""

from contextlib import suppress
from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.errors import AlreadyDone, NotThere
from common.events import PupilChanged
from common.pupils import Pupil
from common.web.desks import Seat


def unlink(seat: Seat, pupil: Pupil, parent: str, now: datetime) -> bool:
    """Whether there was a link still: the parent may have ended it a moment ago."""
    try:
        services().parents.unlink(parent, pupil.school, pupil.id, now, by=seat.actor)
    except AlreadyDone:
        return False
    record(PupilChanged(pupil.school, pupil.id, "unlinked"))
    return True


def lift_lock(seat: Seat, pupil: Pupil, now: datetime) -> None:
    """The date of birth can be tried again; nothing happens where there is no lock any more."""
    here = services()
    if here.locks.lift(pupil.school, pupil.id):
        here.journal.note(pupil.school, "lock_lifted", seat.actor, now, pupil=pupil.id)
        record(PupilChanged(pupil.school, pupil.id, "lock"))


def settle(seat: Seat, pupil: Pupil, report_id: str, now: datetime) -> None:
    """Raises NotThere for a report that there is not; nothing happens to one that was settled before."""
    here = services()
    report = here.reports.find(pupil.school, pupil.id, report_id)
    if report is None:
        raise NotThere
    entry = here.journal.entry(pupil.school, "reports_settled", seat.actor, now, pupil=pupil.id, report=report.id)
    with suppress(AlreadyDone):
        here.reports.settle(report, now, entry)
        record(PupilChanged(pupil.school, pupil.id, "report"))
