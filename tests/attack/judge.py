"""What holds of every answer, whoever asks for whatever."""

import base64
import binascii
import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from aws_lambda_powertools.utilities.typing import LambdaContext

from common.errors import NotThere
from common.web import lost, security
from tests.attack.requests import SCRIPT, Request
from tests.attack.town import NEVER_SEEN, ItemsByKey, Town
from tests.emulated import ATTACHMENTS, LETTERS
from tests.functions import roles
from tests.functions.house import REGENBOOG
from tests.functions.routes import Route, route_for
from tests.functions.visitor import Answer, answer_of, event, hold_against_the_document

_OWN_PAGE = re.compile(r"/(?![/\\])[\x21-\x7e]*")
# By a link that was signed a moment ago, and of the own school.
_OWN_FILE = re.compile(
    rf"https://(?:{LETTERS}|{ATTACHMENTS})\.s3\.[\w.-]*amazonaws\.com/schools/{REGENBOOG.id}/[^?]+\?.+"
)
# What Powertools takes in an address.
_ROUTED = re.compile(r"[-._~()'!*:@,;=+&$%<> \[\]{}|^\w/]*")
_LANGUAGE = re.compile(r'<html lang="(\w+)"')
_INVITATION = "/school/uitnodiging/{school}/{staff}/{token}"
# In the frame of the desk, for whoever sits at it.
_SITS = b'action="/school/uitloggen"'
_SET_BY_PAGES = {"Cache-Control", "Content-Security-Policy"}
_ALWAYS_IN_POLICY = ("default-src 'none'", "base-uri 'none'")
# The mail as parents will see it, in the preview of a message.
_FRAMED = "/school/berichten/nieuw/mail"
# What the API takes from a function.
_LARGEST_ANSWER = 6 * 1024 * 1024
# What may be noted of a request that only reads: that it failed, that a file was fetched, that somebody is still there.
_NOTES_OF_READING = re.compile(r"LIMIT#.* LIMIT|SCHOOL#\S+ JOURNAL#\S+|(?:DESK|SESSION)#\S+ SESSION")


class _Failures(logging.Handler):
    """What is logged of the failure behind a 500, as long as the block lasts."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []
        self._logger = logging.getLogger("ouderbrief")
        self._before = self._logger.level

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(f"{getattr(record, 'error', '')} {getattr(record, 'trace', '')}")

    def __enter__(self) -> list[str]:
        self._logger.addHandler(self)
        self._logger.setLevel(min(self._before, logging.ERROR))
        return self.seen

    def __exit__(self, *_: object) -> None:
        self._logger.setLevel(self._before)
        self._logger.removeHandler(self)


def attack(town: Town, request: Request) -> list[str]:
    """Sends it, and leaves the town as it was. A sentence for each thing that does not hold."""
    return attack_at(route_for(request.method, request.path.partition("?")[0]), town, request)


def attack_at(route: Route, town: Town, request: Request) -> list[str]:
    town.sent += 1
    roles.denied.clear()
    sent = event(request.method, request.path, request.headers, list(request.cookies), request.body, request.is_base64)
    with _Failures() as failures:
        raw = json.loads(json.dumps(route.handler(sent, LambdaContext())))
    items = town.items_now()
    found = [*_of_answer(town, request, route, answer_of(raw)), *_of_table(town, request, items)]
    town.restore(items)
    if raw["statusCode"] < 500 and not route.is_page and request.method != "HEAD":
        hold_against_the_document(route, sent, answer_of(raw))
    return [*found, *failures, *sorted(roles.denied)]


def _of_answer(town: Town, request: Request, route: Route, answer: Answer) -> Iterator[str]:
    if answer.status >= 500:
        yield f"a failure: {answer.status}"
    if len(answer.body) > _LARGEST_ANSWER:
        yield "larger than the API takes"
    if SCRIPT in answer.body.decode("utf-8", "replace") and "json" not in answer.headers["content-type"]:
        yield "what was typed is in the page as markup"
    yield from _of_headers(answer, may_be_framed=route.path == _FRAMED and answer.status == 200)
    yield from _of_redirect(answer)
    yield from _of_others(answer)
    yield from _of_what_is_not_there(town, request, route, answer)


def _of_headers(answer: Answer, *, may_be_framed: bool) -> Iterator[str]:
    """may_be_framed: by a page of ours, and then nothing in it runs."""
    wanted = security.HEADERS | ({"X-Frame-Options": "SAMEORIGIN"} if may_be_framed else {})
    for name, value in wanted.items():
        given = answer.headers.get(name.lower())
        if given is None or (given != value and name not in _SET_BY_PAGES):
            yield f"{name} is {given}"
    policy = answer.headers.get("content-security-policy", "")
    ancestors = ("frame-ancestors 'self'", "; sandbox") if may_be_framed else ("frame-ancestors 'none'",)
    if "unsafe" in policy or any(one not in policy for one in (*_ALWAYS_IN_POLICY, *ancestors)):
        yield f"the policy is {policy}"
    if any(re.search(r"[\r\n\x00]", text) for text in (*answer.headers.values(), *answer.cookies)):
        yield "a header of several lines"
    for cookie in answer.cookies:
        if not re.fullmatch(r"__Host-[a-z-]+=[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*; .*", cookie):
            yield f"no cookie of ours: {cookie}"
        if not {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; ")):
            yield f"a cookie for everybody: {cookie}"


def _of_redirect(answer: Answer) -> Iterator[str]:
    where = answer.headers.get("location", "")
    if (300 <= answer.status < 400) is not bool(where):
        yield f"{answer.status} to {where!r}"
    if where and not _OWN_PAGE.fullmatch(where) and not _OWN_FILE.fullmatch(where):
        yield f"it leads away: {where}"


def _of_others(answer: Answer) -> Iterator[str]:
    """Of the other school."""
    text = _all_of(answer).lower()
    yield from (f"it tells of the other school: {name}" for name in NEVER_SEEN if name in text)


def _all_of(answer: Answer) -> str:
    """All that came along, unpacked where it was packed."""
    pieces = [answer.body.decode("utf-8", "replace"), *answer.headers.values(), *answer.cookies]
    for cookie in answer.cookies:
        pieces += [_plain(part) for part in cookie.partition("=")[2].partition(";")[0].split(".")]
    if answer.body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.body)) as book:
            pieces += [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
    return "\n".join(pieces)


def _plain(part: str) -> str:
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _of_what_is_not_there(town: Town, request: Request, route: Route, answer: Answer) -> Iterator[str]:
    """Each kind of page has one such answer in each language, whatever was asked for."""
    if answer.status != 404 or request.method == "HEAD":
        return
    language = _LANGUAGE.search(answer.body.decode())
    kind = _kind_of(request, route, answer)
    known = town.not_there.setdefault((kind, language[1] if language else ""), answer.body)
    if known != answer.body:
        yield f"what is not there says {answer.body[:2000]!r}, and before {known[:2000]!r}"


def _kind_of(request: Request, route: Route, answer: Answer) -> str:
    """The desk has a frame for whoever sits at it, with the place where they are, whether it has such an address or
    not. Below a pupil it says where to look for pupils, whichever it is; an invitation that it is over.
    """
    path = request.path.partition("?")[0]
    is_odd = _is_odd(path)
    if lost.is_at_desk(meant := unquote(path)):
        who = request.who if _SITS in answer.body else "nobody"
        told = "invitation" if route.path == _INVITATION and not is_odd else type(lost.not_there(meant)).__name__
        return f"{who} at {meant.split('/')[2:3]} {told}"
    place = path.split("/")[1]
    if is_odd:
        return f"odd below {place}"
    return place if place == "api" else ""


def _is_odd(path: str) -> bool:
    """No route of ours can match it."""
    meant = unquote(path)
    try:
        security.refuse_odd_path(meant)
    except NotThere:
        return True
    return meant.count("/") != path.count("/") or not _ROUTED.fullmatch(meant)


def _of_table(town: Town, request: Request, items: ItemsByKey) -> Iterator[str]:
    if request.method not in ("GET", "HEAD"):
        return
    changed = {key for key in items.keys() | town.items.keys() if items.get(key) != town.items.get(key)}
    for key in sorted(changed):
        if not _NOTES_OF_READING.fullmatch(" ".join(key)):
            yield f"it only reads, and changed {key}"
