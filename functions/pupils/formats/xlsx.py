"""Excel workbooks (Office Open XML, ECMA-376), read as a stream and never further than a list can reach.

The known readers believe what a file says of itself: one cell far away makes them take all memory.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from lxml import etree

from common import refusal_words as words
from common.values import Value
from pupils.formats import dates, headings, tables
from pupils.formats.archives import Archive
from pupils.formats.collector import UNSAVED
from pupils.formats.markup import elements, name_of
from pupils.formats.text import SEARCHED_FOR_HEADINGS, Row
from pupils.listed import MOST_COLUMNS, MOST_PUPILS, ListRefused, PupilList, too_many, too_many_columns

_MOST_STRINGS = 400_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# Numbers of formats that are dates without being written out in the file; 27–36 and 50–58 in East Asia.
_DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_NOT_OF_A_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class _Book(Value):
    archive: Archive
    strings: list[str]
    day_styles: frozenset[int]
    since_1904: bool


class _Line(NamedTuple):
    number: int
    cells: Row
    is_hidden: bool


def read(archive: Archive, today: date) -> PupilList:
    """The first visible sheet with known headings. Raises ListRefused."""
    sheets, since_1904 = _sheets(archive)
    if not sheets:
        raise ListRefused("no_list", words.NO_SHEET)
    book = _Book(archive, _strings(archive), _day_styles(archive), since_1904)
    best = next((sheet for sheet in sheets if _knows_headings(book, sheet)), sheets[0])
    lines = list(_lines(book, best))
    hidden = frozenset(line.number for line in lines if line.is_hidden)
    # A workbook leaves out empty cells, at the end of a row too.
    width = max((len(line.cells) for line in lines), default=0)
    rows = [(line.number, line.cells + [""] * (width - len(line.cells))) for line in lines]
    return tables.read(rows, today, "xlsx", "rij", hidden)


def _sheets(archive: Archive) -> tuple[list[str], bool]:
    """The names in the archive of the visible sheets, and whether days count from 1904."""
    targets = {
        one.get("Id", ""): one.get("Target", "").lstrip("/")
        for relations in _parts(archive, "xl/_rels/workbook.xml.rels", "Relationships")
        for one in relations
        if isinstance(one.tag, str)
    }
    found, since_1904 = [], False
    for element in _parts(archive, "xl/workbook.xml", "workbookPr", "sheets"):
        if name_of(element) == "workbookPr":
            since_1904 = element.get("date1904") in ("1", "true")
            continue
        for sheet in element:
            target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or "", "")
            name = target if target.startswith("xl/") else f"xl/{target}"
            if sheet.get("state", "visible") == "visible" and name in archive:
                found.append(name)
    return found, since_1904


def _strings(archive: Archive) -> list[str]:
    """The texts that cells share; what the file says of their number is not believed."""
    found: list[str] = []
    for element in _parts(archive, "xl/sharedstrings.xml", "si"):
        found.append(_text(element))
        if len(found) > _MOST_STRINGS:
            raise too_many()
    return found


def _day_styles(archive: Archive) -> frozenset[int]:
    """Which styles of cells show a number as a date."""
    written: dict[str, str] = {}
    styles: list[int] = []
    for element in _parts(archive, "xl/styles.xml", "numFmts", "cellXfs"):
        children = [child for child in element if isinstance(child.tag, str)]
        if name_of(element) == "numFmts":
            written = {child.get("numFmtId", ""): child.get("formatCode", "") for child in children}
        else:
            styles = [
                index
                for index, child in enumerate(children)
                if _shows_a_day(child.get("numFmtId", "0"), written.get(child.get("numFmtId", ""), ""))
            ]
    return frozenset(styles)


def _shows_a_day(number: str, code: str) -> bool:
    if code:
        letters = _NOT_OF_A_DATE.sub("", code).lower()
        return "y" in letters or "j" in letters or ("d" in letters and "m" in letters)
    return number.isascii() and number.isdigit() and int(number) in _DATE_FORMATS


def _knows_headings(book: _Book, sheet: str) -> bool:
    first = [(line.number, line.cells) for line in islice(_lines(book, sheet), SEARCHED_FOR_HEADINGS)]
    return bool(first) and headings.count_known(first[tables.best_headings(first)][1]) > 1


def _lines(book: _Book, sheet: str) -> Iterator[_Line]:
    """The rows that hold something."""
    number = 0
    for count, element in enumerate(_parts(book.archive, sheet, "row")):
        if count > MOST_PUPILS + SEARCHED_FOR_HEADINGS:
            raise too_many()
        given = element.get("r", "")
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else number + 1
        cells = _cells(book, element)
        if cells:
            yield _Line(number, cells, element.get("hidden") in ("1", "true"))


def _cells(book: _Book, row: etree._Element) -> Row:
    cells: Row = []
    column = -1
    for cell in row.iterchildren("{*}c"):
        value = _value(book, cell)
        place = _CELL.fullmatch(cell.get("r", ""))
        column = _column(place[1]) if place else column + 1
        if not value:
            continue
        if column >= MOST_COLUMNS:
            raise too_many_columns()
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = value
    return cells


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(book: _Book, cell: etree._Element) -> str:
    """What a cell shows: of a formula the result that was saved, of a date the day in ISO's order."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    text = cell.findtext("{*}v") or ""
    if not text and cell.find("{*}f") is not None:
        return UNSAVED
    if kind == "b":
        return "WAAR" if text == "1" else "ONWAAR"
    if kind == "s":
        return book.strings[int(text)] if text.isascii() and text.isdigit() and int(text) < len(book.strings) else ""
    if kind != "n" or not text:
        return text
    return _number(book, text, cell.get("s", ""))


def _number(book: _Book, text: str, style: str) -> str:
    try:
        number = float(text)
    except ValueError:
        return text
    if style.isdigit() and int(style) in book.day_styles:
        day = dates.of_excel(number, since_1904=book.since_1904)
        return day.isoformat() if day else text
    is_whole = number.is_integer() and abs(number) < 10**15
    return str(int(number)) if is_whole else text


def _text(element: etree._Element) -> str:
    """All text in it but the phonetic guide."""
    return "".join(
        part.text or ""
        for part in element.iter("{*}t")
        if (above := part.getparent()) is not None and name_of(above) != "rPh"
    )


def _parts(archive: Archive, name: str, *wanted: str) -> Iterator[etree._Element]:
    if name in archive:
        yield from elements(archive.read(name), *wanted)
