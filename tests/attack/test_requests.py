"""Some requests that no browser makes, by everybody, on all routes; `make attack` sends them for minutes.

And the judge of the answers finds what is wrong with one.
"""

import base64
import logging
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import settings

from common.cloud.log import record_failure
from common.cloud.services import services
from common.web import security
from tests.attack.campaign import CHOSEN, try_all
from tests.attack.judge import attack_at
from tests.attack.requests import SCRIPT, Request
from tests.attack.town import MARK, PEOPLE, Town
from tests.functions.routes import Handler, Route

POLICY = security.HEADERS["Content-Security-Policy"]
SIGNED = base64.urlsafe_b64encode(f'{{"value": "{MARK}"}}'.encode()).decode()
COOKIE = "Path=/; Secure; HttpOnly; SameSite=Lax"

# The same ones each time, so that nobody fails on another's day.
_SOME = settings(CHOSEN, max_examples=60, derandomize=True)


@pytest.mark.parametrize("who", PEOPLE)
def test_whatever_is_sent_gets_an_answer_that_harms_nobody(town: Town, who: str) -> None:
    try_all(town, who, _SOME)


# -- the judge


def answering(**other: Any) -> Handler:
    headers: Mapping[str, str] = {"Content-Type": "text/html; charset=utf-8", **security.HEADERS}
    answer = {"statusCode": 200, "headers": headers, "body": '<html lang="nl">', "isBase64Encoded": False, **other}
    return lambda _event, _context: answer


def with_header(name: str, value: str | None, status: int = 200) -> Handler:
    headers = {"Content-Type": "text/html; charset=utf-8", **security.HEADERS, name: value}
    return answering(statusCode=status, headers={key: one for key, one in headers.items() if one is not None})


def found(town: Town, handler: Handler, method: str = "GET") -> list[str]:
    request = Request("a parent", method, "/nl/profiel", {}, (), None, is_base64=False)
    return attack_at(Route(method, "/{lang}/profiel", handler), town, request)


def test_what_is_as_it_must_be_is_no_finding(town: Town) -> None:
    assert found(town, answering()) == []
    assert found(town, with_header("Location", "/nl/start?a=1", 303)) == []
    assert found(town, answering(cookies=[f"__Host-note=x; {COOKIE}"])) == []


@pytest.mark.parametrize(
    "handler",
    [
        answering(statusCode=500),
        answering(body=f"<p>{MARK.upper()}</p>"),
        answering(body=SCRIPT),
        answering(cookies=[f"__Host-form=a.{SIGNED}.b; {COOKIE}"]),
        answering(cookies=["__Host-note=x; Path=/; Secure; SameSite=Lax"]),
        answering(cookies=[f"note=x; {COOKIE}"]),
        *[with_header(name, None) for name in security.HEADERS],
        with_header("Content-Security-Policy", f"{POLICY}; style-src-attr 'unsafe-inline'"),
        with_header("Content-Security-Policy", POLICY.replace("base-uri 'none'; ", "")),
        with_header("X-Anything", "a\r\nSet-Cookie: b"),
        *[with_header("Location", to, 303) for to in ("//evil.example", "/\\evil.example", "https://evil.example/")],
        with_header("Location", "https://letters.s3.eu-west-1.amazonaws.com/schools/de-ster/letters/a.pdf?x=1", 303),
        with_header("Location", None, 303),
    ],
)
def test_each_thing_that_must_not_be_is_found(town: Town, handler: Handler) -> None:
    assert found(town, handler)


def test_what_was_logged_of_a_failure_is_told_with_it(town: Town) -> None:
    def failing(event: dict[str, Any], context: Any) -> dict[str, Any]:
        record_failure(KeyError("x"))
        return answering(statusCode=500)(event, context)

    assert [one.partition(" ")[0] for one in found(town, failing)] == ["a", "KeyError"]
    (handler,) = logging.getLogger("ouderbrief").handlers
    assert isinstance(handler, logging.StreamHandler)


def test_what_is_not_there_is_always_the_same(town: Town) -> None:
    assert found(town, answering(statusCode=404, body='<html lang="xx">one')) == []
    assert len(found(town, answering(statusCode=404, body='<html lang="xx">other'))) == 1


def _writing(act: Callable[[], object]) -> Handler:
    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        act()
        return answering()(event, context)

    return handler


def test_whoever_only_reads_changes_nothing_and_the_town_stands_as_before(town: Town) -> None:
    store = services().store
    key = {"PK": "SCHOOL#de-regenboog", "SK": "SETTINGS"}
    before = town.house.items()
    for act in (
        lambda: store.write(store.put({"PK": "X", "SK": "Y"})),
        lambda: store.write(store.delete(key)),
        lambda: store.write(store.update(key, "SET phone = :one", {"one": "1"})),
    ):
        assert len(found(town, _writing(act))) == 1
        assert town.house.items() == before
        assert found(town, _writing(act), "POST") == []
        assert town.house.items() == before
