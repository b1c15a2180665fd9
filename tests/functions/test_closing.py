"""A message is done at the desk with its last delivery: not before, and not a quarter of an hour later."""

import re

import pytest

from common.messages import Recipient
from common.preferences import Preferences
from messages.closing import groups_of
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.test_desk_messages import MESSAGES, parent_of, sent
from tests.functions.test_sweep import marks

EMAILS = [f"ouder{number}@ouders.example" for number in range(6)]


@pytest.fixture
def clerk(house: House) -> Clerk:
    for number, email in enumerate(EMAILS):
        parent_of(house, f"Kind{number}", email)
    return at_the_desk(house)


def at_the_desk(house: House) -> Clerk:
    clerk = Clerk(house)
    house.deliver_all()
    house.mails.clear()
    return clerk


def state(clerk: Clerk) -> str:
    clerk.sit_down()
    found = re.search(r"Sportdag (\w+)", clerk.get(MESSAGES).words)
    assert found
    return found[1]


def test_the_list_says_so_as_soon_as_everybody_has_it(house: House, clerk: Clerk) -> None:
    sent(clerk)
    house.relay()
    (fan_out,) = house.aws.queued("deliveries")
    house.work(fan_out)
    (task,) = house.aws.queued("deliveries")
    for some in (task["to"][:3], task["to"][3:]):
        assert state(clerk) == "Onderweg"
        house.work(task | {"to": some})
    assert state(clerk) == "Klaar"
    assert len(house.mails) == len(EMAILS)


def test_what_waits_until_the_evening_is_on_its_way_until_then(house: House, clerk: Clerk) -> None:
    parent = house.parent(EMAILS[0])
    house.services.choices.save_preferences(parent.id, Preferences(daily=True))
    message = sent(clerk)
    house.deliver_all()
    assert state(clerk) == "Onderweg"
    house.pass_time(hours=25)
    house.tick()
    house.deliver_all()
    assert state(clerk) == "Klaar"
    assert {state for _, state in house.services.deliveries.progress(message)[1]} == {"sent"}


def test_a_message_to_nobody_is_done_when_it_goes_out(house: House) -> None:
    child, parent = house.child(), ParentVisitor(house)
    parent.register(child)
    clerk = at_the_desk(house)
    sent(clerk)
    parent.post(child.address)
    house.deliver_all()
    assert state(clerk) == "Klaar"
    assert marks(house) == []


def test_a_fan_out_that_comes_twice_and_tasks_in_any_order_end_in_the_same(house: House, clerk: Clerk) -> None:
    sent(clerk)
    house.relay()
    (fan_out,) = house.aws.queued("deliveries")
    house.work(fan_out, fan_out)
    tasks = house.aws.queued("deliveries")
    house.work(*reversed(tasks), fan_out, *tasks)
    house.deliver_all()
    assert state(clerk) == "Klaar"
    assert len(house.mails) == len(EMAILS)


def test_a_delivery_that_fails_leaves_the_message_open(house: House, clerk: Clerk) -> None:
    sent(clerk)
    house.relay()
    house.work(*house.aws.queued("deliveries"))
    (task,) = house.aws.queued("deliveries")
    house.refuse("SendEmail")
    assert house.work(task) == [task]
    assert state(clerk) == "Onderweg"
    house.pass_time(minutes=5)
    assert house.work(task) == []
    assert state(clerk) == "Klaar"


def test_a_mark_without_groups_is_left_to_the_sweep(house: House) -> None:
    message = Sender(house).message()
    house.services.messages.note_made(REGENBOOG.id, message, "0")
    assert len(marks(house)) == 1


def test_groups_are_few_however_many_there_are() -> None:
    assert len(groups_of([Recipient(f"{number:020x}"[::-1], ()) for number in range(4000)])) == 16
