"""What a school sends, and what became of it for each recipient."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, get_args

from common.attachments import Attachment
from common.audiences import Audience
from common.preferences import Kind
from common.values import Value

# Of a message: it waits for its time, goes out, or went out to the last recipient's queue.
Stage = Literal["waiting", "sending", "sent", "cancelled"]
# Of a delivery, as the school is told. announced: a mail without content went out, as nobody confirmed the address.
State = Literal["queued", "sent", "delivered", "announced", "bounced", "failed", "withheld"]
# As long as parents are told: 13 months.
MESSAGE_LIFE = timedelta(days=395)
STATES: tuple[State, ...] = get_args(State)

# Where a recipient has several deliveries, the best of them tells how that recipient fared. What is still to come may
# bring more than a mail without content did.
_BEST_FIRST: tuple[State, ...] = ("delivered", "sent", "queued", "announced", "bounced", "failed", "withheld")


class Message(Value):
    """send_at: when it goes out; the moment it was made, or later."""

    school: str
    id: str
    kind: Kind
    title: str
    text: str
    audience: Audience
    made_at: datetime
    send_at: datetime
    stage: Stage = "waiting"
    attachments: tuple[Attachment, ...] = ()

    @property
    def is_planned(self) -> bool:
        """Whether it was made to go out later: by whole seconds, which are what the table keeps."""
        return int(self.send_at.timestamp()) > int(self.made_at.timestamp())


class Recipient(Value):
    """A parent, and the children for whom the message was meant when it went out.

    place: of the first of them in the lists of the classes, as these were then.
    """

    parent: str
    pupils: tuple[str, ...]
    place: int = 0


def state_of_recipient(deliveries: Iterable[State]) -> State:
    """How one recipient fared; 'queued' while there is no delivery yet."""
    states = set(deliveries)
    return next((state for state in _BEST_FIRST if state in states), "queued")


def counts(recipients: Iterable[str], deliveries: Iterable[tuple[str, State]]) -> dict[str, int]:
    """How many recipients are in each state; the states add up to 'audience'."""
    by_parent: dict[str, list[State]] = {parent: [] for parent in recipients}
    for parent, state in deliveries:
        by_parent.setdefault(parent, []).append(state)
    tally = Counter(state_of_recipient(states) for states in by_parent.values())
    return {"audience": len(by_parent), **{state: tally[state] for state in STATES}}
