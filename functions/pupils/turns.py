"""Whose turn it is: one list of a school at a time, in steps that each are one message of the queue."""

from collections.abc import Callable

from common.cloud.services import services
from common.imports import Import, Order

_SECONDS_BEFORE_ANOTHER_TRY = 5


def while_nobody_else(one: Import, order: Order, step: Callable[[], None]) -> None:
    """Runs a step that writes; while another list of the school is being applied, the order comes again later."""
    here = services()
    if not here.imports.hold(one.school, one.id, here.now()):
        come_again(one, order, _SECONDS_BEFORE_ANOTHER_TRY)
        return
    try:
        step()
    finally:
        here.imports.let_go(one.school, one.id)


def come_again(one: Import, order: Order, delay: int = 0) -> None:
    body = {"order": order, "school": one.school, "import_id": one.id}
    services().lists_queue.send([body], delay)
