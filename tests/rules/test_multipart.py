"""A file in a form, whatever a browser or somebody else sends."""

import os
import time

import pytest

from common.web.multipart import fields_in, file_in

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def form(content: bytes, name: str = "logo", file: str = "logo.png", boundary: str = BOUNDARY) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
    return f"{head}Content-Type: image/png\r\n\r\n".encode() + content + f"\r\n--{boundary}--\r\n".encode()


@pytest.mark.parametrize(
    "content",
    [b"x", b"", b"\r\n", b"\n\r\n--x\r\n", bytes(range(256)), os.urandom(3_000_000)],
)
def test_a_file_comes_as_it_was_sent(content: bytes) -> None:
    assert file_in(TYPE, form(content), "logo") == content


@pytest.mark.parametrize("file", ["", "logo.png", 'a".png', "é.png", "a; name=x", "=?utf-8?q?x?=", "../../x", "a\\b"])
def test_the_name_of_the_file_may_be_anything(file: str) -> None:
    assert file_in(TYPE, form(b"x", file=file), "logo") == b"x"


def test_the_field_that_is_asked_for_is_found_among_others() -> None:
    other = form(b"other", "photo").removesuffix(f"--{BOUNDARY}--\r\n".encode())
    text = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="logo"\r\n\r\nno file\r\n'.encode()
    assert file_in(TYPE, other + text + form(b"mine"), "logo") == b"mine"


def test_what_was_typed_beside_a_file_is_read_and_the_file_is_none_of_it() -> None:
    typed = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="seen"\r\n\r\né\r\n'.encode()
    assert fields_in(TYPE, typed + form(b"mine")) == [("seen", "é")]
    assert fields_in(TYPE, form(b"mine")) == []
    assert fields_in("application/x-www-form-urlencoded", typed) == []


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=other",
        "multipart/form-data; boundary=\xff\xfe",
        'multipart/form-data; boundary="a\r\nb"',
        "multipart/form-data; boundary*=utf-8''%ff%00",
        "multipart/form-data; boundary*=idna''x",
        "multipart/form-data; boundary*=a\0''x",
        "multipart/form-data; boundary=" + "x" * 100_000,
        f"multipart/mixed; boundary={BOUNDARY}",
        f"text/plain; boundary={BOUNDARY}",
        ";;;==",
    ],
)
def test_what_is_no_such_form_has_no_file(content_type: str) -> None:
    assert file_in(content_type, form(b"x"), "logo") == b""


HEADS = [
    b"",
    b"x",
    b"\xff\xfe: x",
    b"Content-Disposition:",
    b"Content-Disposition: form-data",
    b'Content-Disposition: form-data; name="logo"',
    b"Content-Disposition: " + b"(" * 1_900,
    b"Content-Disposition: form-data; " + b"a=b;" * 400,
    b'Content-Disposition: form-data; name="logo"; filename="' + b"x" * 5_000 + b'"',
    b"Content-Disposition: form-data; name=\"logo\"; filename*=idna''a",
    b"Content-Disposition: form-data; name=\"logo\"; filename*=punycode''%ff",
    b"Content-Disposition: form-data; name=\"logo\"; filename*=a\0''a",
    b"Content-Type: multipart/mixed; boundary=b",
]


@pytest.mark.parametrize("head", HEADS, ids=range(len(HEADS)))
def test_a_part_with_headers_of_nobody_is_no_file(head: bytes) -> None:
    assert file_in("multipart/form-data; boundary=a", b"--a\r\n" + head + b"\r\n\r\nx\r\n--a--", "logo") == b""


CUT_OFF = [
    b"",
    b"--a",
    b"--a--",
    b"--a\r\n",
    form(b"x" * 99, boundary="a")[:-6],
    b"\r\n" * 1_000_000,
    b"--a\r\n" * 900_000,
]


@pytest.mark.parametrize("body", CUT_OFF, ids=range(len(CUT_OFF)))
def test_a_body_that_was_cut_off_has_no_file_and_takes_no_time(body: bytes) -> None:
    started = time.process_time()
    assert file_in("multipart/form-data; boundary=a", body, "logo") == b""
    assert time.process_time() - started < 1


def test_a_form_of_very_many_parts_is_not_read_to_its_end() -> None:
    part = form(b"x", "other", boundary="a").removesuffix(b"--a--\r\n")
    assert file_in("multipart/form-data; boundary=a", part * 1_000 + form(b"x", boundary="a"), "logo") == b""
