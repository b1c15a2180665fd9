"""Requests that nobody's browser makes: real ones of the town, bent in one or several places."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.attack.town import Town
from tests.functions.documented import DOCUMENT
from tests.functions.routes import Route, route_for, routes

Fields = Mapping[str, Sequence[str]]

SCRIPT = '"><script>alert(1)</script>'
_ROOT = Path(__file__).parents[2]
_QUERY = re.compile(r"""query(?:\.get\(|\[|\(|, )"(\w+)"|"(\w+)" in (?:door\.visit\.)?query\b""")
_COOKIES = (
    *("session", "code", "form", "note", "return", "language", "desk", "desk-step", "desk-return"),
    *("", "Session", "other"),
)
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "get")
_HEADERS = (
    *("host", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "x-origin-secret"),
    *("cloudfront-viewer-address", "sec-fetch-site", "origin", "referer", "content-type", "content-length"),
    *("transfer-encoding", "accept", "accept-encoding", "accept-language", "authorization", "user-agent", "cookie"),
    *("x-http-method-override", "if-none-match", "if-modified-since", "range", "idempotency-key", "expect"),
)
_TEXTS = (
    *("", " ", "\x00", "%", "%00", "%2e%2e%2f", "%252f", "..", "//evil.example", "/\\evil.example", "\r\nX: y"),
    *(SCRIPT, "' OR 1=1", "{{7*7}}", "${7*7}", "é", "\u202e", "\ufeff", "İ", "ß", "١٢", "½", "\U0001f468\u200d"),
    *("0", "-1", "1e999", "NaN", "null", "true", "9" * 40, "2026-02-30", "24:61", "x" * 300, "é" * 5000, "on", "\t"),
    *("same-origin", "cross-site", "https://ouders.example", "gzip", "Bearer", "multipart/form-data; boundary=b"),
)
_VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**400, 1.5, 1e308, float("nan"), float("inf"), "", "\ud800", [], {}, [[]], {"": {}}),
    *([None] * 300, {"school": True}, ["5B", 5], "2026-02-30", "2026-02-30T25:00:00+99:99", SCRIPT),
)

weird_text: SearchStrategy[str] = st.one_of(st.sampled_from(_TEXTS), st.text(max_size=40))


_ANY_PART = re.compile("")
# Where somebody is let in, which is where most of the requests go.
_PARTS = {
    "nobody": _ANY_PART,
    "a parent": re.compile(r"(?!/school|/api)"),
    "medewerker": re.compile(r"/school"),
    "beheerder": re.compile(r"/school"),
    "school key": re.compile(r"/api"),
}


@dataclass(frozen=True)
class Request:
    """As the API gives it to a function. path: as it was sent, with its query. is_base64: what is said of the body."""

    who: str
    method: str
    path: str
    headers: Mapping[str, str]
    cookies: Sequence[str]
    body: str | None
    is_base64: bool


@cache
def names_of_queries() -> tuple[str, ...]:
    """What stands after the '?' anywhere, from the code that reads it."""
    sources = (one.read_text("utf-8") for one in sorted((_ROOT / "functions").rglob("*.py")))
    return tuple(sorted({one or other for source in sources for one, other in _QUERY.findall(source)} | {"concept"}))


@st.composite
def requests(draw: DrawFn, town: Town, who: str) -> Request:
    """From one of the people of the town."""
    part = _PARTS[who] if draw(st.integers(0, 3)) else _ANY_PART
    method, path = draw(st.one_of(_forms(town, part), _routes(town, part), _routes(town, part)))
    fields = town.fields.get(route_for("POST", path).key, {})
    if not draw(st.integers(0, 9)):
        method = draw(st.sampled_from(_METHODS))
    path += draw(_queries(town))
    body, content_type, is_base64 = draw(_bodies(town, method, path, fields))
    return Request(
        who, method, path, draw(_headers(town, who, content_type)), draw(_cookies(town, who)), body, is_base64
    )


# -- where to


def _forms(town: Town, part: re.Pattern[str]) -> SearchStrategy[tuple[str, str]]:
    """Method and address of what a page would send."""
    actions = [path for path in town.actions if part.match(path)]
    return st.tuples(st.just("POST"), st.sampled_from(actions)) if actions else st.nothing()


def _routes(town: Town, part: re.Pattern[str]) -> SearchStrategy[tuple[str, str]]:
    here = st.sampled_from([one for one in routes() if part.match(one.path)])
    return here.flatmap(lambda route: st.tuples(st.just(route.method or "GET"), _addresses(town, route)))


def _addresses(town: Town, route: Route) -> SearchStrategy[str]:
    if not route.path:
        return st.lists(_parts, max_size=4).map(lambda parts: "/" + "/".join(parts))
    parts = [_things(town, part[1:-1]) if part.startswith("{") else st.just(part) for part in route.path.split("/")]
    return st.tuples(*parts).map("/".join)


_parts = st.one_of(
    st.sampled_from(
        ("nl", "school", "api", "static", "k", "%2e%2e", "..", ".", "", "%00", "%ff%fe", "%25", "%2F", "a;b")
    ),
    weird_text.map(lambda text: quote(text.encode("utf-8", "replace"), safe="")[:2000]),
)


def _things(town: Town, name: str) -> SearchStrategy[str]:
    """Mostly what there is, of either school."""
    real = (*town.ours.get(name, ()), *town.ours.get(name, ()), *town.theirs.get(name, ()))
    # An empty part of an address is another address.
    return st.one_of(st.sampled_from(real), st.sampled_from(real), _parts.filter(bool))


def _anything(town: Town) -> SearchStrategy[str]:
    """What a field, a parameter or a header may say: a thing of the town, or nonsense."""
    real = [one for things in (town.ours, town.theirs) for kind in things.values() for one in kind]
    return st.one_of(st.sampled_from(real), weird_text)


def _queries(town: Town) -> SearchStrategy[str]:
    pairs = st.lists(st.tuples(st.sampled_from(names_of_queries()), _anything(town)), max_size=3)
    own = pairs.map(lambda some: "?" + urlencode(some, errors="replace") if some else "")
    seen = st.sampled_from(town.queries).map("?".__add__)
    broken = st.sampled_from(("?", "??", "?=", "?&&", "?a", "?%", "?tot=%ff", "?tot[]=1", "?pagina=1&pagina=2"))
    return st.one_of(st.just(""), own, own, seen, broken)


# -- with what


@st.composite
def _headers(draw: DrawFn, town: Town, who: str, content_type: str) -> dict[str, str]:
    headers = {**town.people[who].headers, "sec-fetch-site": "same-origin", "content-type": content_type}
    for name in draw(st.lists(st.sampled_from(_HEADERS), max_size=2)):
        if draw(st.booleans()):
            headers[name] = draw(_anything(town))
        else:
            headers.pop(name, None)
    return headers


@st.composite
def _cookies(draw: DrawFn, town: Town, who: str) -> list[str]:
    """Those of the browser; then some more, some twice, some bent."""
    cookies = [f"{name}={value}" for name, value in town.people[who].cookies.items()]
    if draw(st.integers(0, 3)):
        return cookies
    signed = [one.partition("=")[2] for one in town.cookies]
    value = st.one_of(st.sampled_from(signed), st.sampled_from(signed).flatmap(_bent), weird_text, st.just("x" * 9000))
    name = st.sampled_from(_COOKIES).map(lambda one: f"__Host-{one}" if one not in ("", "other") else one)
    more = st.tuples(name, value).map("=".join)
    given = [*cookies, *draw(st.lists(st.one_of(more, st.sampled_from(town.cookies), weird_text), max_size=3))]
    return given if draw(st.booleans()) else [*given, *given[:1]]


def _bent(text: str) -> SearchStrategy[str]:
    """With a few signs put in the place of others."""
    return st.tuples(st.floats(0, 1), st.integers(0, 3), st.text(max_size=3)).map(
        lambda bend: (at := int(bend[0] * len(text)), text[:at] + bend[2] + text[at + bend[1] :])[1]
    )


# The body, what is said to be its type, and whether it is said to be base64.
Body = tuple[str | None, str, bool]
_FORM = "application/x-www-form-urlencoded"


def _bodies(town: Town, method: str, path: str, fields: Fields) -> SearchStrategy[Body]:
    nothing = st.tuples(st.none(), st.just(_FORM), st.booleans())
    if method in ("GET", "HEAD"):
        return nothing
    text = _json(path) if path.startswith("/api/") else _form(town, fields)
    proper = st.one_of(
        text.map(lambda one: (one, _FORM, False)), text.map(lambda one: (_packed(one.encode()), _FORM, True))
    )
    files = _files(fields).map(lambda one: (_packed(one), "multipart/form-data; boundary=grens", True))
    odd = st.one_of(
        nothing,
        files,
        st.binary(max_size=200).map(lambda one: (_packed(one), _FORM, True)),
        st.tuples(weird_text, weird_text, st.booleans()),
        st.sampled_from(("=", "%%%", "YQ", "YQ==YQ==", "é", "A" * 5)).map(lambda one: (one, _FORM, True)),
    )
    return st.one_of(proper, proper, odd)


def _packed(content: bytes) -> str:
    return base64.b64encode(content).decode()


@st.composite
def _form(draw: DrawFn, town: Town, fields: Fields) -> str:
    """A form as the page has it; a field or two left out, said otherwise or said twice, and some that are unknown."""
    bent = draw(st.sets(st.sampled_from(sorted(fields)), max_size=2)) if fields else set()
    pairs: list[tuple[str, str]] = []
    for name, values in fields.items():
        said = [draw(st.sampled_from(values))]
        if name in bent:
            said = draw(st.lists(_anything(town), max_size=2))
        pairs += [(name, one) for one in said]
    pairs += draw(st.lists(st.tuples(weird_text, weird_text), max_size=2))
    if not draw(st.integers(0, 30)):
        pairs += [("veld", "x")] * 2000
    return urlencode(pairs, errors="replace")


@st.composite
def _files(draw: DrawFn, fields: Fields) -> bytes:
    """A form with a file in each field, or with what only looks like one."""
    names = [*fields, "logo", "file"]
    parts = b""
    for name in draw(st.lists(st.sampled_from(names), max_size=3)):
        file = draw(st.sampled_from(("", '; filename="a.png"', '; filename="../é.pdf"', "; filename*=idna''x")))
        start = draw(st.sampled_from((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-1.7", b"")))
        content = start + draw(st.binary(max_size=60))
        parts += f'--grens\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"
    return parts + draw(st.sampled_from((b"--grens--\r\n", b"--grens", b"")))


@st.composite
def _json(draw: DrawFn, path: str) -> str:
    """The example of the OpenAPI document, or that of another door, with something of it in another shape."""
    own = [body for place, body in _examples() if place == path.partition("?")[0]]
    body = draw(st.sampled_from(own or [body for _, body in _examples()]))
    if not draw(st.integers(0, 19)):
        return draw(st.sampled_from(("", "{", "[" * 5000, '{"a":' * 3000, "1" * 5000, '{"a":1,"a":2}', "\ufeff{}")))
    text = json.dumps(draw(_reshaped(body)))
    return draw(_bent(text)) if not draw(st.integers(0, 5)) else text


@cache
def _examples() -> list[tuple[str, Any]]:
    return [
        (path, operation["requestBody"]["content"]["application/json"]["example"])
        for path, operations in DOCUMENT["paths"].items()
        for operation in operations.values()
        if "requestBody" in operation
    ]


def _reshaped(value: Any) -> SearchStrategy[Any]:
    """The same, or with one of its parts left out, renamed or something else."""
    choices = [st.just(value), st.sampled_from(_VALUES), weird_text]
    if isinstance(value, dict) and value:
        names = st.sampled_from(sorted(value))
        choices += [
            names.map(lambda name: {key: one for key, one in value.items() if key != name}),
            st.tuples(names, weird_text).map(lambda two: {**value, two[1]: value[two[0]]}),
            *[names.flatmap(lambda name: _reshaped(value[name]).map(lambda new: {**value, name: new}))] * 3,
        ]
    return st.one_of(choices)
