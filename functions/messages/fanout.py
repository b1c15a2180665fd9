"""From a message to its recipients: who is meant, and one task for each handful of them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from common.audiences import Audience, is_meant
from common.batches import in_batches
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.store import Write
from common.errors import Permanent
from common.journal import SYSTEM
from common.message_events import MessageFannedOut
from common.messages import Message, Recipient
from messages import attachments
from messages.closing import groups_of

_MOST_IN_TASK = 25
_SECONDS_OF_TASK = 2


def fan_out(school: str, message_id: str) -> None:
    """Finds the recipients and queues their deliveries. Again, it finds the same and queues them again."""
    here = services()
    found = here.messages.at_school(school, message_id)
    if found is None:
        raise Permanent("unknown message")
    message = found.message
    if found.school.is_stopped:
        # It waits: the sweep brings it again, once the school goes on.
        return
    if not here.messages.begin(message, *_told_of(message)):
        return
    attachments.keep_as_long_as(message)
    recipients = recipients_of(school, message.audience)
    here.messages.add_recipients(message, recipients)
    here.messages.await_groups(message, groups_of(recipients))
    here.deliveries_queue.send(tasks_for(message, recipients))
    here.messages.finish(message)
    record(MessageFannedOut(school, message_id, len(recipients)))


def _told_of(message: Message) -> list[Write]:
    """In the journal: a planned one leaves now, and nobody presses a button for it."""
    if not message.is_planned:
        return []
    here = services()
    about = {"message": message.id, "kind": message.kind}
    return [here.journal.entry(message.school, "message_sent", SYSTEM, here.now(), **about)]


def recipients_of(school: str, audience: Audience) -> list[Recipient]:
    """The parents who are linked to one of the pupils who are meant."""
    here = services()
    meant = [pupil for pupil in here.pupils.of_school(school) if is_meant(pupil, audience)]
    meant.sort(key=lambda pupil: (pupil.class_name, pupil.sort_name, pupil.id))
    places = {pupil.id: place for place, pupil in enumerate(meant)}
    children = defaultdict(set)
    for pupil, parent in here.parents.parents_of_school(school):
        if pupil in places:
            children[parent].add(pupil)
    return [
        Recipient(parent, tuple(sorted(pupils)), min(places[one] for one in pupils))
        for parent, pupils in sorted(children.items())
    ]


def tasks_for(message: Message, recipients: list[Recipient]) -> Iterator[dict[str, Any]]:
    """So small that one takes a few seconds at most: whatever is more urgent need not wait for it."""
    few = min(_MOST_IN_TASK, max(1, services().pace.rate * _SECONDS_OF_TASK))
    for some in in_batches(recipients, few):
        yield task_for(message, some)


def task_for(message: Message, recipients: list[Recipient]) -> dict[str, Any]:
    to = [[one.parent, *one.pupils] for one in recipients]
    return {"kind": "deliver", "school": message.school, "message": message.id, "to": to}
