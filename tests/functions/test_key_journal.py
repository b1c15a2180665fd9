"""What a program does with a key of the school is told in the journal, as what somebody does at the desk."""

import json
from typing import Any

import pytest

from common.journal import Entry
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_letter_design import _logo
from tests.functions.test_letters import make
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import DAAN, NOOR, SANNE, put, reports, settle, take
from tests.functions.visitor import Answer


@pytest.fixture
def system(house: House) -> SchoolSystem:
    """Of a school with a list that was applied and one that waits; its key is the only one that was ever made."""
    take(put(house, SANNE, DAAN, NOOR))
    make(*house.aws.queued("letters"))
    take(put(house, "4;;;;5B;", name="wacht.csv", at="13:00:00"))
    return SchoolSystem(house)


def ask(system: SchoolSystem, method: str, path: str, **body: Any) -> Answer:
    return system.send(method, path, {}, json.dumps(body) if body else None)


def told(house: House) -> list[Entry]:
    """What keys did, the newest first."""
    found = house.services.journal.newest(REGENBOOG.id, "", 100)
    return [entry for entry in found if entry.by.kind == "key"]


def pupil_of(house: House) -> str:
    return house.services.pupils.of_school(REGENBOOG.id)[0].id


def list_that(house: House, state: str) -> str:
    return next(one.id for one in reports(house) if one.state == state)


def test_who_did_it_is_the_key_by_its_id_and_its_name(house: House, system: SchoolSystem) -> None:
    (key,) = house.services.api_keys.of_school(REGENBOOG.id)
    system.add(given_name="Fenna")
    ask(system, "POST", f"/api/pupils/{pupil_of(house)}/code")
    assert {(entry.what, entry.by) for entry in told(house)} == {
        ("pupil_added", key.actor),
        ("code_renewed", key.actor),
    }
    assert key.actor.id == key.id


def test_a_new_code_is_told_with_the_pupil_and_only_where_there_is_one(house: House, system: SchoolSystem) -> None:
    pupil = pupil_of(house)
    assert ask(system, "POST", f"/api/pupils/{pupil}/code").status == 202
    assert ask(system, "POST", f"/api/pupils/{'0' * 20}/code").status == 404
    assert [(entry.what, entry.about) for entry in told(house)] == [("code_renewed", {"pupil": pupil})]


def test_letters_are_told_when_they_are_asked_for_fetched_and_printed(house: House, system: SchoolSystem) -> None:
    batch = ask(system, "POST", "/api/letters", audience={"school": True}).json()["id"]
    ask(system, "GET", f"/api/letters/{batch}")
    assert [entry.what for entry in told(house)] == ["letters_asked"]
    assert make(*house.aws.queued("letters")) == 0
    ask(system, "GET", f"/api/letters/{batch}")
    ask(system, "POST", f"/api/letters/{batch}/printed")
    found = {entry.what: entry.about for entry in told(house)}
    assert found == {
        "letters_asked": {"batch": batch, "letters": "3", "only": "everybody"},
        "letters_fetched": {"batch": batch},
        "letters_printed": {"batch": batch},
    }
    assert ask(system, "POST", "/api/letters", audience={"school": True}, only="new").json()["letters"] == 0
    assert len([entry for entry in told(house) if entry.what == "letters_asked"]) == 1


def test_links_that_are_asked_for_again_within_their_minute_are_one_entry(
    house: House, system: SchoolSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = house.services.now().replace(second=10)
    monkeypatch.setattr(type(house.services), "now", lambda here: moment + here.ahead)
    done = list_that(house, "done")
    for path in (f"/api/letters/{done}", f"/api/imports/{done}", f"/api/letters/{done}"):
        assert "X-Amz-Signature" in ask(system, "GET", path).text
    assert [entry.what for entry in told(house)] == ["letters_fetched"]
    house.pass_time(minutes=1)
    ask(system, "GET", f"/api/letters/{done}")
    assert [entry.what for entry in told(house)] == ["letters_fetched"] * 2


def test_lists_are_told_when_they_are_confirmed_and_undone(house: House, system: SchoolSystem) -> None:
    waiting, done = list_that(house, "waiting"), list_that(house, "done")
    assert ask(system, "POST", f"/api/imports/{done}/undo").status == 202
    assert ask(system, "POST", f"/api/imports/{waiting}/undo").status == 409
    assert ask(system, "POST", f"/api/imports/{waiting}/confirm").status == 202
    assert ask(system, "POST", f"/api/imports/{waiting}/confirm", preview=7).status == 409
    found = {entry.what: entry.about for entry in told(house)}
    assert found == {"list_confirmed": {"list": waiting}, "list_undone": {"list": done}}
    assert len(told(house)) == 2
    settle(house)


def test_what_letters_look_like_is_told(house: House, system: SchoolSystem) -> None:
    pupil = pupil_of(house)
    for audience in ({"school": True}, {"classes": ["5B"]}, {"pupils": [pupil]}):
        assert ask(system, "PUT", "/api/letters/language", language="tr", audience=audience).status == 200
    assert ask(system, "PUT", "/api/letters/language", language="tr", audience={"pupils": ["0" * 20]}).status == 404
    assert ask(system, "PUT", "/api/letters/language", language="tr", audience={"classes": ["9Z"]}).status == 422
    assert ask(system, "PUT", "/api/letters/text", text="Welkom bij {school}.").status == 200
    assert ask(system, "PUT", "/api/letters/text", text="{onzin}").status == 422
    assert ask(system, "PUT", "/api/letters/logo", picture=_logo()).status == 200
    assert ask(system, "DELETE", "/api/letters/logo").status == 200
    found = sorted(json.dumps(entry.about, sort_keys=True) for entry in told(house) if entry.what == "letter_changed")
    language = {"changed": "language", "language": "tr"}
    expected = [
        language,
        language,
        language | {"pupils": "1"},
        {"changed": "text", "language": "nl"},
        {"changed": "logo"},
        {"changed": "logo"},
    ]
    assert found == sorted(json.dumps(one, sort_keys=True) for one in expected)


def test_the_desk_reads_all_of_it_in_words(house: House, system: SchoolSystem) -> None:
    done = list_that(house, "done")
    ask(system, "POST", f"/api/letters/{done}/printed")
    ask(system, "GET", f"/api/letters/{done}")
    ask(system, "PUT", "/api/letters/language", language="tr", audience={"pupils": [pupil_of(house)]})
    ask(system, "POST", f"/api/imports/{done}/undo")
    clerk = Clerk(house)
    dutch = clerk.get("/school/logboek").words
    for words in ("Brieven als gedrukt gemeld", "Brieven gedownload", "leerlingen: 1", "lijst terugdraaien"):
        assert words in dutch
    clerk.post("/school/taal", language="en")
    english = clerk.get("/school/logboek").words
    for words in ("Letters said to be printed", "Letters downloaded", "pupils: 1", "undo a pupil list"):
        assert words in english


@pytest.mark.usefixtures("system")
def test_at_the_desk_printed_is_told_too(house: House) -> None:
    clerk, done = Clerk(house), list_that(house, "done")
    clerk.post(f"/school/brieven/{done}", do="printed")
    found = house.services.journal.newest(REGENBOOG.id, "", 100)
    (printed,) = [entry for entry in found if entry.what == "letters_printed"]
    assert (printed.by.kind, printed.by.id, printed.about) == ("staff", clerk.person.id, {"batch": done})
