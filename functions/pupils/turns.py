"""Whose turn it is: one list of a school at a time, in steps that each are one message of the queue."""

import time
from collections.abc import Callable

from common.cloud.services import services
from common.imports import Import, Order

_TRIES = 20
_SECONDS_BETWEEN_TRIES = 0.5
_SECONDS_BEFORE_IT_COMES_AGAIN = 5


def while_nobody_else(one: Import, order: Order, step: Callable[[], bool]) -> None:
    """Runs a step that writes and says whether another follows: until then nobody else's turn comes.

    Where another list of the school takes long, the order comes again later.
    """
    if not _wait_for_turn(one):
        come_again(one, order, _SECONDS_BEFORE_IT_COMES_AGAIN)
        return
    goes_on = False
    try:
        goes_on = step()
    finally:
        if not goes_on:
            services().imports.let_go(one.school, one.id)


def _wait_for_turn(one: Import) -> bool:
    """Most lists take a second or two: whoever waits here is next sooner than through the queue."""
    here = services()
    for number in range(_TRIES):
        if number:
            time.sleep(_SECONDS_BETWEEN_TRIES)
        if here.imports.hold(one.school, one.id, here.now()):
            return True
    return False


def come_again(one: Import, order: Order, delay: int = 0) -> None:
    body = {"order": order, "school": one.school, "import_id": one.id, "preview": one.preview}
    services().lists_queue.send([body], delay)
