"""What SES tells of a mail afterwards: shuffled, three times over, and before we noted that it went out."""

import json
from itertools import permutations
from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.preferences import Preferences
from common.reputation import Standing
from messages import afterwards
from tests.functions.house import House, sqs, subject_of
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender

BOUNCE: dict[str, Any] = {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}}
SOFT: dict[str, Any] = {"eventType": "Bounce", "bounce": {"bounceType": "Transient"}}
DELIVERY: dict[str, Any] = {"eventType": "Delivery", "delivery": {}}
COMPLAINT: dict[str, Any] = {"eventType": "Complaint", "complaint": {}}
REJECT: dict[str, Any] = {"eventType": "Reject", "reject": {}}


@pytest.fixture
def parent(house: House, visitor: ParentVisitor) -> ParentVisitor:
    visitor.register(house.child())
    visitor.confirm()
    house.deliver_all()
    house.mails.clear()
    return visitor


def tell(mail: dict[str, Any], *events: dict[str, Any], sent_at: str | None = None) -> None:
    """As the topic brings it, raw. sent_at: now where it is not given."""
    tags = {tag["Name"]: [tag["Value"]] for tag in mail["EmailTags"]}
    about = {"destination": mail["Destination"]["ToAddresses"], "tags": tags, "timestamp": sent_at}
    failed = afterwards.handler(sqs(*({**event, "mail": about} for event in events)), LambdaContext())
    assert failed == {"batchItemFailures": []}


def sent(house: House, kind: str = "schoolnieuws") -> tuple[Sender, str, dict[str, Any]]:
    sender = Sender(house)
    message = sender.message(kind=kind)
    house.deliver_all()
    return sender, message, house.mails[-1]


@pytest.mark.usefixtures("parent")
@pytest.mark.parametrize(
    ("events", "state"),
    [((DELIVERY,), "delivered"), ((BOUNCE,), "bounced"), ((SOFT,), "bounced"), ((REJECT,), "failed"),
     ((DELIVERY, BOUNCE), "bounced"), ((DELIVERY, COMPLAINT), "delivered"), ((DELIVERY, SOFT, COMPLAINT), "bounced")],
    ids=lambda value: "+".join(one["eventType"] for one in value) if isinstance(value, tuple) else value,
)  # fmt: skip
def test_in_any_order_and_thrice_it_comes_to_the_same(
    house: House, events: tuple[dict[str, Any], ...], state: str
) -> None:
    for order in permutations(events):
        sender, message, mail = sent(house, "dringend")
        for event in order * 3:
            tell(mail, event)
        counts = sender.progress(message)["counts"]
        assert (counts[state], counts["audience"]) == (1, 1)
        house.services.addresses.try_again(house.parent(EMAIL).id, house.services.now())


def test_what_is_heard_before_it_is_noted_as_sent_stays(house: House, parent: ParentVisitor) -> None:
    assert parent
    sender = Sender(house)
    message = sender.message(kind="dringend")
    house.meanwhile("SendEmail", lambda: house.meanwhile("UpdateItem", lambda: tell(house.mails[-1], DELIVERY)))
    house.deliver_all()
    assert sender.progress(message)["counts"]["delivered"] == 1


def test_what_is_heard_of_a_mail_whose_sending_seemed_to_fail_stays(house: House, parent: ParentVisitor) -> None:
    assert parent
    sender, message, mail = sent(house, "dringend")
    tell(mail, BOUNCE)
    house.services.deliveries.release(message, house.parent(EMAIL).id, "email")
    assert sender.progress(message)["counts"]["bounced"] == 1


def test_after_a_bounce_nothing_is_mailed_and_the_parent_sees_why(house: House, parent: ParentVisitor) -> None:
    _, _, mail = sent(house)
    tell(mail, BOUNCE)
    page = parent.get("/nl/profiel").words
    assert "Onze e-mail komt niet aan op dit adres." in page
    house.mails.clear()
    sender = Sender(house)
    message = sender.message()
    house.deliver_all()
    assert house.mails == []
    assert sender.progress(message)["counts"]["bounced"] == 1
    assert "We mailen u weer" in parent.submit("/nl/profiel/adres/toch").words
    assert "komt niet aan" not in parent.get("/nl/profiel").words
    sender.message()
    house.deliver_all()
    assert len(house.mails) == 1


def test_a_soft_bounce_gives_no_address_up(house: House, parent: ParentVisitor) -> None:
    tell(sent(house)[2], SOFT)
    assert "komt niet aan" not in parent.get("/nl/profiel").words


def test_what_is_told_once_more_of_a_mail_before_the_parent_tried_again_closes_nothing(
    house: House, parent: ParentVisitor
) -> None:
    _, _, mail = sent(house)
    sent_at = house.services.now().isoformat()
    tell(mail, COMPLAINT, sent_at=sent_at)
    house.pass_time(hours=1)
    parent.submit("/nl/profiel/adres/toch")
    tell(mail, COMPLAINT, BOUNCE, sent_at=sent_at)
    assert not house.parent(EMAIL).undeliverable
    tell(sent(house)[2], COMPLAINT, sent_at=house.services.now().isoformat())
    assert house.parent(EMAIL).undeliverable == "complaint"


def test_after_a_complaint_nothing_is_mailed(house: House, parent: ParentVisitor) -> None:
    tell(sent(house)[2], COMPLAINT)
    assert "gemeld als ongewenst" in parent.get("/nl/profiel").words
    house.mails.clear()
    Sender(house).message()
    house.deliver_all()
    assert house.mails == []


def test_what_bounced_at_the_old_address_does_not_close_the_new_one(house: House, parent: ParentVisitor) -> None:
    _, _, mail = sent(house)
    house.pass_time(minutes=2)
    parent.post("/nl/account/adres", current="giraf-lepel-zomer", email="nieuw@ouders.example")
    parent.confirm()
    tell(mail, BOUNCE)
    assert "komt niet aan" not in parent.get("/nl/profiel").words


def test_a_push_still_comes_where_mail_does_not(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    tell(sent(house)[2], BOUNCE)
    house.pushes.clear()
    sender = Sender(house)
    message = sender.message()
    house.deliver_all()
    assert len(house.pushes) == 1
    assert sender.progress(message)["counts"]["sent"] == 1


def two_for_the_digest(house: House) -> tuple[Sender, list[str]]:
    """Messages that the parent gets together; its hour has come."""
    house.services.choices.save_preferences(house.parent(EMAIL).id, Preferences(daily=True))
    sender = Sender(house)
    messages = [sender.message(kind=kind) for kind in ("schoolnieuws", "herinnering")]
    house.deliver_all()
    house.pass_time(days=1)
    return sender, messages


def test_what_becomes_of_a_digest_becomes_of_all_its_messages(house: House, parent: ParentVisitor) -> None:
    assert parent
    sender, messages = two_for_the_digest(house)
    house.tick()
    house.deliver_all()
    assert subject_of(house.mails[-1]).startswith("2 berichten")
    tell(house.mails[-1], DELIVERY)
    assert [sender.progress(message)["counts"]["delivered"] for message in messages] == [1, 1]


def too_many_bounces(house: House) -> None:
    for _ in range(20):
        house.services.reputations.note("heard_of", house.services.now())
        house.services.reputations.note("bounced", house.services.now())


def test_too_many_bounces_stop_all_but_urgent_mail_until_somebody_looked(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    too_many_bounces(house)
    Sender(house).message(kind="schoolnieuws")
    Sender(house).message(kind="dringend")
    house.relay()
    house.work(*house.aws.queued("deliveries"))
    house.work(*house.aws.queued("deliveries"))
    assert [subject_of(mail) for mail in house.mails] == ["Dringend: IJsvrij"]
    assert len(house.pushes) == 2, "they do not wait"
    assert house.delays == [900]
    house.pass_time(minutes=16)
    house.sweep()
    waiting = house.aws.queued("deliveries")
    assert len(waiting) == 1
    house.services.reputations.forget(house.services.now())
    assert house.work(*waiting) == []
    assert len(house.mails) == 2


def test_too_many_bounces_stop_what_comes_once_a_day_too(house: House, parent: ParentVisitor) -> None:
    assert parent
    sender, messages = two_for_the_digest(house)
    too_many_bounces(house)
    house.tick()
    house.work(*house.aws.queued("deliveries"))
    assert (house.mails, house.delays) == ([], [900])
    house.services.reputations.forget(house.services.now())
    assert house.deliver_all() == []
    assert [subject_of(mail)[:11] for mail in house.mails] == ["2 berichten"]
    assert [sender.progress(message)["counts"]["sent"] for message in messages] == [1, 1]


def test_each_mail_counts_once_for_the_standing(house: House, parent: ParentVisitor) -> None:
    assert parent
    mail = sent(house, "dringend")[2]
    for event in (DELIVERY, DELIVERY, COMPLAINT, COMPLAINT, SOFT, SOFT):
        tell(mail, event)
    assert house.services.reputations.standing(house.services.now()) == Standing(1, 0, 1, unproven=Standing())


@pytest.mark.parametrize(
    "tags", [{}, {"delivery": []}, {"delivery": ["vreemd"]}, {"delivery": ["x.y"]}, {"ses:caller-identity": ["a.b"]}]
)
def test_an_event_of_a_mail_that_is_not_ours_changes_nothing(house: House, tags: dict[str, list[str]]) -> None:
    before = house.items()
    event = {**BOUNCE, "mail": {"destination": ["wie@ouders.example"], "tags": tags}}
    assert afterwards.handler(sqs(event), LambdaContext()) == {"batchItemFailures": []}
    assert house.items() == before


@pytest.mark.parametrize(
    "body", ['"x"', "x", "{}", json.dumps({"eventType": "Bounce"}), json.dumps({"eventType": "?"})]
)
def test_what_is_no_event_comes_again_and_ends_with_the_dead_letters(body: str) -> None:
    assert len(afterwards.handler(brought(body), LambdaContext())["batchItemFailures"]) == 1


@pytest.mark.parametrize(
    "body", ["Successfully validated SNS topic for Amazon SES event publishing.", json.dumps({"eventType": "Open"})]
)
def test_what_ses_says_without_being_asked_is_let_go(body: str) -> None:
    assert afterwards.handler(brought(body), LambdaContext()) == {"batchItemFailures": []}


def brought(body: str) -> dict[str, Any]:
    return {"Records": [{**sqs({})["Records"][0], "body": body}]}


def test_addresses_of_nobody_stop_no_mail_of_schools_but_the_asking_of_more(
    house: House, parent: ParentVisitor
) -> None:
    """Whoever holds one letter can register any address, and leave again."""
    assert parent
    for n in range(20):
        bogus = ParentVisitor(house)
        bogus.register(house.child(f"Kind {n}"), email=f"nobody{n}@nergens.example")
        house.deliver_all()
        tell(house.mails_to(f"nobody{n}@nergens.example")[0], BOUNCE)
    standing = house.services.reputations.standing(house.services.now())
    assert standing.unproven == Standing(20, 20, 0)
    assert standing.bounced == 0
    sender, message, mail = sent(house)
    assert mail["Destination"]["ToAddresses"] == [EMAIL]
    assert sender.progress(message)["counts"]["sent"] == 1
    late = ParentVisitor(house)
    late.register(house.child("Laat"), email="laat@ouders.example")
    house.relay()
    house.work(*house.aws.queued("deliveries"))
    waiting = house.aws.queued("deliveries")
    assert house.mails_to("laat@ouders.example") == []
    assert [(one["kind"], house.delays[-1]) for one in waiting] == [("confirm_email", 900)]
    house.services.reputations.forget(house.services.now())
    house.work(*waiting)
    assert late.confirm("laat@ouders.example").goes_to == "/nl/profiel"
