"""What a parent changes of the account: password, address, language. The first two need the password again."""

from collections.abc import Mapping
from datetime import datetime

from common import passwords
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.sessions import Session, new_session
from common.cloud.table.tries import Row
from common.devices import Device
from common.emails import normalise_email
from common.errors import AccountGone, AlreadyDone, LoginFailed, LoginNeeded, PasswordClosed
from common.events import AddressChangeAsked, PasswordChanged
from common.i18n import mark
from common.parents import Parent
from common.web import attempts, digits
from common.web.visits import Form

_NOT_YOURS = mark("Dit is niet uw wachtwoord. Weet u het niet meer? Log uit en kies Wachtwoord vergeten")


def parent_of(parent_id: str) -> Parent:
    """Raises AccountGone."""
    household = services().parents.household(parent_id)
    if household is None:
        raise AccountGone
    return household.parent


def change_password(
    parent_id: str, form: Mapping[str, str], network: str, device: Device, now: datetime
) -> Session | Form:
    """A new session, after all others have ended; or the form with what is wrong.

    Raises TooManyTries; LoginNeeded where all sessions were ended once more meanwhile, or the account is gone.
    """
    parent = parent_of(parent_id)
    errors = check_current(parent, form, network, now)
    password, current = form.get("password", ""), form.get("current", "")
    if weak := passwords.problem_with(password, "", parent.name, parent.email, current=current):
        errors["password"] = weak
    if errors:
        return Form({}, errors)
    services().accounts.change_password(parent_id, password)
    record(PasswordChanged(parent_id))
    return enter_anew(parent_id, device)


def enter_anew(parent_id: str, device: Device) -> Session:
    """For whoever has just set a password: a session, after all others have ended and the parent will be told.

    Raises LoginNeeded where all sessions were ended once more meanwhile; AccountGone.
    """
    here = services()
    # Not when the request began: until a moment ago the password of before was right.
    now = here.now()
    here.sessions.close_all(parent_id, now)
    here.parents.tell(parent_id, "password_changed", now)
    session = new_session(parent_id, now, device)
    try:
        here.sessions.open(session)
    except AlreadyDone:
        parent_of(parent_id)
        raise LoginNeeded from None
    return session


def ask_new_address(parent_id: str, form: Mapping[str, str], network: str, now: datetime) -> Form:
    """Digits go to the new address, and the old one stays until they are back. The form says what is wrong."""
    parent = parent_of(parent_id)
    typed = form.get("email", "").strip()
    email = normalise_email(typed)
    errors = {}
    if not email:
        errors["email"] = mark("Vul een e-mailadres in zoals naam@voorbeeld.nl")
    elif email == parent.email:
        errors["email"] = mark("Dit is al uw e-mailadres")
    errors |= check_current(parent, form, network, now)
    if not errors:
        try:
            services().addresses.ask(parent_id, now, new_email=email)
            record(AddressChangeAsked(parent_id))
        except AlreadyDone:
            parent_of(parent_id)
            errors["email"] = digits.NOT_YET
    return Form({"email": typed}, errors)


def check_current(parent: Parent, form: Mapping[str, str], network: str, now: datetime) -> dict[str, str]:
    """Raises TooManyTries: whoever holds a session holds no password yet."""
    if not form.get("current"):
        return {"current": mark("Vul uw wachtwoord in")}
    try:
        attempts.check_password(Row("parents", parent.id, parent.email), form["current"], network, now)
    except PasswordClosed:
        return {"current": attempts.CLOSED}
    except LoginFailed:
        return {"current": _NOT_YOURS}
    return {}
