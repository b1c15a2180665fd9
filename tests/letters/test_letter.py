"""Letters as a parent, a phone and a screen reader meet them."""

import ctypes
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from common.codes import ALPHABET, LENGTH, grouped
from common.letters import LANGUAGES
from letters.letter import LONGEST_NAME, Letter, School, render
from letters.qr import QrTooLong
from letters.words import runs, words
from typesetting import FONTS
from typesetting.characters import characters, coverage, printable

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

# How each hostile name must stand on the page, in the bookmark of its letter.
LITERAL = [
    '#eval("1")',
    "$x$",
    "*b*",
    "_i_ `c` @ref <label> // /* */ \\ #{1+1} #panic()",
    "<script>alert(1)</script>",
    '&amp; &#65; O\'Brien "Bob" ${x} {{x}} %s',
    "'; DROP TABLE pupils; --",
    "= Kop - lijst + nummer / term: uitleg",
    "Şükrü Żółkiewski-Čapek",
    "Nguyễn Thị Ánh",
    "Соломія Їжакевич",
    "Ελένη Παπαδοπούλου",
    "Əliyev Ñandú Ærø ßen",
    "محمد الأمين",
    "می‌خواهم",
]
CHANGED = {
    "李小龙": "□□□",
    "Mei 李": "Mei □",
    "Noor 😀": "Noor □",
    "👩‍👩‍👧": "□□□",
    "ﬁn Ａda 𝐁ob": "fin Ada Bob",
    "A\u064e": "A",
    "e" + "\u0323\u0301" * 20: "\u1eb9\u0323\u0323\u0323",
    "W" * 200: "W" * LONGEST_NAME + "…",
}
CLEANED = {
    "abc\u202edef\u202c": "abcdef",
    "\u2067Noor\u2069": "Noor",
    "Jose\u0301": "José",
    "a\x00b\x1b[31m\tc\r\nd\u2028e": "ab[31m c d e",
    "No\u200bor\ufeff\u00ad": "Noor",
    "\ud800Noor": "Noor",
}


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


def test_every_qr_code_leads_to_exactly_the_printed_link() -> None:
    letters = many(28)
    pdf = printed(*letters)
    assert scanned(pdf) == [[of.link] for of in letters]
    for of, text in zip(letters, pages(pdf), strict=True):
        assert of.link in text


def test_a_page_holds_name_class_code_date_and_the_way_to_the_school() -> None:
    (page,) = pages(printed(letter()))
    text = on_one_line(page)
    for expected in (
        "Aan de ouder(s)/verzorger(s) van Noor van der Linden Groep 5B",
        "Uw persoonlijke code voor Noor van der Linden",
        "Activatiecode 7KQM-X4DW-9VHT-0B3N",
        "Deze code is geen wachtwoord.",
        "1 september 2026",
        "31 juli 2027",
        "Basisschool De Regenboog",
        "Lindelaan 12, 3571 AB Utrecht",
        "030 - 123 45 67",
        "administratie@deregenboog.example",
    ):
        assert expected in text


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "nl"])
def test_a_letter_has_the_familys_language_on_its_back_with_the_same_code(language: str) -> None:
    of = letter("Zoë van der Berg", language=language)
    pdf = printed(of, letter(code="1" * LENGTH), of)
    assert [codes for codes in scanned(pdf) if codes] == [[of.link]] * 2 + [[PREFIX + "1" * LENGTH]] + [[of.link]] * 2
    front, back, _, blank, third, _ = pages(pdf)
    assert "Beste ouder(s)" in front
    assert "Beste ouder(s)" in third
    assert blank.strip() == ""
    assert "Beste ouder(s)" not in back
    assert of.code in back
    assert of.link in back
    assert margins_are_white(pdf)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_texts_fit_the_page_in_every_language(language: str) -> None:
    prefix = f"https://{'w' * 56}.nl/k/"
    code = "W" * LENGTH
    long = letter("Ww " * 33, class_name="W" * 64, code=grouped(code), link=prefix + code, language=language)
    pdf = render(LONG_SCHOOL, [long], MADE_ON, prefix).pdf
    assert len(pages(pdf)) == (1 if language == "nl" else 2)
    assert margins_are_white(pdf)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_all_the_words_of_dutch_in_letters_that_our_fonts_have(language: str) -> None:
    dutch, other = words("nl"), words(language)
    assert other.keys() == dutch.keys()
    assert [len(other[name]) for name in ("months", "steps", "notes")] == [12, 3, 4]
    used = json.dumps(other, ensure_ascii=False)
    assert not printable(used).substituted
    assert values_in(other) == values_in(dutch)


def values_in(texts: dict[str, Any]) -> list[str]:
    parts = [*texts["steps"], *(note["runs"] for note in texts["notes"])]
    return sorted(run["text"] for part in parts for run in part if run["kind"] == "value")


def test_a_text_with_an_unknown_value_is_refused() -> None:
    with pytest.raises(ValueError, match="wachtwoord"):
        runs("Uw {wachtwoord}")


def test_the_date_of_birth_is_mentioned_only_when_the_school_knows_it() -> None:
    known, unknown = pages(printed(letter(), letter(has_birth_date=False)))
    assert "geboortedatum" in known
    assert "geboortedatum" not in unknown


def test_the_address_stands_in_the_window_and_the_code_does_not() -> None:
    with opened(printed(letter())) as document:
        page = document[0]
        height = page.get_height()
        mm = 72 / 25.4
        window = {"left": 20 * mm, "right": 110 * mm, "top": height - 45 * mm, "bottom": height - 90 * mm}
        text = on_one_line(page.get_textpage().get_text_bounded(**window))
    assert text == "Aan de ouder(s)/verzorger(s) van Noor van der Linden Groep 5B"


@pytest.mark.parametrize(
    ("class_name", "line"), [("Groep 5", "Groep 5"), ("groep 1/2 a", "Groep 1/2 a"), ("H4c", "Groep H4c")]
)
def test_the_word_groep_is_printed_once(class_name: str, line: str) -> None:
    (page,) = pages(printed(letter(class_name=class_name)))
    assert f"Linden {line} Datum" in on_one_line(page)


def test_a_pupil_without_a_class_has_no_empty_line_for_it() -> None:
    (page,) = pages(printed(letter(class_name="")))
    assert "Groep" not in page


def test_every_bookmark_names_its_pupil() -> None:
    assert bookmarks(printed(letter("Noor"), letter("Sem"))) == [
        "Uw persoonlijke code voor Noor",
        "Uw persoonlijke code voor Sem",
    ]


@pytest.mark.parametrize("name", LITERAL)
def test_a_hostile_or_foreign_name_is_printed_literally(name: str) -> None:
    rendered = render(SCHOOL, [letter(name)], MADE_ON, PREFIX)
    assert bookmarks(rendered.pdf) == [f"Uw persoonlijke code voor {name}"]
    assert rendered.substituted == ()


def test_latin_names_are_found_in_the_text_of_the_page() -> None:
    names = [name for name in LITERAL if printable(name).text.isascii()]
    for name, page in zip(names, pages(printed(*map(letter, names))), strict=True):
        assert on_one_line(page).count(name) == 2


@pytest.mark.parametrize(("name", "shown"), CHANGED.items())
def test_a_name_no_font_can_print_is_substituted_and_reported(name: str, shown: str) -> None:
    rendered = render(SCHOOL, [letter(), letter(name), letter()], MADE_ON, PREFIX)
    assert rendered.substituted == (1,)
    assert bookmarks(rendered.pdf)[1].startswith(f"Uw persoonlijke code voor {shown}")


@pytest.mark.parametrize(("name", "shown"), CLEANED.items())
def test_invisible_characters_are_left_out_without_a_report(name: str, shown: str) -> None:
    rendered = render(SCHOOL, [letter(name)], MADE_ON, PREFIX)
    assert rendered.substituted == ()
    assert bookmarks(rendered.pdf) == [f"Uw persoonlijke code voor {shown}"]


def test_a_class_no_font_can_print_is_reported_too() -> None:
    assert render(SCHOOL, [letter(class_name="班")], MADE_ON, PREFIX).substituted == (0,)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=10)), min_size=1, max_size=8))
def test_no_name_can_fail_its_class_or_take_a_second_page(names: list[tuple[str, str]]) -> None:
    letters = [letter(pupil, class_name=class_name) for pupil, class_name in names]
    assert len(pages(printed(*letters))) == len(letters)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("Aeشدم" + "".join(map(chr, [0x301, 0x64E, 0x651, 0x200C, 0x200D, 0x25CC, 0x20])))))
def test_no_mix_of_scripts_marks_and_joiners_can_fail_its_class(name: str) -> None:
    assert len(pages(printed(letter(name)))) == 1


def test_every_character_the_fonts_claim_can_be_printed() -> None:
    claimed = sorted(frozenset().union(*coverage()))
    names = ["".join(claimed[i : i + 60]) for i in range(0, len(claimed), 60)]
    assert len(pages(printed(*map(letter, names)))) == len(names)


@pytest.mark.parametrize("bold", sorted(FONTS.glob("*-Bold.ttf")), ids=lambda path: path.stem)
def test_bold_has_the_characters_of_regular(bold: Any) -> None:
    assert characters(bold) == characters(bold.with_name(bold.name.replace("Bold", "Regular")))


@pytest.mark.parametrize("name", ["W" * 100, "Ww " * 33, "w" * 400, "Anna-Maria " * 10, "م" * 100], ids=ascii)
def test_the_longest_texts_stay_on_one_page_and_inside_it(name: str) -> None:
    prefix = f"https://{'w' * 56}.nl/k/"
    code = "W" * LENGTH
    long = letter(name, class_name="W" * 64, code=grouped(code), link=prefix + code)
    pdf = render(LONG_SCHOOL, [long, long], MADE_ON, prefix).pdf
    assert scanned(pdf) == [[long.link]] * 2
    assert margins_are_white(pdf)


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


def test_a_list_of_the_names_lies_on_top_of_a_class() -> None:
    letters = [letter("Zoë van der Berg"), letter("Noor 李"), letter("Sem")]
    rendered = render(SCHOOL, letters, MADE_ON, PREFIX, cover=True)
    cover, *rest = pages(rendered.pdf)
    assert len(rest) == 3
    assert "Brieven groep 5B" in cover
    assert "3 brieven van 1 september 2026" in cover
    assert [name in cover for name in ("Zoë van der Berg", "Noor □", "Sem")] == [True] * 3
    assert scanned(rendered.pdf)[0] == []
    assert margins_are_white(rendered.pdf)


def test_on_a_list_of_several_classes_each_name_has_its_class() -> None:
    mixed = [letter("Zoë"), letter("Sem", class_name="6A")]
    cover, *_ = pages(render(SCHOOL, mixed, MADE_ON, PREFIX, cover=True).pdf)
    assert "5B – Zoë" in cover
    assert "6A – Sem" in cover


def test_a_list_of_two_hundred_long_names_goes_on_over_pages_inside_their_margins() -> None:
    letters = [letter("Ww " * 33, code=(ALPHABET[i % 32] + ALPHABET[i // 32]) * 8) for i in range(200)]
    pdf = render(LONG_SCHOOL, letters, MADE_ON, PREFIX, cover=True).pdf
    assert len(pages(pdf)) > 201
    with opened(pdf) as document:
        top = [rows(document[at].render(scale=150 / 72, grayscale=True)) for at in range(len(document) - 200)]
    side = int(20 * 150 / 25.4)
    assert all(is_white(row[:side] + row[-side:]) for picture in top for row in picture[60:])


def test_the_same_letters_give_the_same_bytes() -> None:
    letters = many(5)
    assert printed(*letters) == printed(*letters)


def test_classes_can_be_rendered_in_several_threads() -> None:
    letters = many(3)
    with ThreadPoolExecutor(4) as pool:
        pdfs = list(pool.map(lambda _: printed(*letters), range(12)))
    assert set(pdfs) == {printed(*letters)}


def test_a_batch_larger_than_a_class_is_rendered_whole() -> None:
    letters = many(60)
    assert len(pages(printed(*letters))) == 60


def test_the_document_is_tagged_titled_dutch_and_claims_pdf_ua() -> None:
    pdf = printed(letter())
    with opened(pdf) as document:
        assert pdfium.FPDFCatalog_IsTagged(document)
        assert language(document) == "nl-NL"
        assert document.get_metadata_value("Title") == "Ouderbrieven Basisschool De Regenboog, groep 5B"
    assert re.search(rb"pdfuaid:part>1<", pdf)


def language(document: pypdfium2.PdfDocument) -> str:
    buffer = ctypes.create_string_buffer(64)
    length = pdfium.FPDFCatalog_GetLanguage(document, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), 64)
    return buffer.raw[:length].decode("utf-16-le").rstrip("\0")


def test_only_our_fonts_are_in_the_document() -> None:
    pdf = printed(letter(), letter("محمد"), letter("李"))
    families = set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+(\w+)", pdf))
    assert families == {b"NotoSans", b"NotoSansArabic", b"NotoSansMono", b"NotoSansSymbols2"}


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#ffff00", "#1d5b4f", "#ff0000"])
def test_every_school_colour_gives_a_letter(colour: str) -> None:
    pdf = printed(letter(), school=replace(SCHOOL, colour=colour))
    assert scanned(pdf) == [[letter().link]]


def test_a_link_that_does_not_lead_to_the_code_is_refused() -> None:
    with pytest.raises(ValueError, match="does not lead"):
        printed(letter(link=PREFIX + "0" * LENGTH))


def test_a_link_too_long_for_paper_is_refused() -> None:
    with pytest.raises(QrTooLong):
        render(SCHOOL, [letter()], MADE_ON, "https://" + "w" * 200)


def test_no_letters_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        printed()
