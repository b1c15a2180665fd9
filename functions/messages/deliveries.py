"""Deliveries of one message to a handful of recipients, each on their own terms, as these are at this moment."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from common.audiences import is_meant
from common.cloud.log import record_retry
from common.cloud.services import services
from common.errors import Permanent, Retry
from common.messages import Message, Recipient, State
from common.parents import Parent
from common.preferences import URGENT, Channel
from common.schools import School
from common.values import Value
from messages import closing, mails, pushes, sending, turns
from messages.fanout import task_for


class _MailWaits(Retry):
    """No device took a push, and the mail in its place waits as mail does now: the push is tried again before it."""


class _Delivery(Value):
    message: Message
    school: School
    recipient: Recipient
    parent: Parent

    def is_wanted_over(self, channel: Channel) -> bool:
        return self.parent.takes(self.message.kind, channel)

    def due(self, channel: Channel, now: datetime) -> datetime:
        return self.parent.preferences.due(self.message.kind, channel, now)

    def mails_now(self, now: datetime) -> bool:
        return self.is_wanted_over("email") and not self.parent.undeliverable and self.due("email", now) <= now


def deliver(school_id: str, message_id: str, recipients: list[Recipient], slot: float) -> None:
    """Over the channels that each parent wants now; links and preferences are read at this moment.

    Where mail has to wait for its turn, the task is sent to itself for later. Raises Retry where something may
    work later; what went out already does not go out again.
    """
    here = services()
    found = here.messages.at_school(school_id, message_id)
    if found is None:
        raise Permanent("unknown message")
    message = found.message
    if found.school.is_stopped:
        # Whom it did not reach yet waits: the sweep brings the task again, once the school goes on.
        return
    reached = {one.recipient.parent: one for one in _reached(message, recipients)}
    # What was put off until its turn has pushed already: pushes wait neither in the line of mail nor for its standing.
    failed, mail_waits = _push_all([] if slot else reached.values())
    mailed = [one for one in reached.values() if one.mails_now(here.now())]
    task = task_for(message, recipients)
    is_urgent = message.kind == URGENT
    if not ((mailed or mail_waits) and not is_urgent and turns.is_stopped(task)):
        start = turns.turn_of(len(mailed), slot, is_urgent=is_urgent)
        if not turns.is_postponed(task, start):
            turn_of = {one.recipient.parent: start + here.pace.gap(at) for at, one in enumerate(mailed)}
            failed |= set(_settle_all(message, recipients, reached, turn_of))
            closing.look(school_id, message_id, found.to_come, [one.parent for one in recipients])
    if failed:
        raise Retry(f"{len(failed)} of {len(recipients)} not delivered")


def _settle_all(
    message: Message,
    recipients: list[Recipient],
    reached: Mapping[str, _Delivery],
    turn_of: Mapping[str, datetime],
) -> Iterator[str]:
    """The parents for whom it did not work; the others need not wait for them."""
    for recipient in recipients:
        try:
            _settle(recipient, message, reached.get(recipient.parent), turn_of.get(recipient.parent))
        except Exception as error:
            record_retry(error)
            yield recipient.parent


def _reached(message: Message, recipients: list[Recipient]) -> Iterator[_Delivery]:
    """Whoever is still linked to a pupil who is meant."""
    here = services()
    linked = here.parents.still_linked(message.school, recipients)
    pupils = {(message.school, pupil) for _, recipient in linked for pupil in recipient.pupils}
    found = here.pupils.with_schools(sorted(pupils)) if pupils else []
    meant = {pupil.id: school for pupil, school in found if is_meant(pupil, message.audience)}
    for parent, recipient in linked:
        school = next((meant[pupil] for pupil in recipient.pupils if pupil in meant), None)
        if school:
            yield _Delivery(message, school, recipient, parent)


def _push_all(deliveries: Iterable[_Delivery]) -> tuple[set[str], bool]:
    """The parents for whom it must be tried again, and whether a mail that comes in place of a push has to wait."""
    failed, mail_waits = set(), False
    for delivery in deliveries:
        try:
            if delivery.is_wanted_over("push"):
                _push(delivery)
        except _MailWaits:
            mail_waits = True
        except Exception as error:
            record_retry(error)
            failed.add(delivery.parent.id)
    return failed, mail_waits


def _push(delivery: _Delivery) -> None:
    now = services().now()
    due = delivery.due("push", now)
    if due > now:
        task = task_for(delivery.message, [delivery.recipient])
        services().deliveries.wait(delivery.message.id, delivery.parent.id, "push", due, task, now)
        return
    sending.once(delivery.message.id, delivery.parent.id, "push", lambda: _push_or_mail(delivery))


def _push_or_mail(delivery: _Delivery) -> State:
    """Where no device takes it any more and the parent wants no mail either, a mail is better than nothing."""
    push = mails.push_for(delivery.message, delivery.school, delivery.parent)
    if pushes.send_to_devices(delivery.parent, push):
        return "sent"
    if not delivery.is_wanted_over("email"):
        _mail_instead(delivery)
    return "failed"


def _mail_instead(delivery: _Delivery) -> None:
    """Moves the line of mails and does not wait in it. Raises _MailWaits."""
    message, parent = delivery.message, delivery.parent
    if parent.undeliverable:
        sending.once(message.id, parent.id, "email", lambda: "bounced")
    elif message.kind != URGENT and turns.must_stop():
        raise _MailWaits("mail is stopped")
    else:
        turns.turn_of(1, 0, is_urgent=True)
        _send_mail(delivery)


def _settle(recipient: Recipient, message: Message, delivery: _Delivery | None, turn: datetime | None) -> None:
    """By mail, or not at all."""
    if delivery is None or not delivery.parent.is_reached_by(message.kind):
        # Unless it was delivered before the parent chose otherwise.
        sending.once(message.id, recipient.parent, "email", lambda: "withheld")
        services().deliveries.give_up(message.id, recipient.parent, "push")
    elif delivery.is_wanted_over("email"):
        _mail(delivery, turn)


def _mail(delivery: _Delivery, turn: datetime | None) -> None:
    here = services()
    now = here.now()
    message, parent = delivery.message, delivery.parent
    due = delivery.due("email", now)
    if parent.undeliverable:
        sending.once(message.id, parent.id, "email", lambda: "bounced")
    elif due > now:
        here.deliveries.wait_for_digest(message.id, parent.id, message.school, due, now)
    else:
        turns.wait_for(turn or now)
        _send_mail(delivery)


def _send_mail(delivery: _Delivery) -> None:
    message, parent = delivery.message, delivery.parent

    def send() -> State:
        services().mail.send(mails.for_message(message, delivery.school, parent))
        return "sent"

    sending.once(message.id, parent.id, "email", send, announces=not parent.email_confirmed)
