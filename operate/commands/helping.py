"""Somebody who cannot help themselves: a parent whose telephone is in other hands."""

from common.emails import normalise_email
from common.journal import OPERATOR
from operate.registry import Answer, Given, Refused, argument, command
from operate.stack import Stack


@command(
    "end-sessions",
    "log a parent out everywhere",
    argument("--email", required=True, help="of the account"),
)
def end_sessions(stack: Stack, given: Given) -> Answer:
    """Told to each school of the children, once they have ended: what was told and not done nobody would do again."""
    now = stack.now()
    parent = stack.parents.id_of(normalise_email(given.email))
    household = stack.parents.household(parent) if parent else None
    if household is None:
        raise Refused("there is no account with this address")
    places = stack.sessions.places(household.parent.id, now)
    stack.sessions.close_all(household.parent.id, now)
    for school in sorted({link.school for link in household.links}):
        stack.journal.note(school, "sessions_ended", OPERATOR, now, parent=household.parent.id)
    return Answer("The password stays as it was. Sessions that ended:", str(len(places)))
