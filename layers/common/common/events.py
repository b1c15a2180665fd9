"""The catalogue of what is logged. An event carries its fields and nothing else.

No names, dates of birth, addresses, codes or tokens: ids of our own, counts, and reasons from our own code.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """Logged under its class name."""


@dataclass(frozen=True)
class ListIgnored(Event):
    """An object in the uploads bucket that is no pupil list: its key does not fit the pattern."""

    bucket: str


@dataclass(frozen=True)
class ListRefused(Event):
    school: str
    import_id: str
    reason: str


@dataclass(frozen=True)
class ListImported(Event):
    school: str
    import_id: str
    format: str
    rows: int
    new: int
    changed: int
    unchanged: int
    merged: int
    held: int
    skipped: int
    returned: int
    left: int
    warned: int


@dataclass(frozen=True)
class ListWaits(Event):
    """Nothing changes before the school confirms; so many things looked wrong."""

    school: str
    import_id: str
    questions: int


@dataclass(frozen=True)
class ListSuperseded(Event):
    """Another file stands in its place; that one is read by an event of its own."""

    school: str
    import_id: str


@dataclass(frozen=True)
class ListUndone(Event):
    school: str
    import_id: str


@dataclass(frozen=True)
class PupilAdded(Event):
    school: str
    pupil: str
    is_new: bool


@dataclass(frozen=True)
class LettersMade(Event):
    school: str
    batch: str
    letters: int
    substituted: int


@dataclass(frozen=True)
class LetterDesignChanged(Event):
    school: str
    what: str


@dataclass(frozen=True)
class ParentRegistered(Event):
    parent: str


@dataclass(frozen=True)
class ChildLinked(Event):
    parent: str
    school: str
    pupil: str


@dataclass(frozen=True)
class ChildUnlinked(Event):
    parent: str
    school: str
    pupil: str


@dataclass(frozen=True)
class LoggedIn(Event):
    parent: str


@dataclass(frozen=True)
class LoginRefused(Event):
    """Neither the address nor its mark: whether it is known must not show."""


@dataclass(frozen=True)
class LoggedOut(Event):
    parent: str


@dataclass(frozen=True)
class CodeRefused(Event):
    """`reason` is the class of the problem; school and pupil where the code is known."""

    reason: str
    school: str = ""
    pupil: str = ""


@dataclass(frozen=True)
class PreferencesSaved(Event):
    parent: str


@dataclass(frozen=True)
class Unsubscribed(Event):
    """From within a mail, without logging in."""

    parent: str


@dataclass(frozen=True)
class DeviceRegistered(Event):
    parent: str
    device: str


@dataclass(frozen=True)
class DeviceForgotten(Event):
    parent: str
    device: str


@dataclass(frozen=True)
class Reported(Event):
    """Somebody told the school of something about a pupil."""

    school: str
    pupil: str
    what: str


@dataclass(frozen=True)
class PasswordResetAsked(Event):
    """For an address, whether or not it has an account."""


@dataclass(frozen=True)
class PasswordResetRefused(Event):
    """The digits were right, but the address has no account."""


@dataclass(frozen=True)
class PasswordReset(Event):
    parent: str


@dataclass(frozen=True)
class PasswordChanged(Event):
    parent: str


@dataclass(frozen=True)
class AddressChangeAsked(Event):
    parent: str


@dataclass(frozen=True)
class LanguageChosen(Event):
    parent: str


@dataclass(frozen=True)
class SessionsClosed(Event):
    """The parent logged out everywhere."""

    parent: str


@dataclass(frozen=True)
class DataCopied(Event):
    parent: str


@dataclass(frozen=True)
class AccountDeleted(Event):
    parent: str


@dataclass(frozen=True)
class AddressConfirmed(Event):
    parent: str


@dataclass(frozen=True)
class AddressNotConfirmed(Event):
    parent: str


@dataclass(frozen=True)
class AttachmentOffered(Event):
    """A place for a file that will go along with a message; whether it was used is not known then."""

    school: str
    attachment: str


@dataclass(frozen=True)
class MessageAccepted(Event):
    school: str
    message_id: str
    kind: str


@dataclass(frozen=True)
class MessageCancelled(Event):
    school: str
    message_id: str


@dataclass(frozen=True)
class MessageFannedOut(Event):
    school: str
    message_id: str
    recipients: int


@dataclass(frozen=True)
class DueTasksSent(Event):
    """Tasks whose time had come, from the outbox to the queue."""

    tasks: int


@dataclass(frozen=True)
class DeliveriesQueuedAgain(Event):
    """Deliveries of a message that got stuck on their way."""

    message_id: str
    recipients: int


@dataclass(frozen=True)
class DeliveriesGivenUp(Event):
    """Deliveries that failed for days."""

    message_id: str
    recipients: int


@dataclass(frozen=True)
class MailStopped(Event):
    """Too many mails bounced or were complained of: all but urgent ones and those of the system wait."""

    heard_of: int
    bounced: int
    complained: int


@dataclass(frozen=True)
class Postponed(Event):
    """Mail whose turn comes later: the pace at which it may leave is used up for so long."""

    task: str
    seconds: int


@dataclass(frozen=True)
class Delivered(Event):
    """One delivery reached the state it keeps for now."""

    message_id: str
    parent: str
    channel: str
    state: str


@dataclass(frozen=True)
class MailHeardOf(Event):
    """What SES tells of a mail that it took: Delivery, Bounce, Complaint or Reject."""

    receiver: str
    what: str


@dataclass(frozen=True)
class AddressGivenUp(Event):
    """No mail goes to this parent's address any more."""

    parent: str
    why: str


@dataclass(frozen=True)
class AddressTriedAgain(Event):
    parent: str


@dataclass(frozen=True)
class MailSent(Event):
    """A mail of the system itself, to a parent or a school."""

    receiver: str
    mail: str


@dataclass(frozen=True)
class DeskEntered(Event):
    """Somebody of the staff logged in, with an authenticator."""

    school: str
    staff: str


@dataclass(frozen=True)
class DeskRefused(Event):
    """reason: password or digits. Not whose: whether an address is known must not show."""

    reason: str


@dataclass(frozen=True)
class StaffPasswordChosen(Event):
    """An invitation was accepted."""

    school: str
    staff: str


@dataclass(frozen=True)
class StaffChanged(Event):
    """what: invited, renewed, role or removed."""

    school: str
    staff: str
    what: str


@dataclass(frozen=True)
class RequestRefused(Event):
    """A page or door that answered with a problem; the route's pattern, never the path."""

    route: str
    problem: str
    status: int


@dataclass(frozen=True)
class HandlerFailed(Event):
    """An exception nobody expected: its class and the lines it came through, never its message."""

    error: str
    trace: tuple[str, ...]


@dataclass(frozen=True)
class EventRetried(Event):
    """A queue's message that goes back to be brought again."""

    error: str
    trace: tuple[str, ...]
