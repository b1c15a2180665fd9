"""What a school ordered for the codes of all its pupils: longer, or new ones with letters."""

from dataclasses import replace
from datetime import date

from common.cloud import counting
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.store import Cancelled
from common.errors import Retry
from common.events import CodesChanged
from common.ids import moment_of
from common.letters import ask
from common.pupils import Pupil


def extend(school: str, until: date) -> None:
    """All codes work at least until that day. Once more, it changes nothing."""
    here = services()
    ending = [pupil for pupil in _at_school(school) if pupil.valid_until < until]
    try:
        here.pupils.extend_codes([replace(pupil, valid_until=until) for pupil in ending])
    except Cancelled:
        raise Retry("a pupil was changed a moment ago") from None
    record(CodesChanged(school, "", len(ending)))
    counting.recount(school)


def renew(school: str, batch: str, by: str, until: date) -> None:
    """Each pupil gets one new code that works until then, however often it is begun; all letters come in one batch."""
    here = services()
    made = here.batches.find(school, batch)
    if made and made.is_made:
        return
    waiting = [pupil for pupil in _at_school(school) if pupil.renewed_in != batch]
    if made is None:
        try:
            here.pupils.renew_codes([replace(pupil, valid_until=until) for pupil in waiting], batch)
        except Cancelled:
            raise Retry("a pupil was changed a moment ago") from None
    person = here.staff.find(school, by)
    renewed = [pupil for pupil in _at_school(school) if pupil.renewed_in == batch]
    asked = ask(school, batch, "new_code", renewed, moment_of(batch), by=person.name if person else "")
    here.batches.want(asked)
    here.letters_queue.send(asked.requests)
    record(CodesChanged(school, batch, len(renewed)))
    counting.recount(school)


def _at_school(school: str) -> list[Pupil]:
    return [pupil for pupil in services().pupils.of_school(school) if pupil.active]
