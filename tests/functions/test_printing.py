"""Letters that a school asks for again, the links to fetch them, and new codes."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from common.schools import School
from tests.functions.house import REGENBOOG, House
from tests.functions.test_letters import make
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import DAAN, NOOR, SANNE, put, reports, take


@pytest.fixture
def system(house: House) -> SchoolSystem:
    take(put(house, SANNE, DAAN, NOOR))
    house.aws.queued("letters")
    return SchoolSystem(house)


def _ask(system: SchoolSystem, **body: Any) -> Any:
    return system.send("POST", "/api/letters", {}, json.dumps(body))


def _pupils(house: House) -> dict[str, Any]:
    return {one.given_name: one for one in house.services.pupils.of_school(REGENBOOG.id)}


def test_letters_of_the_school_come_by_class_and_can_be_fetched(house: House, system: SchoolSystem) -> None:
    answer = _ask(system, audience={"school": True})
    assert (answer.status, answer.json()["letters"]) == (202, 3)
    path = f"/api/letters/{answer.json()['id']}"
    files = system.send("GET", path, {}).json()["files"]
    assert [(one["class"], one["made"], one["link"]) for one in files] == [("5B", False, None), ("6A", False, None)]
    assert make(*house.aws.queued("letters")) == 0
    files = system.send("GET", path, {}).json()["files"]
    assert all(one["made"] for one in files)
    assert files[0]["file"] in files[0]["link"]
    assert "X-Amz-Expires=60" in files[0]["link"]


def test_one_file_for_the_whole_school_goes_class_after_class(house: House, system: SchoolSystem) -> None:
    assert _ask(system, audience={"school": True}, together=True).status == 202
    (request,) = house.aws.queued("letters")
    names = {one.id: one.given_name for one in house.services.pupils.of_school(REGENBOOG.id)}
    assert [names[one] for one in request["pupils"]] == ["Sanne", "Daan", "Noor"]


@pytest.mark.parametrize(("only", "expected"), [("everybody", 3), ("nobody_linked", 2), ("one_parent_linked", 1)])
def test_letters_only_for_those_whose_parents_are_not_there_yet(
    house: House, system: SchoolSystem, only: str, expected: int
) -> None:
    noor = _pupils(house)["Noor"]
    key = {"PK": f"SCHOOL#{REGENBOOG.id}", "SK": f"PUPIL#{noor.id}"}
    house.services.store.write(house.services.store.update(key, "ADD linked :one", {"one": 1}))
    assert _ask(system, audience={"school": True}, only=only).json()["letters"] == expected


def test_new_letters_are_those_that_the_school_has_not_printed_yet(house: House, system: SchoolSystem) -> None:
    (one,) = reports(house)
    assert system.send("POST", f"/api/letters/{one.id}/printed", {}).json() == {"letters": 3}
    assert system.send("POST", f"/api/letters/{one.id}/printed", {}).json() == {"letters": 0}
    assert _ask(system, audience={"school": True}, only="new").json()["letters"] == 0
    system.add(given_name="Fenna")
    noor = _pupils(house)["Noor"]
    house.services.pupils.renew_code(REGENBOOG.id, noor.id, noor.valid_until)
    assert _ask(system, audience={"school": True}, only="new").json()["letters"] == 2
    assert _ask(system, audience={"school": True}, only="new").json()["letters"] == 0


def test_who_comes_back_without_parents_has_a_new_letter(house: House, system: SchoolSystem) -> None:
    system.add(given_name="Fenna")
    _ask(system, audience={"school": True})
    house.services.pupils.close([_pupils(house)["Fenna"]])
    house.services.ahead = timedelta(days=1)
    system.add(given_name="Fenna")
    assert _ask(system, audience={"school": True}, only="new").json()["letters"] == 1


def test_only_a_batch_of_the_school_can_be_printed(house: House, system: SchoolSystem) -> None:
    assert system.send("POST", "/api/letters/20260901T120000-0000000000/printed", {}).status == 404
    assert not any(pupil.printed for pupil in _pupils(house).values())


def test_who_left_gets_no_letter(house: House, system: SchoolSystem) -> None:
    house.services.pupils.close([_pupils(house)["Noor"]])
    assert _ask(system, audience={"classes": ["6A"]}).json()["letters"] == 0
    assert house.aws.queued("letters") == []


def test_a_code_that_ended_works_again_with_its_new_letter(house: House, system: SchoolSystem) -> None:
    noor = _pupils(house)["Noor"]
    house.services.ahead = timedelta(days=500)
    assert noor.valid_until < house.today
    assert _ask(system, audience={"pupils": [noor.id]}).status == 202
    after = _pupils(house)["Noor"]
    assert after.valid_until >= house.today
    assert after.code_version == noor.code_version
    assert after.valid_until > date(2027, 7, 31)


def test_a_new_code_makes_the_old_one_dead_at_once(house: House, system: SchoolSystem) -> None:
    noor = _pupils(house)["Noor"]
    answer = system.send("POST", f"/api/pupils/{noor.id}/code", {})
    assert answer.status == 202
    assert _pupils(house)["Noor"].code_version == noor.code_version + 1
    (request,) = house.aws.queued("letters")
    assert (request["pupils"], request["batch"]) == ([noor.id], answer.json()["id"])


def test_who_left_gets_no_new_code_and_no_dead_letter(house: House, system: SchoolSystem) -> None:
    noor = _pupils(house)["Noor"]
    house.services.pupils.close([noor])
    answer = system.send("POST", f"/api/pupils/{noor.id}/code", {})
    assert (answer.status, answer.json()["title"]) == (409, "This pupil has left the school")
    assert system.send("POST", f"/api/pupils/{'0' * 20}/code", {}).status == 404
    assert _pupils(house)["Noor"].code_version == noor.code_version
    assert house.aws.queued("letters") == []


def test_the_letters_of_one_school_do_not_exist_for_another(house: House, system: SchoolSystem) -> None:
    house.services.schools.add(
        School("de-ster", "De Ster", "Weg 1", "1234 AB Dorp", "010", "ster@ster.example"), house.services.now()
    )
    stranger, noor = SchoolSystem(house, "de-ster"), _pupils(house)["Noor"]
    batch = _ask(system, audience={"school": True}).json()["id"]
    house.aws.queued("letters")
    assert stranger.send("GET", f"/api/letters/{batch}", {}).status == 404
    assert stranger.send("POST", f"/api/pupils/{noor.id}/code", {}).status == 404
    assert _ask(stranger, audience={"pupils": [noor.id]}).json()["letters"] == 0
    assert house.aws.queued("letters") == []
    assert _pupils(house)["Noor"].code_version == noor.code_version


def test_the_letters_of_a_list_are_a_batch_too(house: House, system: SchoolSystem) -> None:
    (one,) = reports(house)
    files = system.send("GET", f"/api/letters/{one.id}", {}).json()["files"]
    assert [file["class"] for file in files] == ["5B", "6A"]


@pytest.mark.parametrize("body", [{}, {"audience": {}}, {"audience": {"school": True}, "only": "x"}])
def test_a_question_that_does_not_fit_asks_for_nothing(
    house: House, system: SchoolSystem, body: dict[str, Any]
) -> None:
    assert _ask(system, **body).status == 422
    assert house.aws.queued("letters") == []
