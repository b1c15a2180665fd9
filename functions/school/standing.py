"""How it stands with the code of a pupil, in one word."""

from datetime import date
from typing import Literal

from common.locks import Lock
from common.pupils import Pupil
from common.schools import School

# Closed: the pupil left, or the school closed all of its codes for a while or is stopped itself.
# Locked: too many wrong dates of birth.
CodeState = Literal["valid", "ended", "closed", "locked"]


def code_state(pupil: Pupil, school: School, lock: Lock | None, today: date) -> CodeState:
    if not (school.takes_links and pupil.active):
        return "closed"
    if pupil.valid_until < today:
        return "ended"
    return "locked" if lock and pupil.birth_date else "valid"


def cap(pupil: Pupil, school: School) -> int:
    """How many parents can be linked to the pupil."""
    return school.cap(birth_date_known=pupil.birth_date is not None)
