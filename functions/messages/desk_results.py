"""What the desk shows of messages: a page of the newest, and what became of one for each of its recipients."""

from collections.abc import Iterable, Mapping

from common.cloud.services import services
from common.errors import NotThere
from common.messages import STATES, Message, Recipient, State, counts, state_of_recipient
from common.preferences import Channel
from common.pupils import Pupil
from common.values import Value
from common.web.desks import Seat
from messages.progress import MessageState, state_of

_ON_A_PAGE = 20
_RECIPIENTS_ON_A_PAGE = 50

Fared = tuple[Recipient, dict[Channel, State]]


class Overview(Value):
    """messages: the newest first, each with how far it is. older: what to ask for next; '' where nothing follows."""

    messages: tuple[tuple[Message, MessageState], ...]
    older: str


class Child(Value):
    """number: which of the recipients who are linked to this pupil; the first is 1. pupil: None for one who is gone."""

    pupil: Pupil | None
    number: int


class Row(Value):
    """One recipient, by the children it was about."""

    children: tuple[Child, ...]
    deliveries: Mapping[Channel, State]


class Results(Value):
    """counts: recipients by state, and 'audience'. rows: a page of those in `shown`, or of all where that is ''."""

    message: Message
    state: MessageState
    counts: Mapping[str, int]
    shown: State | str
    rows: tuple[Row, ...]
    page: int
    has_more: bool


def overview_of(school: str, before: str) -> Overview:
    here = services()
    found = here.messages.of_school(school, before, _ON_A_PAGE + 1)
    shown = found[:_ON_A_PAGE]
    open_ones = here.messages.not_done(one for one in shown if one.stage == "sent")
    states = tuple((one, state_of(one, {"queued": int(one.id in open_ones)})) for one in shown)
    return Overview(states, shown[-1].id if len(found) > _ON_A_PAGE else "")


def message_of(seat: Seat, message_id: str) -> Message:
    """Raises NotThere, also for one of another school."""
    message = services().messages.find(seat.school.id, message_id)
    if message is None:
        raise NotThere
    return message


def results_of(seat: Seat, message_id: str, shown: str, page: int) -> Results:
    """shown: a state, or ''. page: 0 for the first. Raises NotThere."""
    message = message_of(seat, message_id)
    if shown and shown not in STATES:
        raise NotThere
    fared = services().deliveries.of_message(message_id)
    tally = counts(
        (one.parent for one, _ in fared), ((one.parent, state) for one, states in fared for state in states.values())
    )
    wanted = [one for one in fared if not shown or state_of_recipient(one[1].values()) == shown]
    first, end = page * _RECIPIENTS_ON_A_PAGE, (page + 1) * _RECIPIENTS_ON_A_PAGE
    # As the lists of the classes went when it was sent.
    ordered = sorted(wanted, key=lambda one: one[0].place)
    rows = _rows(seat.school.id, ordered[first:end], fared)
    return Results(message, state_of(message, tally), tally, shown, rows, page, len(wanted) > end)


def _rows(school: str, shown: list[Fared], fared: Iterable[Fared]) -> tuple[Row, ...]:
    if not shown:
        return ()
    parents: dict[str, list[str]] = {}
    for recipient, _ in fared:
        for pupil in recipient.pupils:
            parents.setdefault(pupil, []).append(recipient.parent)
    named = sorted({pupil for recipient, _ in shown for pupil in recipient.pupils})
    pupils = {one.id: one for one in services().pupils.find_many(school, named)}
    return tuple(
        Row(
            tuple(Child(pupils.get(one), parents[one].index(recipient.parent) + 1) for one in recipient.pupils),
            deliveries,
        )
        for recipient, deliveries in shown
    )
