"""*Leerling toevoegen*: the school's JSON door for one pupil, and the keys that open it."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from common.days import local_date
from common.schools import School
from tests.functions.house import REGENBOOG, House
from tests.functions.uploads import put_content, take
from tests.functions.visitor import Answer, Visitor

TOMORROW = local_date(datetime.now(UTC)) + timedelta(days=1)
PUPIL = {"given_name": "Noor", "prefix": "de", "family_name": "Wit", "class": "6A", "birth_date": "2015-06-01"}


class SchoolSystem(Visitor):
    """A program of the school, with its key."""

    def __init__(self, house: House, school: str = REGENBOOG.id) -> None:
        super().__init__()
        self.headers["authorization"] = f"Bearer {house.services.api_keys.make(school, house.services.now())}"

    def add(self, body: Any = None, **other: Any) -> Answer:
        return self.send("POST", "/api/pupils", {}, json.dumps(body if body is not None else PUPIL | other))


@pytest.fixture
def system(house: House) -> SchoolSystem:
    return SchoolSystem(house)


def test_a_pupil_is_added_and_its_letter_asked_for(house: House, system: SchoolSystem) -> None:
    answer = system.add()
    assert answer.status == 201
    (pupil,) = house.services.pupils.of_school(REGENBOOG.id)
    assert answer.json() == {"id": pupil.id}
    assert (pupil.name, pupil.class_name, pupil.birth_date) == ("Noor de Wit", "6A", date(2015, 6, 1))
    (request,) = house.aws.queued("letters")
    assert (request["school"], request["batch"], request["pupils"]) == (REGENBOOG.id, pupil.batch, [pupil.id])


def test_the_same_pupil_again_is_the_same_pupil_and_the_same_letter(house: House, system: SchoolSystem) -> None:
    first, second = system.add(), system.add(given_name=" noor ", family_name="WIT")
    assert (first.status, second.status) == (201, 200)
    assert first.body == second.body
    assert len(house.services.pupils.of_school(REGENBOOG.id)) == 1
    one, other = house.aws.queued("letters")
    assert one == other


def test_one_who_had_left_is_back_with_the_old_code(house: House, system: SchoolSystem) -> None:
    first = system.add()
    (pupil,) = house.services.pupils.of_school(REGENBOOG.id)
    house.services.pupils.close([pupil])
    house.aws.queued("letters")
    assert system.add().body == first.body
    (again,) = house.services.pupils.of_school(REGENBOOG.id)
    assert (again.active, again.code_version) == (True, pupil.code_version)
    (request,) = house.aws.queued("letters")
    assert request["pupils"] == [pupil.id]


def test_a_namesake_with_another_date_of_birth_is_another_pupil(house: House, system: SchoolSystem) -> None:
    ids = {system.add().json()["id"], system.add(birth_date="2015-06-02").json()["id"]}
    assert ids == {pupil.id for pupil in house.services.pupils.of_school(REGENBOOG.id)}
    assert len(ids) == 2


def test_a_pupil_without_a_date_of_birth_is_taken(house: House, system: SchoolSystem) -> None:
    assert system.add({"given_name": "Noor", "family_name": "Wit", "class": "6A"}).status == 201
    (pupil,) = house.services.pupils.of_school(REGENBOOG.id)
    assert pupil.birth_date is None


def test_when_the_queue_fails_the_same_request_still_brings_the_letter(house: House, system: SchoolSystem) -> None:
    house.refuse("SendMessageBatch")
    assert system.add().status == 500
    assert system.add().status == 200
    assert len(house.aws.queued("letters")) == 1


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({}, "/class"),
        ([], ""),
        ("niets", ""),
        (PUPIL | {"given_name": "", "family_name": " \u200b"}, "/given_name"),
        (PUPIL | {"given_name": " \u200b"}, "/given_name"),
        ({"family_name": "Wit", "class": "6A"}, "/given_name"),
        (PUPIL | {"class": " "}, "/class"),
        (PUPIL | {"birth_date": "verzonnen"}, "/birth_date"),
        (PUPIL | {"birth_date": "1950-01-01"}, "/birth_date"),
        (PUPIL | {"birth_date": TOMORROW.isoformat()}, "/birth_date"),
        (PUPIL | {"given_name": "verzonnen" * 100}, "/given_name"),
        (PUPIL | {"given_name": 7}, "/given_name"),
        (PUPIL | {"verzonnen": "x"}, "/verzonnen"),
    ],
    ids=str,
)
def test_a_body_that_does_not_fit_is_told_where_and_not_repeated(
    house: House, system: SchoolSystem, body: Any, at: str
) -> None:
    answer = system.add(body)
    assert answer.status == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert at in {error["at"] for error in answer.json()["errors"]}
    assert not [word for word in ("verzonnen" * 2, "Noor", "Wit", "1950") if word in answer.text]
    assert house.services.pupils.of_school(REGENBOOG.id) == []


@pytest.mark.parametrize("body", ["", "{", '{"given_name": "\ud800"}', "\x00", "[" * 5_000, "1e999"])
def test_what_is_no_json_is_a_body_that_does_not_fit(system: SchoolSystem, body: str) -> None:
    answer = system.send("POST", "/api/pupils", {}, body)
    assert answer.status == 422
    assert answer.json()["errors"]


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Bearer ob_fout", "Basic b2I6", "ob_los"])
@pytest.mark.parametrize("path", ["POST /api/pupils", "POST /api/messages", "GET /api/messages/x"])
def test_without_a_key_of_a_school_every_door_stays_shut(house: House, path: str, authorization: str) -> None:
    method, _, where = path.partition(" ")
    answer = Visitor().send(method, where, {"authorization": authorization}, json.dumps(PUPIL))
    assert (answer.status, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.json()["status"] == 401
    assert house.services.pupils.of_school(REGENBOOG.id) == []


def test_a_key_opens_its_own_school_alone(house: House, system: SchoolSystem) -> None:
    house.services.schools.add(
        School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example"), house.services.now()
    )
    theirs = SchoolSystem(house, "de-ster").add()
    ours = system.add()
    assert (theirs.status, ours.status) == (201, 201)
    assert [pupil.id for pupil in house.services.pupils.of_school("de-ster")] == [theirs.json()["id"]]
    assert [pupil.id for pupil in house.services.pupils.of_school(REGENBOOG.id)] == [ours.json()["id"]]


def test_a_fault_of_ours_is_a_problem_document_without_details(house: House, system: SchoolSystem) -> None:
    house.refuse("TransactWriteItems", "InternalServerError")
    answer = system.add()
    assert (answer.status, answer.headers["content-type"]) == (500, "application/problem+json")
    assert not [word for word in ("Noor", "Transact", "Error") if word in answer.text]
    assert answer.headers["cache-control"] == "no-store"


def test_an_address_under_api_that_is_not_there_answers_404(house: House) -> None:
    assert Visitor().get("/api/onbekend").status == 404
    assert house.aws.outbox() == []


def test_one_who_came_with_a_list_and_is_added_again_leaves_the_letters_of_the_list(
    house: House, system: SchoolSystem
) -> None:
    take(put_content(house, b"Roepnaam;Achternaam;Groep\r\nNoor;Wit;6A\r\nSem;Bos;6A\r\n"))
    (of_list,) = house.aws.queued("letters")
    assert system.add({"given_name": "Noor", "family_name": "Wit", "class": "6A"}).status == 200
    (of_noor,) = house.aws.queued("letters")
    assert of_noor["batch"] != of_list["batch"]
    batch = house.services.batches.find(REGENBOOG.id, of_list["batch"])
    assert batch
    assert batch.letters == 2
