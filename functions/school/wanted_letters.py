"""Letters that a school's own system asks for."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from common.cloud.services import services
from common.journal import Actor
from common.letters import Only
from common.messages import Audience
from common.web.audiences import WantedAudience
from school import printing


class WantedLetters(BaseModel):
    """The body of POST /api/letters. together: one file, class after class, instead of one for each class."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    audience: WantedAudience
    only: Only = "everybody"
    together: bool = False


def ask(school_id: str, body: WantedLetters, by: Actor, now: datetime) -> tuple[str, int]:
    """The batch, and how many letters it will have. Codes that ended work again, as long as the school's rule says."""
    school = services().schools.known(school_id)
    wanted = printing.chosen(school_id, _audience_of(body.audience), body.only)
    return printing.make(school, wanted, by, now, body.only, together=body.together), len(wanted)


def _audience_of(wanted: WantedAudience) -> Audience:
    return Audience(wanted.school, tuple(wanted.classes), tuple(wanted.pupils))
