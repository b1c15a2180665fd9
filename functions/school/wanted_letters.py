"""Letters that a school's own system asks for."""

from datetime import datetime

from common.audiences import Audience
from common.cloud.services import services
from common.journal import Actor
from common.letters import Only
from school import printing


def ask(school_id: str, audience: Audience, only: Only, by: Actor, now: datetime, *, together: bool) -> tuple[str, int]:
    """The batch, and how many letters it will have. Codes that ended work again, as long as the school's rule says.

    together: one file, class after class, instead of one for each class.
    """
    school = services().schools.known(school_id)
    wanted = printing.chosen(school_id, audience, only)
    return printing.make(school, wanted, by, now, only, together=together), len(wanted)
