"""What happens to messages when a step fails half-way, and comes again."""

import json
from datetime import timedelta
from typing import Any

import pytest

from common.schools import School
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.visitor import Answer, Visitor


class Sender(Visitor):
    def __init__(self, house: House, school: str = REGENBOOG.id) -> None:
        super().__init__()
        self.headers["authorization"] = f"Bearer {house.services.api_keys.make(school, house.services.now())}"

    def message(self, kind: str = "dringend", title: str = "IJsvrij", text: str = "Blijf thuis.", **to: Any) -> str:
        return str(self._post(to, kind=kind, title=title, text=text).json()["id"])

    def refused(self, **audience: Any) -> list[str]:
        """Where the audience did not fit."""
        answer = self._post(audience)
        assert answer.status == 422
        return [error["at"] for error in answer.json()["errors"]]

    def _post(self, audience: dict[str, Any], **other: str) -> Answer:
        body = {
            "kind": "dringend",
            "title": "IJsvrij",
            "text": "Blijf thuis.",
            "audience": audience or {"school": True},
        }
        return self.send("POST", "/api/messages", {}, json.dumps(body | other))

    def progress(self, message: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.get(f"/api/messages/{message}").json()
        return answer


@pytest.fixture
def parents(house: House) -> list[str]:
    """Three parents with confirmed addresses, two of one child."""
    child, other = house.child("Sanne"), house.child("Daan", None)
    emails = [EMAIL, "twee@ouders.example", "drie@ouders.example"]
    for email, one in zip(emails, (child, child, other), strict=True):
        visitor = ParentVisitor(house)
        visitor.register(one, email=email)
        visitor.confirm(email)
    house.deliver_all()
    house.mails.clear()
    return emails


def finish(house: House, failed: list[dict[str, Any]]) -> None:
    """The queue brings back what failed until nothing fails, each time after three minutes, as in template.yaml."""
    for _ in range(4):
        house.services.ahead += timedelta(minutes=3)
        failed = (house.work(*failed) if failed else []) + house.deliver_all()
    assert failed == []


def test_each_parent_gets_one_mail_and_the_counts_add_up(house: House, parents: list[str]) -> None:
    sender = Sender(house)
    message = sender.message()
    assert sender.progress(message)["state"] == "queued"
    house.deliver_all()
    assert [len(house.mails_to(email)) for email in parents] == [1, 1, 1]
    progress = sender.progress(message)
    counts = progress["counts"]
    assert (progress["state"], counts["audience"], counts["sent"]) == ("done", 3, 3)
    assert counts["audience"] == sum(number for state, number in counts.items() if state != "audience")


@pytest.mark.parametrize(
    "operation", ["Query", "BatchGetItem", "PutItem", "UpdateItem", "BatchWriteItem", "SendMessageBatch"]
)
@pytest.mark.usefixtures("parents")
def test_whatever_fails_once_before_the_first_mail_each_parent_gets_one(house: House, operation: str) -> None:
    sender = Sender(house)
    message = sender.message()
    house.relay()
    (task,) = house.aws.queued("deliveries")
    house.refuse(operation)
    finish(house, [task])
    counts = sender.progress(message)["counts"]
    assert (counts["audience"], counts["sent"], len(house.mails)) == (3, 3, 3)


def test_a_fault_between_sending_and_noting_is_the_only_way_to_a_second_mail(house: House, parents: list[str]) -> None:
    """SES takes no token that would make it forget the second: see docs/trust-model.md and security.md, 13."""
    sender = Sender(house)
    message = sender.message()
    house.relay()
    house.work(*house.aws.queued("deliveries"))
    house.meanwhile("SendEmail", lambda: house.refuse("UpdateItem"))
    deliveries = house.aws.queued("deliveries")
    failed = house.work(*deliveries)
    assert (len(failed), len(house.mails)) == (1, 3)
    assert house.work(*deliveries) == []
    assert len(house.mails) == 3
    finish(house, failed)
    assert sorted(len(house.mails_to(email)) for email in parents) == [1, 1, 2]
    assert sender.progress(message)["counts"]["sent"] == 3


@pytest.mark.usefixtures("parents")
def test_a_relay_that_fails_is_done_again_by_the_stream(house: House) -> None:
    Sender(house).message()
    house.refuse("SendMessageBatch")
    with pytest.raises(Exception, match="1 of 1 not sent"):
        house.relay()
    assert len(house.aws.outbox()) == 1
    house.deliver_all()
    assert len(house.mails) == 3
    assert house.aws.outbox() == []


@pytest.mark.usefixtures("parents")
def test_a_relay_that_fails_after_sending_sends_again_and_nobody_notices(house: House) -> None:
    Sender(house).message()
    house.refuse("BatchWriteItem")
    with pytest.raises(Exception, match="1 of 1 not sent"):
        house.relay()
    house.deliver_all()
    assert len(house.mails) == 3


@pytest.mark.usefixtures("parents")
def test_mail_throttled_for_some_reaches_all_once(house: House) -> None:
    Sender(house).message()
    house.relay()
    house.work(*house.aws.queued("deliveries"))
    deliveries = house.aws.queued("deliveries")
    house.refuse("SendEmail", "TooManyRequestsException", times=2)
    failed = house.work(*deliveries)
    assert (len(failed), len(house.mails)) == (1, 1)
    finish(house, [*failed, *deliveries])
    assert len(house.mails) == 3


def test_a_push_that_fails_does_not_send_the_mail_again(house: House, parents: list[str]) -> None:
    visitor = ParentVisitor(house)
    visitor.log_in(parents[2])
    visitor.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    sender = Sender(house)
    message = sender.message(classes=["5B"])
    house.refuse("Publish", "InternalError")
    failed = house.deliver_all()
    assert len(failed) == 1
    finish(house, failed)
    assert [len(house.mails_to(email)) for email in parents] == [1, 1, 1]
    assert len(house.pushes) == 1
    assert sender.progress(message)["counts"]["sent"] == 3


@pytest.mark.usefixtures("parents")
def test_a_parent_of_two_children_who_are_meant_gets_one_mail(house: House) -> None:
    visitor = ParentVisitor(house)
    visitor.log_in()
    visitor.link(house.child("Bram"))
    house.deliver_all()
    house.mails.clear()
    Sender(house).message()
    house.deliver_all()
    assert len(house.mails_to(EMAIL)) == 1


@pytest.mark.usefixtures("parents")
def test_another_school_reaches_none_of_them(house: House) -> None:
    house.services.schools.add(
        School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example"), house.services.now()
    )
    sender = Sender(house, "de-ster")
    whole = sender.message()
    pupils = [pupil.id for pupil in house.services.pupils.of_school(REGENBOOG.id)]
    assert sender.refused(pupils=pupils) == [f"/audience/pupils/{at}" for at in range(len(pupils))]
    assert sender.refused(classes=["5B"]) == ["/audience/classes/0"]
    house.deliver_all()
    assert house.mails == []
    assert sender.progress(whole)["counts"]["audience"] == 0


def test_tasks_that_are_none_are_given_up_by_the_queue_alone(house: House) -> None:
    odd: list[dict[str, Any]] = [{"kind": "onbekend"}, {}, {"kind": "deliver"}]
    assert house.work(*odd, {"kind": "confirm_email", "parent": "niemand"}) == odd


def test_a_message_that_is_not_there_is_not_tried_for_ever(house: House) -> None:
    task = {"kind": "fan_out", "school": REGENBOOG.id, "message": "20260101T000000-0000000000"}
    assert house.work(task) == []
