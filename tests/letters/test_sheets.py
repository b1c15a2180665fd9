"""Each letter has a sheet of its own, however the school prints."""

import pypdfium2.raw as pdfium
import pytest

from common.letters import LANGUAGES, LONGEST_NUMBER
from letters.letter import Letter, render
from letters.sheets import printed_on_both_sides
from tests.letters.paper import (
    LONG_SCHOOL,
    MADE_ON,
    PREFIX,
    SCHOOL,
    is_white,
    letter,
    on_one_line,
    opened,
    pages,
    pictures,
    printed,
)
from tests.letters.paper import scanned as codes_on


def sheets(pdf: bytes) -> list[tuple[list[str], ...]]:
    """The codes on the front and on the back of each, as a printer that prints on both sides lays them."""
    sides = codes_on(pdf)
    return [tuple(sides[at : at + 2]) for at in range(0, len(sides), 2)]


@pytest.mark.parametrize("cover", [True, False])
def test_on_no_sheet_are_the_codes_of_two(cover: bool) -> None:
    letters = [letter("Noor", "1" * 16), letter("Sem", "2" * 16, language="pl"), letter("Zoë", "3" * 16)]
    pdf = render(SCHOOL, letters, MADE_ON, PREFIX, cover=cover).pdf
    found = [sorted({code for side in sheet for code in side}) for sheet in sheets(pdf)]
    assert found == [[]] * cover + [[one.link] for one in letters]


def test_the_back_of_a_letter_in_dutch_is_white() -> None:
    _, back, _ = pictures(printed(letter("Noor"), letter("Sem")))
    assert all(map(is_white, back))


def test_a_letter_alone_has_no_white_back() -> None:
    assert len(pages(printed(letter()))) == 1


@pytest.mark.parametrize(
    ("letters", "asks"),
    [([letter()], False), ([letter(), letter()], True), ([letter(language="tr")], True)],
    ids=["one in Dutch", "two", "one with a back"],
)
def test_a_viewer_is_told_to_print_what_has_backs_on_both_sides(letters: list[Letter], asks: bool) -> None:
    with opened(printed(*letters)) as document:
        both = pdfium.FPDF_VIEWERREF_GetDuplex(document) == pdfium.DuplexFlipLongEdge
    assert both == asks


def test_the_places_of_all_parts_are_as_the_table_of_the_pdf_says() -> None:
    pdf = printed(letter(), letter())
    table = int(pdf.rpartition(b"startxref\n")[2].split()[0])
    assert pdf[table:].startswith(b"xref\n")
    _, count = pdf[table:].splitlines()[1].split()
    entries = pdf[table:].split(b"\n", 2)[2].splitlines()[1 : int(count)]
    for number, entry in enumerate(entries, start=1):
        assert pdf[int(entry.split()[0]) :].startswith(b"%d 0 obj" % number)


@pytest.mark.parametrize(
    "pdf", [b"", b"%PDF-1.7 nothing", b"/ViewerPreferences<<>>\n5 0 obj\nxref\nstartxref\n9\n%%EOF"]
)
def test_what_typst_did_not_write_is_refused(pdf: bytes) -> None:
    with pytest.raises(ValueError, match="catalog"):
        printed_on_both_sides(pdf)


# -- what tells two apart, and reminders


def test_whoever_has_a_namesake_has_a_number_on_the_letter_and_on_the_list() -> None:
    letters = [letter("Sanne", number="0017"), letter("Sanne"), letter("Noor")]
    cover, *of = pages(render(SCHOOL, letters, MADE_ON, PREFIX, cover=True).pdf)[::2]
    assert "Sanne (leerlingnummer 0017)" in cover
    assert cover.count("leerlingnummer") == 1
    assert ["Leerlingnummer 0017" in one for one in of] == [True, False, False]
    assert "Leerlingnummer" not in of[1] + of[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_says_so_and_why_it_comes(language: str) -> None:
    *_, side = pages(render(SCHOOL, [letter(language=language)], MADE_ON, PREFIX, reminder=True).pdf)
    *_, first = pages(printed(letter(language=language)))
    assert len(side) > len(first) + 40
    if language == "nl":
        assert "Herinnering: uw persoonlijke code voor" in side
        assert "Er is nog geen ouder van uw kind aangemeld." in on_one_line(side)
        assert "Herinnering" not in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_reminder_to_a_namesake_stays_on_its_page(language: str) -> None:
    long = letter("Ww " * 33, class_name="W" * 64, number="Ŵ" * 100, language=language)
    pdf = render(LONG_SCHOOL, [long], MADE_ON, PREFIX, reminder=True).pdf
    sides = pages(pdf)
    assert len(sides) == (1 if language == "nl" else 2)
    assert {side.count("Ŵ") for side in sides} == {LONGEST_NUMBER}
