"""A school that goes: a copy of all that is its own, time to think again, and then nothing is left."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from common.errors import Retry
from common.living import Living
from common.preferences import Preferences
from common.schools import School
from common.tallies import Tally
from tests.emulated import TABLE
from tests.functions.clerk import PASSWORD, Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.operator import Operator, erase
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.test_letters import make
from tests.functions.uploads import DAAN, SANNE, put, take

STER = School("de-ster", "De Ster", "Kleurlaan 2", "1234 AB Utrecht", "030 123 45 67", "info@ster.example")


def full_school(house: House) -> Child:
    """All kinds of things, with a parent of two children here and one at another school, who gets one mail a day."""
    take(put(house, SANNE, DAAN))
    take(put(house, SANNE.replace("5B", "6A"), DAAN, at="12:10:00"))
    house.deliver_all()
    assert make(*house.aws.queued("letters")) == 0
    (pupil,) = [one for one in house.services.pupils.of_school(REGENBOOG.id) if one.given_name == "Sanne"]
    house.letter_of(pupil)
    house.services.pupils.renew_code(REGENBOOG.id, pupil.id, pupil.valid_until)
    (pupil,) = house.services.pupils.find_many(REGENBOOG.id, [pupil.id])
    child = Child(pupil, house.letter_of(pupil))
    parent = ParentVisitor(house)
    parent.register(child)
    parent.confirm(EMAIL)
    (brother,) = [one for one in house.services.pupils.of_school(REGENBOOG.id) if one.given_name == "Daan"]
    parent.link(Child(brother, house.letter_of(brother)))
    house.services.schools.add(STER, house.services.now())
    parent.link(house.child("Bram", school=STER.id))
    parent.post("/nl/melden", code=child.code, name="Jan", contact="06 12345678")
    clerk = Clerk(house)
    house.services.staff_accounts.set_first_password(clerk.person.id, PASSWORD)
    clerk.post("/school/instellingen/medewerkers", name="", email="wie")
    Sender(house).message()
    house.services.choices.save_preferences(house.parent(EMAIL).id, Preferences(daily=True))
    Sender(house).message(kind="schoolnieuws")
    house.deliver_all()
    assert [item for item in house.items() if item["PK"]["S"].startswith("DIGEST#")]
    house.aws.session.client("s3").put_object(
        Bucket="attachments", Key=f"schools/{REGENBOOG.id}/attachments/x", Body=b"x"
    )
    return child


def left(house: House) -> list[str]:
    """What names the school still, in table, files and user pool."""
    of_school = json.dumps(REGENBOOG.id)[1:-1]
    items = [json.dumps(item) for item in house.items()]
    objects = [
        one["Key"]
        for bucket in ("uploads", "letters", "attachments")
        for one in house.aws.session.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])
    ]
    users = house.aws.session.client("cognito-idp").list_users(UserPoolId=house.services.settings.staff_pool_id)
    named = [item for item in items if any(one in item for one in (of_school, "Sanne", "Daan", '"MESSAGE#2'))]
    return [*named, *objects, *(one["Username"] for one in users["Users"])]


def delete(operator: Operator, *more: str) -> str:
    return operator.does("delete-school", "--id", REGENBOOG.id, *more, typed=REGENBOOG.id)


def finish(house: House) -> None:
    assert make(*house.aws.queued("letters")) == 0
    house.pass_time(days=3)
    house.tick()
    house.sweep()
    house.deliver_all()


def test_a_school_is_marked_stopped_and_kept_after_all(house: House, operator: Operator) -> None:
    clerk = Clerk(house)
    assert "nothing was changed" in operator.is_refused("delete-school", "--id", REGENBOOG.id, typed="de-regenbog")
    assert clerk.get("/school").status == 200
    day = delete(operator)
    assert clerk.get("/school").goes_to == "/school/inloggen"
    assert f"to be erased on {day}" in operator.does("schools")
    assert "undelete-school" in operator.is_refused("unsuspend-school", "--id", REGENBOOG.id)
    erase()
    operator.does("undelete-school", "--id", REGENBOOG.id)
    assert clerk.get("/school").status == 200
    house.pass_time(days=40)
    erase()
    assert house.services.schools.find(REGENBOOG.id)
    assert "is not to be erased" in operator.is_refused("undelete-school", "--id", REGENBOOG.id)


def test_the_day_can_be_moved_and_must_leave_time(house: House, operator: Operator) -> None:
    for days in ("1", "366"):
        operator.is_refused("delete-school", "--id", REGENBOOG.id, "--now-after", days, typed=REGENBOOG.id)
    delete(operator, "--now-after", "2")
    later = delete(operator, "--now-after", "9")
    house.pass_time(days=3)
    erase()
    found = house.services.schools.find(REGENBOOG.id)
    assert found
    assert str(found.deleted_on) == later


def test_one_that_was_suspended_before_stays_so(house: House, operator: Operator) -> None:
    operator.does("suspend-school", "--id", REGENBOOG.id)
    delete(operator)
    operator.does("undelete-school", "--id", REGENBOOG.id)
    assert "suspended still" in operator.words
    found = house.services.schools.find(REGENBOOG.id)
    assert found
    assert (found.suspended, found.deleted_on) == (True, None)


# That a mail of the system itself went out: ids alone, which end by themselves, as sessions do.
ENDING = ("MESSAGE#list-", "MESSAGE#letters-", "MESSAGE#report-", "DESK#")


def nothing_is_left(house: House) -> None:
    assert [one for one in map(_key, left(house)) if not one["PK"].startswith(ENDING)] == []


def _key(text: str) -> dict[str, str]:
    try:
        item = json.loads(text)
    except ValueError:
        return {"PK": "", "SK": text}
    return {"PK": item["PK"]["S"], "SK": item["SK"]["S"]}


def test_nothing_is_left_and_the_parent_keeps_the_account(house: House, operator: Operator, logged: Any) -> None:
    full_school(house)
    assert len(left(house)) > 20
    delete(operator)
    house.pass_time(days=29)
    erase()
    assert house.services.schools.find(REGENBOOG.id)
    house.pass_time(days=2)
    erase()
    finish(house)
    nothing_is_left(house)
    (event,) = [one for one in map(json.loads, logged.getvalue().splitlines()) if one["message"] == "SchoolErased"]
    assert (event["whole"], event["pupils"], event["links"], event["messages"], event["lists"]) == (True, 2, 2, 2, 2)
    assert operator.does("schools").splitlines()[1].startswith(STER.id)
    parent = ParentVisitor(house)
    parent.log_in()
    page = parent.get("/nl/profiel").words
    assert "Bram" in page
    assert "Sanne" not in page


def test_a_link_that_comes_back_meanwhile_keeps_the_school_until_the_next_run(house: House, operator: Operator) -> None:
    full_school(house)
    links = [item for item in house.items() if item["SK"]["S"].startswith(f"CHILD#{REGENBOOG.id}#")]
    delete(operator)
    house.pass_time(days=31)
    tables = house.aws.session.client("dynamodb")
    house.meanwhile("DeleteObjects", lambda: tables.put_item(TableName=TABLE, Item=links[0]))
    with pytest.raises(Retry):
        erase()
    assert house.services.schools.find(REGENBOOG.id)
    erase()
    finish(house)
    nothing_is_left(house)


OPERATIONS = ["Query", "BatchWriteItem", "DeleteObjects", "SendMessageBatch", "AdminDeleteUser", "TransactWriteItems"]


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("after", [0, 3, 9])
def test_an_erasing_that_dies_anywhere_is_finished_by_the_next_run(
    house: House, operator: Operator, operation: str, after: int
) -> None:
    full_school(house)
    delete(operator)
    house.pass_time(days=31)
    house.deliver_all()
    seen = 0

    def die(model: Any, _params: Any) -> None:
        nonlocal seen
        seen += model.name == operation
        if seen == after + 1 and model.name == operation:
            raise ClientError({"Error": {"Code": "InternalError", "Message": ""}}, operation)

    house.aws.watch(die)
    try:
        erase()
    except (Retry, ClientError):
        assert house.services.schools.find(REGENBOOG.id)
    for _ in range(2):
        erase()
    finish(house)
    nothing_is_left(house)


@pytest.mark.parametrize("batches", [1, 2, 4, 7])
def test_what_takes_longer_than_a_run_goes_on_with_the_next(house: House, operator: Operator, batches: int) -> None:
    full_school(house)
    delete(operator)
    house.pass_time(days=31)
    house.deliver_all()
    erase(batches)
    assert house.services.schools.find(REGENBOOG.id)
    runs = 0
    while house.services.schools.find(REGENBOOG.id) and runs < 60:
        erase(batches + 3)
        runs += 1
    assert runs < 60
    finish(house)
    nothing_is_left(house)


def test_nobody_keeps_a_school_whose_erasing_has_begun(house: House, operator: Operator) -> None:
    full_school(house)
    delete(operator)
    house.pass_time(days=31)
    erase(1)
    assert "being erased" in operator.is_refused("undelete-school", "--id", REGENBOOG.id)
    assert "being erased" in operator.is_refused("delete-school", "--id", REGENBOOG.id, typed=REGENBOOG.id)


def test_the_operator_need_not_wait_for_the_hour(house: House, operator: Operator) -> None:
    delete(operator, "--now-after", "2")
    house.pass_time(days=2, hours=1)
    operator.does("erase-schools")
    assert house.services.schools.find(REGENBOOG.id) is None


# -- a copy


def _count_letters(house: House) -> None:
    """As they are of a batch of this month."""
    here, now = house.services, house.services.now()
    here.tallies.keep(REGENBOOG.id, Tally(as_of=now))
    here.batches.note_living(here.batches.newest(REGENBOOG.id, "", 1)[0], Living({date(2027, 7, 31): 2}), now)


def test_a_copy_has_all_that_is_the_schools_and_no_secret(house: House, operator: Operator, tmp_path: Path) -> None:
    child = full_school(house)
    _count_letters(house)
    to = tmp_path / "school.zip"
    assert operator.does("export-school", "--id", REGENBOOG.id, "--to", str(to)) == str(to)
    assert to.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(to) as archive:
        names = set(archive.namelist())
        whole = {name: archive.read(name) for name in names}
    parts = {name: json.loads(content) for name, content in whole.items() if name.endswith(".json")}
    assert {one["given_name"] for one in parts["leerlingen.json"]} == {"Sanne", "Daan"}
    children = sorted(one["id"] for one in parts["leerlingen.json"])
    assert {one["name"] for one in parts["koppelingen.json"]} == {"Fatima El Amrani"}
    assert sorted(one["pupil"] for one in parts["koppelingen.json"]) == children
    assert {one["number"] for one in parts["nummers.json"]} == {"1", "2"}
    assert parts["berichten.json"][0]["counts"]["audience"] == 1
    assert sorted(parts["ontvangers.json"][0]["pupils"]) == children
    assert [one["file"] for one in parts["lijsten.json"]] == ["lijst.csv", "lijst.csv"]
    assert any(one["pupils_before"] for one in parts["lijsten.json"])
    assert parts["meldingen.json"][0]["contact"] == "06 12345678"
    assert parts["instellingen.json"]["name"] == "De Regenboog"
    assert parts["medewerkers.json"][0]["name"] == "Robin de Vries"
    assert parts["brieven.json"][0]["living"]["ends"] == {"2027-07-31": 2}
    assert {name for name in names if name.endswith(".pdf")}
    text = b"".join(content for name, content in whole.items() if not name.endswith(".pdf")).decode()
    assert EMAIL not in text
    assert child.code not in text
    assert "Bram" not in text
    assert not [secret for secret in ("nonce", "digest", "SCHOOL#", "etag") if secret in text]
    assert all(
        name.removesuffix("/") in whole["LEESMIJ.txt"].decode()
        for name in names
        if "/" not in name and name != "LEESMIJ.txt"
    )
    # Entries of one second have no order.
    told = [one.what for one in house.services.journal.newest(REGENBOOG.id, "", 50)]
    assert told.count("school_exported") == 1
    assert "is there already" in operator.is_refused("export-school", "--id", REGENBOOG.id, "--to", str(to))


def test_a_copy_that_fails_leaves_nothing_behind(house: House, operator: Operator, tmp_path: Path) -> None:
    full_school(house)
    house.refuse("GetObject")
    with pytest.raises(ClientError):
        operator.does("export-school", "--id", REGENBOOG.id, "--to", str(tmp_path / "x.zip"))
    assert list(tmp_path.iterdir()) == []
    assert "cannot be written" in operator.is_refused(
        "export-school", "--id", REGENBOOG.id, "--to", str(tmp_path / "none" / "x.zip")
    )
