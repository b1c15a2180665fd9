"""*Inloggen*: an address and a password against the account behind them."""

from collections.abc import Mapping
from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.sessions import Session, new_session
from common.cloud.table.tries import Row
from common.devices import Device
from common.emails import normalise_email
from common.errors import AlreadyDone, LoginFailed, PasswordClosed
from common.events import LoggedIn, LoginRefused
from common.i18n import mark
from common.web import attempts
from common.web.activation import is_code
from common.web.visits import Form

_CODE = mark("Dit is de activatiecode uit de brief. Log eerst in, dan vullen we de code voor u in")
_FAILED = mark("Dit e-mailadres en wachtwoord horen niet bij elkaar. Kijk ze allebei na")


def log_in(form: Mapping[str, str], old_session: str, network: str, device: Device, now: datetime) -> Session | Form:
    """A new session, or the form with what is wrong. Unknown address and wrong password answer the same.

    A code that was typed here comes back as the value 'code'. Raises TooManyTries.
    """
    typed, password = form.get("email", "").strip(), form.get("password", "")
    errors = {}
    if not typed:
        errors["email"] = mark("Vul uw e-mailadres in")
    if not password:
        errors["password"] = mark("Vul uw wachtwoord in")
    if code := next(filter(is_code, (typed, password)), ""):
        return Form({"code": code}, {"email" if code == typed else "password": _CODE})
    if errors:
        return Form({"email": typed}, errors)
    here = services()
    email = normalise_email(typed)
    row = Row("parents", here.parents.id_of(email, [attempts.password_guard(network, now)]), email)
    try:
        parent = attempts.check_password(row, password, network, now)
    except PasswordClosed:
        record(LoginRefused())
        return Form({"email": typed}, {"password": attempts.CLOSED})
    except LoginFailed:
        record(LoginRefused())
        return Form({"email": typed}, {"email": _FAILED})
    session = new_session(parent, now, device)
    try:
        here.sessions.open(session)
    except AlreadyDone:
        # Another password was chosen since it was checked.
        record(LoginRefused())
        return Form({"email": typed}, {"email": _FAILED})
    if old_session:
        here.sessions.close(old_session)
    record(LoggedIn(parent))
    return session
