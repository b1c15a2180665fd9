"""What is logged of messages, mails and deliveries: the second half of the catalogue."""

from common.event import Event, Metric


class AttachmentOffered(Event):
    """A place for a file that will go along with a message; whether it was used is not known then."""

    school: str
    attachment: str


class MessageAccepted(Event):
    metrics = (Metric(by=("kind",)),)

    school: str
    message_id: str
    kind: str


class MessageCancelled(Event):
    school: str
    message_id: str


class MessageFannedOut(Event):
    metrics = (Metric("RecipientsFound", "recipients"),)

    school: str
    message_id: str
    recipients: int


class DueTasksSent(Event):
    """Tasks whose time had come, from the outbox to the queue."""

    tasks: int


class TasksSent(Event):
    """From the outbox to the queue. of: the lists, batches and messages among what they are about."""

    tasks: int
    of: tuple[str, ...]


class Swept(Event):
    """Somebody looked at all messages that should be done by now, and at so many that are not."""

    messages: int


class DeliveriesQueuedAgain(Event):
    """Deliveries of a message that got stuck on their way."""

    metrics = (Metric(amount="recipients"),)

    message_id: str
    recipients: int


class DeliveriesGivenUp(Event):
    """Deliveries that failed for days."""

    metrics = (Metric(amount="recipients"),)

    message_id: str
    recipients: int


class MailStopped(Event):
    """Too many mails bounced or were complained of: all but urgent ones and those of the system wait.

    task: `confirm_email` where only those do that ask to confirm an address.
    """

    metrics = (Metric(),)

    task: str
    heard_of: int
    bounced: int
    complained: int


class Postponed(Event):
    """Mail whose turn comes later: the pace at which it may leave is used up for so long."""

    task: str
    seconds: int


class Delivered(Event):
    """One delivery reached the state it keeps for now."""

    metrics = (Metric(by=("channel", "state")),)

    message_id: str
    parent: str
    channel: str
    state: str


class MailHeardOf(Event):
    """What SES tells of a mail that it took: Delivery, Bounce, Complaint or Reject.

    messages: those that it held; of a mail of the system itself what it was about, such as the id of a list.
    """

    metrics = (Metric(by=("what",)),)

    receiver: str
    what: str
    messages: tuple[str, ...]


class AddressGivenUp(Event):
    """No mail goes to this parent's address any more."""

    metrics = (Metric(by=("why",)),)

    parent: str
    why: str


class AddressTriedAgain(Event):
    parent: str


class MailSent(Event):
    """A mail of the system itself, to a parent or a school."""

    metrics = (Metric(),)

    receiver: str
    mail: str
