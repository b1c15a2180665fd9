"""What may happen between the moment at which a school presses the button and the one at which a parent reads."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from common.journal import Actor
from common.preferences import KINDS, Preferences, QuietHours
from messages import orders
from tests.functions.house import PASSWORD, REGENBOOG, Child, House, subject_of
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.test_terms import Join, join, minutes_pass, set_clock
from tests.functions.visitor import Visitor

assert join

NEW_EMAIL = "nieuw@ouders.example"


@pytest.fixture
def of_two(house: House, visitor: ParentVisitor) -> tuple[ParentVisitor, Child, Child]:
    """A parent with a confirmed address, and two children in two classes."""
    first, second = house.child("Sanne", class_name="5B"), house.child("Daan", class_name="6A")
    visitor.register(first)
    visitor.confirm()
    visitor.link(second)
    house.deliver_all()
    house.mails.clear()
    return visitor, first, second


def way_out(mail: dict[str, Any]) -> str:
    headers: dict[str, str] = {one["Name"]: one["Value"] for one in mail["Content"]["Simple"]["Headers"]}
    return urlsplit(headers["List-Unsubscribe"].strip("<>")).path


# -- the audience changes on the way


@pytest.mark.parametrize(
    ("classes", "mails"), [(["5B", "6A"], 1), (["5B"], 0), (["6A"], 1)], ids=["both", "the one that goes", "the other"]
)
@pytest.mark.parametrize("daily", [False, True])
def test_of_two_children_one_is_unlinked_on_the_way(
    house: House, of_two: tuple[ParentVisitor, Child, Child], classes: list[str], mails: int, daily: bool
) -> None:
    parent, first, _ = of_two
    house.services.choices.save_preferences(house.parent(EMAIL).id, Preferences(daily=daily))
    sender = Sender(house)
    message = sender.message(kind="schoolnieuws", classes=classes)
    house.relay()
    house.work(*house.aws.queued("deliveries"))
    waiting = house.aws.queued("deliveries")
    if daily:
        house.work(*waiting)
    parent.post(first.address)
    if daily:
        house.pass_time(days=1)
        minutes_pass(house)
    else:
        house.work(*waiting)
    assert len(house.mails) == mails
    counts = sender.progress(message)["counts"]
    assert (counts["sent"], counts["withheld"], counts["audience"]) == (mails, 1 - mails, 1)
    assert sender.progress(message)["state"] == "done"
    assert parent.get(f"/nl/berichten/{REGENBOOG.id}/{message}").status == (200 if mails else 404)


@pytest.mark.parametrize("operation", ["TransactWriteItems", "UpdateItem"])
def test_a_message_that_is_taken_back_while_it_begins_goes_to_everybody_or_nobody(
    house: House, system: Sender, operation: str
) -> None:
    """Whoever took it back was told whether that worked."""
    later = (house.services.now() + timedelta(hours=1)).isoformat()
    wanted = {"kind": "dringend", "title": "IJsvrij", "text": "Blijf thuis.", "audience": {"school": True}}
    answer = system.send("POST", "/api/messages", {}, json.dumps({**wanted, "send_at": later}))
    message = answer.json()["id"]
    house.pass_time(hours=2)
    told: list[bool] = []

    def take_back() -> None:
        try:
            orders.cancel(REGENBOOG.id, message, Actor("staff", "iemand"), house.services.now())
            told.append(True)
        except orders.TooLate:
            told.append(False)

    house.meanwhile(operation, take_back)
    house.tick()
    assert house.deliver_all() == []
    house.sweep()
    assert house.deliver_all() == []
    assert len(told) == 1
    assert len(house.mails) == (0 if told[0] else 1)


# -- the address changes


def move(house: House, visitor: ParentVisitor, email: str = NEW_EMAIL, old: str = EMAIL) -> None:
    house.pass_time(minutes=2)
    visitor.post("/nl/account/adres", email=email, current=PASSWORD)
    visitor.post("/nl/profiel/adres", digits=house.digits_for(old))
    assert house.parent(email).email == email


def way_out_of_an_urgent_mail(house: House) -> str:
    Sender(house).message(kind="dringend")
    house.deliver_all()
    return way_out(house.mails[-1])


def test_a_way_out_of_mail_to_an_address_that_was_left_leaves_the_new_one_alone(
    house: House, of_two: tuple[ParentVisitor, Child, Child]
) -> None:
    """Whoever reads mail there may be somebody else: the address may have been a mistake from the beginning."""
    parent, *_ = of_two
    old = way_out_of_an_urgent_mail(house)
    move(house, parent)
    assert Visitor().send("POST", old, {}, "List-Unsubscribe=One-Click").status == 200
    page = Visitor().get(f"/nl{old}")
    assert "U krijgt deze e-mails niet meer" in page.words, "which is true of that address"
    assert NEW_EMAIL not in page.text
    Visitor().send("POST", f"/nl{old}", {}, "")
    assert house.parent(NEW_EMAIL).preferences.email == set(KINDS)
    house.deliver_all()
    house.mails.clear()
    Sender(house).message(kind="dringend")
    house.deliver_all()
    assert len(house.mails_to(NEW_EMAIL)) == 1
    assert Visitor().send("POST", way_out(house.mails[-1]), {}, "").status == 200
    assert "dringend" not in house.parent(NEW_EMAIL).preferences.email


def test_back_at_the_old_address_its_ways_out_work_again(
    house: House, of_two: tuple[ParentVisitor, Child, Child]
) -> None:
    parent, *_ = of_two
    old = way_out_of_an_urgent_mail(house)
    move(house, parent)
    move(house, parent, EMAIL, NEW_EMAIL)
    assert Visitor().send("POST", old, {}, "").status == 200
    assert "dringend" not in house.parent(EMAIL).preferences.email


# -- hours


@pytest.mark.parametrize(
    ("quiet", "sent", "due"),
    [
        # The hour from two to three is not there on 28 March 2027, and there twice on 31 October.
        (QuietHours(22, 2), "2027-03-27T23:30", "2027-03-28T03:00"),
        (QuietHours(1, 3), "2027-03-28T01:30", "2027-03-28T03:00"),
        (QuietHours(22, 2), "2027-10-30T23:30", "2027-10-31T02:00"),
        (QuietHours(1, 3), "2027-10-31T01:30", "2027-10-31T03:00"),
    ],
)
def test_quiet_hours_that_end_when_the_clock_changes_end_once(
    house: House, join: Join, quiet: QuietHours, sent: str, due: str
) -> None:
    join(EMAIL, Preferences(email=frozenset(), quiet=quiet), device=True)
    set_clock(house, sent)
    Sender(house).message(kind="groepsnieuws")
    house.deliver_all()
    set_clock(house, due)
    house.pass_time(seconds=-20)
    minutes_pass(house)
    assert house.pushes == []
    house.pass_time(seconds=40)
    minutes_pass(house)
    assert len(house.pushes) == 1
    house.pass_time(hours=1)
    minutes_pass(house)
    assert len(house.pushes) == 1


# -- subjects

FAMILY = "\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Sportdag\r\nBcc: iedereen@ouders.example", "Sportdag Bcc: iedereen@ouders.example"),
        ("Sport\u2028dag\u0085morgen", "Sport dag morgen"),
        ("\u202eSportdag\u202c", "Sportdag"),
        ("يوم الرياضة ⚽", "يوم الرياضة ⚽"),
        (f"Fijne vakantie {FAMILY}!", f"Fijne vakantie {FAMILY}!"),
        ("🎉" * 150, "🎉" * 150),
    ],
    ids=["newline", "other ends of lines", "direction", "Arabic", "joined emoji", "long"],
)
def test_a_subject_is_one_line_as_it_was_written(house: House, system: Sender, title: str, subject: str) -> None:
    system.message(kind="schoolnieuws", title=title)
    assert house.deliver_all() == []
    assert subject_of(house.mails[-1]) == subject
