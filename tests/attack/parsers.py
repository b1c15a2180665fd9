"""Everything of ours that takes apart what somebody else wrote: whatever the bytes, there is a value or a refusal.

A parser is given bytes, and raises AssertionError where what came of them is not as it must be; any other exception
than the refusals it knows is a finding too. Each has seeds: what it takes gladly, from which the bent ones are made.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from pydantic import BaseModel, ValidationError

from common import birthdates, codes, i18n, passwords
from common.attachments import file_name
from common.errors import InvalidDate
from common.pupils import clean
from common.web import edge, kept, sealed
from common.web.multipart import file_in
from common.web.pages import go_to
from common.web.visits import Visit
from letters import logos, owntext
from letters.bodies import Logo, OwnText, WantedPreview
from letters.refusals import Refused
from messages import desk_moments
from messages.bodies import NewAttachment, NewMessage
from messages.texts import as_html
from pupils.formats import dates, recognition
from pupils.listed import ListRefused
from school.bodies import Confirmed, LetterLanguage, NewPupil, WantedLetters
from tests.rules.files import BO, HEADS, ZOE, edex2000, edexml, oneroster, package, table, uwlr, workbook
from tests.rules.hostile import HOSTILE
from tests.rules.lists import PARNASSYS, assert_every_row_is_accounted_for
from tests.rules.test_multipart import TYPE
from tests.rules.test_multipart import form as form_with_file

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_KEY, _PURPOSE = b"k" * 32, "form"
_LARGEST_SEED = 20_000
_SHAPES: tuple[type[BaseModel], ...] = (
    *(NewMessage, NewAttachment, NewPupil, Confirmed, LetterLanguage, WantedLetters, OwnText, Logo, WantedPreview),
)
_TAGS = re.compile(r"<(/?[a-z0-9]+)([^>]*)>")
_TAG = re.compile(
    r"(p|br|strong|em|ul|ol|li|a)"
    r'( href="((?i:https?|mailto|ftp):|//)[^"<>]*"| rel="noreferrer"| start="\d+"| dir="auto")*'
)


@dataclass(frozen=True)
class Parser:
    name: str
    take: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


# -- lists of pupils


def _list(content: bytes) -> None:
    with suppress(ListRefused):
        assert_every_row_is_accounted_for(recognition.read(content, today=TODAY))


def _within(files: Mapping[str, str | bytes], name: str) -> Callable[[bytes], None]:
    """A package whose checksums are right, with the bytes as one of its files."""
    return lambda content: _list(package({**files, name: content}))


_ROSTER = oneroster([("u1", "", "student", "Zoë", "Berg")], enrolments=[("", "c2", "u1", "student")])
_EDEX: dict[str, str | bytes] = {"EDEXLL.TXT": edex2000("Berg", "Zoë", "20180203")}
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORKBOOK = f'<workbook xmlns:r="{_SPACE}"><sheets><sheet name="x" r:id="r1"/></sheets></workbook>'
_BOOK: dict[str, str | bytes] = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": _WORKBOOK,
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="s.xml"/></Relationships>',
    "xl/sharedStrings.xml": "<sst>" + "".join(f"<si><t>{head}</t></si>" for head in HEADS) + "</sst>",
    "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
}
_SHEET = (
    "<worksheet><sheetData><row>"
    + "".join(f'<c t="s"><v>{number}</v></c>' for number in range(len(HEADS)))
    + '</row><row r="2"><c r="A2"><v>17</v></c><c t="inlineStr"><is><t>Bo</t></is></c><c r="D2" t="str"><v>Hek</v></c>'
    '<c r="E2" t="inlineStr"><is><r><t>4</t></r><r><t>B</t></r></is></c><c r="F2" s="1"><v>43134</v></c></row>'
    "</sheetData></worksheet>"
)


# -- what people type


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _code(content: bytes) -> None:
    typed = _text(content)
    code = codes.normalise(typed)
    assert codes.normalise(code) == code
    assert codes.wrong_group(typed) in (None, 0, 1, 2, 3)
    if codes.is_well_formed(code):
        assert codes.normalise(codes.grouped(code)) == code
        assert set(code) <= set(codes.ALPHABET)


def _birth_date(content: bytes) -> None:
    day, month, year, *_ = [*_text(content).split("|", 2), "", "", ""]
    with suppress(InvalidDate):
        assert date(2001, 1, 1) <= birthdates.parse(day, month, year, TODAY) <= TODAY


def _other_dates(content: bytes) -> None:
    """Those in lists, and the day and the hour of a message."""
    text = _text(content)
    for read in (dates.parse, dates.parse_day, dates.parse_month_first):
        assert isinstance(read(text, TODAY), date | None)
    clock, day = desk_moments.time_in(text), desk_moments.day_in(text)
    if clock and day:
        desk_moments.comes_twice(desk_moments.moment_at(day, clock))


def _name(content: bytes) -> None:
    name = clean(_text(content))
    assert clean(name) == name
    assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", name)
    assert not re.search(r"[\x00-\x1f/\\]", file_name(_text(content)))


def _password(content: bytes) -> None:
    password, _, personal = _text(content).partition("|")
    assert isinstance(passwords.problem_with(password, codes.derive(_KEY, "kind", 1), *personal.split("|")), str | None)


def _message_text(content: bytes) -> None:
    html = as_html(_text(content))
    assert all(_TAG.fullmatch((tag.strip("/") + rest).strip()) for tag, rest in _TAGS.findall(html)), html


def _own_text(content: bytes) -> None:
    with suppress(Refused):
        owntext.paragraphs(_text(content))


# -- what browsers and programs send


def _visit(**event: Any) -> Visit:
    return Visit(APIGatewayProxyEventV2({"headers": {}, "isBase64Encoded": False, **event}))


def _cookies(content: bytes) -> None:
    line = _text(content)
    visit = _visit(cookies=line.split("\n"), headers={"accept-language": line, "cookie": line})
    assert visit.chosen_language in i18n.LANGUAGES
    for name in visit.cookies:
        sent = re.findall(rf"(?:^|[;\n])[ \t]*{re.escape(name)}[ \t]*(?==|;|\n|$)", line)
        assert len(sent) == 1 or (sent and not name.startswith("__Host-"))


def _form(content: bytes) -> None:
    whole = base64.b64encode(content).decode()
    for visit in (_visit(body=whole, isBase64Encoded=True), _visit(body=_text(content), isBase64Encoded=True)):
        assert len(visit.form) <= 250
        assert all(len(value) <= 5000 for value in visit.form.values())


_SIGNED = kept.sign(
    _KEY, _PURPOSE, {"page": "profiel", "values": {"a": "é"}}, datetime(2099, 1, 1, tzinfo=UTC), timedelta(1)
)


def _signed(content: bytes) -> None:
    token = _text(content)
    assert kept.read([_KEY], _PURPOSE, token) == {} or token == _SIGNED
    packed = f"{kept._HEADER}.{token}"
    assert isinstance(kept.read([_KEY], _PURPOSE, f"{packed}.{kept._signature(_KEY, packed)}"), dict)


_SEALED_AT = datetime(2026, 11, 26, tzinfo=UTC)
_IN_SEALED = {"page": "profiel"}
_SEALED = sealed.seal(_KEY, _IN_SEALED, _SEALED_AT)


def _sealed(content: bytes) -> None:
    """Each process seals with other random bytes, and begins with what others sealed."""
    assert sealed.unseal([_KEY], _text(content), _SEALED_AT, timedelta(1)) in ({}, _IN_SEALED)


def _file_in_form(content: bytes) -> None:
    assert file_in(TYPE, content, "logo") in content
    kind, _, body = content.partition(b"\n")
    assert file_in(kind.decode("latin-1"), body, "logo") in body


def _json(content: bytes) -> None:
    for shape in _SHAPES:
        with suppress(ValidationError):
            shape.model_validate_json(content)


def _viewer(content: bytes) -> None:
    assert edge.network_of({edge.VIEWER: _text(content)}, "192.0.2.1", behind_edge=True)


def _redirect(content: bytes) -> None:
    with suppress(ValueError):
        where = str(go_to(_text(content)).headers["Location"])
        assert re.fullmatch(r"/(?![/\\])[\x21-\x7e]*", where), where


def _logo(content: bytes) -> None:
    with suppress(Refused):
        assert logos.small(logos.drawn_anew(content)).startswith(b"\x89PNG")


_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
_CODE = codes.grouped(codes.derive(_KEY, "kind", 1))
_LISTS: tuple[bytes, ...] = (
    *(PARNASSYS.encode(), edexml(ZOE, BO), uwlr(ZOE, BO, envelope=True), package(_ROSTER), package(_EDEX)),
    *(workbook((17, "Zoë", "van der", "Berg", "3A", 43134)), package({**_BOOK, "xl/s.xml": _SHEET})),
    *(content for content in HOSTILE.values() if len(content) < _LARGEST_SEED),
)
_BODIES: tuple[dict[str, Any], ...] = (
    *(
        {"name": "a.pdf", "content_type": "application/pdf", "size": 1},
        {"language": "nl", "text": "a"},
        {"picture": "iVBO"},
    ),
    {"given_name": "N", "prefix": "", "family_name": "W", "class": "6A", "birth_date": "2015-06-01"},
    {
        "kind": "dringend",
        "title": "a",
        "text": "b",
        "audience": {"classes": ["5B"]},
        "send_at": "2026-12-01T08:00+01:00",
    },
)


def _seeds(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


PARSERS: tuple[Parser, ...] = (
    Parser("list", _list, _LISTS),
    Parser("sheet", _within(_BOOK, "xl/s.xml"), _seeds(_SHEET)),
    Parser(
        "strings",
        _within({**_BOOK, "xl/s.xml": _SHEET}, "xl/sharedStrings.xml"),
        _seeds("<sst><si><t>x</t></si></sst>"),
    ),
    Parser("workbook", _within({**_BOOK, "xl/s.xml": _SHEET}, "xl/workbook.xml"), _seeds(_WORKBOOK)),
    Parser("OneRoster", _within(_ROSTER, "users.csv"), _seeds(str(_ROSTER["users.csv"]))),
    Parser("EDEX 2000", _within(_EDEX, "edexgr.txt"), _seeds(table(("G3A", "3A")))),
    Parser("code", _code, _seeds(_CODE, f" https://ouders.example/k/{_CODE.lower()}", "٠١OILǰ")),
    Parser("date of birth", _birth_date, _seeds("14|3|2017", "٣|kasım|18", "29|02|16")),
    Parser("other dates", _other_dates, _seeds("14-03-2017", "3/14/17", "43134", "2026-10-25", "02:30", "14 mrt 17")),
    Parser("name", _name, _seeds("Zoë van der Berg\u200d", "../rooster week 3.PDF")),
    Parser("password", _password, _seeds("giraf-lepel-zomer|Fatima|f@ouders.example", "aaaaaaaaaaaaaaaa")),
    Parser("text of a message", _message_text, _seeds("**a** *b*\n\n- c\n1. d\n\nhttps://x.example/?a=1&b=(2) a@b.c")),
    Parser("text of a letter", _own_text, _seeds("Voor {leerling},\n\n**Let op**: {geldig_tot}", "{{x}} ** {")),
    Parser("cookies", _cookies, _seeds("__Host-desk=a; __Host-desk=b\n__Host-form=x; a=1;b", "nl;q=0.5, *")),
    Parser("form", _form, _seeds("code=a&code=b&day=%31&=&x=%ff%zz", "a=" + "x" * 6000)),
    Parser("signed value", _signed, _seeds(_SIGNED, _SIGNED.split(".")[1])),
    Parser("sealed value", _sealed, _seeds(_SEALED, _SEALED[:40])),
    Parser("file in a form", _file_in_form, (form_with_file(b"x"), f"{TYPE}\n".encode() + form_with_file(b"y"))),
    Parser("JSON", _json, _seeds(*map(json.dumps, _BODIES))),
    Parser("viewer", _viewer, _seeds("198.51.100.10:46532", "2001:db8::1:46532", "[::ffff:1.2.3.4]:5")),
    Parser("redirect", _redirect, _seeds("/nl/profiel?a=b#c", "//evil.example", "/\\é\r\n")),
    Parser("logo", _logo, (_DOT,)),
)
