"""The document of the JSON doors tells what they are: each route, each body, each answer."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from common.apikeys import SCOPES, Scope
from operate.api.document import written
from operate.api.operations import OPERATIONS, Operation
from tests.functions.documented import DOCUMENT, faults, faults_of_answer, faults_of_body
from tests.functions.house import REGENBOOG, House
from tests.functions.routes import route_for, routes
from tests.functions.test_attachments import SenderOfFiles
from tests.functions.test_letter_design import _logo
from tests.functions.test_letters import make
from tests.functions.test_school import PUPIL, SchoolSystem
from tests.functions.uploads import NOOR, SANNE, put, reports, take
from tests.functions.visitor import Answer, Visitor

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "api.md").read_text("utf-8")
WITH_KEY = [one for one in OPERATIONS if one.scope]


def name_of(one: Operation) -> str:
    return one.key


def test_the_document_is_the_one_that_the_code_gives() -> None:
    assert written() == (ROOT / "functions/messages/openapi.json").read_text("utf-8"), "run make api-document"


def test_the_document_is_openapi() -> None:
    validate(DOCUMENT)


def test_every_route_is_in_it_and_nothing_else() -> None:
    assert {route.key for route in routes() if not route.is_page} == {one.key for one in OPERATIONS}
    assert len(OPERATIONS) == len({one.key for one in OPERATIONS})


@pytest.mark.parametrize("one", OPERATIONS, ids=name_of)
def test_its_examples_are_right(one: Operation) -> None:
    if one.body:
        one.body.model_validate_json(json.dumps(one.body_example))
        assert faults_of_body(one.method, one.path, json.dumps(one.body_example)) == []
    for status, answer in one.answers.items():
        if answer.shape:
            body = json.dumps(answer.example).encode()
            assert faults_of_answer(one.method, one.path, status, answer.content_type, body) == []


def test_it_says_how_a_key_is_asked_for() -> None:
    refused = DOCUMENT["components"]["responses"]["NoKey"]
    assert refused["headers"] == {"WWW-Authenticate": {"schema": {"type": "string", "const": "Bearer"}}}


def test_anybody_may_read_it_and_keep_it_for_a_while() -> None:
    answer = Visitor().get("/api/openapi.json")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.json() == DOCUMENT


@pytest.mark.parametrize("one", WITH_KEY, ids=name_of)
def test_a_door_opens_to_the_scope_that_it_names_and_to_no_other(house: House, one: Operation) -> None:
    system = SchoolSystem(house)
    opened = set()
    for scope in SCOPES:
        system.headers["authorization"] = key_with(house, scope)
        example = next(route.example for route in routes() if route.key == one.key)
        if system.send(one.method.upper(), example, {}, "{}").status != 403:
            opened.add(scope)
    assert opened == {one.scope}


def key_with(house: House, *scopes: Scope) -> str:
    """The header of a key that opens no other doors."""
    return f"Bearer {house.services.api_keys.make(REGENBOOG.id, house.services.now(), 'proef', scopes)}"


def each_answer(house: House) -> Iterator[tuple[str, Answer]]:
    """A good answer of every door, each as it comes in use, to a key with no other scope than that of the door."""
    system, adder, files = SchoolSystem(house), SchoolSystem(house), SenderOfFiles(house)
    keys = {scope: key_with(house, scope) for scope in SCOPES}
    files.headers["authorization"], adder.headers["authorization"] = keys["messages"], keys["pupils"]

    def ask(key: str, filled: str = "", **body: Any) -> tuple[str, Answer]:
        method, _, path = key.partition(" ")
        scope = next(one.scope for one in OPERATIONS if one.key == key)
        system.headers["authorization"] = keys[scope] if scope else ""
        answer = system.send(method, re.sub(r"{\w+}", filled, path), {}, json.dumps(body) if body else None)
        return key, answer

    take(put(house, SANNE, NOOR, "4;;;;5B;", "5;Bo;;Vos;5B;31-02-2018"))
    (done,) = reports(house)
    make(*house.aws.queued("letters"))
    yield ask("GET /api/imports")
    yield ask("GET /api/imports/{import_id}", done.id)
    yield ask("POST /api/letters/{batch}/printed", done.id)
    yield ask("POST /api/imports/{import_id}/undo", done.id)
    take(put(house, "6;;;;5B;", name="wacht.csv", at="13:00:00"))
    waiting = next(one for one in reports(house) if one.state == "waiting")
    yield ask("POST /api/imports/{import_id}/confirm", waiting.id)
    yield ask("POST /api/imports/{import_id}/decline", waiting.id)
    yield ask("POST /api/pupils", **PUPIL)
    yield ask("POST /api/pupils", **PUPIL)
    pupil = adder.add(given_name="Fenna").json()["id"]
    yield ask("POST /api/pupils/{pupil}/code", pupil)
    yield (asked := ask("POST /api/letters", audience={"school": True}, only="nobody_linked"))
    make(*house.aws.queued("letters"))
    yield ask("GET /api/letters/{batch}", asked[1].json()["id"])
    yield ask("PUT /api/letters/language", language="tr", audience={"pupils": [pupil]})
    yield ask("PUT /api/letters/text", text="Welkom bij {school}.")
    yield ask("GET /api/letters/text")
    yield ask("PUT /api/letters/logo", picture=_logo())
    yield ask("DELETE /api/letters/logo")
    yield ask("POST /api/letters/preview", language="pl")
    yield "POST /api/attachments", (offered := files.ask())
    yield "POST /api/messages", (ordered := files.order(files.put(offered)))
    message = ordered.json()["id"]
    yield ask("GET /api/messages")
    yield ask("GET /api/messages/{message_id}", message)
    yield ask("GET /api/messages/{message_id}/recipients", message)
    yield ask("DELETE /api/messages/{message_id}", message)
    yield ask("GET /api/openapi.json")


def test_every_door_answers_as_the_document_says(house: House) -> None:
    """A visitor of the tests holds each answer against it; here every good answer is seen."""
    seen = {(key, answer.status) for key, answer in each_answer(house)}
    assert seen == {(one.key, status) for one in OPERATIONS for status in one.answers}


def test_an_answer_that_nobody_documented_is_found() -> None:
    good = {"id": "x", "state": "cancelled"}
    found = [
        faults_of_answer("DELETE", "/api/messages/{message_id}", status, "application/json", json.dumps(body).encode())
        for status, body in ((200, good), (201, good), (200, good | {"name": "x"}), (200, {"id": "x"}))
    ]
    assert [bool(one) for one in found] == [False, True, True, True]
    assert faults({"type": "string", "format": "date-time"}, "morgen")


# -- docs/api.md, for people


@pytest.mark.parametrize("one", OPERATIONS, ids=name_of)
def test_the_guide_names_every_door(one: Operation) -> None:
    assert f"`{one.key}`" in GUIDE


def commands() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines if line.startswith("curl ")]


def test_the_guide_has_commands() -> None:
    assert len(commands()) >= 5


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_what_the_guide_types_is_taken(command: list[str]) -> None:
    (address,) = [word for word in command if word.startswith("$")]
    if not address.startswith("$SITE"):
        return
    method = command[command.index("-X") + 1] if "-X" in command else "GET"
    route = route_for(method, re.sub(r"\$\w+", "x", address.removeprefix("$SITE")).partition("?")[0])
    operation = next(one for one in OPERATIONS if one.key == route.key)
    assert ("-d" in command) == (operation.body is not None)
    if operation.body:
        body = command[command.index("-d") + 1]
        operation.body.model_validate_json(body)
        assert faults_of_body(method, operation.path, body) == []
