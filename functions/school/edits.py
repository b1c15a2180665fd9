"""One pupil changed by hand at the desk: nobody undoes what somebody else changed meanwhile without seeing it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.pupils import NameTaken, PupilChanged
from common.days import local_date
from common.errors import AlreadyDone
from common.events import PupilChanged as Changed
from common.i18n import mark
from common.pupils import Change, Pupil, known_name
from common.web import meanwhile
from common.web.desks import Seat
from common.web.visits import Form
from school import printing, pupil_forms
from school.leaving import MEANWHILE

# What of a pupil the form shows.
_SHOWN = ("given_name", "prefix", "family_name", "class_name", "birth_date", "language")


def seen(pupil: Pupil) -> str:
    """What of a pupil somebody saw who was shown it now."""
    return meanwhile.seen([getattr(pupil, name) for name in _SHOWN])


def change(seat: Seat, pupil: Pupil, form: Mapping[str, str], classes: Iterable[str], now: datetime) -> Form | None:
    """The form with what is wrong, or None: the pupil is as it was filled in."""
    wanted = pupil_forms.understand(form, classes, local_date(now), pupil)
    if isinstance(wanted, Form):
        return Form({**wanted.values, "seen": form.get("seen", "")}, wanted.errors)
    after = replace(
        pupil,
        given_name=wanted.given_name,
        prefix=wanted.prefix,
        family_name=wanted.family_name,
        class_name=wanted.class_name,
        birth_date=wanted.birth_date,
        language=pupil_forms.language_in(form),
    )
    if after == pupil:
        return None
    if form.get("seen") != seen(pupil):
        return meanwhile.sent_back(form, MEANWHILE)
    return _write(seat, Change(pupil, after, _new_name(pupil, after)), form, now)


def _write(seat: Seat, wanted: Change, form: Mapping[str, str], now: datetime) -> Form | None:
    here, before, after = services(), wanted.before, wanted.after
    fields = [name for name in _SHOWN if getattr(before, name) != getattr(after, name)]
    entry = here.journal.entry(after.school, "pupil_changed", seat.actor, now, pupil=after.id, fields=", ".join(fields))
    recount = [here.tallies.counting_anew(after.school, now)] if "class_name" in fields else []
    try:
        here.pupils.edit(wanted, entry, *recount)
    except PupilChanged:
        return meanwhile.sent_back(form, MEANWHILE)
    except NameTaken:
        other = mark("De school heeft al een andere leerling met deze naam en geboortedatum, of met deze naam en groep")
        return Form(dict(form), {"family_name": other})
    record(Changed(after.school, after.id, "edited"))
    return None


def _new_name(before: Pupil, after: Pupil) -> str:
    """Under which the administration knows the pupil from now on, beside the old one; '' where that stays the same."""
    name = _name_of(after)
    return "" if name == _name_of(before) else name


def _name_of(pupil: Pupil) -> str:
    return known_name(
        pupil.source_key, pupil.given_name, pupil.prefix, pupil.family_name, pupil.birth_date, pupil.class_name
    )


def renew_code(seat: Seat, pupil: Pupil, version: str, now: datetime) -> str | None:
    """The batch in which the new letter comes; the old code is dead at once.

    version: of the code that was to be replaced. None where that was done before.
    """
    here = services()
    if version != str(pupil.code_version):
        return None
    entry = here.journal.entry(pupil.school, "code_renewed", seat.actor, now, pupil=pupil.id)
    until = seat.school.codes_until(local_date(now))
    try:
        here.pupils.renew_code_of(pupil, until, entry, here.tallies.counting_anew(pupil.school, now))
    except AlreadyDone:
        return None
    record(Changed(pupil.school, pupil.id, "code"))
    renewed = replace(pupil, code_version=pupil.code_version + 1, valid_until=until)
    return printing.make_one(seat.school, renewed, seat.actor, now, "new_code")


def print_letter(seat: Seat, pupil: Pupil, now: datetime) -> str:
    """The batch in which the letter of this pupil comes, with the code that it has."""
    batch = printing.make_one(seat.school, pupil, seat.actor, now, "one_pupil")
    services().journal.note(pupil.school, "letters_asked", seat.actor, now, pupil=pupil.id, batch=batch, letters="1")
    return batch
