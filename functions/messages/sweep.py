"""What got stuck, every 15 minutes: a promise is kept by whoever looks after it, not by whoever made it."""

from datetime import datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.log import follow, record, record_failure
from common.cloud.services import services
from common.errors import Retry
from common.message_events import DeliveriesGivenUp, DeliveriesQueuedAgain, Swept
from common.messages import Message, Recipient
from common.schools import School
from messages import sending
from messages.fanout import tasks_for

_PATIENCE = timedelta(minutes=15)
_LONGEST = timedelta(days=3)


def handler(_event: dict[str, Any], _context: LambdaContext) -> None:
    """Looks at every message that is not done. One that fails does not keep the others from being looked at."""
    here = services()
    now = here.now()
    failed = 0
    waiting = _waiting(now)
    for message, school in waiting:
        follow(message.id)
        try:
            _look_after(message, school, now)
        except Exception as error:
            record_failure(error)
            failed += 1
    follow("")
    record(Swept(len(waiting)))
    if failed:
        raise Retry(f"{failed} messages not looked after")


def _waiting(now: datetime) -> list[tuple[Message, School]]:
    """What should be done by now; the messages of a school that is stopped wait until it goes on."""
    here = services()
    found = here.messages.open_before(now - _PATIENCE)
    schools = here.schools.find_many(message.school for message in found) if found else {}
    there = [(message, schools[message.school]) for message in found if message.school in schools]
    return [(message, school) for message, school in there if not school.is_stopped]


def _look_after(message: Message, school: School, now: datetime) -> None:
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
    elif stuck and now - _since(message, school) > _LONGEST:
        _give_up(message, stuck)
    elif stuck and not here.pace.is_busy(now) and not here.reputations.standing(now).must_stop:
        here.deliveries_queue.send(tasks_for(message, stuck))
        record(DeliveriesQueuedAgain(message.id, len(stuck)))


def _since(message: Message, school: School) -> datetime:
    """From when on it could go out."""
    return max(message.send_at, school.resumed_at or message.send_at)


def _give_up(message: Message, stuck: list[Recipient]) -> None:
    """For days nothing helped: the school sees whom it did not reach."""
    for recipient in stuck:
        sending.once(message.id, recipient.parent, "email", lambda: "failed")
        services().deliveries.give_up(message.id, recipient.parent, "push")
    record(DeliveriesGivenUp(message.id, len(stuck)))
