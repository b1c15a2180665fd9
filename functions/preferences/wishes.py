"""The switches of *Profiel*: what a parent wants, out of a form and into one."""

from collections.abc import Mapping

from common.i18n import mark
from common.parents import Parent
from common.preferences import CHANNELS, KINDS, URGENT, Channel, Kind, Preferences, QuietHours
from common.web.visits import Form

_USUAL_QUIET = QuietHours(21, 7)
# As the form has them, and as they are shown.
HOURS = {str(hour): f"{hour:02}.00" for hour in range(24)}
_BAD_QUIET = mark("Kies een begin en een einde die verschillen")


def wishes_in(form: Mapping[str, str], saved: Preferences, *, offers_push: bool) -> tuple[Preferences, Form]:
    """What the form asks for, and the form with its errors. Where no push is offered its switches stay as they were."""
    quiet = _quiet_in(form) if offers_push and "quiet" in form else None
    errors = {} if quiet or "quiet" not in form or not offers_push else {"quiet_start": _BAD_QUIET}
    wanted = Preferences(
        email=_kinds_in(form, "email"),
        push=_kinds_in(form, "push") if offers_push else saved.push,
        daily=form.get("pace") == "daily",
        quiet=quiet if offers_push else saved.quiet,
    )
    return wanted, Form(form, errors)


def _kinds_in(form: Mapping[str, str], channel: Channel) -> frozenset[Kind]:
    return frozenset(kind for kind in KINDS if f"{channel}_{kind}" in form)


def _quiet_in(form: Mapping[str, str]) -> QuietHours | None:
    hours = [form.get(name, "") for name in ("quiet_start", "quiet_end")]
    if not set(hours) <= HOURS.keys() or hours[0] == hours[1]:
        return None
    return QuietHours(int(hours[0]), int(hours[1]))


def silences_urgent(wanted: Preferences, parent: Parent) -> bool:
    """Whether urgent messages came until now and would come over no channel any more."""
    return parent.is_reached_by(URGENT) and not wanted.reaches(URGENT, has_devices=bool(parent.devices))


def keeping_urgent(wanted: Preferences, saved: Preferences) -> Preferences:
    """All that is wanted, but urgent messages as they were."""
    kept = {channel: _with_urgent_of(getattr(saved, channel), getattr(wanted, channel)) for channel in CHANNELS}
    return Preferences(**kept, daily=wanted.daily, quiet=wanted.quiet)


def _with_urgent_of(saved: frozenset[Kind], wanted: frozenset[Kind]) -> frozenset[Kind]:
    return (wanted - {URGENT}) | (saved & {URGENT})


def switches(preferences: Preferences) -> Form:
    """The form as it shows what is saved."""
    on = {f"{channel}_{kind}": "on" for channel in CHANNELS for kind in KINDS if preferences.wants(kind, channel)}
    quiet = preferences.quiet or _USUAL_QUIET
    hours = {"quiet_start": str(quiet.start), "quiet_end": str(quiet.end)}
    set_quiet = {"quiet": "on"} if preferences.quiet else {}
    return Form({**on, **hours, **set_quiet, "pace": "daily" if preferences.daily else "direct"})
