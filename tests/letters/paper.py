"""Letters of an invented school, and their pages as pictures, as text and as a phone reads them."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp

from common.codes import ALPHABET, grouped
from letters.letter import Letter, School, render

PREFIX = "https://ouders.deregenboog.example/k/"
MADE_ON = datetime(2026, 9, 1, 9, 30, tzinfo=timezone(timedelta(hours=2)))
UNTIL = date(2027, 7, 31)
SCHOOL = School(
    name="Basisschool De Regenboog",
    street="Lindelaan 12",
    postcode_city="3571 AB Utrecht",
    phone="030 - 123 45 67",
    email="administratie@deregenboog.example",
    colour="#1d5b4f",
)
LONG_SCHOOL = School(
    name="Openbare Jenaplanbasisschool De Wonderlijke Waterwereld van Westerveld-Noord en Zuid",
    street="Burgemeester van Heutszplantsoenlaan 1234 bis",
    postcode_city="9999 WW 's-Gravenhage-Wateringseveld",
    phone="+31 (0)30 - 123 45 67 toestel 1234",
    email="administratie.en.directie@jenaplan-waterwereld.example",
    colour="#f5d90a",
)


def letter(pupil: str = "Noor van der Linden", code: str = "7KQMX4DW9VHT0B3N", **changes: Any) -> Letter:
    made = Letter(pupil, "5B", grouped(code), PREFIX + code, date(2027, 7, 31), has_birth_date=True)
    return replace(made, **changes)


def many(count: int) -> list[Letter]:
    return [letter(f"Leerling {i}", code=(ALPHABET[i % 32] + ALPHABET[i // 32]) * 8) for i in range(count)]


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    yield document
    document.close()


def pages(pdf: bytes) -> list[str]:
    with opened(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def fronts(pdf: bytes) -> list[str]:
    """Of letters in Dutch, none of which goes on on its back."""
    front_and_back = pages(pdf)
    assert [text for text in front_and_back[1::2] if text.strip()] == []
    return front_and_back[::2]


def bookmarks(pdf: bytes) -> list[str]:
    with opened(pdf) as document:
        return [entry.get_title() for entry in document.get_toc()]


def pictures(pdf: bytes, dpi: int = 150) -> list[list[bytes]]:
    """The pages in grey, row by row."""
    with opened(pdf) as document:
        return [rows(page.render(scale=dpi / 72, grayscale=True)) for page in document]


def rows(bitmap: pypdfium2.PdfBitmap) -> list[bytes]:
    data = bytes(bitmap.buffer)
    return [data[at : at + bitmap.width] for at in range(0, bitmap.height * bitmap.stride, bitmap.stride)]


def scanned(pdf: bytes) -> list[list[str]]:
    return [[found.text for found in zxingcpp.read_barcodes(image(picture))] for picture in pictures(pdf)]


def image(picture: list[bytes]) -> memoryview:
    return memoryview(b"".join(picture)).cast("B", (len(picture), len(picture[0])))


def on_one_line(text: str) -> str:
    return " ".join(text.replace("\ufffe", "").split())


def printed(*letters: Letter, school: School = SCHOOL) -> bytes:
    return render(school, letters, MADE_ON, PREFIX).pdf


def margins_are_white(pdf: bytes) -> bool:
    """Whether nothing below the band reaches into the outer 20 mm at the sides or 8 mm at the foot."""
    mm = 150 / 25.4
    side, foot, band = int(20 * mm), int(8 * mm), int(10 * mm)
    return all(
        is_white(b"".join(picture[-foot:])) and all(is_white(row[:side] + row[-side:]) for row in picture[band:])
        for picture in pictures(pdf)
    )


def texts_under_pictures(pdf: bytes) -> list[str]:
    """What cannot be read because a picture stands there."""
    with opened(pdf) as document:
        return [text for page in document for text in _under_pictures(page)]


def _under_pictures(page: pypdfium2.PdfPage) -> Iterator[str]:
    text_page = page.get_textpage()
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = one.get_bounds()
        if text := text_page.get_text_bounded(left, bottom, right, top).strip():
            yield text


def is_white(pixels: bytes) -> bool:
    return not pixels.strip(b"\xff")


def spoken(pdf: bytes) -> list[str]:
    """What a screen reader says of each page: the texts and alternative texts in the order of the tags."""
    with opened(pdf) as document:
        return [on_one_line(" ".join(_said(page))) for page in document]


def _said(page: pypdfium2.PdfPage) -> Iterator[str]:
    texts = _marked_texts(page)
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    try:
        for at in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            yield from _said_of(pdfium.FPDF_StructTree_GetChildAtIndex(tree, at), texts)
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _said_of(element: Any, texts: dict[int, str]) -> Iterator[str]:
    if alternative := _text_from(pdfium.FPDF_StructElement_GetAltText, element):
        yield alternative
        return
    for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, at)
        if mark >= 0:
            yield texts.get(mark, "")
        elif child := pdfium.FPDF_StructElement_GetChildAtIndex(element, at):
            yield from _said_of(child, texts)


def _marked_texts(page: pypdfium2.PdfPage) -> dict[int, str]:
    """The text of each piece of marked content."""
    found: dict[int, str] = {}
    text_page = page.get_textpage()
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        mark = pdfium.FPDFPageObj_GetMarkedContentID(one)
        found[mark] = found.get(mark, "") + _text_from(pdfium.FPDFTextObj_GetText, one, text_page)
    return found


def _text_from(function: Any, *arguments: Any) -> str:
    length = function(*arguments, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2) * 2)
    function(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[:length].decode("utf-16-le").rstrip("\0")
