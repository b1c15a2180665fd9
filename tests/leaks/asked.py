"""What somebody who asks for a page proves themselves with, by where it stands in a request."""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl

from common import birthdates
from common.codes import is_well_formed, normalise
from common.errors import InvalidDate
from tests.leaks.secrets import SHORTEST, Kind, Secret

_FIELDS: dict[str, Kind] = {"password": "password", "current": "password"}
_COOKIES: dict[str, Kind] = {
    "__Host-session": "session",
    "__Host-desk": "session",
    "__Host-desk-step": "half of a login",
}
_IN_PATH: dict[Kind, re.Pattern[str]] = {
    "invitation": re.compile(r"/school/uitnodiging/[^/]+/[^/]+/([\w-]{20,})"),
    "way out of mails": re.compile(r"/uitschrijven/([\w.-]{20,})"),
}
_SECRET_ON_PAGE = re.compile(r'class="secret"[^>]*>([^<]+)<')


def in_request(event: Mapping[str, Any]) -> Iterator[Secret]:
    """Of an event of the HTTP API."""
    path, fields = event["rawPath"], dict(_fields_of(event))
    yield from in_cookies(event.get("cookies", ()))
    for kind, pattern in _IN_PATH.items():
        yield from (Secret(kind, one) for one in pattern.findall(path))
    key = event["headers"].get("authorization", "").removeprefix("Bearer ")
    if len(key) >= SHORTEST:
        yield Secret("API key", key)
    yield from in_fields({**fields, "path": path.partition("/k/")[2]}, is_desk=path.startswith("/school"))


def in_fields(fields: Mapping[str, str], *, is_desk: bool) -> Iterator[Secret]:
    """Of a form, or what stands in JSON."""
    for name, text in fields.items():
        code = normalise(text)
        if is_well_formed(code):
            yield Secret("code", code)
        elif name in _FIELDS and len(text) >= SHORTEST:
            yield Secret(_FIELDS[name], text)
    digits = "".join(fields.get("digits", "").split())
    if is_desk and len(digits) == SHORTEST and digits.isdecimal():
        yield Secret("digits of an authenticator", digits)
    born = _date_in(fields)
    if born:
        yield Secret("date of birth", born.isoformat())


def in_cookies(cookies: Iterable[str]) -> Iterator[Secret]:
    """As they are sent, or set."""
    for cookie in cookies:
        name, _, rest = cookie.partition("=")
        value = rest.partition(";")[0]
        if name in _COOKIES and len(value) >= SHORTEST:
            yield Secret(_COOKIES[name], value)


def in_authenticator(page: str) -> Iterator[Secret]:
    """What the page shows to whoever cannot scan."""
    for shown in _SECRET_ON_PAGE.findall(page):
        yield Secret("secret of an authenticator", "".join(shown.split()))


def _fields_of(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    body = event.get("body", "")
    if event.get("isBase64Encoded"):
        body = base64.b64decode(body).decode("utf-8", "replace")
    if "json" in event["headers"].get("content-type", "json"):
        with suppress(ValueError):
            given = json.loads(body)
            if isinstance(given, dict):
                yield from ((str(name), one) for name, one in given.items() if isinstance(one, str))
    yield from parse_qsl(body)


def _date_in(fields: Mapping[str, str]) -> date | None:
    try:
        if "birth_date" in fields:
            return date.fromisoformat(fields["birth_date"])
        day, month, year = (fields.get(part, "") for part in ("day", "month", "year"))
        return birthdates.parse(day, month, year, datetime.now(UTC).date())
    except (InvalidDate, ValueError):
        return None
