"""What the browser of somebody of the staff holds."""

from aws_lambda_powertools.shared.cookies import Cookie

from common.cloud.table.desks import STEP_LIFE
from common.staff import DESK_LIFE, DeskSession
from common.web import visits


def of_desk(session: DeskSession) -> Cookie:
    """Kept longer than the session lasts: what was filled in when it ended is found back by it."""
    return visits.cookie(visits.DESK, session.token, 2 * DESK_LIFE)


def of_step(token: str) -> Cookie:
    """Of who is halfway in."""
    return visits.cookie(visits.DESK_STEP, token, STEP_LIFE)
