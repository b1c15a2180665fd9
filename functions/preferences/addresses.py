"""Proof that an address is its owner's: six digits go there and come back."""

from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.parents import AddressRegistered
from common.errors import AlreadyDone, LoginNeeded
from common.events import AddressConfirmed, AddressNotConfirmed
from common.i18n import mark
from common.parents import Parent, confirmation_digits
from common.web import digits

_TAKEN = mark("Met dit e-mailadres is er al een account. Neem een ander adres")


def confirm(parent_id: str, typed: str, now: datetime) -> str | None:
    """A sentence that says why the address is not confirmed, or None when it is (also when it was already)."""
    parent = _parent(parent_id)
    if not parent.address_to_confirm:
        return None
    problem = digits.problem_with(typed, _Proof(parent), now) or _take(parent, now)
    record(AddressNotConfirmed(parent_id) if problem else AddressConfirmed(parent_id))
    return problem


class _Proof:
    def __init__(self, parent: Parent) -> None:
        self._parent = parent
        self.waiting = parent.confirmation

    def expected(self, nonce: str) -> str:
        key = services().keys.confirmation_key
        return confirmation_digits(key, self._parent.id, self._parent.address_to_confirm, nonce)

    def count_try(self) -> bool:
        return services().parents.count_confirmation_try(self._parent.id)


def _take(parent: Parent, now: datetime) -> str | None:
    """The confirmed address is the parent's; a sentence where somebody else's account has it."""
    here = services()
    if parent.new_email:
        try:
            here.parents.change_email(parent, now)
        except AddressRegistered:
            return _TAKEN
    else:
        here.parents.confirm_email(parent)
    here.accounts.confirm_email(parent.id, parent.address_to_confirm)
    return None


def ask_again(parent_id: str, now: datetime) -> str | None:
    """A sentence that says why no new digits go out, or None when they do."""
    if not _parent(parent_id).address_to_confirm:
        return None
    try:
        services().parents.ask_confirmation(parent_id, now)
    except AlreadyDone:
        return digits.NOT_YET
    return None


def _parent(parent_id: str) -> Parent:
    household = services().parents.household(parent_id)
    if household is None:
        raise LoginNeeded
    return household.parent
