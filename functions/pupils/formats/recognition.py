"""Which format a file has: told by its content, never by its name."""

import re
from datetime import date

from common import refusal_words as words
from common.i18n import whole_megabytes
from common.imports import LARGEST_UPLOAD
from pupils.formats import csvlist, edex2000, edexml, oneroster, sections, xlsx
from pupils.formats.archives import Archive
from pupils.formats.text import decode, is_empty
from pupils.listed import ListRefused, PupilList

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHER_KINDS = {
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "photo",
    b"GIF8": "picture",
    b"{\\rtf": "document",
    b"7z\xbc\xaf": "7-zip",
    b"Rar!": "rar",
    b"\x1f\x8b": "gzip",
    b"SQLite": "database",
}


def read(content: bytes, today: date) -> PupilList:
    """Reads a list of any known format. Raises ListRefused with a sentence for the school."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ListRefused("empty", words.EMPTY)
    if len(content) > LARGEST_UPLOAD:
        largest = whole_megabytes(LARGEST_UPLOAD)
        raise ListRefused("too_large", words.TOO_LARGE % {"most": largest})
    return _of_archive(Archive(content), today) if content.startswith(_ZIP) else _of_file(content, today)


def _of_file(content: bytes, today: date) -> PupilList:
    if content.startswith(_OLD_OFFICE):
        raise ListRefused("old_office", words.OLD_OFFICE)
    for start, kind in _OTHER_KINDS.items():
        if content.startswith(start):
            raise ListRefused("no_list", words.OTHER_KIND % {"kind": words.KINDS[kind]}, words.WANTED)
    if _is_markup(content):
        return _of_markup(content, today)
    text = decode(content)
    if is_empty(text):
        raise ListRefused("empty", words.EMPTY)
    if re.match(r"[\ufeff\s]*(\{|\[\s*[\[{])", text):
        raise ListRefused("no_list", words.UNREADABLE, words.WANTED)
    return edex2000.read(text, "", today) if edex2000.is_pupil_file(text) else csvlist.read(text, today)


def _is_markup(content: bytes) -> bool:
    """In any encoding that XML may have: its first letter is '<', with or without zero bytes beside it."""
    start = content[:200].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf")
    return start.lstrip(b"\xff\xfe \t\r\n").startswith(b"<")


def _of_markup(content: bytes, today: date) -> PupilList:
    start = content[:2000].replace(b"\x00", b"").lower()
    if b"<html" in start or b"<table" in start or b"<!doctype html" in start:
        raise ListRefused("html", words.WEB_PAGE, words.SAVE_AS_XLSX)
    return edexml.read(content, today)


def _of_archive(archive: Archive, today: date) -> PupilList:
    if "[content_types].xml" in archive:
        return _of_office(archive, today)
    if "content.xml" in archive and "mimetype" in archive:
        raise ListRefused("other_office", words.OPEN_OFFICE)
    if "users.csv" in archive:
        return oneroster.read(archive, today)
    if "student.csv" in archive:
        return sections.read(archive, sections.SDS, today)
    if "students.csv" in archive:
        return sections.read(archive, sections.CLEVER, today)
    if "manifest.csv" in archive:
        raise ListRefused("no_news", words.NO_NEWS)
    if "edexll.txt" in archive:
        groups = decode(archive.read("edexgr.txt")) if "edexgr.txt" in archive else ""
        return edex2000.read(decode(archive.read("edexll.txt")), groups, today)
    if len(archive.names) == 1:
        return _of_only_file(archive.read(archive.names[0]), today)
    raise ListRefused("no_list", words.NO_LIST_IN_ZIP, words.WANTED)


def _of_only_file(content: bytes, today: date) -> PupilList:
    """One file in a package is unpacked once; never deeper."""
    if not content.startswith(_ZIP):
        return _of_file(content, today)
    inner = Archive(content)
    if "[content_types].xml" not in inner:
        raise ListRefused("unsafe_zip", words.ZIP_IN_ZIP, words.UNPACK)
    return _of_office(inner, today)


def _of_office(archive: Archive, today: date) -> PupilList:
    if "xl/workbook.xml" in archive:
        return xlsx.read(archive, today)
    if "xl/workbook.bin" in archive:
        raise ListRefused("other_office", words.BINARY_EXCEL, words.SAVE_AS_XLSX)
    raise ListRefused("other_office", words.OTHER_OFFICE, words.WANTED)
