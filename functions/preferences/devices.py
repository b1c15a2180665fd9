"""Phones and browsers that take pushes: each is an endpoint at SNS."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import get_args

from common.cloud.log import record
from common.cloud.services import services
from common.errors import NotThere, Permanent
from common.events import DeviceForgotten, DeviceRegistered
from common.i18n import mark
from common.parents import MOST_DEVICES, Device, Parent, Platform, device_id
from common.preferences import URGENT
from common.pupils import clean
from preferences.profile import household_of

_LONGEST_NAME = 40
_LONGEST_TOKEN = 4096
_NO_TOKEN = mark("Dit is geen geldige apparaatcode. Kopieer de code opnieuw uit de app")
_NO_ROOM = mark("U hebt al 10 apparaten. Verwijder er eerst een")


def platforms() -> list[Platform]:
    """The platforms that this deployment can push to."""
    return [platform for platform in get_args(Platform) if services().push.offers(platform)]


def register(parent: Parent, form: Mapping[str, str], now: datetime) -> str | None:
    """Keeps a device token; a sentence that says why not, or None. The same token again changes nothing. Raises
    AccountGone.

    A browser that registers anew names the token that it had before in 'replaces'.
    """
    token = form.get("token", "").strip()
    platform = next((one for one in platforms() if one == form.get("platform", "fcm")), None)
    if not token or len(token) > _LONGEST_TOKEN or not token.isascii() or platform is None:
        return _NO_TOKEN
    new, old = device_id(token), device_id(form.get("replaces", ""))
    others = [device for device in parent.devices if device.id not in (new, old)]
    if len(others) >= MOST_DEVICES:
        return _NO_ROOM
    try:
        endpoint = services().push.register(platform, token)
    except Permanent:
        return _NO_TOKEN
    for device in parent.devices:
        if device.id == old and old != new:
            forget(parent, device, now)
    return _keep(parent, Device(new, platform, endpoint, clean(form.get("name", ""))[:_LONGEST_NAME], now), now)


def _keep(parent: Parent, device: Device, now: datetime) -> str | None:
    choices = services().choices
    if not choices.add_device(parent.id, device):
        # Others took the last places in this moment.
        choices.drop_device(device, now)
        household_of(parent.id)
        return _NO_ROOM
    record(DeviceRegistered(parent.id, device.id))
    return None


def device_of(parent: Parent, device_id: str) -> Device:
    """Raises NotThere for a device that is not this parent's."""
    found = next((device for device in parent.devices if device.id == device_id), None)
    if found is None:
        raise NotThere
    return found


def silences_urgent(parent: Parent, device: Device) -> bool:
    """Whether urgent messages come now and would come over no channel any more without this device."""
    left = tuple(one for one in parent.devices if one != device)
    after = replace(parent, devices=left, lost_devices=False)
    return parent.is_reached_by(URGENT) and not after.is_reached_by(URGENT)


def forget(parent: Parent, device: Device, now: datetime) -> None:
    """As the parent wants it."""
    services().choices.forget_device(parent.id, device, now)
    record(DeviceForgotten(parent.id, device.id))
