"""What SES tells of a mail afterwards: it arrived, bounced, was refused, or the reader complained.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from common.cloud.log import follow, record
from common.cloud.services import services
from common.message_events import AddressGivenUp, MailHeardOf
from common.messages import State
from messages.mails import parts_of_digest, parts_of_tag

# What SES says once, to try the topic out, and what it can tell besides.
_GREETING = "Successfully validated SNS topic"
_NONE_OF_OURS = ("Send", "Open", "Click", "DeliveryDelay", "Rendering Failure", "Subscription")


class _Mail(BaseModel):
    """timestamp: when it was sent."""

    destination: list[str]
    timestamp: AwareDatetime | None = None
    tags: dict[str, list[str]] = {}


class _Bounce(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    kind: str = Field(alias="bounceType")


class _AnyEvent(BaseModel):
    what: str = Field(alias="eventType")


class Feedback(BaseModel):
    """An event of a configuration set."""

    model_config = ConfigDict(populate_by_name=True)

    what: Literal["Delivery", "Bounce", "Complaint", "Reject"] = Field(alias="eventType")
    mail: _Mail
    bounce: _Bounce | None = None

    @property
    def is_for_good(self) -> bool:
        """Whether nothing sent to this address will ever be read there, or is wanted there."""
        return self.what == "Complaint" or (self.bounce is not None and self.bounce.kind == "Permanent")

    @property
    def is_proven(self) -> bool:
        """Whether somebody had confirmed the address; of mails from before this was told, yes."""
        return "unproven" not in self.mail.tags.get("address", ())


_STATES: dict[str, State] = {"Delivery": "delivered", "Bounce": "bounced", "Reject": "failed"}


def event_in(body: str) -> Feedback | None:
    """None for what SES says without being asked. Raises ValidationError for what is no event."""
    if body.startswith(_GREETING) or _AnyEvent.model_validate_json(body).what in _NONE_OF_OURS:
        return None
    return Feedback.model_validate_json(body)


def take(feedback: Feedback) -> None:
    """In any order and however often it comes: a state that is further on stays."""
    tag = next(iter(feedback.mail.tags.get("delivery", ())), "")
    occasion, receiver = parts_of_tag(tag)
    if not receiver:
        return
    follow(occasion)
    messages = _messages_of(occasion, receiver)
    state = _STATES.get(feedback.what)
    if state:
        news = [services().deliveries.report(message, receiver, "email", state) for message in messages]
        if any(news):
            _note(feedback)
    if feedback.is_for_good:
        _give_up(receiver, feedback)
    record(MailHeardOf(receiver, feedback.what, tuple(messages)))


def _messages_of(occasion: str, parent: str) -> list[str]:
    """One mail may have held several messages."""
    digest = parts_of_digest(occasion)
    return services().deliveries.of_digest(parent, *digest) if digest else [occasion]


def _give_up(parent: str, feedback: Feedback) -> None:
    why: Literal["bounce", "complaint"] = "complaint" if feedback.what == "Complaint" else "bounce"
    here = services()
    sent_at = feedback.mail.timestamp or here.now()
    for address in feedback.mail.destination:
        if here.addresses.give_up(parent, address.lower(), why, sent_at):
            household = here.parents.household(parent)
            here.bounces.note(household.links if household else (), here.now())
            record(AddressGivenUp(parent, why))
            if why == "complaint":
                here.reputations.note("complained", here.now(), is_proven=feedback.is_proven)


def _note(feedback: Feedback) -> None:
    """For the standing of all our mail. A bounce that may pass counts for nothing, at SES neither."""
    here = services()
    if feedback.what == "Delivery" or feedback.is_for_good:
        here.reputations.note("heard_of", here.now(), is_proven=feedback.is_proven)
    if feedback.what != "Delivery" and feedback.is_for_good:
        here.reputations.note("bounced", here.now(), is_proven=feedback.is_proven)
