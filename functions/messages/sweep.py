"""What got stuck, every 15 minutes: a promise is kept by whoever looks after it, not by whoever made it."""

from datetime import datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.log import record, record_failure
from common.cloud.services import services
from common.errors import Retry
from common.events import DeliveriesGivenUp, DeliveriesQueuedAgain
from common.messages import Message, Recipient
from messages import sending
from messages.fanout import tasks_for

_PATIENCE = timedelta(minutes=15)
_LONGEST = timedelta(days=3)


def handler(_event: dict[str, Any], _context: LambdaContext) -> None:
    """Looks at every message that is not done. One that fails does not keep the others from being looked at."""
    here = services()
    now = here.now()
    failed = 0
    for message in here.messages.open_before(now - _PATIENCE):
        try:
            _look_after(message, now)
        except Exception as error:
            record_failure(error)
            failed += 1
    if failed:
        raise Retry(f"{failed} messages not looked after")


def _look_after(message: Message, now: datetime) -> None:
    here = services()
    if message.stage == "cancelled":
        here.messages.close(message)
        return
    if message.stage != "sent":
        here.deliveries_queue.send([{"kind": "fan_out", "school": message.school, "message": message.id}])
        return
    stuck, is_open = here.deliveries.unfinished(message.id, now - _PATIENCE)
    if not is_open:
        here.messages.close(message)
    elif stuck and now - message.send_at > _LONGEST:
        _give_up(message, stuck)
    elif stuck and not here.pace.is_busy(now) and not here.reputations.standing(now).must_stop:
        here.deliveries_queue.send(tasks_for(message, stuck))
        record(DeliveriesQueuedAgain(message.id, len(stuck)))


def _give_up(message: Message, stuck: list[Recipient]) -> None:
    """For days nothing helped: the school sees whom it did not reach."""
    for recipient in stuck:
        sending.once(message.id, recipient.parent, "email", lambda: "failed")
        services().deliveries.give_up(message.id, recipient.parent, "push")
    record(DeliveriesGivenUp(message.id, len(stuck)))
