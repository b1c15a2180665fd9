"""What a parent chose: preferences, language, and the devices that take pushes. All of it is on the profile."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from common.cloud.table import keys
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.store import Item, Store, Write
from common.errors import AccountGone, AlreadyDone, Retry
from common.ids import random_id, timed_id
from common.parents import MOST_DEVICES, Device, Parent
from common.preferences import Kind, Preferences, QuietHours

_TRY_OUT_PAUSE = timedelta(minutes=1)
_ATTEMPTS = 10


class Choices:
    def __init__(self, store: Store) -> None:
        self._store = store

    def save_preferences(self, parent: str, preferences: Preferences) -> None:
        self._set(parent, {"preferences": preferences_item(preferences), "lost_devices": False})

    def change_preferences(self, parent: Parent, change: Callable[[Preferences], Preferences]) -> None:
        """What is chosen at the same moment in another way stays.

        Raises AccountGone, or Retry where somebody else was always faster.
        """
        before = preferences_item(parent.preferences)
        for _ in range(_ATTEMPTS):
            after = preferences_item(change(preferences_of(before)))
            values = {"before": before, "after": after}
            try:
                self._store.write(
                    self._store.update(
                        keys.profile(parent.id),
                        "SET preferences = :after REMOVE lost_devices",
                        values,
                        "preferences = :before",
                    )
                )
                return
            except AlreadyDone:
                item = self._store.get(keys.profile(parent.id))
                if item is None:
                    raise AccountGone from None
                before = item["preferences"]
        raise Retry("preferences changed all the time")

    def save_language(self, parent: str, language: str) -> None:
        self._set(parent, {"language": language})

    def hold_to(self, parent: Parent, preferences: Preferences, trouble: str) -> None:
        """trouble: why no mail goes to the address any more; '' leaves that as it is. Raises as the others."""
        given_up = {"trouble": trouble, "trouble_email": parent.email} if trouble else {}
        self._set(parent.id, {"preferences": preferences_item(preferences), **given_up})

    def _set(self, parent: str, values: dict[str, Any]) -> None:
        """Raises AccountGone."""
        try:
            self._store.write(self._store.set_to(keys.profile(parent), values, "attribute_exists(PK)"))
        except AlreadyDone:
            raise AccountGone from None

    def add_device(self, parent: str, device: Device) -> bool:
        """Whether there was room for it, or it is there already; not where the account is gone."""
        try:
            self._store.transact(
                self._store.update(
                    keys.profile(parent),
                    "SET devices.#id = :device",
                    {"device": _device_item(device), "most": MOST_DEVICES},
                    "attribute_exists(PK) AND (attribute_exists(devices.#id) OR size(devices) < :most)",
                    {"id": device.id},
                ),
                self._store.put(keys.device_holder(device.id, parent)),
            )
        except AlreadyDone:
            return False
        return True

    def forget_device(self, parent: str, device: Device, now: datetime) -> None:
        """As the parent wants it. With the order to drop its endpoint, if no other parent uses it."""
        self._forget(parent, device, now, "REMOVE devices.#id, lost_devices")

    def lose_device(self, parent: str, device: Device, now: datetime) -> None:
        """It takes no more pushes, and nobody asked the parent."""
        self._forget(parent, device, now, "SET lost_devices = :lost REMOVE devices.#id", {"lost": True})

    def _forget(
        self, parent: str, device: Device, now: datetime, change: str, values: dict[str, Any] | None = None
    ) -> None:
        with suppress(AlreadyDone):
            self._store.transact(
                self._store.update(
                    keys.profile(parent), change, values or {}, "attribute_exists(devices.#id)", {"id": device.id}
                ),
                self._store.delete(keys.device_holder(device.id, parent)),
                self._order_to_drop(device, now),
            )

    def drop_device(self, device: Device, now: datetime) -> None:
        """Its endpoint was made, but nobody keeps it."""
        self._store.write(self._order_to_drop(device, now))

    def is_held(self, device: str) -> bool:
        """Whether any parent gets pushes on it."""
        return next(self._store.query(keys.holders_of_device(device)), None) is not None

    def _order_to_drop(self, device: Device, now: datetime) -> Write:
        task = {"kind": "drop_endpoint", "device": device.id, "endpoint": device.endpoint}
        return self._store.put(outbox_entry(timed_id(now, f"drop|{device.id}|{random_id()}"), task, now))

    def try_out(self, parent: str, now: datetime) -> None:
        """A message to the parent itself; raises AlreadyDone within a minute of the last."""
        entry = timed_id(now, f"try_out|{parent}|{random_id()}")
        self._store.transact(
            self._store.update(
                keys.profile(parent),
                "SET tried_at = :now",
                {"now": int(now.timestamp()), "pause": int((now - _TRY_OUT_PAUSE).timestamp())},
                "attribute_exists(PK) AND (attribute_not_exists(tried_at) OR tried_at <= :pause)",
            ),
            self._store.put(outbox_entry(entry, {"kind": "try_out", "occasion": entry, "parent": parent}, now)),
        )


def preferences_item(preferences: Preferences) -> Item:
    quiet = preferences.quiet
    return {
        "email": sorted(preferences.email),
        "push": sorted(preferences.push),
        "daily": preferences.daily,
        **({"quiet": [quiet.start, quiet.end]} if quiet else {}),
    }


def preferences_of(item: Item) -> Preferences:
    email: frozenset[Kind] = frozenset(item["email"])
    push: frozenset[Kind] = frozenset(item["push"])
    return Preferences(email, push, item["daily"], QuietHours(*item["quiet"]) if "quiet" in item else None)


def _device_item(device: Device) -> Item:
    return {
        "platform": device.platform,
        "endpoint": device.endpoint,
        "since": int(device.since.timestamp()),
        "name": device.name,
    }


def devices_of(item: Item) -> tuple[Device, ...]:
    """The oldest first."""
    devices = [
        Device(device_id, one["platform"], one["endpoint"], one["name"], datetime.fromtimestamp(one["since"], UTC))
        for device_id, one in item.items()
    ]
    return tuple(sorted(devices, key=lambda device: (device.since, device.id)))
