"""One delivery: claimed by whoever sends it, sent, and settled. Whoever does not get the claim has nothing to do."""

from collections.abc import Callable

from common.cloud.log import record
from common.cloud.services import services
from common.errors import Permanent, Retry
from common.message_events import Delivered
from common.messages import State
from common.preferences import Channel


def once(message_id: str, parent: str, channel: Channel, send: Callable[[], State], *, announces: bool = False) -> None:
    """`send` says what became of it. Raises Retry, with the claim given back, where it may work later.

    announces: what it sends is without the content.
    """
    here = services()
    if not here.deliveries.claim(message_id, parent, channel, here.now(), announces=announces):
        return
    try:
        state = send()
    except Retry:
        here.deliveries.release(message_id, parent, channel)
        raise
    except Permanent:
        state = "failed"
    here.deliveries.settle(message_id, parent, channel, state)
    record(Delivered(message_id, parent, channel, state))
