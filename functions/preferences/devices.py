"""Phones and browsers that take pushes: each is an endpoint at SNS."""

from collections.abc import Mapping
from datetime import datetime
from typing import get_args

from common.cloud.log import record
from common.cloud.services import services
from common.errors import NotThere, Permanent
from common.events import DeviceForgotten, DeviceRegistered
from common.i18n import mark
from common.parents import Device, Parent, Platform, device_id
from common.pupils import clean

_LONGEST_NAME = 40
_LONGEST_TOKEN = 4096


def platforms() -> list[Platform]:
    """The platforms that this deployment can push to."""
    return [platform for platform in get_args(Platform) if services().push.offers(platform)]


def register(parent_id: str, form: Mapping[str, str], now: datetime) -> str | None:
    """Keeps a device token; a sentence that says why not, or None. The same token again changes nothing."""
    here = services()
    token = form.get("token", "").strip()
    platform = next((one for one in platforms() if one == form.get("platform", "fcm")), None)
    if not token or len(token) > _LONGEST_TOKEN or not token.isascii() or platform is None:
        return mark("Dit is geen geldige apparaatcode. Kopieer de code opnieuw uit de app")
    try:
        endpoint = here.push.register(platform, token)
    except Permanent:
        return mark("Dit is geen geldige apparaatcode. Kopieer de code opnieuw uit de app")
    device = Device(device_id(token), platform, endpoint, clean(form.get("name", ""))[:_LONGEST_NAME], now)
    if not here.choices.add_device(parent_id, device):
        return mark("U hebt al 10 apparaten. Verwijder er eerst een")
    record(DeviceRegistered(parent_id, device.id))
    return None


def forget(parent: Parent, device_id: str) -> None:
    """Raises NotThere for a device that is not this parent's."""
    here = services()
    found = next((device for device in parent.devices if device.id == device_id), None)
    if found is None:
        raise NotThere
    here.push.forget(found.endpoint)
    here.choices.forget_device(parent.id, found.id)
    record(DeviceForgotten(parent.id, found.id))
