"""Proof that an address is its owner's: six digits go there and come back."""

from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.addresses import AddressRegistered
from common.cloud.table.parents import Household
from common.errors import AlreadyDone
from common.events import AddressConfirmed, AddressNotConfirmed
from common.i18n import mark
from common.parents import Parent, confirmation_digits
from common.web import digits
from preferences.profile import household_of

_TAKEN = mark("Met dit e-mailadres is er al een account. Neem een ander adres")


def confirm(parent_id: str, typed: str, now: datetime) -> str | None:
    """A sentence that says why the address is not confirmed, or None when it is (also when it was already)."""
    household = household_of(parent_id)
    if not household.parent.address_to_confirm:
        return None
    problem = digits.problem_with(typed, _Proof(household.parent), now) or _take(household, now)
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
        return services().addresses.count_try(self._parent.id)


def _take(household: Household, now: datetime) -> str | None:
    """The confirmed address is the parent's; a sentence where somebody else's account has it, or it is not asked for
    any more. Raises AccountGone."""
    here, parent = services(), household.parent
    try:
        if parent.new_email:
            here.addresses.change(parent, now)
            here.bounces.forget(household.links)
        else:
            here.addresses.confirm(parent)
    except AlreadyDone as problem:
        known = household_of(parent.id).parent
        if known.email_confirmed and known.email == parent.address_to_confirm:
            return None
        return _TAKEN if isinstance(problem, AddressRegistered) else digits.TOO_OLD
    return None


def ask_again(parent_id: str, now: datetime) -> str | None:
    """A sentence that says why no new digits go out, or None when they do."""
    if not household_of(parent_id).parent.address_to_confirm:
        return None
    try:
        services().addresses.ask(parent_id, now)
    except AlreadyDone:
        household_of(parent_id)
        return digits.NOT_YET
    return None
