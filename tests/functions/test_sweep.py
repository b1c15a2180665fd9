"""What got stuck on its way to the parents is found, and nothing is sent twice for it."""

from typing import Any

import pytest

from common.preferences import Preferences
from tests.functions.house import House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender


@pytest.fixture
def parents(house: House) -> list[str]:
    emails = [EMAIL, "twee@ouders.example", "drie@ouders.example"]
    for email in emails:
        visitor = ParentVisitor(house)
        visitor.register(house.child(), email=email)
        visitor.confirm(email)
    house.deliver_all()
    house.mails.clear()
    return emails


def marks(house: House) -> list[Any]:
    return [item for item in house.items() if item["PK"]["S"] == "OPEN#MESSAGES"]


def quarters_pass(house: House, number: int = 2) -> None:
    for _ in range(number):
        house.pass_time(minutes=16)
        house.sweep()
        assert house.deliver_all() == []


def test_a_message_that_is_done_needs_nobody_any_more(house: House, parents: list[str]) -> None:
    Sender(house).message()
    assert len(marks(house)) == 1
    house.deliver_all()
    assert marks(house) == []
    quarters_pass(house)
    assert len(house.mails) == len(parents)


def test_what_nobody_noticed_to_be_done_is_found(
    house: House, parents: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.services.messages, "note_made", lambda *_: None)
    Sender(house).message()
    house.deliver_all()
    assert len(marks(house)) == 1
    quarters_pass(house)
    assert marks(house) == []
    assert len(house.mails) == len(parents)


def test_a_message_of_this_moment_is_left_alone(house: House, parents: list[str]) -> None:
    assert parents
    Sender(house).message()
    house.relay()
    house.aws.queued("deliveries")
    house.pass_time(minutes=5)
    house.sweep()
    assert house.aws.queued("deliveries") == []


@pytest.mark.parametrize("lost_at", ["fan-out", "deliveries"])
def test_tasks_that_were_lost_are_made_again(house: House, parents: list[str], lost_at: str) -> None:
    sender = Sender(house)
    message = sender.message()
    house.relay()
    tasks = house.aws.queued("deliveries")
    if lost_at == "deliveries":
        house.work(*tasks)
        house.aws.queued("deliveries")
    quarters_pass(house)
    assert [len(house.mails_to(email)) for email in parents] == [1, 1, 1]
    assert sender.progress(message)["state"] == "done"


def test_a_worker_that_died_with_a_claim_is_followed_by_another(house: House, parents: list[str]) -> None:
    sender = Sender(house)
    message = sender.message()
    house.relay()
    house.work(*house.aws.queued("deliveries"))
    house.aws.queued("deliveries")
    house.services.deliveries.claim(message, house.parent(EMAIL).id, "email", house.services.now())
    quarters_pass(house)
    assert [len(house.mails_to(email)) for email in parents] == [1, 1, 1]


def test_a_digest_whose_worker_died_with_its_claim_comes_the_next_day(house: House, parents: list[str]) -> None:
    house.services.choices.save_preferences(house.parent(EMAIL).id, Preferences(daily=True))
    sender = Sender(house)
    message = sender.message(kind="schoolnieuws")
    house.deliver_all()
    house.pass_time(days=1)
    house.tick()
    house.aws.queued("deliveries")
    house.services.deliveries.claim(message, house.parent(EMAIL).id, "email", house.services.now())
    quarters_pass(house)
    house.pass_time(days=1)
    house.tick()
    quarters_pass(house)
    assert [len(house.mails_to(email)) for email in parents] == [1, 1, 1]
    assert sender.progress(message)["state"] == "done"


def test_what_waits_for_its_hour_is_not_stuck(house: House, parents: list[str]) -> None:
    house.services.choices.save_preferences(house.parent(EMAIL).id, Preferences(daily=True))
    sender = Sender(house)
    message = sender.message(kind="schoolnieuws")
    house.deliver_all()
    digests = [task for task in house.aws.outbox() if task["kind"] == "digest"]
    house.pass_time(minutes=16)
    house.sweep()
    assert house.aws.queued("deliveries") == []
    assert len(marks(house)) == 1
    assert len(digests) == 1
    house.pass_time(days=1)
    house.tick()
    house.deliver_all()
    quarters_pass(house)
    assert [len(house.mails_to(email)) for email in parents] == [1, 1, 1]
    assert sender.progress(message)["state"] == "done"
    assert marks(house) == []


def test_while_mail_stands_in_line_nothing_is_queued_again(house: House, parents: list[str]) -> None:
    assert parents
    Sender(house).message()
    house.relay()
    house.work(*house.aws.queued("deliveries"))
    house.aws.queued("deliveries")
    house.pass_time(minutes=16)
    house.services.pace.reserve(14 * 3600, house.services.now())
    house.sweep()
    assert house.aws.queued("deliveries") == []


def test_after_three_days_the_school_sees_whom_it_did_not_reach(house: House, parents: list[str]) -> None:
    sender = Sender(house)
    message = sender.message()
    house.relay()
    house.work(*house.aws.queued("deliveries"))
    house.aws.queued("deliveries")
    house.pass_time(days=4)
    house.sweep()
    house.sweep()
    counts = sender.progress(message)["counts"]
    assert (counts["failed"], counts["queued"]) == (len(parents), 0)
    assert marks(house) == []
    assert house.mails == []


def test_one_message_that_fails_does_not_keep_the_others_waiting(house: House, parents: list[str]) -> None:
    sender = Sender(house)
    for _ in range(2):
        sender.message()
    house.relay()
    house.aws.queued("deliveries")
    house.pass_time(minutes=16)
    house.refuse("SendMessageBatch")
    with pytest.raises(Exception, match="1 messages not looked after"):
        house.sweep()
    house.deliver_all()
    assert len(house.mails) == len(parents)
