"""Letters of an invented school, and their pages as pictures, as text and as a phone reads them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pypdfium2
import zxingcpp

from common.codes import ALPHABET, grouped
from letters.letter import Letter, School, render

PREFIX = "https://ouders.deregenboog.example/k/"
MADE_ON = datetime(2026, 9, 1, 9, 30, tzinfo=timezone(timedelta(hours=2)))
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


def is_white(pixels: bytes) -> bool:
    return not pixels.strip(b"\xff")
