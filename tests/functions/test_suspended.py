"""A school that the operator stopped: nothing of it goes on, parents keep what they have, and nothing is lost."""

import pytest

from common.journal import OPERATOR
from tests.functions.clerk import PASSWORD, Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.operator import Operator
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.uploads import SANNE, put, take


@pytest.fixture
def parent(house: House) -> ParentVisitor:
    visitor = ParentVisitor(house)
    visitor.register(house.child())
    visitor.confirm(EMAIL)
    house.deliver_all()
    house.mails.clear()
    return visitor


def suspend(operator: Operator) -> None:
    operator.does("suspend-school", "--id", REGENBOOG.id)


def unsuspend(operator: Operator, *more: str) -> None:
    operator.does("unsuspend-school", "--id", REGENBOOG.id, *more)


def quarter_passes(house: House) -> None:
    house.pass_time(minutes=16)
    house.tick()
    house.sweep()
    assert house.deliver_all() == []


def test_the_staff_is_out_on_the_next_page_and_back_with_their_answers(house: House, operator: Operator) -> None:
    clerk = Clerk(house)
    suspend(operator)
    assert clerk.get("/school/leerlingen").goes_to == "/school/inloggen"
    assert "voor uw school stilgezet" in clerk.get("/school/inloggen").words
    unsuspend(operator)
    assert clerk.get("/school/leerlingen").status == 200


def test_whoever_logs_in_is_told_and_a_wrong_password_tells_nothing(house: House, operator: Operator) -> None:
    clerk = Clerk(house)
    house.services.staff_accounts.set_first_password(clerk.person.id, PASSWORD)
    suspend(operator)
    clerk.log_in()
    assert "voor uw school stilgezet" in clerk.get("/school/inloggen").words
    clerk.log_in("helemaal verkeerd")
    assert "stilgezet" not in clerk.get("/school/inloggen").words


def test_its_keys_open_nothing(house: House, operator: Operator) -> None:
    sender = Sender(house)
    suspend(operator)
    answer = sender.get("/api/messages")
    assert (answer.status, answer.json()["title"]) == (403, "This school is suspended")
    unsuspend(operator)
    assert sender.get("/api/messages").status == 200


def test_its_lists_are_refused_with_a_sentence(house: House, operator: Operator) -> None:
    suspend(operator)
    take(put(house, SANNE))
    assert house.services.pupils.of_school(REGENBOOG.id) == []
    assert "De school is stilgezet" in operator.does("imports", "--id", REGENBOOG.id)


def test_its_codes_link_nobody_and_parents_keep_what_they_have(
    house: House, operator: Operator, parent: ParentVisitor
) -> None:
    child = house.child("Daan")
    suspend(operator)
    assert "Sanne" in parent.get("/nl/profiel").words
    parent.link(child)
    assert house.linked(child) == []
    stranger = ParentVisitor(house)
    stranger.register(child, email="ander@ouders.example")
    assert house.linked(child) == []
    parent.cookies.clear()
    parent.log_in()
    assert "Sanne" in parent.get("/nl/profiel").words


@pytest.mark.parametrize("stopped_before", ["fan-out", "deliveries"])
@pytest.mark.parametrize("days", [0, 5, 30])
def test_a_message_waits_and_goes_out_once_afterwards(
    house: House, operator: Operator, parent: ParentVisitor, stopped_before: str, days: int
) -> None:
    assert parent
    sender = Sender(house)
    message = sender.message()
    house.relay()
    tasks = house.aws.queued("deliveries")
    if stopped_before == "deliveries":
        house.work(*tasks)
        tasks = house.aws.queued("deliveries")
    suspend(operator)
    assert house.work(*tasks) == []
    house.pass_time(days=days)
    for _ in range(2):
        quarter_passes(house)
    assert house.mails == []
    unsuspend(operator)
    entry = house.services.journal.entry(REGENBOOG.id, "school_resumed", OPERATOR, house.services.now())
    # The operator's clock is not the one that the test turns.
    house.services.schools.resume(REGENBOOG.id, entry, house.services.now())
    for _ in range(3):
        quarter_passes(house)
    assert len(house.mails_to(EMAIL)) == 1
    assert sender.progress(message)["state"] == "done"


def test_what_is_overdue_can_be_cancelled_and_what_is_planned_stays(
    house: House, operator: Operator, parent: ParentVisitor
) -> None:
    assert parent
    sender = Sender(house)
    overdue = sender.message()
    suspend(operator)
    house.deliver_all()
    quarter_passes(house)
    unsuspend(operator, "--cancel-overdue")
    assert "1 overdue" in operator.words
    quarter_passes(house)
    assert house.mails == []
    assert sender.progress(overdue)["state"] == "cancelled"


def test_both_are_told_once_in_the_journal(house: House, operator: Operator) -> None:
    for _ in range(2):
        suspend(operator)
    for _ in range(2):
        unsuspend(operator)
    told = [one.what for one in house.services.journal.newest(REGENBOOG.id, "", 10)]
    assert sorted(told) == ["school_resumed", "school_suspended"]
