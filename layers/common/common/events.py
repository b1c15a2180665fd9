"""The catalogue of what is logged, messages apart. An event carries its fields and nothing else.

No names, dates of birth, addresses, codes or tokens: ids of our own, counts, and reasons from our own code.
"""

from common.event import Event, Metric


class ListIgnored(Event):
    """An object in the uploads bucket that is no pupil list: its key does not fit the pattern."""

    bucket: str


class ListRefused(Event):
    metrics = (Metric(by=("reason",)),)

    school: str
    import_id: str
    reason: str


class ListImported(Event):
    metrics = (
        Metric(),
        Metric("PupilsRead", "rows"),
        Metric("PupilsNew", "new"),
        Metric("PupilsHeld", "held"),
        Metric("PupilsLeft", "left"),
    )

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


class ListWaits(Event):
    """Nothing changes before the school confirms; so many things looked wrong.

    preview: from the second on it was confirmed, and would have done something else by then than the school was shown.
    """

    metrics = (Metric(),)

    school: str
    import_id: str
    questions: int
    preview: int


class ListSuperseded(Event):
    """Another file stands in its place; that one is read by an event of its own."""

    school: str
    import_id: str


class ListDeclined(Event):
    """It waited for the school, which wants nothing of it."""

    school: str
    import_id: str


class ListUndone(Event):
    school: str
    import_id: str


class PupilAdded(Event):
    school: str
    pupil: str
    is_new: bool


class PupilChanged(Event):
    metrics = (Metric(by=("what",)),)

    school: str
    pupil: str
    what: str


class PupilsErased(Event):
    """They left longer ago than their school keeps pupils."""

    school: str
    pupils: int


class CodesChanged(Event):
    """Of a whole school: they work longer; or they are others, and the letters with them come in the batch."""

    school: str
    batch: str
    pupils: int


class LettersMade(Event):
    metrics = (Metric(amount="letters"),)

    school: str
    batch: str
    letters: int
    substituted: int


class LettersReady(Event):
    """The last PDF of a batch is there; the school will be told."""

    school: str
    batch: str
    files: int


class LettersZipped(Event):
    school: str
    batch: str
    files: int


class LettersAsked(Event):
    """At the desk."""

    school: str
    batch: str
    letters: int


class LettersFetched(Event):
    """At the desk: a link to a file was given."""

    school: str
    batch: str


class LetterDesignChanged(Event):
    school: str
    what: str


class ParentRegistered(Event):
    metrics = (Metric(),)

    parent: str


class ChildLinked(Event):
    metrics = (Metric(),)

    parent: str
    school: str
    pupil: str


class ChildUnlinked(Event):
    metrics = (Metric(),)

    parent: str
    school: str
    pupil: str


class LoggedIn(Event):
    parent: str


class LoginRefused(Event):
    """Neither the address nor its mark: whether it is known must not show."""

    metrics = (Metric(),)


class LoggedOut(Event):
    parent: str


class CodeRefused(Event):
    """`reason` is the class of the problem; school and pupil where the code is known."""

    metrics = (Metric(by=("reason",)),)

    reason: str
    school: str = ""
    pupil: str = ""


class CodeLocked(Event):
    """Too many wrong dates of birth closed a code: for a day, or for good until the school lifts it."""

    metrics = (Metric(),)

    school: str
    pupil: str
    for_good: bool


class CodesGuessed(Event):
    """So many unknown codes came within an hour from a sixteenth of all networks: somebody tries. Once an hour."""

    metrics = (Metric(),)

    codes: int


class PasswordsGuessed(Event):
    """A hundredth password in a row is tried, and no other will be until a new one is chosen, but if it was right.

    account: '' for an address that has none.
    """

    metrics = (Metric(),)

    account: str


class DeskClosed(Event):
    """As PasswordsGuessed, of somebody who works at a school: who lets them in anew is a beheerder or the operator."""

    metrics = (Metric(),)

    school: str
    staff: str


class DatesGuessed(Event):
    """So many codes of one school were locked on one day: somebody may be guessing. Once a day."""

    metrics = (Metric(),)

    school: str
    locks: int


class PreferencesSaved(Event):
    parent: str


class Unsubscribed(Event):
    """From within a mail, without logging in."""

    metrics = (Metric(),)

    parent: str


class DeviceRegistered(Event):
    parent: str
    device: str


class DeviceForgotten(Event):
    parent: str
    device: str


class Reported(Event):
    """Somebody told the school of something about a pupil."""

    school: str
    pupil: str
    what: str


class PasswordResetAsked(Event):
    """For an address, whether or not it has an account."""


class PasswordResetRefused(Event):
    """The digits were right, but the address has no account."""


class PasswordReset(Event):
    parent: str


class PasswordChanged(Event):
    parent: str


class AddressChangeAsked(Event):
    parent: str


class LanguageChosen(Event):
    parent: str


class SessionsClosed(Event):
    """The parent logged out elsewhere, or everywhere."""

    parent: str


class DataCopied(Event):
    parent: str


class AccountDeleted(Event):
    metrics = (Metric(),)

    parent: str


class AddressConfirmed(Event):
    parent: str


class AddressNotConfirmed(Event):
    parent: str


class DeskEntered(Event):
    """Somebody of the staff logged in, with an authenticator."""

    school: str
    staff: str


class DeskRefused(Event):
    """reason: password, digits or closed. Not whose: whether an address is known must not show."""

    metrics = (Metric(by=("reason",)),)

    reason: str


class StaffPasswordChosen(Event):
    """An invitation was accepted."""

    school: str
    staff: str


class DeskSessionsClosed(Event):
    """Somebody of the staff logged out elsewhere."""

    school: str
    staff: str


class StaffChanged(Event):
    """what: invited, renewed, role, password or removed."""

    school: str
    staff: str
    what: str


class SchoolErased(Event):
    """How much of it, in one run. whole: nothing is left; else the next run goes on. items: what else the table had."""

    school: str
    whole: bool
    links: int
    pupils: int
    messages: int
    lists: int
    batches: int
    staff: int
    keys: int
    files: int
    items: int


class RequestRefused(Event):
    """A page or door that answered with a problem; the route's pattern, never the path."""

    route: str
    problem: str
    status: int


class HandlerFailed(Event):
    """An exception nobody expected: its class and the lines it came through, never its message."""

    metrics = (Metric(),)

    error: str
    trace: tuple[str, ...]


class EventRetried(Event):
    """A queue's message that goes back to be brought again."""

    metrics = (Metric(),)

    error: str
    trace: tuple[str, ...]
