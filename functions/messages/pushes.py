"""Pushes to the devices of a parent."""

from common.cloud.log import record
from common.cloud.push import EndpointGone, PushText
from common.cloud.services import services
from common.errors import Permanent, Retry
from common.events import DeviceForgotten
from common.parents import Device, Parent


def send_to_devices(parent: Parent, push: PushText) -> int:
    """How many devices took it; those that are no more are forgotten. Raises Retry only while none took it."""
    taken, retry = 0, None
    for device in parent.devices:
        try:
            taken += _send(device, parent, push)
        except Retry as error:
            retry = error
    if retry and not taken:
        raise retry
    return taken


def _send(device: Device, parent: Parent, push: PushText) -> bool:
    here = services()
    try:
        here.push.send(device.endpoint, push)
    except EndpointGone:
        # The endpoint of a device that is no more: pushes to it would fail for ever.
        here.choices.lose_device(parent.id, device, here.now())
        record(DeviceForgotten(parent.id, device.id))
        return False
    except Permanent:
        return False
    return True


def drop_endpoint(device: str, endpoint: str) -> None:
    """A device that a parent gave up takes no more pushes, unless another parent uses it too."""
    here = services()
    if not here.choices.is_held(device):
        here.push.forget(endpoint)
