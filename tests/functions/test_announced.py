"""A parent whose address nobody confirmed gets a mail without content: the school is told so, and not "delivered"."""

import re
from itertools import permutations
from typing import Any

import pytest

from common.messages import STATES
from common.preferences import Preferences, QuietHours
from tests.functions.clerk import Clerk
from tests.functions.house import House, subject_of
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.test_desk_messages import MESSAGES, parent_of, sent
from tests.functions.test_feedback import BOUNCE, COMPLAINT, DELIVERY, REJECT, SOFT, tell

NOTHING = "Geheime titel"


@pytest.fixture
def parent(house: House, visitor: ParentVisitor) -> ParentVisitor:
    """Who did not confirm the address."""
    visitor.register(house.child())
    house.deliver_all()
    house.mails.clear()
    return visitor


def fared(sender: Sender, message: str) -> str:
    """The only state that is not zero, of the one parent there is; each count is checked on the way."""
    counts: dict[str, int] = sender.progress(message)["counts"]
    assert set(counts) == {"audience", *STATES}
    assert counts.pop("audience") == sum(counts.values()) == 1
    (state,) = (state for state, number in counts.items() if number)
    (recipient,) = sender.get(f"/api/messages/{message}/recipients").json()["recipients"]
    assert state in recipient["deliveries"].values()
    return state


@pytest.mark.usefixtures("parent")
@pytest.mark.parametrize(
    ("events", "state"),
    [((), "announced"), ((DELIVERY,), "announced"), ((BOUNCE,), "bounced"), ((REJECT,), "failed"),
     ((DELIVERY, BOUNCE), "bounced"), ((DELIVERY, COMPLAINT), "announced"), ((DELIVERY, SOFT, COMPLAINT), "bounced")],
    ids=lambda value: "+".join(one["eventType"] for one in value) if isinstance(value, tuple) else value,
)  # fmt: skip
def test_in_any_order_and_thrice_a_mail_without_content_is_never_told_as_delivered(
    house: House, events: tuple[dict[str, Any], ...], state: str
) -> None:
    for order in permutations(events):
        sender = Sender(house)
        message = sender.message(title=NOTHING)
        house.deliver_all()
        assert NOTHING not in str(house.mails[-1])
        assert fared(sender, message) == "announced"
        for event in order * 3:
            tell(house.mails[-1], event)
        assert fared(sender, message) == state
        assert sender.progress(message)["state"] == "done"
        house.services.addresses.try_again(house.parent(EMAIL).id, house.services.now())


@pytest.mark.usefixtures("parent")
def test_a_delivery_that_is_heard_of_before_it_is_noted_changes_nothing_of_that(house: House) -> None:
    sender = Sender(house)
    message = sender.message()
    house.meanwhile("SendEmail", lambda: house.meanwhile("UpdateItem", lambda: tell(house.mails[-1], DELIVERY)))
    house.deliver_all()
    assert fared(sender, message) == "announced"


@pytest.mark.usefixtures("parent")
def test_a_digest_without_content_announces_each_of_its_messages(house: House) -> None:
    house.services.choices.save_preferences(house.parent(EMAIL).id, Preferences(daily=True))
    sender = Sender(house)
    messages = [sender.message(kind=kind) for kind in ("schoolnieuws", "herinnering")]
    house.deliver_all()
    assert [fared(sender, one) for one in messages] == ["queued", "queued"]
    house.pass_time(days=1)
    house.tick()
    house.deliver_all()
    assert subject_of(house.mails[-1]) == "Er is een bericht van De Regenboog"
    assert {fared(sender, one) for one in messages} == {"announced"}
    for events in ((DELIVERY, DELIVERY), (SOFT, DELIVERY)):
        tell(house.mails[-1], *events)
        assert {fared(sender, one) for one in messages} == {"bounced" if SOFT in events else "announced"}


def test_a_digest_tells_what_its_mail_held_also_where_the_address_was_confirmed_while_it_waited(
    house: House, parent: ParentVisitor
) -> None:
    house.services.choices.save_preferences(house.parent(EMAIL).id, Preferences(daily=True))
    sender = Sender(house)
    message = sender.message(kind="schoolnieuws", title=NOTHING)
    house.deliver_all()
    parent.confirm()
    house.pass_time(days=1)
    house.tick()
    house.deliver_all()
    assert NOTHING in str(house.mails[-1])
    tell(house.mails[-1], DELIVERY)
    assert fared(sender, message) == "delivered"


def test_a_mail_that_goes_again_after_the_address_was_confirmed_counts_as_what_it_holds(
    house: House, parent: ParentVisitor
) -> None:
    sender = Sender(house)
    message = sender.message(title=NOTHING)
    house.refuse("SendEmail", "TooManyRequestsException")
    failed = house.deliver_all()
    parent.confirm()
    assert house.work(*failed) == []
    assert NOTHING in str(house.mails[-1])
    assert fared(sender, message) == "sent"


def test_a_push_leads_to_the_message_also_where_the_mail_only_announced_it(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    house.services.choices.save_preferences(house.parent(EMAIL).id, Preferences(quiet=QuietHours(9, 17)))
    house.wait_for_noon()
    sender = Sender(house)
    message = sender.message(kind="schoolnieuws")
    house.deliver_all()
    assert fared(sender, message) == "queued", "a push is still to come"
    house.pass_time(hours=6)
    house.refuse("Publish", "EndpointDisabled")
    house.tick()
    house.deliver_all()
    assert fared(sender, message) == "announced"
    parent.post("/nl/profiel/apparaten", token="ander toestel", platform="fcm")
    message = sender.message(kind="dringend")
    house.deliver_all()
    assert fared(sender, message) == "sent"


def test_the_desk_tells_it_apart_and_leads_to_those_parents(house: House) -> None:
    parent_of(house)
    ParentVisitor(house).register(house.child("Noor"), email="nieuw@ouders.example")
    clerk = Clerk(house)
    message = sent(clerk)
    house.deliver_all()
    for mail in house.mails:
        tell(mail, DELIVERY)
    page = clerk.get(f"{MESSAGES}/{message}")
    assert re.search(r" Bezorgd 1 .*Zonder inhoud 1 .*Samen 2 ", page.words)
    assert "want het e-mailadres is nog niet bevestigd" in page.words
    only = clerk.get(f"{MESSAGES}/{message}?staat=announced").words
    assert "Noor Bakker (5B), ouder 1 Zonder inhoud" in only
    assert "Sanne" not in only
    clerk.post("/school/taal", language="en")
    assert "Without content 1" in clerk.get(f"{MESSAGES}/{message}").words
