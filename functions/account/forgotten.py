"""A password forgotten: six digits go to the address, and whoever brings them back chooses a new one.

Whether an address has an account shows in nothing: the same is read, written and answered.
"""

from collections.abc import Mapping
from datetime import datetime

from account.changes import enter_anew
from common import passwords
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.sessions import Session
from common.cloud.table.tries import Row
from common.devices import Device
from common.emails import normalise_email
from common.errors import AccountGone, AlreadyDone
from common.events import PasswordReset, PasswordResetAsked, PasswordResetRefused
from common.i18n import mark
from common.parents import RESET, Parent, confirmation_digits
from common.preferences import Preferences
from common.web import attempts, digits
from common.web.visits import Form


def ask(form: Mapping[str, str], network: str, now: datetime) -> Form:
    """The form for the digits, with the address filled in; or the same form with what is wrong. Raises TooManyTries."""
    typed = form.get("email", "").strip()
    email = normalise_email(typed)
    if not email:
        wrong = mark("Vul een e-mailadres in zoals naam@voorbeeld.nl") if typed else mark("Vul uw e-mailadres in")
        return Form({"email": typed}, {"email": wrong})
    attempts.take_reset(network, email, now)
    try:
        services().resets.ask(email, now)
        record(PasswordResetAsked())
    except AlreadyDone:
        attempts.give_reset_back(network, email, now)
        return Form({"email": typed}, {"email": digits.NOT_YET})
    return Form({"email": typed})


def renew(form: Mapping[str, str], network: str, device: Device, now: datetime) -> Session | Form:
    """A session of the parent, whose other sessions have ended; or the form with what is wrong.

    Raises TooManyTries; LoginNeeded where all sessions were ended once more meanwhile.
    """
    typed, password = form.get("email", "").strip(), form.get("password", "")
    email = normalise_email(typed)
    errors = {}
    if not email:
        errors["email"] = mark("Vul uw e-mailadres in")
    if weak := passwords.problem_with(password, "", email):
        errors["password"] = weak
    if not errors:
        attempts.take_reset_digits(network, email, now)
        if wrong := digits.problem_with(form.get("digits", ""), _Proof(email), now):
            errors["digits"] = wrong
    if errors:
        return Form({"email": typed}, errors)
    return _enter(email, password, device) or Form({"email": typed}, {"digits": digits.WRONG})


class _Proof:
    """Of an address, whoever it belongs to."""

    def __init__(self, email: str) -> None:
        self._email = email
        self.waiting = services().resets.waiting(email)

    def expected(self, nonce: str) -> str:
        return confirmation_digits(services().keys.confirmation_key, RESET, self._email, nonce)

    def count_try(self) -> bool:
        return services().resets.count_try(self._email)


def _enter(email: str, password: str, device: Device) -> Session | None:
    """None where the address has no account after all, or not any more."""
    here = services()
    known = here.parents.id_of(email)
    household = here.parents.household(known) if known else None
    session = _renew(household.parent, password, device) if household else None
    record(PasswordReset(session.parent) if session else PasswordResetRefused())
    return session


def _renew(parent: Parent, password: str, device: Device) -> Session | None:
    """None where the account went meanwhile, or has another address: the digits prove this one alone."""
    here = services()
    here.resets.finish(parent.email)
    try:
        here.addresses.confirm(parent)
    except AlreadyDone:
        return None
    here.accounts.give_password(parent.id, password)
    here.tries.forget(Row("parents", parent.id, parent.email))
    try:
        session = enter_anew(parent.id, device)
        if not parent.email_confirmed:
            _clear(parent.id)
    except AccountGone:
        # Where the pool had forgotten it already, it was made anew.
        here.accounts.delete(parent.id)
        return None
    return session


def _clear(parent_id: str) -> None:
    """Whoever made the account did not show to read this address: its devices and choices may be somebody else's."""
    here = services()
    household = here.parents.household(parent_id)
    for device in household.parent.devices if household else ():
        here.choices.forget_device(parent_id, device, here.now())
    here.choices.save_preferences(parent_id, Preferences())
