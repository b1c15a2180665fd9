"""One mail to the school when all letters of a batch are there."""

import json

import pytest

from common import letters
from tests.functions.house import REGENBOOG, House, subject_of, text_of
from tests.functions.test_letters import make
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import DAAN, NOOR, SANNE, put, reports, take


def told(house: House) -> list[str]:
    """The subjects of the mails that say so."""
    assert house.deliver_all() == []
    return [subject_of(mail) for mail in house.mails_to(REGENBOOG.email) if "klaar" in subject_of(mail)]


def ask(house: House, **body: object) -> str:
    return str(SchoolSystem(house).send("POST", "/api/letters", {}, json.dumps(body)).json()["id"])


def close(house: House, *names: str) -> None:
    pupils = house.services.pupils.of_school(REGENBOOG.id)
    house.services.pupils.close([pupil for pupil in pupils if pupil.given_name in names])


def test_the_school_is_told_after_the_last_file_of_a_list_and_not_before(house: House) -> None:
    take(put(house, SANNE, DAAN, NOOR, name="<b>lijst.csv"))
    first, last = house.aws.queued("letters")
    make(last)
    assert told(house) == []
    make(first)
    assert told(house) == ["De brieven bij <b>lijst.csv zijn klaar"]
    (mail,) = [mail for mail in house.mails_to(REGENBOOG.email) if "klaar" in subject_of(mail)]
    assert "Groepen: 5B, 6A" in text_of(mail)
    assert "Aantal bestanden (pdf): 2" in text_of(mail)
    assert not [name for name in ("Sanne", "Noor", "Bakker") if name in str(mail)]


def test_however_often_its_events_come_it_is_one_mail(house: House) -> None:
    take(put(house, SANNE, NOOR))
    requests = house.aws.queued("letters")
    make(*requests, *requests)
    make(*reversed(requests))
    entries = [body for body in house.aws.outbox() if body["kind"] == "letters_ready"]
    assert len(entries) == 1
    assert len(told(house)) == 1
    house.work(*entries, *entries)
    make(*requests)
    assert len(told(house)) == 1


@pytest.mark.parametrize("together", [False, True])
def test_letters_that_were_asked_for_are_told_of_too(house: House, *, together: bool) -> None:
    take(put(house, SANNE, NOOR))
    make(*house.aws.queued("letters"))
    told(house)
    house.mails.clear()
    ask(house, audience={"school": True}, together=together)
    make(*house.aws.queued("letters"))
    assert told(house) == ["De brieven zijn klaar"]


def test_a_pupil_added_by_hand_is_not_told_of(house: House) -> None:
    SchoolSystem(house).add()
    make(*house.aws.queued("letters"))
    assert told(house) == []


def test_the_letter_of_one_pupil_is_not_told_of(house: House) -> None:
    child = house.child()
    assert SchoolSystem(house).send("POST", f"/api/pupils/{child.pupil.id}/code", {}, "{}").status == 202
    make(*house.aws.queued("letters"))
    assert told(house) == []


def test_a_class_that_left_meanwhile_does_not_keep_the_school_waiting(house: House) -> None:
    take(put(house, SANNE, DAAN, NOOR))
    first, last = house.aws.queued("letters")
    make(first)
    close(house, "Noor")
    make(last)
    assert len(told(house)) == 1
    (one,) = reports(house)
    files = SchoolSystem(house).get(f"/api/letters/{one.id}").json()["files"]
    assert [(file["class"], file["made"]) for file in files] == [("5B", True)]


def test_when_all_have_left_there_is_nothing_to_tell(house: House) -> None:
    take(put(house, SANNE))
    close(house, "Sanne")
    make(*house.aws.queued("letters"))
    assert told(house) == []


@pytest.mark.parametrize("operation", ["PutObject", "UpdateItem", "TransactWriteItems"])
def test_whatever_fails_once_the_school_is_told_when_the_request_comes_again(house: House, operation: str) -> None:
    take(put(house, SANNE, NOOR))
    make(*house.aws.queued("letters"))
    pupils = list(house.services.pupils.of_school(REGENBOOG.id))
    batch = "20260901T120000-0000000001"
    asked = letters.ask(REGENBOOG.id, batch, "again", pupils, house.services.now(), together=True)
    house.services.batches.want(asked)
    again = dict(asked.requests[0])
    house.refuse(operation)
    assert make(again) == 1
    assert make(again) == 0
    assert len(told(house)) == 2


def test_when_only_the_telling_fails_it_is_done_when_the_request_comes_again(house: House) -> None:
    """The letter and the note of it are there by then."""
    take(put(house, SANNE))
    (request,) = house.aws.queued("letters")
    house.meanwhile("UpdateItem", lambda: house.refuse("TransactWriteItems"))
    assert make(request) == 1
    (one,) = reports(house)
    batch = house.services.batches.find(REGENBOOG.id, one.id)
    assert batch
    assert len(batch.made) == 1
    assert told(house) == []
    assert make(request) == 0
    assert len(told(house)) == 1
