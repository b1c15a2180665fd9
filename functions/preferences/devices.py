"""Phones and browsers that take pushes: each is an endpoint at SNS."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, get_args

from common.cloud.log import record
from common.cloud.services import services
from common.errors import LoginNeeded, NotThere, Permanent
from common.events import DeviceForgotten, DeviceRegistered
from common.i18n import mark
from common.parents import Device, device_id

Platform = Literal["fcm", "apns"]

_MOST = 10
_LONGEST_TOKEN = 4096


def platforms() -> list[Platform]:
    """The platforms that this deployment can push to."""
    return [platform for platform in get_args(Platform) if services().push.offers(platform)]


def register(parent: str, form: Mapping[str, str], now: datetime) -> str | None:
    """Keeps a device token; a sentence that says why not, or None. The same token again changes nothing."""
    here = services()
    token = form.get("token", "").strip()
    platform = next((one for one in platforms() if one == form.get("platform", "fcm")), None)
    if not token or len(token) > _LONGEST_TOKEN or not token.isascii() or platform is None:
        return mark("Dit is geen geldige apparaatcode. Kopieer de code opnieuw uit de app")
    household = here.parents.household(parent)
    if household is None:
        raise LoginNeeded
    known = {device.id for device in household.devices}
    if len(known) >= _MOST and device_id(token) not in known:
        return mark("U hebt al 10 apparaten. Verwijder er eerst een")
    try:
        endpoint = here.push.register(platform, token)
    except Permanent:
        return mark("Dit is geen geldige apparaatcode. Kopieer de code opnieuw uit de app")
    device = Device(device_id(token), platform, endpoint, now)
    here.parents.add_device(parent, device)
    record(DeviceRegistered(parent, device.id))
    return None


def forget(parent: str, device: str) -> None:
    """Raises NotThere for a device that is not this parent's."""
    here = services()
    household = here.parents.household(parent)
    found = next((one for one in household.devices if one.id == device), None) if household else None
    if found is None:
        raise NotThere
    here.push.forget(found.endpoint)
    here.parents.forget_device(parent, found.id)
    record(DeviceForgotten(parent, found.id))
