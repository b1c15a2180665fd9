"""What is logged of messages, mails and deliveries: the second half of the catalogue."""

from common.event import Event


class AttachmentOffered(Event):
    """A place for a file that will go along with a message; whether it was used is not known then."""

    school: str
    attachment: str


class MessageAccepted(Event):
    school: str
    message_id: str
    kind: str


class MessageCancelled(Event):
    school: str
    message_id: str


class MessageFannedOut(Event):
    school: str
    message_id: str
    recipients: int


class DueTasksSent(Event):
    """Tasks whose time had come, from the outbox to the queue."""

    tasks: int


class DeliveriesQueuedAgain(Event):
    """Deliveries of a message that got stuck on their way."""

    message_id: str
    recipients: int


class DeliveriesGivenUp(Event):
    """Deliveries that failed for days."""

    message_id: str
    recipients: int


class MailStopped(Event):
    """Too many mails bounced or were complained of: all but urgent ones and those of the system wait."""

    heard_of: int
    bounced: int
    complained: int


class Postponed(Event):
    """Mail whose turn comes later: the pace at which it may leave is used up for so long."""

    task: str
    seconds: int


class Delivered(Event):
    """One delivery reached the state it keeps for now."""

    message_id: str
    parent: str
    channel: str
    state: str


class MailHeardOf(Event):
    """What SES tells of a mail that it took: Delivery, Bounce, Complaint or Reject."""

    receiver: str
    what: str


class AddressGivenUp(Event):
    """No mail goes to this parent's address any more."""

    parent: str
    why: str


class AddressTriedAgain(Event):
    parent: str


class MailSent(Event):
    """A mail of the system itself, to a parent or a school."""

    receiver: str
    mail: str
