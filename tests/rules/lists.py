"""Pupil lists for the tests, as bytes a school may upload."""

from datetime import date
from functools import partial

import pytest

from common import refusal_words
from pupils.formats import recognition
from pupils.listed import Listed, ListRefused, PupilList

TODAY = date(2026, 11, 23)
HEADINGS = "Leerlingnummer;Roepnaam;Voorvoegsel;Achternaam;Huidige groep;Geboortedatum;Huidige status"
ZOE = "00017;Zoë;van der;Berg;3A;03-02-2018;Ingeschreven"
DAAN = "00018;Daan;'t;Hooft;3A;01-10-2017;Ingeschreven"
PARNASSYS = "\r\n".join((HEADINGS, ZOE, DAAN, ""))

read = partial(recognition.read, today=TODAY)


def with_rows(*rows: str, headings: str = HEADINGS) -> PupilList:
    parsed = read("\n".join((headings, *rows)).encode())
    assert_every_row_is_accounted_for(parsed)
    return parsed


def only_pupil(parsed: PupilList) -> Listed:
    (pupil,) = parsed.pupils
    return pupil


def assert_every_row_is_accounted_for(parsed: PupilList) -> None:
    assert parsed.rows == len(parsed.pupils) + len(parsed.held) + parsed.merged + parsed.skipped


def refusal(content: bytes) -> str:
    """The sentence with which a list is refused; it always says that nothing has changed, and can be translated."""
    with pytest.raises(ListRefused) as refused:
        read(content)
    sentence = str(refused.value)
    assert sentence.endswith("Er is niets veranderd.")
    assert left_in_dutch(sentence) == ""
    return sentence


def left_in_dutch(reason: str) -> str:
    """What of it the desk would show as it is, in any language."""
    return refusal_words.translated(reason, lambda _: "").strip()
