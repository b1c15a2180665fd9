"""One message of a school: to whom it goes, and how it reaches each of them on their own terms."""

from dataclasses import dataclass

from common.cloud.log import record
from common.cloud.push import EndpointGone
from common.cloud.services import services
from common.cloud.table.parents import Household
from common.errors import Permanent, Retry
from common.events import Delivered, DeviceForgotten, MessageFannedOut
from common.messages import Message, State
from common.parents import Channel, Device
from common.schools import School
from messages import mails
from messages.audiences import is_meant


def fan_out(school: str, message_id: str) -> None:
    """Finds the recipients and queues one delivery for each. Again, it finds the same and queues them again."""
    here = services()
    message = _message(school, message_id)
    wanted = _pupils_of(message)
    recipients = sorted({parent for pupil, parent in here.parents.parents_of_school(school) if pupil in wanted})
    here.messages.add_recipients(message_id, recipients)
    here.deliveries_queue.send(
        {"kind": "deliver", "school": school, "message": message_id, "parent": parent} for parent in recipients
    )
    here.messages.finish_fan_out(message)
    record(MessageFannedOut(school, message_id, len(recipients)))


def _message(school: str, message_id: str) -> Message:
    message = services().messages.find(school, message_id)
    if message is None:
        raise Permanent("unknown message")
    return message


def _pupils_of(message: Message) -> set[str]:
    return {pupil.id for pupil in services().pupils.of_school(message.school) if is_meant(pupil, message.audience)}


@dataclass(frozen=True)
class _Delivery:
    message: Message
    school: School
    household: Household

    @property
    def parent(self) -> str:
        return self.household.parent.id


def deliver(school_id: str, message_id: str, parent: str) -> None:
    """Delivers over the channels that the parent wants now; link and preferences are read at this moment.

    Raises Retry where a channel may work later; what went out already does not go out again.
    """
    here = services()
    household = here.parents.household(parent)
    message = _message(school_id, message_id)
    school = _school_of_link(message, household) if household else None
    if household is None or school is None:
        _withhold(message_id, parent)
        return
    delivery = _Delivery(message, school, household)
    wants = household.parent.preferences
    channels: dict[Channel, bool] = {"email": wants.email, "push": wants.push and bool(household.devices)}
    wanted = [channel for channel, is_wanted in channels.items() if is_wanted]
    if not wanted:
        _withhold(message_id, parent)
    retry: list[Retry] = []
    for channel in wanted:
        try:
            _deliver_over(channel, delivery)
        except Retry as error:
            retry.append(error)
    if retry:
        raise retry[0]


def _school_of_link(message: Message, household: Household) -> School | None:
    """The school, if the parent is still linked there to a pupil who is meant."""
    links = [(link.school, link.pupil) for link in household.links if link.school == message.school]
    found = services().pupils.with_schools(links) if links else []
    return next((school for pupil, school in found if is_meant(pupil, message.audience)), None)


def _deliver_over(channel: Channel, delivery: _Delivery) -> None:
    """Claims the delivery, sends, and settles it. Whoever does not get the claim has nothing to do."""
    here = services()
    message_id = delivery.message.id
    if not here.messages.claim(message_id, delivery.parent, channel, here.now()):
        return
    try:
        state: State = _send_mail(delivery) if channel == "email" else _send_pushes(delivery)
    except Retry:
        here.messages.release(message_id, delivery.parent, channel)
        raise
    except Permanent:
        state = "failed"
    _settle(message_id, delivery.parent, channel, state)


def _send_mail(delivery: _Delivery) -> State:
    parent = delivery.household.parent
    tag = f"{delivery.message.id}.{parent.id}"
    services().mail.send(mails.for_message(delivery.message, delivery.school, parent, tag))
    return "sent"


def _send_pushes(delivery: _Delivery) -> State:
    """To every device; one that is no more is forgotten. Comes again only while no device took it."""
    taken, retry = 0, None
    for device in delivery.household.devices:
        try:
            taken += _push_to(device, delivery)
        except Retry as error:
            retry = error
    if retry and not taken:
        raise retry
    return "sent" if taken else "failed"


def _push_to(device: Device, delivery: _Delivery) -> bool:
    here = services()
    title, text = mails.push_texts(delivery.school, delivery.household.parent.language)
    try:
        here.push.send(device.endpoint, title, text, f"{here.settings.site_url}/profiel")
    except EndpointGone:
        # The endpoint of a device that is no more: pushes to it would fail for ever.
        here.parents.forget_device(delivery.parent, device.id)
        record(DeviceForgotten(delivery.parent, device.id))
        return False
    return True


def _withhold(message_id: str, parent: str) -> None:
    """Unless it was delivered before the parent chose otherwise."""
    if services().messages.claim(message_id, parent, "email", services().now()):
        _settle(message_id, parent, "email", "withheld")


def _settle(message_id: str, parent: str, channel: Channel, state: State) -> None:
    services().messages.settle(message_id, parent, channel, state)
    record(Delivered(message_id, parent, channel, state))
