"""Whether a file is what its name says."""

import io
import zipfile

import pytest

from common.attachments import LARGEST, TYPES
from common.contents import LOOKED_AT, Ends, is_of_kind
from tests.rules.attached import ALL, file_of_kind

_TEXTS = {"txt", "csv"}


def ends(content: bytes) -> Ends:
    return Ends(len(content), content[:LOOKED_AT], content[-LOOKED_AT:])


def archive(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as one:
        for name in names:
            one.writestr(name, "<x/>")
    return packed.getvalue()


@pytest.mark.parametrize("ending", TYPES)
@pytest.mark.parametrize("size", [0, LARGEST])
def test_a_file_of_each_kind_is_known(ending: str, size: int) -> None:
    content = file_of_kind(ending, size)
    assert size in (0, len(content))
    assert is_of_kind(TYPES[ending], ends(content))


@pytest.mark.parametrize("ending", TYPES)
def test_no_file_passes_for_another_kind(ending: str) -> None:
    """But for text, of which a table and a calendar are some."""
    taken_for = {
        other for other in TYPES if TYPES[other] != TYPES[ending] and is_of_kind(TYPES[other], ends(ALL[ending]))
    }
    assert taken_for - _TEXTS == set()
    assert not taken_for or ending in {*_TEXTS, "ics", "pdf"}


@pytest.mark.parametrize("ending", TYPES)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00\x03\x00\x00\x00\x04\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00",
        b"PK\x03\x04",
        b"GIF89a\x01\x00\x01\x00",
        archive("lijst.txt"),
        archive("[Content_Types].xml", "lijst.txt"),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
        archive("mimetype", "content.xml"),
    ],
    ids=["empty", "exe", "elf", "locked", "zip", "gif", "zip of text", "no kind", "docm", "xlsm", "packed mimetype"],
)
def test_what_is_of_no_kind_is_of_none(ending: str, content: bytes) -> None:
    assert is_of_kind(TYPES[ending], ends(content)) == (content == b"" and ending in _TEXTS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_text_however_it_is_written(encoding: str) -> None:
    assert is_of_kind("text/plain", ends("Café\tdicht\r\n\x0cTot morgen\x1a".encode(encoding)))


def test_a_calendar_may_have_lines_before_it_but_no_words() -> None:
    assert is_of_kind("text/calendar", ends(b"\r\nbegin:vcalendar\r\n"))
    assert not is_of_kind("text/calendar", ends(b"x\r\nBEGIN:VCALENDAR\r\n"))


def test_a_text_that_ends_in_something_else_is_none() -> None:
    assert not is_of_kind("text/plain", ends(b"x" * 2 * LOOKED_AT + b"\x00\x01"))
