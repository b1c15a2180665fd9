"""What is told when the dates of birth tried with a code close it: to its school, and to whoever keeps watch."""

from datetime import datetime, timedelta

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.limits import Limit
from common.errors import DateCheckLocked, DateCheckPaused
from common.events import CodeLocked, DatesGuessed
from common.links import CodeEntry

_LOCKS_A_DAY = Limit("locks", 3, timedelta(days=1))


def note_lock(entry: CodeEntry, problem: DateCheckPaused | DateCheckLocked, now: datetime) -> None:
    """Again, it changes nothing: each try that finds the code closed comes here, in case the first could not."""
    here = services()
    until = problem.until if isinstance(problem, DateCheckPaused) else None
    if not here.locks.add(entry, until, now):
        return
    record(CodeLocked(entry.school, entry.pupil, for_good=until is None))
    if here.limits.reaches(_LOCKS_A_DAY, entry.school, now):
        record(DatesGuessed(entry.school, _LOCKS_A_DAY.most))
