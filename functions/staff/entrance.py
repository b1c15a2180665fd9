"""The way to a desk: a password, then the digits of an authenticator; before data leaves in bulk, both again."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from common import passwords
from common.cloud.accounts import HalfIn, WrongDigits
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.desks import Step, new_session
from common.cloud.table.limits import Guard, Limit
from common.codes import with_plain_digits
from common.errors import AlreadyDone, LoginFailed, NotThere
from common.events import DeskEntered, DeskRefused, StaffPasswordChosen
from common.i18n import mark
from common.ids import random_id
from common.journal import Actor
from common.parents import normalise_email
from common.staff import DeskSession, Staff, is_invited
from common.web import attempts
from common.web.desks import Seat
from common.web.visits import Form

_TRIES = Limit("desk", 10, timedelta(minutes=15))
_DIGITS = 6
_FAILED = mark("Dit e-mailadres en wachtwoord horen niet bij elkaar. Kijk ze allebei na")
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
    # An unknown address asks the pool for a user that does not exist: the same calls for both.
    school, staff = here.staff.behind(email, [attempts.password_guard(network, now)]) or ("", random_id())
    half = _half_in(email, staff, password, network, now)
    if half is None:
        return Form({"email": typed}, {"email": _FAILED})
    found = here.schools.find(school)
    if found and found.is_stopped:
        return Form({"email": typed}, {"email": _STOPPED})
    step = Step(secrets.token_urlsafe(32), school, staff, half.pass_on, half.secret)
    here.desks.begin(step, now)
    return step


def _half_in(email: str, staff: str, password: str, network: str, now: datetime) -> HalfIn | None:
    here, of_account = services(), Guard(_TRIES, email, now)
    here.limits.take(of_account)
    try:
        half = here.staff_accounts.begin(staff, password)
    except LoginFailed:
        here.limits.count(attempts.password_guard(network, now))
        record(DeskRefused("password"))
        return None
    here.limits.give_back(of_account)
    return half


def finish(token: str, form: Mapping[str, str], now: datetime) -> DeskSession | Form:
    """A session, or the form with what is wrong. Raises TookTooLong, also after five wrong tries."""
    here = services()
    step = here.desks.step(token, now)
    if step is None:
        raise TookTooLong
    digits = digits_in(form)
    if not digits:
        return Form({}, {"digits": _NO_DIGITS})
    if not here.desks.count_try(step):
        here.desks.end(step)
        raise TookTooLong
    staff = here.staff.find(step.school, step.staff)
    if staff is None:
        here.desks.end(step)
        raise TookTooLong
    try:
        here.staff_accounts.prove(step.staff, HalfIn(step.pass_on, step.secret), digits)
    except WrongDigits:
        return _wrong_digits(staff, now)
    except LoginFailed:
        here.desks.end(step)
        raise TookTooLong from None
    session = _open(staff, now)
    here.desks.end(step)
    return session


def _wrong_digits(staff: Staff, now: datetime) -> Form:
    """Counted with wrong passwords: whoever has the password does not get five more with each login."""
    services().limits.take(Guard(_TRIES, staff.email, now))
    record(DeskRefused("digits"))
    return Form({}, {"digits": _WRONG})


def _open(staff: Staff, now: datetime) -> DeskSession:
    here = services()
    session = new_session(staff, now)
    here.desks.open(session)
    here.journal.note(staff.school, "logged_in", Actor("staff", staff.id, staff.name), now)
    record(DeskEntered(staff.school, staff.id))
    return session


def digits_in(form: Mapping[str, str]) -> str:
    """Six of them; '' for anything else."""
    typed = with_plain_digits("".join(form.get("digits", "").split()))
    return typed if len(typed) == _DIGITS and typed.isascii() and typed.isdigit() else ""


def prove_again(seat: Seat, form: Mapping[str, str], network: str, now: datetime) -> DeskSession | Form:
    """Another session in the place of this one, for whoever can log in once more. Raises TooManyTries, TookTooLong."""
    password, digits = form.get("password", ""), digits_in(form)
    errors = {}
    if not password:
        errors["password"] = mark("Vul uw wachtwoord in")
    if not digits:
        errors["digits"] = _NO_DIGITS
    if errors:
        return Form({}, errors)
    here = services()
    half = _half_in(seat.staff.email, seat.staff.id, password, network, now)
    if half is None:
        return Form({}, {"password": mark("Dit is niet uw wachtwoord")})
    if half.secret:
        raise TookTooLong
    try:
        here.staff_accounts.prove(seat.staff.id, half, digits)
    except WrongDigits:
        return _wrong_digits(seat.staff, now)
    except LoginFailed:
        raise TookTooLong from None
    session = _open(seat.staff, now)
    here.desks.close(seat.session.token)
    return session


# -- somebody who was invited


def invited(school: str, staff: str, token: str, now: datetime) -> Staff:
    """Whose invitation this is. Raises NotThere for one that was used, is too old, or is none."""
    here = services()
    person = here.staff.find(school, staff)
    if person is None or not is_invited(here.keys.invitation_keys, person, token, now):
        raise NotThere
    return person


def choose_password(person: Staff, form: Mapping[str, str], now: datetime) -> Form | None:
    """The form with what is wrong, or None: from now on this password opens the desk. Raises NotThere."""
    here = services()
    password = form.get("password", "")
    school = here.schools.find(person.school)
    if weak := passwords.problem_with(password, "", person.name, person.email, school.name if school else ""):
        return Form({}, {"password": weak})
    here.staff_accounts.set_first_password(person.id, password)
    try:
        here.staff.accept(person, now)
    except AlreadyDone:
        raise NotThere from None
    record(StaffPasswordChosen(person.school, person.id))
    return None
