"""*Registreren + koppelen*: from a filled-in form to an account that is linked and logged in, in one go."""

from collections.abc import Mapping
from datetime import datetime

from common import birthdates, passwords
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.addresses import AddressRegistered
from common.cloud.table.parents import AlreadyLinked
from common.cloud.table.sessions import Session, new_session
from common.cloud.table.tries import Row
from common.days import local_date
from common.devices import Device
from common.emails import normalise_email
from common.errors import AlreadyDone, CodeProblem, InvalidDate, LoginFailed, PasswordClosed
from common.events import ChildLinked, ParentRegistered
from common.i18n import mark
from common.ids import random_id
from common.links import Invitation
from common.parents import Parent
from common.pupils import clean
from common.web import attempts
from common.web.activation import (
    check_birth_date,
    field_of,
    is_code,
    lacks_birth_date,
    link_child,
    open_code,
    record_refusal,
    sentence_of,
)
from common.web.visits import Form

_LONGEST_NAME = 100
_KEPT = ("code", "day", "month", "year", "name", "email")
_TAKEN = mark(
    "Met dit e-mailadres is er al een account, met een ander wachtwoord. Kies Inloggen of vul een ander adres in"
)


def register(form: Mapping[str, str], language: str, network: str, device: Device, now: datetime) -> Session | Form:
    """A session of the new parent, or the form with its answers and what is wrong with them or still asked."""
    answers = _code_in_its_field({field: form.get(field, "").strip() for field in _KEPT}, form.get("password", ""))
    errors: dict[str, str] = {}
    invitation = _invitation(answers, errors, network, now)
    unasked = bool(invitation and lacks_birth_date(invitation, form))
    if invitation and not errors and invitation.asks_birth_date and not unasked:
        _read_birth_date(answers, errors, now)
    parent = _parent(answers, language, errors)
    school = invitation.school.name if invitation else ""
    personal = (answers["name"], answers["email"], school)
    problem = passwords.problem_with(form.get("password", ""), answers["code"], *personal)
    if problem:
        errors["password"] = problem
    if errors or invitation is None or unasked:
        return Form(answers, errors)
    return _enter(parent, form["password"], invitation, answers, network, device, now)


def _code_in_its_field(answers: dict[str, str], password: str) -> dict[str, str]:
    """The code of the letter often ends up where an address or a password is asked."""
    if is_code(answers["email"]):
        return {**answers, "code": answers["code"] or answers["email"], "email": ""}
    if is_code(password):
        return {**answers, "code": answers["code"] or password}
    return answers


def _invitation(answers: Mapping[str, str], errors: dict[str, str], network: str, now: datetime) -> Invitation | None:
    if not answers["code"]:
        errors["code"] = mark("Vul de activatiecode in die in de brief staat")
        return None
    invitation = None
    try:
        invitation = open_code(answers["code"], network, now)
        invitation.check(now, already_linked=True)
    except CodeProblem as problem:
        record_refusal(problem, invitation, now)
        errors["code"] = sentence_of(problem)
    return invitation


def _read_birth_date(answers: Mapping[str, str], errors: dict[str, str], now: datetime) -> None:
    try:
        birthdates.parse(answers["day"], answers["month"], answers["year"], local_date(now))
    except InvalidDate as problem:
        errors[problem.field] = problem.message


def _parent(answers: dict[str, str], language: str, errors: dict[str, str]) -> Parent:
    name = clean(answers["name"])
    email = normalise_email(answers["email"])
    if not name:
        errors["name"] = mark("Vul uw naam in")
    elif len(name) > _LONGEST_NAME:
        errors["name"] = mark("Vul een kortere naam in: ten hoogste 100 tekens")
    if not answers["email"]:
        errors["email"] = mark("Vul uw e-mailadres in")
    elif not email:
        errors["email"] = mark("Vul een e-mailadres in zoals naam@voorbeeld.nl")
    return Parent(id=random_id(), name=name, email=email, language=language)


def _enter(
    parent: Parent,
    password: str,
    invitation: Invitation,
    answers: Mapping[str, str],
    network: str,
    device: Device,
    now: datetime,
) -> Session | Form:
    """The steps that count: the date of birth, then the account. Nothing of the form is wrong by itself."""
    try:
        check_birth_date(invitation, answers, network, now)
        known = services().parents.id_of(parent.email, [attempts.password_guard(network, now)])
        if known is None:
            try:
                return _create(parent, password, invitation, device, now)
            except AddressRegistered:
                known = services().parents.id_of(parent.email)
        row = Row("parents", known, parent.email)
        return _link(attempts.check_password(row, password, network, now), invitation, device, now)
    except (CodeProblem, InvalidDate) as problem:
        record_refusal(problem, invitation, now)
        return Form(answers, {field_of(problem): sentence_of(problem)})
    except PasswordClosed:
        return Form(answers, {"password": attempts.CLOSED})
    except LoginFailed:
        return Form(answers, {"email": _TAKEN})


def _create(parent: Parent, password: str, invitation: Invitation, device: Device, now: datetime) -> Session:
    """An account, its link and its session. The account goes again where the table says no.

    A process that dies in between leaves a user in the pool, with nothing in it of the parent, that no address leads
    to: nobody can log in with it.
    """
    here = services()
    invitation.check(now)
    session = new_session(parent.id, now, device)
    try:
        here.accounts.create(parent.id, password)
        here.parents.register(parent, invitation, session, now)
    except Exception:
        # Also after a fault of which nobody knows whether it came before or after the write.
        if here.parents.id_of(parent.email) != parent.id:
            here.accounts.delete(parent.id)
        raise
    record(ParentRegistered(parent.id))
    record(ChildLinked(parent.id, invitation.school.id, invitation.pupil.id))
    return session


def _link(parent: str, invitation: Invitation, device: Device, now: datetime) -> Session:
    """The address has an account with this very password: as good as *Inloggen* and *Koppelen*.

    Raises LoginFailed where another one was chosen since it was checked.
    """
    _link_unless_linked(parent, invitation, now)
    session = new_session(parent, now, device)
    try:
        services().sessions.open(session)
    except AlreadyDone:
        raise LoginFailed from None
    return session


def _link_unless_linked(parent: str, invitation: Invitation, now: datetime) -> None:
    """Who did not see the first answer sends the form again, and may hold the last place by then."""
    try:
        link_child(parent, invitation, now)
    except AlreadyLinked:
        return
    except CodeProblem:
        household = services().parents.household(parent)
        if household is None or not household.has(invitation.school.id, invitation.pupil.id):
            raise
