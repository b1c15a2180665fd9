"""Who works at the desk: colleagues are invited, let in anew, given another role, and removed, by a beheerder."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.staff import AddressInUse, LastManager, new_invitation
from common.emails import normalise_email
from common.errors import AlreadyDone, NotThere, TooManyTries
from common.events import StaffChanged
from common.i18n import mark
from common.ids import random_id
from common.pupils import clean
from common.staff import ROLES, Role, Staff
from common.web import attempts, meanwhile
from common.web.desks import Seat
from common.web.visits import Form

LONGEST_NAME = 60
_NO_MORE = mark("Uw school heeft vandaag al 20 keer iemand uitgenodigd. Probeer het morgen opnieuw")
_IS_COLLEAGUE = mark("Deze collega staat al in de lijst op deze pagina")
# Not whether, nor where, somebody works with it.
_NOT_THIS_ONE = mark("Met dit e-mailadres kunt u niemand uitnodigen. Neem een ander adres")
LAST_MANAGER = mark("Dan kan er geen beheerder meer inloggen. Maak eerst een collega beheerder die al toegang heeft")
_NOT_SURE = mark("Kruis aan dat u zelf geen beheerder meer wilt zijn, of laat uw rol zoals die is")


def colleague(seat: Seat, staff_id: str) -> Staff:
    """Raises NotThere for anybody of another school."""
    person = services().staff.find(seat.school.id, staff_id)
    if person is None:
        raise NotThere
    return person


def invite(seat: Seat, form: Mapping[str, str], now: datetime) -> Form | None:
    """The form with what is wrong, or None: a mail is on its way with which the colleague chooses a password."""
    name, typed = clean(form.get("name", "")), form.get("email", "").strip()
    role = role_in(form)
    email = normalise_email(typed)
    errors = {}
    if not name:
        errors["name"] = mark("Vul de naam van uw collega in")
    elif len(name) > LONGEST_NAME:
        errors["name"] = mark("Vul een kortere naam in: ten hoogste 60 tekens")
    if not email:
        errors["email"] = mark("Vul een e-mailadres in zoals naam@voorbeeld.nl")
    if errors:
        return Form({"name": name, "email": typed, "role": role}, errors)
    if wrong := _invite(Staff(seat.school.id, random_id(), name, email, role, now, new_invitation(now)), seat, now):
        return Form({"name": name, "email": typed, "role": role}, {"email": wrong})
    return None


def _invite(person: Staff, seat: Seat, now: datetime) -> str | None:
    """A sentence that says why not, or None. Of other schools it says nothing."""
    here = services()
    entry = here.journal.entry(seat.school.id, "staff_invited", seat.actor, now, staff=person.id, name=person.name)
    try:
        attempts.take_invitation(seat.school.id, now)
        here.staff.invite(person, entry, now)
    except TooManyTries:
        return _NO_MORE
    except AddressInUse:
        known = here.staff.behind(person.email)
        return _IS_COLLEAGUE if known and known[0] == seat.school.id else _NOT_THIS_ONE
    record(StaffChanged(seat.school.id, person.id, "invited"))
    return None


def is_only_manager(seat: Seat) -> bool:
    """Whether nobody else of the school could let this one in again."""
    people = services().staff.of_school(seat.school.id)
    return not any(person.is_manager and person.has_access and person.id != seat.staff.id for person in people)


def let_in_anew(seat: Seat, person: Staff, now: datetime) -> bool:
    """For a password or a phone that is lost: both are chosen anew, and no session of before goes on.

    False where it was done too often today: each time a mail goes out.
    """
    here = services()
    try:
        attempts.take_invitation_anew(person.id, now)
    except TooManyTries:
        return False
    renewed = replace(person, valid_from=now, invitation=new_invitation(now))
    entry = here.journal.entry(seat.school.id, "staff_renewed", seat.actor, now, staff=person.id, name=person.name)
    try:
        here.staff.invite_again(renewed, now, entry)
    except AlreadyDone:
        raise NotThere from None
    here.staff_accounts.lock_out(person.id)
    record(StaffChanged(seat.school.id, person.id, "renewed"))
    return True


def change_role(seat: Seat, person: Staff, form: Mapping[str, str], now: datetime) -> str | None:
    """A sentence that says why not, or None."""
    here, role = services(), role_in(form)
    if form.get("seen", person.role) != person.role:
        return None if role == person.role else meanwhile.MEANWHILE
    if is_giving_up(seat, person) and role != person.role and "sure" not in form:
        return _NOT_SURE
    about = {"staff": person.id, "name": person.name, "role": role}
    try:
        here.staff.change_role(
            person, role, here.journal.entry(seat.school.id, "staff_changed", seat.actor, now, **about)
        )
    except LastManager:
        return LAST_MANAGER
    except AlreadyDone:
        raise NotThere from None
    record(StaffChanged(seat.school.id, person.id, "role"))
    return None


def is_giving_up(seat: Seat, person: Staff) -> bool:
    """Whether whoever changes this role to a humbler one does it to oneself, and could not take it back."""
    return person.id == seat.staff.id and person.is_manager


def remove(seat: Seat, person: Staff, now: datetime) -> str | None:
    """A sentence that says why not, or None: from the next page on the person is out."""
    here = services()
    about = {"staff": person.id, "name": person.name}
    try:
        here.staff.remove(person, here.journal.entry(seat.school.id, "staff_removed", seat.actor, now, **about))
    except LastManager:
        return LAST_MANAGER
    except AlreadyDone:
        raise NotThere from None
    here.staff_accounts.delete(person.id)
    record(StaffChanged(seat.school.id, person.id, "removed"))
    return None


def role_in(form: Mapping[str, str]) -> Role:
    """The humbler one unless it says otherwise."""
    return next((role for role in ROLES if role == form.get("role")), "medewerker")
