"""Pupils who left longer ago than their school keeps them are erased, once a day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.errors import AlreadyDone, Retry
from common.ids import timed_id
from common.pupils import Change
from school import retention
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.parent import ParentVisitor

STER = replace(REGENBOOG, id="de-ster", name="De Ster", kept_months=3)


class Time(LambdaContext):
    def __init__(self, milliseconds: int) -> None:
        self._milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]  # static there, a method at Lambda
        return self._milliseconds


def run(milliseconds: int = 900_000) -> None:
    retention.handler({}, cast("LambdaContext", Time(milliseconds)))


def leaves(house: House, child: Child, days_ago: int) -> None:
    (pupil,) = house.services.pupils.find_many(child.pupil.school, [child.pupil.id])
    day = house.today - timedelta(days=days_ago)
    house.services.pupils.edit(Change(pupil, replace(pupil, active=False, left_on=day)))


def there(house: House, school: str = REGENBOOG.id) -> list[str]:
    return sorted(pupil.given_name for pupil in house.services.pupils.of_school(school))


def test_only_those_who_left_longer_ago_than_the_school_keeps_them_are_erased(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    house.child("Blijft")
    leaves(house, house.child("Lang", family_name="Weg"), 370)
    leaves(house, house.child("Kort"), 360)
    leaves(house, house.child("Ster", school=STER.id), 100)
    run()
    assert there(house) == ["Blijft", "Kort"]
    assert there(house, STER.id) == []
    house.pass_time(days=10)
    run()
    assert there(house) == ["Blijft"]


def test_all_that_hung_on_the_pupil_goes_too_and_the_journal_says_who_did_it(house: House) -> None:
    child = house.child()
    ParentVisitor(house).register(child)
    leaves(house, child, 400)
    run()
    house.pass_time(minutes=2)
    house.tick()
    house.deliver_all()
    assert house.linked(child) == []
    told = [one for one in house.services.journal.newest(REGENBOOG.id, "", 9) if one.what == "pupil_deleted"]
    assert [(one.by.kind, dict(one.about)) for one in told] == [
        ("operator", {"pupil": child.pupil.id, "links": "1", "kept_months": "12"})
    ]


def test_again_it_erases_nobody_twice(house: House) -> None:
    leaves(house, house.child(), 400)
    run()
    run()
    assert [one.what for one in house.services.journal.newest(REGENBOOG.id, "", 9)] == ["pupil_deleted"]


def test_whoever_came_back_meanwhile_stays(house: House) -> None:
    child = house.child()
    leaves(house, child, 400)
    (gone,) = house.services.pupils.find_many(REGENBOOG.id, [child.pupil.id])
    here = house.services
    house.meanwhile(
        "TransactWriteItems", lambda: here.pupils.edit(Change(gone, replace(gone, active=True, left_on=None)))
    )
    run()
    assert there(house) == ["Sanne"]


def test_a_pupil_of_a_list_that_was_undone_is_kept_as_long_as_one_who_left(house: House) -> None:
    long_ago = house.services.now() - timedelta(days=400)
    for name, moment in (("Lang", long_ago), ("Kort", house.services.now())):
        house.services.pupils.close([house.child(name, batch=timed_id(moment, name)).pupil])
    run()
    assert there(house) == ["Kort"]


def test_a_run_is_bounded_and_the_next_one_goes_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_MOST_OF_SCHOOL", 2)
    for number in range(3):
        leaves(house, house.child(f"Kind{number}"), 400)
    run(milliseconds=1_000)
    assert len(there(house)) == 3
    run()
    assert len(there(house)) == 1
    run()
    assert there(house) == []


def test_the_names_of_a_school_are_read_once_for_all_who_go(house: House) -> None:
    leaves(house, house.child("Eerste"), 400)
    of_one = calls_of(house, run, "Query")
    for number in range(3):
        leaves(house, house.child(f"Kind{number}"), 400)
    assert calls_of(house, run, "Query") == of_one
    assert there(house) == []
    assert house.services.pupils.names_of_school(REGENBOOG.id) == {}


def calls_of(house: House, something: Callable[[], None], operation: str) -> int:
    house.aws.calls.clear()
    something()
    return sum(call.endswith(f":{operation}") for call in house.aws.calls)


def test_a_name_that_became_another_childs_is_not_taken_from_it(house: House) -> None:
    gone, stays = house.child("Weg"), house.child("Blijft")
    names = house.services.pupils.names_of(REGENBOOG.id, stays.pupil.id)
    with pytest.raises(AlreadyDone):
        house.services.pupils.remove(gone.pupil, names)
    assert house.services.pupils.names_of(REGENBOOG.id, stays.pupil.id) == names
    assert there(house) == ["Blijft", "Weg"]


def test_a_school_that_fails_does_not_keep_the_others(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    leaves(house, house.child("Ster", school=STER.id), 400)
    leaves(house, house.child(), 400)
    house.refuse("TransactWriteItems", "InternalServerError")
    with pytest.raises(Retry, match="1 schools"):
        run()
    assert len(there(house) + there(house, STER.id)) == 1
    run()
    assert there(house) + there(house, STER.id) == []


@pytest.mark.parametrize(
    ("today", "months", "since"),
    [
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 8, 1), 24, date(2024, 8, 1)),
    ],
)
def test_months_are_those_of_the_calendar(today: date, months: int, since: date) -> None:
    assert replace(REGENBOOG, kept_months=months).keeps_since(today) == since
