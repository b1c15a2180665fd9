"""Letters as a parent, a phone and a screen reader meet them."""

import ctypes
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from common.codes import LENGTH, grouped
from common.letters import LANGUAGES
from fonts.characters import printable
from letters.letter import render
from letters.qr import QrTooLong
from letters.words import runs, words
from tests.letters.paper import (
    LONG_SCHOOL,
    MADE_ON,
    PREFIX,
    SCHOOL,
    bookmarks,
    fronts,
    letter,
    many,
    margins_are_white,
    on_one_line,
    opened,
    pages,
    printed,
    scanned,
)


def test_every_qr_code_leads_to_exactly_the_printed_link() -> None:
    letters = many(28)
    pdf = printed(*letters)
    assert scanned(pdf)[::2] == [[of.link] for of in letters]
    for of, text in zip(letters, fronts(pdf), strict=True):
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
    assert [note.keys() for note in other["notes"]] == [note.keys() for note in dutch["notes"]]
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
    known, unknown = fronts(printed(letter(), letter(has_birth_date=False)))
    assert "geboortedatum" in known
    assert "geboortedatum" not in unknown


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "ar"])
def test_where_a_pupil_may_have_one_account_the_letter_is_not_for_both_parents(language: str) -> None:
    """PDFium reverses Arabic words."""
    (note,) = (one for one in words(language)["notes"] if "for_one" in one)
    for school, there, away in (
        (SCHOOL, note["title"], note["for_one"]["title"]),
        (replace(SCHOOL, for_one=True), note["for_one"]["title"], note["title"]),
    ):
        text = on_one_line(pages(render(school, [letter(language=language)], MADE_ON, PREFIX).pdf)[-1])
        assert (there in text, away in text) == (True, False)


def drawn(pdf: bytes, page: int, top: float, bottom: float) -> str:
    """What is read from left to right between two heights, in mm from the top, as it is drawn."""
    with opened(pdf) as document:
        height, text = document[page].get_height(), document[page].get_textpage()
        boxes = [(text.get_charbox(i), text.get_text_range(i, 1)) for i in range(text.count_chars())]
    mm = 72 / 25.4
    inside = [(box[0], sign) for box, sign in boxes if height - bottom * mm < box[1] < height - top * mm]
    return "".join(sign for _, sign in sorted(inside) if not sign.isspace())


def test_names_and_addresses_keep_their_order_in_a_letter_that_reads_from_right_to_left() -> None:
    school = replace(SCHOOL, name='OBS "De Zon" (Oost)', street="1 Lindelaan", postcode_city="1234 AB Dorp (NB)")
    pdf = render(school, [letter("Noor Bakker (2)", language="ar")], MADE_ON, PREFIX).pdf
    for page in (0, 1):
        assert drawn(pdf, page, 20, 27.5) == 'OBS"DeZon"(Oost)'
        assert drawn(pdf, page, 28.5, 32) == "1Lindelaan,1234ABDorp(NB)"
        assert drawn(pdf, page, 100, 108) == "NoorBakker(2)"


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


@pytest.mark.parametrize("name", ["W" * 100, "Ww " * 33, "w" * 400, "Anna-Maria " * 10, "م" * 100], ids=ascii)
def test_the_longest_texts_stay_on_one_page_and_inside_it(name: str) -> None:
    prefix = f"https://{'w' * 56}.nl/k/"
    code = "W" * LENGTH
    long = letter(name, class_name="W" * 64, code=grouped(code), link=prefix + code)
    pdf = render(LONG_SCHOOL, [long, long], MADE_ON, prefix).pdf
    assert len(fronts(pdf)) == 2
    assert scanned(pdf) == [[long.link], [], [long.link]]
    assert margins_are_white(pdf)


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
    assert len(fronts(printed(*letters))) == 60


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
