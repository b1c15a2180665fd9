"""A text, and what it says to whoever unpacks it: encoded, escaped, compressed, in archives and on paper."""

import base64
import binascii
import html
import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import unquote_plus
from zipfile import BadZipFile, ZipFile

import pypdfium2

_DEEPEST = 4
_GZIP, _ZIP, _PDF = b"\x1f\x8b", b"PK\x03\x04", b"%PDF"
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){12,}")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def texts_in(content: str | bytes) -> list[str]:
    """All of them in lower case, the outermost first."""
    found: dict[str, None] = {}
    _unpack(content, found, _DEEPEST)
    return [text.casefold() for text in found]


def _unpack(content: str | bytes, found: dict[str, None], depth: int) -> None:
    if isinstance(content, bytes):
        for part in _parts_of(content):
            _unpack(part, found, depth)
        return
    if content in found:
        return
    found[content] = None
    if depth:
        for step in _STEPS:
            for inner in step(content):
                if inner and inner != content:
                    _unpack(inner, found, depth - 1)


def _parts_of(content: bytes) -> Iterator[str | bytes]:
    if content.startswith(_GZIP):
        with suppress(zlib.error):
            yield zlib.decompress(content, wbits=31)
    elif content.startswith(_ZIP):
        yield from _members(content)
    elif content.startswith(_PDF):
        yield from _printed(content)
    else:
        yield content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "replace")


def _members(content: bytes) -> Iterator[str | bytes]:
    with suppress(BadZipFile), ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            yield member.filename
            yield archive.read(member)


def _printed(content: bytes) -> Iterator[str | bytes]:
    """What is read on the pages, and what stands beside it."""
    with suppress(pypdfium2.PdfiumError):
        document = pypdfium2.PdfDocument(content)
        yield "\n".join(page.get_textpage().get_text_bounded() for page in document)
        yield str(document.get_metadata_dict())
        document.close()
    yield _STREAM.sub(b"", content).decode("latin-1")
    for stream in _STREAM.findall(content):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(stream).decode("latin-1")


# -- what a text may hold


def _from_address(text: str) -> Iterator[str | bytes]:
    if "%" in text:
        yield unquote_plus(text)


def _from_html(text: str) -> Iterator[str | bytes]:
    if "&" in text:
        yield html.unescape(text)


def _from_json(text: str) -> Iterator[str | bytes]:
    if "\\" in text:
        yield _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _ESCAPED.get(found[2], found[2]), text)


def _from_base64(text: str) -> Iterator[str | bytes]:
    for token in set(_BASE64.findall(text)):
        plain = token.rstrip("=").replace("-", "+").replace("_", "/")
        with suppress(binascii.Error):
            yield from _readable(base64.b64decode(plain + "=" * (-len(plain) % 4)))


def _from_hex(text: str) -> Iterator[str | bytes]:
    for token in set(_HEX.findall(text)):
        yield from _readable(bytes.fromhex(token))


def _readable(content: bytes) -> Iterator[str | bytes]:
    """Nothing where it was no text: most of what looks encoded is an id."""
    if content.startswith((_GZIP, _ZIP, _PDF)):
        yield content
        return
    text = content.decode("utf-8", "replace")
    if sum(one.isprintable() and one != "\ufffd" for one in text) > 0.9 * len(text):
        yield text


_STEPS: tuple[Callable[[str], Iterator[str | bytes]], ...] = (
    _from_address,
    _from_html,
    _from_json,
    _from_base64,
    _from_hex,
)
