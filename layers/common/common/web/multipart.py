"""A file in a form (multipart/form-data, RFC 7578): the fields are parted by bytes, their headers read by `email`."""

from collections.abc import Callable
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

# More than any form of ours has.
_MOST_PARTS = 20
_LARGEST_HEADERS = 2_000


def file_in(content_type: str, body: bytes, field: str) -> bytes:
    """The content of the first file that came as `field`; nothing where there is none, or the body is no such form."""
    for headers, content in _parts(content_type, body):
        if _field_of(headers) == field and _read(headers.get_filename) is not None:
            return content
    return b""


def fields_in(content_type: str, body: bytes) -> list[tuple[str, str]]:
    """What was typed beside the files: names and values, in their order."""
    found = ((_field_of(headers), headers, content) for headers, content in _parts(content_type, body))
    return [
        (name, content.decode("utf-8", "replace"))
        for name, headers, content in found
        if name is not None and _read(headers.get_filename) is None
    ]


def _parts(content_type: str, body: bytes) -> list[tuple[Message, bytes]]:
    if len(content_type) > _LARGEST_HEADERS:
        return []
    boundary = _read(_headers(b"Content-Type: " + content_type.encode("ascii", "replace")).get_boundary)
    if not boundary or not content_type.lower().startswith("multipart/form-data"):
        return []
    # A line break before a delimiter belongs to it; the first one stands at the very beginning.
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode("ascii", "replace"), _MOST_PARTS + 1)
    # Before the first delimiter and after the last is nothing of the form; without a last one it was cut off.
    whole = [piece for piece in pieces[1:-1] if piece.startswith(b"\r\n")] if pieces[-1].startswith(b"--") else []
    split = (piece.removeprefix(b"\r\n").partition(b"\r\n\r\n") for piece in whole)
    return [(_headers(head), content) for head, blank, content in split if blank and len(head) <= _LARGEST_HEADERS]


def _headers(head: bytes) -> Message:
    """By the old policy: the new one reads a header by recursion, which a hostile one makes too deep."""
    return BytesHeaderParser(policy=compat32).parsebytes(head + b"\r\n\r\n")


def _field_of(headers: Message) -> str | None:
    return _read(lambda: headers.get_param("name", header="content-disposition"))


def _read(read: Callable[[], object]) -> str | None:
    """None also where it is written in a character set that Python refuses, which the sender may name at will."""
    try:
        value = read()
    except ValueError:
        return None
    return value if isinstance(value, str) else None
