"""All that a parent wants together: once a day, one mail for each school."""

from common.audiences import is_meant
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.parents import Household
from common.errors import Permanent, Retry
from common.message_events import Delivered
from common.messages import Message, State
from common.schools import School
from messages import closing, mails, sending, turns


def send_digest(parent_id: str, school_id: str, due: int, slot: float) -> None:
    """What waited for this moment and is still wanted. Raises Retry, with the claims given back."""
    here = services()
    task = {"kind": "digest", "parent": parent_id, "school": school_id, "due": due}
    if turns.is_stopped(task):
        return
    turn = turns.turn_of(1, slot)
    if turns.is_postponed(task, turn):
        return
    turns.wait_for(turn)
    waiting = here.deliveries.of_digest(parent_id, school_id, due)
    household = here.parents.household(parent_id)
    found = here.messages.find_many((school_id, message_id) for message_id in waiting)[::-1]
    if not found or household is None:
        return
    school, meant = _still_meant(household, school_id, found)
    if school and school.is_stopped:
        # The messages wait for another day: the sweep sees to it, once the school goes on.
        return
    wanted = [one for one in meant if household.parent.takes(one.kind, "email")]
    for message in found:
        if message not in wanted:
            sending.once(message.id, parent_id, "email", lambda: "withheld")
    announces = not household.parent.email_confirmed
    mine = [one for one in wanted if here.deliveries.claim(one.id, parent_id, "email", here.now(), announces=announces)]
    if school and mine:
        _send(household, school, mine, due)
    for message in found:
        groups = here.messages.groups_to_come(school_id, message.id)
        closing.look(school_id, message.id, groups, [parent_id])


def _still_meant(household: Household, school_id: str, found: list[Message]) -> tuple[School | None, list[Message]]:
    links = [(link.school, link.pupil) for link in household.links if link.school == school_id]
    pupils = services().pupils.with_schools(links) if links else []
    meant = [one for one in found if any(is_meant(pupil, one.audience) for pupil, _ in pupils)]
    return (pupils[0][1] if pupils else None), meant


def _send(household: Household, school: School, messages: list[Message], due: int) -> None:
    """One mail settles all of them."""
    here = services()
    parent = household.parent
    state: State = "bounced" if parent.undeliverable else "sent"
    try:
        if not parent.undeliverable:
            here.mail.send(mails.for_digest(messages, school, parent, due))
    except Retry:
        for message in messages:
            here.deliveries.release(message.id, parent.id, "email")
        raise
    except Permanent:
        state = "failed"
    for message in messages:
        here.deliveries.settle(message.id, parent.id, "email", state)
        record(Delivered(message.id, parent.id, "email", state))
