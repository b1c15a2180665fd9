"""The way to a desk: a password, then the digits of an authenticator; before data leaves in bulk, both again."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from common import passwords
from common.cloud.accounts import HalfIn, WrongDigits
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.desks import Step, new_session
from common.cloud.table.tries import Row
from common.codes import with_plain_digits
from common.devices import Device
from common.emails import normalise_email
from common.errors import AlreadyDone, LoginFailed, NotThere, PasswordClosed
from common.events import DeskClosed, DeskEntered, DeskRefused, StaffPasswordChosen
from common.i18n import mark
from common.ids import random_id
from common.journal import Actor
from common.staff import DeskSession, Staff, is_invited
from common.web import attempts
from common.web.desks import Seat, SeatLost
from common.web.visits import Form

_DIGITS = 6
_FAILED = mark("Dit e-mailadres en wachtwoord horen niet bij elkaar. Kijk ze allebei na")
_CLOSED = mark(
    "Er is te vaak een verkeerd wachtwoord of een verkeerde code ingevuld. Vraag een beheerder van uw school "
    "om u opnieuw toegang te geven. Bent u de enige beheerder? Neem contact op met de beheerder van Ouderbrief"
)
_STOPPED = mark("Ouderbrief is voor uw school stilgezet. Neem contact op met de beheerder van Ouderbrief")
_WRONG = mark("Deze code klopt niet. Vul de 6 cijfers in die de app nu laat zien")
_NO_DIGITS = mark("Vul de 6 cijfers in uit de app op uw telefoon")


class TookTooLong(Exception):
    """Half of a login that is over: it begins anew."""


def begin(form: Mapping[str, str], network: str, now: datetime) -> Step | Form:
    """Half of a login, or the form with what is wrong. Unknown address and wrong password answer the same.

    Of a school that is stopped, only whoever knows the password is told. Raises TooManyTries.
    """
    typed, password = form.get("email", "").strip(), form.get("password", "")
    errors = {}
    if not typed:
        errors["email"] = mark("Vul uw e-mailadres in")
    if not password:
        errors["password"] = mark("Vul uw wachtwoord in")
    if errors:
        return Form({"email": typed}, errors)
    here = services()
    email = normalise_email(typed)
    school, known = here.staff.behind(email, [attempts.password_guard(network, now)]) or ("", None)
    # An unknown address asks the pool for a user that does not exist: the same calls for both.
    staff = known or random_id()
    try:
        half = _half_in(Row("desk", known, email), school, staff, password, network, now)
    except PasswordClosed:
        return Form({"email": typed}, {"email": _CLOSED})
    except LoginFailed:
        return Form({"email": typed}, {"email": _FAILED})
    found = here.schools.find(school)
    if found and found.is_stopped:
        return Form({"email": typed}, {"email": _STOPPED})
    step = Step(secrets.token_urlsafe(32), school, staff, now, half.pass_on, half.secret)
    here.desks.begin(step)
    return step


def _half_in(row: Row, school: str, staff: str, password: str, network: str, now: datetime) -> HalfIn:
    """A password that was right stays counted until the digits are too: who has it alone gets no more tries.

    Raises LoginFailed, which may be PasswordClosed, or TooManyTries.
    """
    _take(row, school, now)
    try:
        return services().staff_accounts.begin(staff, password)
    except LoginFailed:
        attempts.count_wrong_password(network, now)
        record(DeskRefused("password"))
        raise


def _take(row: Row, school: str, now: datetime) -> None:
    try:
        is_last = attempts.take_password(row, now)
    except PasswordClosed:
        record(DeskRefused("closed"))
        raise
    if is_last and row.account:
        record(DeskClosed(school, row.account))


def finish(token: str, form: Mapping[str, str], device: Device, now: datetime) -> DeskSession | Form:
    """A session, or the form with what is wrong. Raises TookTooLong, also after five wrong tries.

    What is over is refused before its digits are looked at: the pool would take the authenticator that they set up for
    the one of whoever was let in anew.
    """
    here = services()
    step, staff = halfway(token, now)
    digits = digits_in(form)
    if not digits:
        return Form({}, {"digits": _NO_DIGITS})
    if not here.desks.count_try(step):
        here.desks.end(step)
        raise TookTooLong
    try:
        _prove(staff, HalfIn(step.pass_on, step.secret), digits, now)
    except PasswordClosed:
        return Form({}, {"digits": _CLOSED})
    except WrongDigits:
        return Form({}, {"digits": _WRONG})
    except LoginFailed:
        here.desks.end(step)
        raise TookTooLong from None
    try:
        return _open(staff, device, now, step)
    except AlreadyDone:
        raise TookTooLong from None


def halfway(token: str, now: datetime) -> tuple[Step, Staff]:
    """Half of a login, and whose. Raises TookTooLong, also where its password is not the one of now any more."""
    here = services()
    step = here.desks.step(token, now)
    if step is None:
        raise TookTooLong
    staff = here.staff.find(step.school, step.staff)
    if staff is None or not staff.still_stands(step.begun_at):
        here.desks.end(step)
        raise TookTooLong
    return step, staff


def _prove(staff: Staff, half: HalfIn, digits: str, now: datetime) -> None:
    """Counted with passwords, before they are looked at. Raises LoginFailed, which may be one of its kinds."""
    row = Row("desk", staff.id, staff.email)
    _take(row, staff.school, now)
    try:
        services().staff_accounts.prove(staff.id, half, digits)
    except WrongDigits:
        record(DeskRefused("digits"))
        raise


def _open(staff: Staff, device: Device, now: datetime, step: Step | None = None) -> DeskSession:
    """Raises AlreadyDone, as `Desks.open` does."""
    here = services()
    session = new_session(staff, now, device)
    here.desks.open(session, step)
    here.tries.forget(Row("desk", staff.id, staff.email))
    here.journal.note(staff.school, "logged_in", Actor("staff", staff.id, staff.name), now)
    record(DeskEntered(staff.school, staff.id))
    return session


def digits_in(form: Mapping[str, str]) -> str:
    """Six of them; '' for anything else."""
    typed = with_plain_digits("".join(form.get("digits", "").split()))
    return typed if len(typed) == _DIGITS and typed.isascii() and typed.isdigit() else ""


def prove_again(seat: Seat, form: Mapping[str, str], network: str, now: datetime) -> DeskSession | Form:
    """Another session in the place of this one, for whoever can log in once more.

    Raises TooManyTries, TookTooLong, SeatLost.
    """
    if missing := lacking(form, "password"):
        return Form({}, missing)
    if wrong := problem_with_proof(seat, form, "password", network, now):
        return Form({}, wrong)
    return sit_down_again(seat, now)


def lacking(form: Mapping[str, str], field: str) -> dict[str, str]:
    """What is not filled in of a proof by password, in this field, and digits."""
    errors = {}
    if not form.get(field):
        errors[field] = mark("Vul uw wachtwoord in")
    if not digits_in(form):
        errors["digits"] = _NO_DIGITS
    return errors


def problem_with_proof(seat: Seat, form: Mapping[str, str], field: str, network: str, now: datetime) -> dict[str, str]:
    """What is wrong with it; nothing where it is whoever sits there. Raises TooManyTries, TookTooLong."""
    row = Row("desk", seat.staff.id, seat.staff.email)
    try:
        half = _half_in(row, seat.school.id, seat.staff.id, form[field], network, now)
    except PasswordClosed:
        return {field: _CLOSED}
    except LoginFailed:
        return {field: mark("Dit is niet uw wachtwoord")}
    if half.secret:
        raise TookTooLong
    try:
        _prove(seat.staff, half, digits_in(form), now)
    except PasswordClosed:
        return {"digits": _CLOSED}
    except WrongDigits:
        return {"digits": _WRONG}
    except LoginFailed:
        raise TookTooLong from None
    return {}


def sit_down_again(seat: Seat, now: datetime) -> DeskSession:
    """After a proof: in the place of the session of before. Raises SeatLost where that was ended meanwhile."""
    try:
        session = _open(seat.staff, seat.session.device, now)
    except AlreadyDone:
        raise SeatLost("session_ended") from None
    services().desks.close(seat.session.token)
    return session


# -- somebody who was invited


class InvitationOver(NotThere):
    """The link of an invitation that was used, is too old, or is none: the three look the same."""

    title = mark("Deze link werkt niet meer")
    advice = mark("Deze link is al gebruikt of te oud. Log in, of vraag uw collega om een nieuwe.")


def invited(school: str, staff: str, token: str, now: datetime) -> Staff:
    """Whose invitation this is. Raises InvitationOver."""
    here = services()
    person = here.staff.find(school, staff)
    if person is None or not is_invited(here.keys.invitation_keys, person, token, now):
        raise InvitationOver
    return person


def choose_password(person: Staff, form: Mapping[str, str]) -> Form | None:
    """The form with what is wrong, or None: from now on this password opens the desk. Raises InvitationOver."""
    here = services()
    password = form.get("password", "")
    school = here.schools.find(person.school)
    if weak := passwords.problem_with(password, None, person.name, person.email, school.name if school else ""):
        return Form({}, {"password": weak})
    here.staff_accounts.set_first_password(person.id, password)
    here.tries.forget(Row("desk", person.id, person.email))
    try:
        # Not when the request began: whatever was proven before this moment may have been so with another one.
        here.staff.accept(person, here.now())
    except AlreadyDone:
        if here.staff.find(person.school, person.id) is None:
            # Removed a moment ago, and made anew in the pool by the password.
            here.staff_accounts.delete(person.id)
        raise InvitationOver from None
    record(StaffPasswordChosen(person.school, person.id))
    return None
