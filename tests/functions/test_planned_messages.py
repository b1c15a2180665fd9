"""Messages that are planned: what *Logboek* tells of them, and by whom; and what their pages say before and after."""

from datetime import UTC, datetime, timedelta

import pytest

from common.days import LOCAL, local_time
from common.i18n import long_date
from common.journal import OPERATOR, Entry
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.test_desk_messages import MESSAGES, parent_of, sent, write
from tests.functions.test_orders import order, remove

LOGBOOK = "/school/logboek?soort=berichten"


def told(house: House) -> list[Entry]:
    """Of messages, the oldest first."""
    found = [one for one in house.services.journal.newest(REGENBOOG.id, "", 50) if one.what.startswith("message")]
    return sorted(found, key=lambda one: one.at)


def plan(house: House, system: Sender, **after: float) -> datetime:
    moment = (house.services.now() + timedelta(**after)).replace(microsecond=0)
    assert order(system, send_at=moment.isoformat()).status == 202
    return moment


def deliver(house: House) -> None:
    house.tick()
    assert house.deliver_all() == []


def test_it_is_told_when_it_is_planned_and_when_it_leaves(house: House, system: Sender) -> None:
    moment = plan(house, system, days=2)
    (planned,) = told(house)
    assert (planned.what, planned.by.kind) == ("message_planned", "key")
    at = local_time(moment)
    page = Clerk(house).get(LOGBOOK).words
    assert "Bericht gepland Ander systeem van de school" in page
    assert f"voor {long_date(at.date())} om {at:%H:%M} uur" in page
    assert "Bericht verstuurd" not in page
    house.pass_time(days=2, minutes=1)
    deliver(house)
    _, left = told(house)
    assert (left.what, left.by.kind, left.about["kind"]) == ("message_sent", "system", "dringend")
    assert left.at >= moment
    assert "Bericht verstuurd Vanzelf" in Clerk(house).get(LOGBOOK).words


def test_one_that_goes_at_once_is_told_once_with_who_sent_it(house: House, system: Sender) -> None:
    assert order(system).status == 202
    deliver(house)
    (sent,) = told(house)
    assert (sent.what, sent.by.kind) == ("message_sent", "key")


def test_however_often_its_task_comes_it_left_once(house: House, system: Sender) -> None:
    plan(house, system, minutes=10)
    (task,) = [one for one in house.aws.outbox() if one["kind"] == "fan_out"]
    house.pass_time(minutes=11)
    house.meanwhile("TransactWriteItems", lambda: house.work(task))
    assert house.work(task, task) == []
    deliver(house)
    assert [one.what for one in told(house)] == ["message_planned", "message_sent"]


@pytest.mark.parametrize("operation", ["TransactWriteItems", "BatchWriteItem", "SendMessageBatch"])
def test_interrupted_when_it_leaves_it_is_told_once(house: House, system: Sender, operation: str) -> None:
    plan(house, system, minutes=10)
    (task,) = [one for one in house.aws.outbox() if one["kind"] == "fan_out"]
    house.pass_time(minutes=11)
    house.refuse(operation)
    assert house.work(task) == [task]
    deliver(house)
    assert [one.what for one in told(house)] == ["message_planned", "message_sent"]
    assert len(house.mails_to(EMAIL)) == 1


def test_one_that_is_taken_back_never_left(house: House, system: Sender) -> None:
    moment = house.services.now() + timedelta(days=1)
    message = order(system, send_at=moment.isoformat()).json()["id"]
    assert remove(system, message).status == 200
    house.pass_time(days=2)
    deliver(house)
    assert sorted(one.what for one in told(house)) == ["message_cancelled", "message_planned"]


def test_one_that_waited_for_its_school_left_when_it_went_on(house: House, system: Sender) -> None:
    """Not when it was planned for."""
    moment = plan(house, system, hours=1)
    here = house.services
    here.schools.suspend(REGENBOOG.id, here.journal.entry(REGENBOOG.id, "school_suspended", OPERATOR, here.now()))
    house.pass_time(hours=2)
    deliver(house)
    assert [one.what for one in told(house)] == ["message_planned"]
    house.pass_time(days=1)
    resumed = here.journal.entry(REGENBOOG.id, "school_resumed", OPERATOR, here.now())
    here.schools.resume(REGENBOOG.id, resumed, here.now())
    house.sweep()
    deliver(house)
    _, left = told(house)
    assert left.at >= moment + timedelta(days=1)


def test_a_moment_within_this_second_is_not_planned(
    house: House, system: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 12, 1, 9, 0, 0, 200_000, tzinfo=UTC)
    monkeypatch.setattr(house.services, "now", lambda: now)
    assert order(system, send_at=(now + timedelta(milliseconds=500)).isoformat()).status == 202
    assert [one.what for one in told(house)] == ["message_sent"]


def test_a_planned_message_of_the_desk_names_who_planned_it(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    clerk = Clerk(house)
    later = local_time(house.services.now() + timedelta(days=2))
    sent(clerk, when="later", day=f"{later:%Y-%m-%d}", time="08:05")
    (planned,) = told(house)
    assert (planned.what, planned.by.name) == ("message_planned", clerk.person.name)
    assert "om 08:05 uur" in clerk.get(LOGBOOK).words


def test_a_planned_message_whose_pupil_went_says_that_nobody_got_it(house: House) -> None:
    child = house.child()
    ParentVisitor(house).register(child)
    clerk = Clerk(house)
    later = (house.services.now() + timedelta(days=2)).astimezone(LOCAL)
    when = {"when": "later", "day": f"{later:%Y-%m-%d}", "time": "08:05"}
    message = sent(clerk, audience="pupils", **{f"pupil.{child.pupil.id}": "on"}, **when)
    house.services.pupils.close([child.pupil])
    house.pass_time(days=3)
    house.tick()
    clerk.sit_down()
    assert "We kijken nu welke ouders" in clerk.get(f"{MESSAGES}/{message}").words
    house.deliver_all()
    page = clerk.get(f"{MESSAGES}/{message}").words
    assert "Niemand kreeg dit bericht" in page
    assert "Samen 0" not in page


def test_an_urgent_message_that_is_planned_does_not_say_that_it_goes_at_once(house: House) -> None:
    parent_of(house)
    later = (house.services.now() + timedelta(days=2)).astimezone(LOCAL)
    page = write(Clerk(house), kind="dringend", when="later", day=f"{later:%Y-%m-%d}", time="08:05").words
    assert "op dat moment gaat het naar iedereen" in page
    assert "het gaat meteen weg" not in page
