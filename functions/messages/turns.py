"""Mail that waits for its turn: a worker is paid for waiting, so what is far from its turn goes back to the queue."""

from datetime import UTC, datetime
from typing import Any

from common.cloud.log import record
from common.cloud.services import services
from common.message_events import MailStopped, Postponed
from common.reputation import Standing

_LONGEST_WAIT = 2.0
_LONGEST_DELAY = 900


def turn_of(mails: int, slot: float, *, is_urgent: bool = False) -> datetime:
    """When the first of so many mails may leave.

    slot: what was reserved for them before, in seconds since 1970; 0 where nothing was. Urgent ones move the line
    and do not wait in it.
    """
    here = services()
    now = here.now()
    if slot:
        return max(now, datetime.fromtimestamp(slot, UTC))
    if not mails:
        return now
    reserved = here.pace.reserve(mails, now)
    return now if is_urgent else reserved


def is_postponed(task: dict[str, Any], turn: datetime) -> bool:
    """Whether the task was sent to itself for later, as its turn is too far away to wait for."""
    here = services()
    seconds = (turn - here.now()).total_seconds()
    if seconds <= _LONGEST_WAIT:
        return False
    here.deliveries_queue.send([{**task, "slot": turn.timestamp()}], delay=min(int(seconds), _LONGEST_DELAY))
    record(Postponed(str(task["kind"]), int(seconds)))
    return True


def is_stopped(task: dict[str, Any]) -> bool:
    """Whether the task was put off, as mail of this deployment is received too badly."""
    here = services()
    return _is_put_off(task, here.reputations.standing(here.now()))


def is_asking_stopped(task: dict[str, Any]) -> bool:
    """As `is_stopped`, of a mail to an address that nobody confirmed: those count as well then."""
    here = services()
    return _is_put_off(task, here.reputations.standing(here.now()).of_all)


def _is_put_off(task: dict[str, Any], standing: Standing) -> bool:
    if standing.must_stop:
        services().deliveries_queue.send([task], delay=_LONGEST_DELAY)
        record(MailStopped(str(task["kind"]), standing.heard_of, standing.bounced, standing.complained))
    return standing.must_stop


def must_stop() -> bool:
    """Whether mail that is not urgent waits, as mail of this deployment is received too badly."""
    here = services()
    return here.reputations.standing(here.now()).must_stop


def wait_for(turn: datetime) -> None:
    here = services()
    here.wait(max(0.0, (turn - here.now()).total_seconds()))
