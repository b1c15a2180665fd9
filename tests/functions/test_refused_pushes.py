"""A push that no device took, though none is gone: a mail comes in its place, also where mail waits just then."""

from typing import Any

import pytest

from common.preferences import Preferences
from tests.functions.house import House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.test_feedback import too_many_bounces

OTHER = "mail@ouders.example"


@pytest.fixture
def parent(house: House, visitor: ParentVisitor) -> ParentVisitor:
    """Of somebody who wants pushes alone."""
    visitor.register(house.child())
    visitor.confirm()
    visitor.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    house.services.choices.save_preferences(house.parent(EMAIL).id, Preferences(email=frozenset()))
    house.deliver_all()
    house.mails.clear()
    return visitor


def work_once(house: House) -> list[dict[str, Any]]:
    """What waits is done once; what was put off waits again."""
    return house.work(*house.aws.queued("deliveries"))


def send(house: House, sender: Sender) -> str:
    """The fan-out is done; the deliveries wait."""
    message: str = sender.message(kind="schoolnieuws")
    house.relay()
    assert work_once(house) == []
    return message


@pytest.mark.usefixtures("parent")
def test_where_mail_flows_it_is_mailed_at_once(house: House) -> None:
    sender = Sender(house)
    house.refuse("Publish", "InvalidParameter")
    message = send(house, sender)
    assert work_once(house) == []
    assert len(house.mails_to(EMAIL)) == 1
    assert len(house.parent(EMAIL).devices) == 1
    assert sender.progress(message)["state"] == "done"


@pytest.mark.usefixtures("parent")
def test_where_mail_waits_it_is_mailed_once_mail_flows_again(house: House) -> None:
    too_many_bounces(house)
    sender = Sender(house)
    house.refuse("Publish", "InvalidParameter", times=4)
    message = send(house, sender)
    for _ in range(3):
        assert work_once(house) == []
        assert (house.mails, house.pushes) == ([], [])
    assert house.delays == [900] * 3, "one task, however often"
    assert sender.progress(message)["state"] != "done"
    house.services.reputations.forget(house.services.now())
    assert house.deliver_all() == []
    assert len(house.mails_to(EMAIL)) == 1
    assert house.pushes == []
    told = sender.progress(message)
    assert (told["state"], told["counts"]["sent"]) == ("done", 1)


@pytest.mark.usefixtures("parent")
def test_a_device_that_takes_it_after_all_gets_no_mail(house: House) -> None:
    too_many_bounces(house)
    house.refuse("Publish", "InvalidParameter")
    send(house, Sender(house))
    assert work_once(house) == []
    house.services.reputations.forget(house.services.now())
    assert house.deliver_all() == []
    assert (len(house.pushes), house.mails) == (1, [])


@pytest.mark.usefixtures("parent")
def test_whoever_gets_mail_in_the_same_task_waits_in_it_and_gets_one(house: House) -> None:
    other = ParentVisitor(house)
    other.register(house.child(), email=OTHER)
    other.confirm(OTHER)
    house.deliver_all()
    house.mails.clear()
    too_many_bounces(house)
    house.refuse("Publish", "InvalidParameter", times=3)
    send(house, Sender(house))
    for _ in range(2):
        assert work_once(house) == []
    assert house.delays == [900] * 2
    house.services.reputations.forget(house.services.now())
    assert house.deliver_all() == []
    assert (len(house.mails_to(EMAIL)), len(house.mails_to(OTHER))) == (1, 1)


@pytest.mark.usefixtures("parent")
def test_an_urgent_one_is_mailed_although_mail_waits(house: House) -> None:
    too_many_bounces(house)
    house.refuse("Publish", "InvalidParameter")
    Sender(house).message(kind="dringend")
    assert house.deliver_all() == []
    assert len(house.mails_to(EMAIL)) == 1
    assert house.delays == []


@pytest.mark.usefixtures("parent")
def test_the_last_device_gone_while_mail_waits_is_mailed_later_too(house: House) -> None:
    too_many_bounces(house)
    house.refuse("Publish", "EndpointDisabled")
    send(house, Sender(house))
    assert work_once(house) == []
    assert house.mails == []
    house.services.reputations.forget(house.services.now())
    assert house.deliver_all() == []
    assert len(house.mails_to(EMAIL)) == 1
