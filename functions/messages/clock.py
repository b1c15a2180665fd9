"""What is due now, once a minute: messages with a time of their own, digests, pushes after quiet hours."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.log import record, record_failure
from common.cloud.services import services
from common.errors import Retry
from common.message_events import DueTasksSent
from messages.relay import send_on


def handler(_event: dict[str, Any], _context: LambdaContext) -> None:
    """Also what the table's stream failed to bring: an entry stays in the outbox until it is on its way."""
    here = services()
    try:
        sent = send_on(here.outbox.due_before(here.now()))
    except Retry:
        # Each failure behind it was recorded.
        raise
    except Exception as error:
        record_failure(error)
        raise Retry("due tasks not sent") from None
    if sent:
        record(DueTasksSent(sent))
