"""The search finds what was planted, in whatever way it was written, and nothing where it belongs."""

import base64
import gzip
import hashlib
import io
import json
from typing import get_args
from urllib.parse import quote
from zipfile import ZipFile

import pytest

from common.codes import grouped
from tests.leaks.layers import texts_in
from tests.leaks.places import BELONGS, Trace, of_item
from tests.leaks.search import search
from tests.leaks.secrets import Kind, Secret, in_mail, on_page

CODE = Secret("code", "7K3MZ9QXV1A2B3C8")
BORN = Secret("date of birth", "2017-03-04")
PASSWORD = Secret("password", "giraf lepel zómer")
SESSION = Secret("session", "q8Zr-2LxQn7VtY0aBcDeFgHiJkLmNoPqRsTuVwXyZ12")
DIGITS = Secret("digits of a mail", "204816", "fatima@ouders.example")
ALL = (CODE, BORN, PASSWORD, SESSION, DIGITS)


def found(content: str | bytes, place: str = "log", reader: str = "") -> list[Kind]:
    return [leak.kind for leak in search(ALL, [Trace(place, content, reader)]).leaks]


@pytest.mark.parametrize(
    "written",
    [
        CODE.value,
        CODE.value.lower(),
        grouped(CODE.value),
        f"https://ouders.example/k/{CODE.value}?x",
        "7K3M Z9QX V1A2 B3C8",
        CODE.value[:8],
        grouped(CODE.value)[10:],
        hashlib.sha256(CODE.value.encode()).hexdigest(),
        hashlib.md5(grouped(CODE.value).encode(), usedforsecurity=False).hexdigest()[:20],
    ],
)
def test_a_code_is_found_however_it_is_written(written: str) -> None:
    assert set(found(f"so: {written}.")) == {"code"}


@pytest.mark.parametrize(
    "written",
    [
        "2017-03-04", "04-03-2017", "4-3-2017", "4/3/2017", "03/04/2017", "04.03.17", "20170304", "04032017",
        "4 maart 2017", "March 4, 2017", "datetime.date(2017, 3, 4)", "<c><v>42798</v></c>", "2017-03-04T00:00:00",
        "day=4&month=3&year=2017", '{"day": "4", "month": "3", "year": "2017"}',
        hashlib.sha1(b"2017-03-04", usedforsecurity=False).hexdigest(),
        base64.b64encode(hashlib.sha256(b"04-03-2017").digest()).decode(),
    ],
)  # fmt: skip
def test_a_date_of_birth_is_found_however_it_is_written(written: str) -> None:
    assert set(found(f"so: {written} .")) == {"date of birth"}


@pytest.mark.parametrize("written", ["204816", "204 816", "code 204816.", hashlib.sha256(b"204816").hexdigest()])
def test_six_digits_are_found(written: str) -> None:
    assert found(written) == ["digits of a mail"]


@pytest.mark.parametrize("other", ["1204816", "2048160", "12:00:08.204816", "x204816", "204816.5", "20170304120000"])
def test_a_part_of_a_longer_number_is_none(other: str) -> None:
    assert found(other) == []


def zipped(content: str) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("map/lijst.txt", content)
    return file.getvalue()


@pytest.mark.parametrize("secret", ALL, ids=lambda secret: secret.kind)
@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: base64.b64encode(f"before {text} after".encode()).decode(),
        lambda text: base64.urlsafe_b64encode(f"{text}?>>>???".encode()).decode().rstrip("="),
        lambda text: base64.b64encode(base64.b64encode(f'{{"a": "{text}"}}'.encode())).decode(),
        lambda text: base64.b64encode(gzip.compress(text.encode())).decode(),
        lambda text: quote(text, safe=""),
        lambda text: quote(quote(f"?a={text}", safe=""), safe=""),
        lambda text: json.dumps({"inner": json.dumps({"value": text})}),
        lambda text: "".join(f"&#{ord(one)};" for one in text),
        lambda text: f"before {text} after".encode().hex(),
        lambda text: gzip.compress(text.encode()),
        lambda text: zipped(f"een;{text};drie"),
    ],
    ids=[
        "base64", "base64 of addresses", "base64 twice", "gzip in base64", "address", "address twice",
        "json in json", "html", "hex", "gzip", "zip",
    ],
)  # fmt: skip
def test_what_is_wrapped_is_found(secret: Secret, wrap: object) -> None:
    assert callable(wrap)
    assert set(found(wrap(secret.value))) == {secret.kind}


def test_what_is_cut_short_is_found() -> None:
    assert found(SESSION.value[:20]) == ["session"]


def test_a_planted_secret_is_found_in_a_log_line_a_queue_an_item_and_the_name_of_a_file() -> None:
    item = {"PK": {"S": "SCHOOL#de-regenboog"}, "SK": {"S": "PUPIL#1"}, "x": {"M": {"born": {"S": BORN.value}}}}
    planted = [
        Trace("log", json.dumps({"message": "ParentRegistered", "parent": SESSION.value})),
        Trace("queue deliveries", json.dumps({"kind": "new_link", "code": grouped(CODE.value)})),
        *of_item(item),
        Trace("name of a file in letters", f"schools/de-regenboog/{CODE.value}.pdf"),
    ]
    assert [(leak.kind, leak.place) for leak in search(ALL, planted).leaks] == [
        ("session", "log"),
        ("code", "queue deliveries"),
        ("date of birth", "table SCHOOL/PUPIL.x"),
        ("code", "name of a file in letters"),
    ]


def test_where_it_belongs_it_is_no_leak() -> None:
    assert found(BORN.value, "table SCHOOL/PUPIL.birth_date") == []
    assert found(BORN.value, "table SCHOOL/PUPIL.GSI1SK") == ["date of birth"]
    assert found(CODE.value, "file in letters") == []
    assert found(f"{DIGITS.value} is uw code", "mail", DIGITS.whose) == []


def test_a_mail_to_somebody_else_is_no_place_for_it() -> None:
    assert found(f"{DIGITS.value} is uw code", "mail", "jan@ouders.example") == ["digits of a mail"]


def test_what_is_told_of_a_leak_is_not_the_secret() -> None:
    (leak,) = search([SESSION], [Trace("log", f"token {SESSION.value} of")]).leaks
    assert SESSION.value.casefold()[:16] not in str(leak)


def test_every_kind_has_its_places() -> None:
    assert set(BELONGS) == set(get_args(Kind))


def test_secrets_are_read_from_mails_and_pages() -> None:
    mail = "123456 is uw code https://x/school/uitnodiging/de-school/abc/Kq3-_Kq3-_Kq3-_Kq3-_ 8888 #654321"
    assert list(in_mail(mail, "a@b.example")) == [
        Secret("digits of a mail", "123456", "a@b.example"),
        Secret("invitation", "Kq3-_Kq3-_Kq3-_Kq3-_", "a@b.example"),
    ]
    page = "https://b.s3/x?X-Amz-Signature=0123456789abcdef0123&a=b <b>ob_abcdefghij0123456789-_</b>"
    assert {one.kind for one in on_page(page)} == {"signature", "API key"}


def test_a_letter_is_read_as_printed() -> None:
    """Of a PDF both what is seen and what stands beside it."""
    texts = texts_in(base64.b64decode(_PDF))
    assert any("7k3m-z9qx" in one for one in texts)


_PDF = base64.b64encode(
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 43>>stream\nBT /F1 12 Tf 9 99 Td (7K3M-Z9QX code) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
