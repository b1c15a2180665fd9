"""Codes that wrong dates of birth closed: seen and lifted by the school, and told to whoever keeps watch."""

import io
from datetime import timedelta

import pytest

from common.locks import Lock
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.parent import ParentVisitor


def fail(house: House, child: Child, times: int) -> None:
    """So many wrong dates, a day apart where the code pauses."""
    stranger = ParentVisitor(house)
    for number in range(times):
        if number and number % 5 == 0:
            house.pass_time(hours=25)
        stranger.register(child, day="15")


def lock_of(house: House, child: Child) -> Lock | None:
    found = house.services.locks.with_pupils(REGENBOOG.id, [child.pupil.id], house.services.now())
    return next((lock for pupil, lock in found if pupil.id == child.pupil.id), None)


def opens(house: House, child: Child) -> bool:
    return bool(ParentVisitor(house).register(child, email="later@ouders.example").goes_to == "/nl/profiel")


def test_four_wrong_dates_are_no_lock_and_the_fifth_is_one_for_a_day(house: House) -> None:
    child = house.child()
    fail(house, child, 4)
    assert lock_of(house, child) is None
    fail(house, child, 1)
    lock, now = lock_of(house, child), house.services.now()
    assert lock
    assert lock.until
    assert timedelta(hours=23, minutes=59) < lock.until - now <= timedelta(days=1)
    assert (lock.school, lock.pupil, lock.version) == (REGENBOOG.id, child.pupil.id, 1)
    assert house.services.locks.with_pupils("de-ster", [child.pupil.id], now) == []
    house.pass_time(hours=25)
    assert lock_of(house, child) is None


def test_the_tenth_is_one_for_good(house: House) -> None:
    child = house.child()
    fail(house, child, 10)
    lock = lock_of(house, child)
    assert lock
    assert lock.until is None
    house.pass_time(days=40)
    assert lock_of(house, child) == lock
    assert not opens(house, child)


@pytest.mark.parametrize("times", [5, 10])
def test_a_lock_that_is_lifted_lets_the_parent_in_again(house: House, times: int) -> None:
    child = house.child()
    fail(house, child, times)
    assert not opens(house, child)
    assert house.services.locks.lift(REGENBOOG.id, child.pupil.id)
    assert not house.services.locks.lift(REGENBOOG.id, child.pupil.id)
    assert lock_of(house, child) is None
    assert opens(house, child)


def test_a_lifted_code_has_all_its_tries_again_and_locks_again(house: House) -> None:
    child = house.child()
    fail(house, child, 10)
    house.services.locks.lift(REGENBOOG.id, child.pupil.id)
    fail(house, child, 4)
    assert lock_of(house, child) is None
    fail(house, child, 1)
    assert lock_of(house, child)


def test_another_school_lifts_nothing(house: House) -> None:
    child = house.child()
    fail(house, child, 5)
    assert not house.services.locks.lift("de-ster", child.pupil.id)
    assert lock_of(house, child)


def test_a_new_letter_ends_the_lock_of_the_old_one(house: House) -> None:
    child = house.child()
    fail(house, child, 10)
    house.renew_code(child)
    assert lock_of(house, child) is None


def test_a_lock_that_was_lost_is_there_again_with_the_next_try(house: House) -> None:
    """The process died between the count and the school's item."""
    child = house.child()
    fail(house, child, 4)
    house.refuse("PutItem")
    assert ParentVisitor(house).register(child, day="15").status == 500
    assert lock_of(house, child) is None
    assert not opens(house, child)
    assert lock_of(house, child)


def test_the_fifth_try_may_be_the_right_one(house: House) -> None:
    child = house.child()
    fail(house, child, 4)
    assert opens(house, child)
    assert lock_of(house, child) is None


def test_each_lock_is_logged_once_and_the_third_of_a_day_raises_the_alarm(house: House, logged: io.StringIO) -> None:
    children = [house.child(name) for name in ("Sanne", "Daan", "Bram", "Noor")]
    house.pass_time(seconds=-(house.services.now().timestamp() % 86400))
    for number, child in enumerate(children):
        fail(house, child, 5)
        assert not opens(house, child)
        assert logged.getvalue().count('"CodeLocked"') == number + 1
        assert logged.getvalue().count('"DatesGuessed"') == int(number >= 2)


# -- a school that closed all of its codes


def test_no_code_of_a_paused_school_links_anybody_and_those_who_are_linked_notice_nothing(
    house: House, visitor: ParentVisitor
) -> None:
    first, second = house.child(), house.child("Daan")
    visitor.register(first)
    house.set_paused(True)
    closed = "Deze school heeft de codes tijdelijk gesloten"
    stranger = ParentVisitor(house)
    stranger.get(f"/k/{second.code}")
    assert closed in stranger.get("/nl/start").words
    assert REGENBOOG.phone in stranger.get("/nl/start").words
    assert "U kunt nu geen kind koppelen" in stranger.submit("/nl/registreren", code=second.code).words
    assert not opens(house, second)
    visitor.link(second)
    assert "U kunt nu geen kind koppelen" in visitor.get("/nl/koppelen").words
    assert "Sanne" in visitor.get("/nl/profiel").words
    assert visitor.log_in().goes_to == "/nl/profiel"
    house.set_paused(False)
    assert visitor.link(second).goes_to == "/nl/profiel"


def test_another_school_goes_on(house: House) -> None:
    house.set_paused(True)
    found = house.services.schools.find(REGENBOOG.id)
    assert found
    assert found.paused
    house.set_paused(False)
    assert opens(house, house.child())
