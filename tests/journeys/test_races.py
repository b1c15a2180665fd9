"""Races against a DynamoDB that is right under threads, with the real code of the table."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from threading import Barrier
from typing import TypeVar

import pytest
from botocore.config import Config

from common.cloud.table import keys
from common.cloud.table.addresses import AddressRegistered
from common.cloud.table.codes import Codes
from common.cloud.table.deliveries import Deliveries
from common.cloud.table.limits import Guard, Limit, Limits
from common.cloud.table.pace import Pace
from common.cloud.table.parents import AlreadyLinked, Parents
from common.cloud.table.pupils import Pupils
from common.cloud.table.schools import Schools
from common.cloud.table.sessions import new_session
from common.cloud.table.store import Cancelled, Store
from common.cloud.table.tries import MOST_AT_ONCE, MOST_IN_A_ROW, WINDOW, Row, Tries
from common.errors import AlreadyDone, CodeFull, PasswordClosed, Retry, TooManyTries
from common.ids import random_id
from common.links import CodeEntry, Invitation
from common.parents import Parent
from common.pupils import Pupil
from common.schools import School
from local.system import System
from tests.emulated import create_table

T = TypeVar("T")
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
SCHOOL = School("wedloop", "De Wedloop", "Baan 1", "1234 AB Voorbeeldstad", "010 000 00 00", "a@wedloop.example")


@pytest.fixture(scope="module")
def store(system: System) -> Iterator[Store]:
    client = system.aws.session.client(
        "dynamodb", endpoint_url=system.aws_endpoint, config=Config(max_pool_connections=64, proxies={})
    )
    store = Store(client, system.table)
    Schools(store).add(SCHOOL, NOW)
    yield store
    client.close()


def at_once(things: list[Callable[[], T]]) -> list[T | Exception]:
    """Runs all at the same moment; what each gave or raised."""
    gate = Barrier(len(things))

    def run(thing: Callable[[], T]) -> T | Exception:
        gate.wait()
        try:
            return thing()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(run, things))


def new_pupil(store: Store, birth_date: date | None) -> Invitation:
    pupil = Pupil(SCHOOL.id, random_id(), "Snel", "", "Loper", "5B", birth_date, date(2027, 7, 31), "batch")
    Pupils(store).add([(f"NUMBER#{pupil.id}", pupil)])
    entry = CodeEntry(random_id(), SCHOOL.id, pupil.id, 1)
    Codes(store).add(SCHOOL.id, [(entry.index, pupil.id, 1)], epoch=1)
    return Invitation(entry, pupil, SCHOOL)


def new_parent(store: Store) -> str:
    """One who has an account."""
    parent = random_id()
    store.write(store.put({**keys.profile(parent), "id": parent}))
    return parent


def linked_count(store: Store, invitation: Invitation) -> int:
    (pupil,) = Pupils(store).find_many(SCHOOL.id, [invitation.pupil.id])
    return pupil.linked


def registering(store: Store, invitation: Invitation, email: str) -> Callable[[], str]:
    def register() -> str:
        parent = Parent(random_id(), "Ouder", email)
        Parents(store).register(parent, invitation, new_session(parent.id, NOW), NOW)
        return parent.id

    return register


@pytest.mark.parametrize(("birth_date", "places"), [(date(2016, 3, 14), 4), (None, 2)])
def test_twenty_parents_at_once_fill_the_places_and_no_more(store: Store, birth_date: date | None, places: int) -> None:
    invitation = new_pupil(store, birth_date)
    outcomes = at_once([registering(store, invitation, f"{random_id()}@ouders.example") for _ in range(20)])
    linked = [one for one in outcomes if isinstance(one, str)]
    assert len(linked) == places
    assert all(isinstance(one, CodeFull | str) for one in outcomes)
    assert linked_count(store, invitation) == places
    assert sorted(Parents(store).parents_of_pupil(SCHOOL.id, invitation.pupil.id)) == sorted(linked)


def test_one_address_registered_ten_times_at_once_becomes_one_account(store: Store) -> None:
    invitation, email = new_pupil(store, date(2016, 3, 14)), f"{random_id()}@ouders.example"
    outcomes = at_once([registering(store, invitation, email) for _ in range(10)])
    made = [one for one in outcomes if isinstance(one, str)]
    assert [Parents(store).id_of(email)] == made
    assert all(isinstance(one, AddressRegistered) for one in outcomes if not isinstance(one, str))
    assert linked_count(store, invitation) == 1


def test_one_parent_linking_ten_times_at_once_takes_one_place(store: Store) -> None:
    invitation = new_pupil(store, date(2016, 3, 14))
    parent = new_parent(store)
    outcomes = at_once([lambda: Parents(store).link(parent, invitation, NOW) for _ in range(10)])
    assert outcomes.count(None) == 1
    assert all(isinstance(one, AlreadyLinked) for one in outcomes if one is not None)
    assert linked_count(store, invitation) == 1


def test_unlinking_and_linking_at_once_keeps_the_count_right(store: Store) -> None:
    invitation = new_pupil(store, date(2016, 3, 14))
    parents = [new_parent(store) for _ in range(4)]
    for parent in parents:
        Parents(store).link(parent, invitation, NOW)
    leaving = [lambda p=p: Parents(store).unlink(p, SCHOOL.id, invitation.pupil.id, NOW) for p in parents[:3] * 2]
    others = [new_parent(store) for _ in range(6)]
    coming = [lambda p=parent: Parents(store).link(p, invitation, NOW) for parent in others]
    outcomes = at_once([*leaving, *coming])
    assert sum(one is None for one in outcomes[:6]) == 3
    assert all(isinstance(one, AlreadyDone | CodeFull) for one in outcomes if one is not None)
    there = Parents(store).parents_of_pupil(SCHOOL.id, invitation.pupil.id)
    assert len(there) == linked_count(store, invitation) <= 4


def test_a_code_that_is_replaced_meanwhile_links_nobody(store: Store) -> None:
    invitation = new_pupil(store, None)
    replaced = Invitation(replace(invitation.entry, version=2), invitation.pupil, SCHOOL)
    with pytest.raises(CodeFull):
        Parents(store).link(new_parent(store), replaced, NOW)
    assert linked_count(store, invitation) == 0


def test_of_hundreds_of_tries_at_once_five_are_compared_and_ten_in_a_life(store: Store) -> None:
    entry, codes = new_pupil(store, date(2016, 3, 14)).entry, Codes(store)

    def tries(moment: datetime) -> int:
        outcomes = at_once([lambda: codes.count_date_try(entry, moment) for _ in range(50)])
        assert all(one is None or isinstance(one, CodeEntry) for one in outcomes)
        return len(outcomes) - outcomes.count(None)

    # Of those who get in each other's way at least one is counted each time, and whoever is not is not compared.
    assert sum(tries(NOW) for _ in range(6)) == 5
    assert tries(NOW + timedelta(hours=23)) == 0
    assert sum(tries(NOW + timedelta(hours=25)) for _ in range(6)) == 5
    assert tries(NOW + timedelta(days=400)) == 0
    assert codes.find([entry.index]).date_failures_ever == 10


def test_one_delivery_claimed_forty_times_at_once_goes_to_one(store: Store) -> None:
    deliveries, message = Deliveries(store), random_id()
    outcomes = at_once([lambda: deliveries.claim(message, "parent", "email", NOW) for _ in range(40)])
    assert outcomes.count(True) == 1
    assert outcomes.count(False) == 39


def test_forty_workers_at_once_each_get_a_place_of_their_own_in_the_line(system: System) -> None:
    # In a table of its own: the running system's mail must not stand behind this line.
    table = f"pace-{random_id()}"
    create_table(system.aws.session, system.aws_endpoint, table)
    client = system.aws.session.client("dynamodb", endpoint_url=system.aws_endpoint, config=Config(proxies={}))
    pace = Pace(Store(client, table), 14)
    places = at_once([lambda: pace.reserve(7, NOW) for _ in range(40)])
    client.close()
    taken = sorted(place for place in places if isinstance(place, datetime))
    assert all(isinstance(place, (datetime, Retry)) for place in places)
    assert len(taken) >= 10
    assert all(after - before >= timedelta(seconds=0.5) for before, after in pairwise(taken))


def test_no_number_of_tries_at_once_passes_a_limit(store: Store) -> None:
    limits, limit = Limits(store), Limit("test", 10, timedelta(minutes=15))
    whose = random_id()
    outcomes = at_once([lambda: limits.take(Guard(limit, whose, NOW)) for _ in range(60)])
    assert outcomes.count(None) == 10
    assert sum(isinstance(one, TooManyTries) for one in outcomes) == 50


def test_no_number_of_passwords_at_once_passes_the_window_or_the_row(store: Store) -> None:
    tries, row = Tries(store), Row("parents", None, f"{random_id()}@ouders.example")
    outcomes = at_once([lambda: tries.take(row, NOW) for _ in range(60)])
    assert sorted(one for one in outcomes if isinstance(one, int)) == list(range(1, MOST_AT_ONCE + 1))
    assert sum(isinstance(one, TooManyTries) for one in outcomes) == 60 - MOST_AT_ONCE
    for number in range(MOST_AT_ONCE, MOST_IN_A_ROW - 5):
        tries.take(row, NOW + number * WINDOW)
    outcomes = at_once([lambda: tries.take(row, NOW + MOST_IN_A_ROW * WINDOW) for _ in range(60)])
    assert sorted(one for one in outcomes if isinstance(one, int)) == list(range(MOST_IN_A_ROW - 4, MOST_IN_A_ROW + 1))
    assert sum(isinstance(one, PasswordClosed) for one in outcomes) == 55


def test_the_same_pupils_added_by_two_imports_at_once_are_added_once(store: Store) -> None:
    numbers = [f"NUMBER#{random_id()}" for _ in range(20)]

    def add() -> None:
        Pupils(store).add(
            [
                (number, Pupil(SCHOOL.id, random_id(), "Een", "", "Keer", "6A", None, date(2027, 7, 31), "b"))
                for number in numbers
            ]
        )

    outcomes = at_once([add for _ in range(6)])
    assert outcomes.count(None) == 1
    assert all(isinstance(one, Cancelled) for one in outcomes if one is not None)
    known = [Pupils(store).known_as(SCHOOL.id, number) for number in numbers]
    assert len(set(known)) == len(numbers)
