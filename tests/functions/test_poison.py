"""What fails each time it comes: its neighbours in the same batch do not suffer, and once it can be done it is."""

from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.table.outbox import outbox_entry
from common.schools import School
from letters import app as letters_app
from messages import afterwards, clock, worker
from pupils import app as pupils_app
from tests.functions.house import REGENBOOG, House, sqs
from tests.functions.test_letters import pdfs, request_for
from tests.functions.uploads import SANNE, names, put, settle

STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")
BROKEN = {"PK": "SCHOOL#de-ster", "SK": "SETTINGS"}


@pytest.fixture
def broken_school(house: House) -> School:
    """Its settings are not whole: whatever reads them fails."""
    house.services.store.write(house.services.store.put({**BROKEN, "id": STER.id}))
    return STER


def mend(house: House) -> None:
    house.services.store.write(house.services.store.delete(BROKEN))
    house.services.schools.add(STER, house.services.now())


def failed(handler: Any, *bodies: Any) -> list[Any]:
    """The messages that a function wants to see again."""
    answer = handler(sqs(*bodies), LambdaContext())
    return [bodies[int(one["itemIdentifier"])] for one in answer["batchItemFailures"]]


def test_a_list_that_fails_keeps_no_other_from_being_applied(house: House, broken_school: School) -> None:
    poison, good = put(house, SANNE, school=broken_school.id), put(house, SANNE)
    for _ in range(5):
        assert failed(pupils_app.handler, good, poison, good) == [poison]
    assert names(house) == ["Sanne Bakker"]
    mend(house)
    assert failed(pupils_app.handler, poison, poison) == []
    settle(house)
    assert [one.name for one in house.services.pupils.of_school(STER.id)] == ["Sanne Bakker"]


def test_letters_that_fail_keep_no_others_from_being_made(house: House, broken_school: School) -> None:
    child, other = house.child(), house.child(school=broken_school.id)
    poison, good = {**request_for(other), "school": broken_school.id}, request_for(child)
    for _ in range(5):
        assert failed(letters_app.handler, good, poison, good) == [poison]
    assert len(pdfs(house)) == 1
    mend(house)
    assert failed(letters_app.handler, poison, poison) == []
    assert len(pdfs(house)) == 2


def test_a_task_that_fails_keeps_no_other_from_being_done(house: House, broken_school: School) -> None:
    put_list = [put(house, SANNE, school=one) for one in (REGENBOOG.id, broken_school.id)]
    failed(pupils_app.handler, *put_list)
    reports = [
        {"kind": "import_report", "school": school, "import_id": one.id, "state": one.state}
        for school in (REGENBOOG.id, broken_school.id)
        for one in house.services.imports.newest(school, 1)
    ]
    good, poison = reports
    for _ in range(5):
        assert failed(worker.handler, poison, good, poison) == [poison, poison]
    assert [mail["Destination"]["ToAddresses"] for mail in house.mails] == [[REGENBOOG.email]]
    mend(house)
    assert failed(worker.handler, poison, poison) == []
    assert [mail["Destination"]["ToAddresses"] for mail in house.mails] == [[REGENBOOG.email], [STER.email]]


def test_news_of_a_mail_that_cannot_be_read_keeps_no_other_from_being_taken(house: House) -> None:
    here = house.services
    here.deliveries.claim("bericht", "ouder", "email", here.now())
    good = {"eventType": "Delivery", "mail": {"destination": [], "tags": {"delivery": ["bericht.ouder"]}}}
    assert failed(afterwards.handler, {"x": 1}, good, {"x": 1}) == [{"x": 1}, {"x": 1}]
    assert here.deliveries.progress("bericht")[1] == [("ouder", "delivered")]


def _unsendable(house: House) -> dict[str, str]:
    """An entry of the outbox that no queue takes."""
    entry = outbox_entry("onzin", {"kind": b"x"}, house.services.now())
    house.services.store.write(house.services.store.put(entry))
    return {"PK": entry["PK"], "SK": entry["SK"]}


def test_numbers_of_a_task_survive_the_stream(house: House) -> None:
    here, task = house.services, {"kind": "digest", "due": 1795712400}
    here.store.write(here.store.put(outbox_entry("getal", task, here.now())))
    house.relay()
    assert house.aws.queued("deliveries") == [task]


@pytest.mark.parametrize("brought_by", ["relay", "tick"])
def test_an_entry_that_cannot_be_sent_keeps_no_other_in_the_outbox(house: House, brought_by: str) -> None:
    here = house.services
    poison = _unsendable(house)
    for number in range(9):
        here.store.write(here.store.put(outbox_entry(f"{number}", {"kind": "try_out"}, here.now())))
    house.pass_time(seconds=2)
    for _ in range(5):
        with pytest.raises(Exception, match=r"1 of \d+ not sent"):
            getattr(house, brought_by)()
    assert len(house.aws.queued("deliveries")) == 9
    assert len(house.aws.outbox()) == 1
    here.store.write(here.store.update(poison, "SET body = :body", {"body": {"kind": "try_out"}}))
    getattr(house, brought_by)()
    clock.handler({}, LambdaContext())
    assert house.aws.queued("deliveries") == [{"kind": "try_out"}]
    assert house.aws.outbox() == []
