"""What a parent wants to hear, over which channel, and when."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Literal, get_args

from common.days import LOCAL
from common.i18n import mark
from common.values import Value

Kind = Literal["dringend", "schoolnieuws", "groepsnieuws", "herinnering"]
Channel = Literal["email", "push"]

KINDS: tuple[Kind, ...] = get_args(Kind)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
URGENT: Kind = "dringend"
KIND_NAMES: dict[Kind, str] = {
    "dringend": mark("Dringende berichten"),
    "schoolnieuws": mark("Nieuws van de school"),
    "groepsnieuws": mark("Nieuws van de groep"),
    "herinnering": mark("Herinneringen"),
}

DIGEST_AT = time(18)


class QuietHours(Value):
    """Every day from `start` until `end`, whole hours of the local clock (0–23), over midnight where start > end."""

    start: int
    end: int

    def end_after(self, moment: datetime) -> datetime:
        """When the quiet that `moment` falls in is over; `moment` itself where it falls in none."""
        local = moment.astimezone(LOCAL)
        if not self._hold(local.hour):
            return moment
        end = datetime.combine(local.date(), time(self.end), LOCAL)
        return end if end > local else datetime.combine(local.date() + timedelta(days=1), time(self.end), LOCAL)

    def _hold(self, hour: int) -> bool:
        if self.start < self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


class Preferences(Value):
    """email, push: the kinds of message that go over each. daily: mails that are not urgent come together."""

    email: frozenset[Kind] = frozenset(KINDS)
    push: frozenset[Kind] = frozenset(KINDS)
    daily: bool = False
    quiet: QuietHours | None = None

    def wants(self, kind: Kind, channel: Channel) -> bool:
        return kind in (self.email if channel == "email" else self.push)

    def due(self, kind: Kind, channel: Channel, now: datetime) -> datetime:
        """When a message of this kind goes over this channel; urgent ones go at once."""
        if kind == URGENT:
            return now
        if channel == "email":
            return next_digest(now) if self.daily else now
        return self.quiet.end_after(now) if self.quiet else now

    def reaches(self, kind: Kind, *, has_devices: bool) -> bool:
        """Whether such a message comes over any channel: a push needs a device to go to."""
        return self.wants(kind, "email") or (self.wants(kind, "push") and has_devices)

    def without(self, *kinds: Kind, channels: tuple[Channel, ...] = CHANNELS) -> "Preferences":
        """None of these kinds any more over these channels."""
        return replace(self, **{channel: getattr(self, channel) - set(kinds) for channel in channels})


def next_digest(now: datetime) -> datetime:
    """18:00 on the local clock, today or, from that moment on, tomorrow."""
    local = now.astimezone(LOCAL)
    today = datetime.combine(local.date(), DIGEST_AT, LOCAL)
    return today if local < today else datetime.combine(local.date() + timedelta(days=1), DIGEST_AT, LOCAL)
