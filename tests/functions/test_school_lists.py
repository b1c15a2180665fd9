"""What a school's own systems see of its lists, and what they may order."""

from typing import Any

import pytest

from common.schools import School
from tests.functions.house import REGENBOOG, House
from tests.functions.test_letters import make
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import DAAN, NOOR, SANNE, put, reports, take


@pytest.fixture
def system(house: House) -> SchoolSystem:
    return SchoolSystem(house)


def _get(system: SchoolSystem, path: str = "") -> Any:
    answer = system.send("GET", f"/api/imports{path}", {})
    assert answer.status == 200
    return answer.json()


def test_the_newest_lists_come_first_and_only_the_last_can_be_undone(house: House, system: SchoolSystem) -> None:
    take(put(house, SANNE), put(house, DAAN, name="b.csv", at="13:00:00"))
    shown = _get(system)["imports"]
    assert [(one["file"], one["state"], one["can_undo"]) for one in shown] == [
        ("b.csv", "done", True),
        ("lijst.csv", "done", False),
    ]


def test_one_list_shows_its_counts_held_rows_warnings_and_letters(house: House, system: SchoolSystem) -> None:
    take(put(house, SANNE, NOOR, "4;;;;5B;", "5;Bo;;Vos;5B;31-02-2018"))
    (one,) = reports(house)
    shown = _get(system, f"/{one.id}")
    assert (shown["state"], shown["whole_school"], shown["format"]) == ("done", False, "csv")
    assert (shown["counts"]["rows"], shown["counts"]["held"]) == (4, 1)
    assert shown["held"] == [{"where": "regel 4", "reason": "de naam ontbreekt"}]
    assert shown["warnings"][0]["where"] == "regel 5"
    assert [(letters["class"], letters["made"]) for letters in shown["letters"]] == [("5B", False), ("6A", False)]
    requests = house.aws.queued("letters")
    make(requests[0])
    assert [letters["made"] for letters in _get(system, f"/{one.id}")["letters"]] == [True, False]


@pytest.mark.parametrize(("what", "state"), [("undo", "undone")])
def test_an_order_is_taken_once_however_often_it_is_given(
    house: House, system: SchoolSystem, what: str, state: str
) -> None:
    take(put(house, SANNE))
    (one,) = reports(house)
    for _ in range(2):
        assert system.send("POST", f"/api/imports/{one.id}/{what}", {}).status == 202
    assert take(*house.aws.queued("lists")) == 0
    assert reports(house)[0].state == state
    assert system.send("POST", f"/api/imports/{one.id}/{what}", {}).status == 409


def test_a_list_that_waits_is_confirmed_through_the_door(house: House, system: SchoolSystem) -> None:
    take(put(house, "4;;;;5B;"))
    (one,) = reports(house)
    assert _get(system, f"/{one.id}")["questions"]
    assert system.send("POST", f"/api/imports/{one.id}/undo", {}).status == 409
    assert system.send("POST", f"/api/imports/{one.id}/confirm", {}).status == 202
    assert take(*house.aws.queued("lists")) == 0
    assert reports(house)[0].state == "done"


def test_the_lists_of_one_school_do_not_exist_for_another(house: House) -> None:
    house.services.schools.add(
        School("de-ster", "De Ster", "Weg 1", "1234 AB Dorp", "010", "ster@ster.example"), house.services.now()
    )
    take(put(house, SANNE))
    (one,) = reports(house)
    stranger = SchoolSystem(house, "de-ster")
    assert _get(stranger) == {"imports": []}
    nothing = stranger.send("GET", "/api/imports/20260901T120000-0000000000", {})
    for method, path in (("GET", ""), ("POST", "/confirm"), ("POST", "/undo")):
        answer = stranger.send(method, f"/api/imports/{one.id}{path}", {})
        assert (answer.status, answer.body) == (404, nothing.body)
    assert house.aws.queued("lists") == []


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("GET", "/x"), ("POST", "/x/confirm"), ("POST", "/x/undo")])
def test_without_a_key_nothing_is_shown_or_ordered(system: SchoolSystem, method: str, path: str) -> None:
    del system.headers["authorization"]
    assert system.send(method, f"/api/imports{path}", {}).status == 401


def test_the_school_is_the_keys(house: House, system: SchoolSystem) -> None:
    take(put(house, SANNE))
    assert [one["file"] for one in _get(system)["imports"]] == [one.file for one in reports(house, REGENBOOG.id)]


@pytest.mark.parametrize("first", [True, False], ids=["the first", "a later one"])
def test_a_list_whose_dates_of_birth_nobody_can_read_waits_and_asks_for_no_letters(house: House, first: bool) -> None:
    if not first:
        take(put(house, SANNE))
        house.aws.queued("letters")
    take(put(house, *(f"{n};Kind{n};;Bos;3A;31-31-2018" for n in range(10, 40)), name="b.csv", at="13:00:00"))
    one = reports(house)[-1]
    assert (one.state, len(one.questions)) == ("waiting", 1)
    assert one.questions[0].startswith("Bij 30 van de 30 leerlingen met een geboortedatum kunnen we die niet lezen.")
    assert house.aws.queued("letters") == []


def test_a_list_with_a_time_behind_each_date_of_birth_is_read(house: House) -> None:
    take(put(house, *(f"{n};Kind{n};;Bos;3A;1-2-2018 0:00" for n in range(10, 40))))
    (one,) = reports(house)
    assert (one.state, one.warnings) == ("done", ())
