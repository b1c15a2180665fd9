"""What the JSON doors say of a request that does not fit: at its place, in words of our own."""

import json
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from common.web.unfit import faults_in, pointer
from operate.api.operations import OPERATIONS
from tests.functions.house import House
from tests.functions.parent import ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.test_school import PUPIL, SchoolSystem

MESSAGE = {"kind": "schoolnieuws", "title": "IJsvrij", "text": "Blijf thuis.", "audience": {"school": True}}
FILE = {"name": "rooster.pdf", "content_type": "application/pdf", "size": 5}
MOMENT = "give a date and time with an offset from UTC, such as 2026-09-01T08:30:00+02:00"
NOT_BORN = "this cannot be a pupil's date of birth"
NOT_THEN = "give a moment from now on, within a year"
ONE_OF = "give exactly one of: school (true), classes, pupils"
NO_FILE = "this school has no such attachment, or it waited longer than a week"
DATE = "give a date such as 2016-03-14"
SHAPES = sorted({one.body for one in OPERATIONS if one.body}, key=lambda shape: shape.__name__)
# Of everything that JSON can be.
VALUES: tuple[Any, ...] = (
    None, True, 7, -1, 1.5, 1e30, 10**40, "", " ", "x", "x" * 40_000, "x" * 9_000_000, "2016-02-30", "2016-03-14T08:00",
    "2016-03-14T25:00:00Z", "2026-09-01T08:30:00", "\ud800", [], [None], ["x" * 2_000], ["x"] * 2, [[]],
    [str(number) for number in range(2_000)], {}, {"school": "ja"}, {"school": True, "classes": ["x"]},
    {"classes": 7}, {"pupils": [7]}, {"a/b~c": 1},
)  # fmt: skip


def errors(house: House, path: str, body: Any) -> list[tuple[str, str]]:
    sent = body if isinstance(body, str) else json.dumps(body)
    answer = SchoolSystem(house).send("POST", path, {}, sent)
    assert (answer.status, answer.headers["content-type"]) == (422, "application/problem+json")
    document = answer.json()
    assert (document["type"], document["title"]) == ("about:blank", "The request does not fit")
    return [(one["at"], one["problem"]) for one in document["errors"]]


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/api/pupils", "{", [("", "this is no JSON")]),
        ("/api/pupils", [], [("", "give an object")]),
        ("/api/pupils", {"given_name": "Noor"}, [("/class", "this is missing")]),
        ("/api/pupils", PUPIL | {"naam": "x"}, [("/naam", "there is no such field")]),
        ("/api/pupils", PUPIL | {"a/b~c": "x"}, [("/a~1b~0c", "there is no such field")]),
        ("/api/pupils", PUPIL | {"class": " "}, [("/class", "this may not be empty")]),
        ("/api/pupils", PUPIL | {"class": "x" * 65}, [("/class", "give at most 64 characters")]),
        ("/api/pupils", PUPIL | {"given_name": 7}, [("/given_name", "give a text")]),
        ("/api/pupils", PUPIL | {"birth_date": "14-03-2016"}, [("/birth_date", DATE)]),
        ("/api/pupils", PUPIL | {"birth_date": 7.5}, [("/birth_date", DATE)]),
        ("/api/pupils", PUPIL | {"birth_date": "1950-01-01"}, [("/birth_date", NOT_BORN)]),
        (
            "/api/pupils",
            PUPIL | {"given_name": "", "family_name": ""},
            [("/given_name", "a pupil needs a given name; one who has a single name has it here")],
        ),
        (
            "/api/messages",
            MESSAGE | {"kind": "nieuws"},
            [("/kind", "give 'dringend', 'schoolnieuws', 'groepsnieuws' or 'herinnering'")],
        ),
        ("/api/messages", MESSAGE | {"title": ""}, [("/title", "this may not be empty")]),
        ("/api/messages", MESSAGE | {"send_at": "morgen"}, [("/send_at", MOMENT)]),
        ("/api/messages", MESSAGE | {"send_at": 1_796_000_000}, [("/send_at", MOMENT)]),
        ("/api/messages", MESSAGE | {"send_at": "2026-12-01T08:30:00"}, [("/send_at", MOMENT)]),
        ("/api/messages", MESSAGE | {"send_at": "2020-12-01T08:30:00Z"}, [("/send_at", NOT_THEN)]),
        ("/api/messages", MESSAGE | {"audience": {"school": "ja"}}, [("/audience/school", "give true or false")]),
        ("/api/messages", MESSAGE | {"audience": {"classes": "5B"}}, [("/audience/classes", "give a list")]),
        (
            "/api/messages",
            MESSAGE | {"audience": {"classes": ["x"] * 201}},
            [("/audience/classes", "too long: at most 200")],
        ),
        ("/api/messages", MESSAGE | {"audience": {"pupils": [7]}}, [("/audience/pupils/0", "give a text")]),
        ("/api/messages", MESSAGE | {"audience": {}}, [("/audience", ONE_OF)]),
        (
            "/api/messages",
            MESSAGE | {"audience": {"classes": ["9Z"]}},
            [("/audience/classes/0", "this school has no such class or pupil")],
        ),
        ("/api/messages", MESSAGE | {"attachments": ["x"] * 2}, [("/attachments/0", NO_FILE)]),
        ("/api/attachments", FILE | {"size": 0}, [("/size", "give a number from 1 on")]),
        ("/api/attachments", FILE | {"size": 10**9}, [("/size", "give a number up to 10485760")]),
        ("/api/attachments", FILE | {"size": "5"}, [("/size", "give a whole number")]),
        (
            "/api/attachments",
            FILE | {"name": "virus.exe"},
            [("/name", "files of this kind are not taken: the ending of the name says what it is")],
        ),
        (
            "/api/attachments",
            FILE | {"content_type": "text/plain"},
            [("/content_type", "the content type does not go with the ending of the name")],
        ),
        ("/api/letters", {"audience": {"school": True}, "together": "soms"}, [("/together", "give true or false")]),
    ],
    ids=str,
)  # fmt: skip
def test_what_does_not_fit_is_told_at_its_place(
    house: House, path: str, body: Any, expected: list[tuple[str, str]]
) -> None:
    house.child()
    assert errors(house, path, body) == expected


def test_nobody_who_was_born_today_is_a_pupil(house: House) -> None:
    assert errors(house, "/api/pupils", PUPIL | {"birth_date": house.today.isoformat()}) == [("/birth_date", NOT_BORN)]


def test_a_header_is_named(house: House) -> None:
    system = SchoolSystem(house)
    answer = system.send("POST", "/api/messages", {"idempotency-key": "x" * 256}, json.dumps(MESSAGE))
    assert answer.json()["errors"] == [{"at": "Idempotency-Key", "problem": "takes at most 255 characters"}]


@pytest.mark.parametrize("limit", ["0", "101", "1.5", "-1", "veel", "1,2"])
def test_a_bad_limit_is_told_of_by_the_name_of_the_parameter(house: House, visitor: ParentVisitor, limit: str) -> None:
    visitor.register(house.child())
    sender = Sender(house)
    message = sender.message()
    for page in ("/api/messages", f"/api/messages/{message}/recipients"):
        answer = sender.get(f"{page}?limit={limit}")
        assert answer.status == 422
        assert answer.json()["title"] == "The request does not fit"
        assert answer.json()["errors"] == [{"at": "limit", "problem": "give a whole number from 1 to 100"}]


@pytest.mark.parametrize("cursor", ["x", "0", "20260901T120000-000000000g", "A" * 20, "z" * 300])
def test_a_bad_cursor_is_told_of_by_the_name_of_the_parameter(
    house: House, visitor: ParentVisitor, cursor: str
) -> None:
    visitor.register(house.child())
    sender = Sender(house)
    message = sender.message()
    for page, name in (("/api/messages", "before"), (f"/api/messages/{message}/recipients", "after")):
        answer = sender.get(f"{page}?{name}={cursor}")
        assert answer.status == 422
        assert answer.json()["errors"] == [{"at": name, "problem": "give `next` of the page before, as it is"}]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_whatever_comes_for_a_field_is_told_of_in_our_words(house: House, shape: type[BaseModel]) -> None:
    """Whatever pydantic calls it."""
    assert house
    problems = set()
    for name, field in shape.model_fields.items():
        for value in VALUES:
            try:
                shape.model_validate_json(json.dumps({field.alias or name: value}))
            except ValidationError as error:
                problems |= {one["problem"] for one in faults_in(error)}
    assert problems
    theirs = ("Input", "Value error", "should", "valid ", "Field", "this does not fit", "{")
    assert [one for one in problems if any(word in one for word in theirs)] == []


def test_a_pointer_leads_to_any_name() -> None:
    assert (pointer(), pointer("a", 0), pointer("a/b", "~1", "")) == ("", "/a/0", "/a~1b/~01/")
