"""Whether a file is of the kind that its name says: by how it begins and ends, as each format lays down.

A document of an office program is a ZIP whose list of parts stands at its end. It is looked for by name and not
unpacked, so nothing in a hostile one is followed; one with macros is of another kind, whatever its name says.
"""

import re
from collections.abc import Callable, Mapping

from common.attachments import TYPES
from common.values import Value

# More than the list of parts of any document takes that fits in a message.
LOOKED_AT = 256 * 1024
_ZIP = b"PK\x03\x04"
_PARTS_OF_ALL = b"[Content_Types].xml"
_MACROS = b"vbaProject"
# Of ODF: in the first part, which is not compressed, after the 30 bytes that begin every part.
_KIND_OF_ODF = 30
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UTF_8 = b"\xef\xbb\xbf"
# What no text has: tabs, ends of lines and pages, and the end of a file of DOS are some.
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1c-\x1f]")
# A PDF may have something before it, as its readers take it.
_START_OF_PDF = 1024


class Ends(Value):
    """Of a file. size: in bytes. first, last: at most LOOKED_AT bytes of its beginning and of its end.

    tag: another one says that there is another file in its place.
    """

    size: int
    first: bytes
    last: bytes
    tag: str = ""


def is_of_kind(content_type: str, file: Ends) -> bool:
    """content_type: one of `TYPES`."""
    return _CHECKS[content_type](file)


def _begins_with(magic: bytes) -> Callable[[Ends], bool]:
    return lambda file: file.first.startswith(magic)


def _is_pdf(file: Ends) -> bool:
    return b"%PDF-" in file.first[:_START_OF_PDF]


def _is_webp(file: Ends) -> bool:
    return file.first.startswith(b"RIFF") and file.first[8:12] == b"WEBP"


def _is_office(folder: bytes) -> Callable[[Ends], bool]:
    """folder: in which the parts are that make it this kind of document (ECMA-376)."""

    def check(file: Ends) -> bool:
        there = _PARTS_OF_ALL in file.last and folder in file.last
        return file.first.startswith(_ZIP) and there and _MACROS not in file.last

    return check


def _is_open_document(content_type: str) -> Callable[[Ends], bool]:
    """As OpenDocument 1.3, part 2, chapter 3.3 has it."""
    kind = f"mimetype{content_type}".encode() + b"PK"
    return lambda file: file.first.startswith(_ZIP) and file.first.startswith(kind, _KIND_OF_ODF)


def _is_text(file: Ends) -> bool:
    """In any of the ways in which programs write text; UTF-16 says so itself."""
    return file.first.startswith(_UTF_16) or not (_NO_TEXT.search(file.first) or _NO_TEXT.search(file.last))


def _is_calendar(file: Ends) -> bool:
    return _is_text(file) and file.first.removeprefix(_UTF_8).lstrip().upper().startswith(b"BEGIN:VCALENDAR")


_CHECKS: Mapping[str, Callable[[Ends], bool]] = {
    TYPES["pdf"]: _is_pdf,
    TYPES["png"]: _begins_with(b"\x89PNG\r\n\x1a\n"),
    TYPES["jpg"]: _begins_with(b"\xff\xd8\xff"),
    TYPES["webp"]: _is_webp,
    TYPES["docx"]: _is_office(b"word/"),
    TYPES["xlsx"]: _is_office(b"xl/"),
    TYPES["pptx"]: _is_office(b"ppt/"),
    TYPES["odt"]: _is_open_document(TYPES["odt"]),
    TYPES["ods"]: _is_open_document(TYPES["ods"]),
    TYPES["txt"]: _is_text,
    TYPES["csv"]: _is_text,
    TYPES["ics"]: _is_calendar,
}
