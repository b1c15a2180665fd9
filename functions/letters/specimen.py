"""A letter to nobody: to see what the letters will look like, and whether a school's own text fits on the page."""

from dataclasses import replace
from datetime import date, datetime

from common.codes import LENGTH, grouped
from common.i18n import mark
from letters.letter import Letter, School, TooManyPages, render
from letters.owntext import TextRefused, paragraphs
from letters.words import languages_of

# No school has given out this code: its check character is wrong.
_CODE = "VB" + "0" * (LENGTH - 2)
_LONG_NAME = "Wilhelmina-Alexandra Maximiliana van Oldenbarnevelt-Schimmelpenninck van der Oye"


def preview(school: School, language: str, made_on: datetime, until: date, link_prefix: str) -> bytes:
    """The PDF of one letter to an invented pupil, with a code that works until then. Raises QrTooLong.

    `made_on` is in the school's time zone.
    """
    letter = _letter("Noor van het Voorbeeld", "5B", language, until, link_prefix)
    return render(school, [letter], made_on, link_prefix).pdf


def check(school: School, language: str, text: str, made_on: datetime, until: date, link_prefix: str) -> None:
    """Whether the letter stays one page with this text, also for a very long name. Raises TextRefused and QrTooLong."""
    if not paragraphs(text):
        raise TextRefused(mark("De tekst is leeg."))
    tried = replace(school, texts={language: text})
    longest = _letter(_LONG_NAME, "Onderbouw Zonnebloemen", language, until, link_prefix)
    try:
        render(tried, [longest], made_on, link_prefix, pages=len(languages_of(language)))
    except TooManyPages:
        sentence = mark("De tekst is te lang: de brief in deze taal past dan niet meer op één bladzijde.")
        raise TextRefused(sentence) from None


def _letter(pupil: str, class_name: str, language: str, until: date, link_prefix: str) -> Letter:
    return Letter(pupil, class_name, grouped(_CODE), link_prefix + _CODE, until, has_birth_date=True, language=language)
