"""Letters as a screen reader goes through them, and as veraPDF judges them."""

import io
from dataclasses import replace

import pypdfium2
import pytest

from common.letters import LANGUAGES
from letters.letter import School, render
from letters.logos import drawn_anew
from letters.words import words
from tests.letters.paper import LONG_SCHOOL, MADE_ON, PREFIX, SCHOOL, letter, printed, spoken
from tests.letters.test_owntext import OWN, picture
from tests.verapdf import breaches

FULL = replace(SCHOOL, logo=drawn_anew(picture()), texts={"nl": OWN})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("school", [SCHOOL, FULL, LONG_SCHOOL], ids=["plain", "own text and logo", "long"])
def test_letters_pass_verapdf_in_every_language(school: School, language: str) -> None:
    letters = [letter(name, language=language) for name in ("Noor", "محمد 李", "Ww " * 33)]
    assert breaches(render(school, letters, MADE_ON, PREFIX, cover=True).pdf) == []


def test_verapdf_can_say_no() -> None:
    untagged, written = pypdfium2.PdfDocument.new(), io.BytesIO()
    untagged.new_page(595, 842)
    untagged.save(written)
    untagged.close()
    assert breaches(written.getvalue())


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "ar"])
def test_a_screen_reader_goes_through_the_letter_as_the_eye_does(language: str) -> None:
    of, texts = letter(language=language), words(language)
    said = spoken(printed(of, school=FULL))[-1]
    steps = [step[0]["text"].split()[0] for step in texts["steps"]]
    one_after_the_other = [
        "Logo van Basisschool De Regenboog",
        "Lindelaan 12",
        texts["to"],
        of.pupil,
        texts["class"],
        texts["date"],
        texts["email"],
        "administratie@ deregenboog. example",
        texts["heading"],
        of.pupil,
        texts["code"],
        of.code,
        texts["link"],
        of.link,
        texts["qr"] + of.link,
        texts["how"],
        *(part for number, step in enumerate(steps, start=1) for part in (str(number), step)),
        *(note["title"] for note in texts["notes"]),
        texts["regards"],
    ]
    at = 0
    for part in one_after_the_other:
        found = said.find(part, at)
        assert found >= at, part
        at = found + len(part)


def test_a_screen_reader_goes_through_an_arabic_letter_as_the_eye_does() -> None:
    """PDFium reverses Arabic words, so only what reads from left to right is looked for."""
    of = letter(language="ar")
    said = spoken(printed(of, school=FULL))[-1]
    places = [
        said.find(part) for part in ("Logo van", of.pupil, "030 - 123", of.code, of.link, "Registreren", "Inloggen")
    ]
    assert -1 not in places
    assert places == sorted(places)
