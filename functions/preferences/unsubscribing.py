"""Mail that is not wanted any more: taken back with what stands in the mail itself, by a program or by a person."""

from common.cloud.log import record
from common.cloud.services import services
from common.errors import AccountGone, NotThere
from common.events import Unsubscribed
from common.parents import Parent
from common.preferences import Kind
from common.values import Value
from common.web import unsubscribing


class Leave(Value):
    """Who wants no mail of which kinds. was_left: the address that this came to is not the parent's any more."""

    parent: Parent
    kinds: tuple[Kind, ...]
    was_left: bool = False

    @property
    def is_taken(self) -> bool:
        return self.was_left or not any(self.parent.takes(kind, "email") for kind in self.kinds)


def leave_of(token: str) -> Leave:
    """Raises NotThere for a token that is not ours, is too old, or whose account is gone."""
    proof = unsubscribing.read(token)
    household = services().parents.household(proof.parent) if proof else None
    if proof is None or household is None:
        raise NotThere
    return Leave(household.parent, proof.kinds, was_left=not proof.is_of(household.parent.email))


def take(leave: Leave) -> None:
    """Again it changes nothing, nor at an address that gets no mail any more: who reads there may be somebody else.

    Raises NotThere where the account went meanwhile.
    """
    if leave.was_left:
        return
    try:
        services().choices.change_preferences(
            leave.parent, lambda chosen: chosen.without(*leave.kinds, channels=("email",))
        )
    except AccountGone:
        raise NotThere from None
    record(Unsubscribed(leave.parent.id))
