"""A parent: one account, what it wants to hear, and the proof that its address is its own."""

import hashlib
import hmac
from dataclasses import field
from datetime import datetime, timedelta
from typing import Literal

from common.preferences import Channel, Kind, Preferences
from common.values import Value

CONFIRMATION_LIFE = timedelta(minutes=10)
CONFIRMATION_TRIES = 5
CONFIRMATION_PAUSE = timedelta(seconds=60)
CONFIRMATIONS_A_DAY = 10
# Stands for the parent in digits for a password that was forgotten: nobody knows yet whose address it is.
RESET = "reset"

Platform = Literal["fcm", "apns"]

MOST_DEVICES = 10


class Confirmation(Value):
    """An address waiting for its owner: the six digits follow from the nonce and are nowhere kept."""

    nonce: str
    until: datetime
    tries: int = 0


class Parent(Value):
    id: str
    name: str
    email: str
    email_confirmed: bool = False
    new_email: str = ""
    """The one that takes its place as soon as it is confirmed."""
    language: str = "nl"
    preferences: Preferences = field(default_factory=Preferences)
    devices: tuple["Device", ...] = ()
    confirmation: Confirmation | None = None
    undeliverable: str = ""
    """Why no mail goes to this address any more: 'bounce' or 'complaint'."""
    addresses: int = 0
    """How often another address took the place of the one before."""
    lost_devices: bool = False
    """Devices stopped taking pushes by themselves, and the parent has not chosen anew since."""

    def takes(self, kind: Kind, channel: Channel) -> bool:
        """Whether such a message goes over this channel: a push needs a device to go to."""
        if channel == "push":
            return self.preferences.wants(kind, "push") and bool(self.devices)
        return self.preferences.wants(kind, "email") or self.is_mailed_instead(kind)

    def is_reached_by(self, kind: Kind) -> bool:
        return self.takes(kind, "email") or self.takes(kind, "push")

    def is_mailed_instead(self, kind: Kind) -> bool:
        """What is wanted as a push alone, but no device is left that takes it."""
        wants = self.preferences.wants
        return self.lost_devices and not self.devices and wants(kind, "push") and not wants(kind, "email")

    @property
    def address_to_confirm(self) -> str:
        """'' where there is none."""
        return self.new_email or ("" if self.email_confirmed else self.email)


class Device(Value):
    """A phone or browser that takes pushes; `endpoint` is its address at SNS, `name` what its owner calls it."""

    id: str
    platform: Platform
    endpoint: str
    name: str
    since: datetime


def confirmation_digits(key: bytes, parent: str, email: str, nonce: str) -> str:
    """Six digits that only somebody who reads `email` can know (dynamic truncation as in RFC 4226, 5.3)."""
    digest = hmac.digest(key, f"{parent}|{email}|{nonce}".encode(), hashlib.sha256)
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def device_id(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:32]
