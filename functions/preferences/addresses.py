"""Proof that an address is its owner's: six digits go there and come back."""

import hmac
from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.codes import with_plain_digits
from common.errors import AlreadyDone, LoginNeeded
from common.events import AddressConfirmed, AddressNotConfirmed
from common.i18n import mark
from common.parents import Parent, confirmation_digits

_WRONG = mark("Deze code klopt niet. Kijk in de nieuwste e-mail en vul de 6 cijfers opnieuw in")
_TOO_OLD = mark("Deze code is verlopen. Vraag een nieuwe code aan")
_TOO_MANY = mark("U hebt te vaak een verkeerde code ingevuld. Vraag een nieuwe code aan")
_NOT_YET = mark("U hebt net al een code gevraagd. Wacht een minuut en kijk ook bij ongewenste e-mail")


def confirm(parent_id: str, typed: str, now: datetime) -> str | None:
    """A sentence that says why the address is not confirmed, or None when it is (also when it was already)."""
    parent = _parent(parent_id)
    if parent.email_confirmed:
        return None
    problem = _problem_with(parent, with_plain_digits("".join(typed.split())), now)
    if problem:
        record(AddressNotConfirmed(parent_id))
        return problem
    services().parents.confirm_email(parent)
    services().accounts.confirm_email(parent.id, parent.email)
    record(AddressConfirmed(parent_id))
    return None


def _problem_with(parent: Parent, digits: str, now: datetime) -> str | None:
    here = services()
    waiting = parent.confirmation
    if waiting is None or waiting.until < now:
        return _TOO_OLD
    if not digits:
        return mark("Vul de 6 cijfers in die in de e-mail staan")
    if not here.parents.count_confirmation_try(parent.id):
        return _TOO_MANY
    right = confirmation_digits(here.keys.confirmation_key, parent.id, parent.email, waiting.nonce)
    return None if hmac.compare_digest(right.encode(), digits.encode()) else _WRONG


def ask_again(parent_id: str, now: datetime) -> str | None:
    """A sentence that says why no new digits go out, or None when they do."""
    if _parent(parent_id).email_confirmed:
        return None
    try:
        services().parents.ask_confirmation(parent_id, now)
    except AlreadyDone:
        return _NOT_YET
    return None


def _parent(parent_id: str) -> Parent:
    household = services().parents.household(parent_id)
    if household is None:
        raise LoginNeeded
    return household.parent
