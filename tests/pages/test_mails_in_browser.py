"""Mails on a phone, whatever a school writes in them: none scrolls sideways, and each part reads its own way."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from common.attachments import Attachment
from common.cloud.mail import Letter
from common.imports import Remark
from common.parents import Parent
from messages import mails, school_mails
from tests.emulated import emulated
from tests.functions.visitor import Answer
from tests.pages import checks
from tests.pages.mails import HELD, LIST, MESSAGE, PUPIL, SCHOOL
from tests.pages.real import Screen, screen

# Longer than a phone is wide, and without a place to break.
_WORD = "Kindercarnavalsoptochtvoorbereidingswerkzaamhedencommissie"
_ADDRESS = "https://school.example/" + "a" * 200
_LONG = replace(
    MESSAGE,
    title=_WORD,
    text=f"{_WORD}\n\n- {'*' * 3_000}\n- {_ADDRESS}\n\n1. **{_WORD}**",
    attachments=(Attachment("a", f"{_WORD}{_WORD}.pdf", "application/pdf", 1),),
)


@pytest.fixture(scope="module", autouse=True)
def world() -> Iterator[None]:
    with emulated():
        yield


@pytest.fixture(scope="module")
def window() -> Iterator[Screen]:
    with screen() as started:
        yield started


def parent(language: str = "nl") -> Parent:
    return Parent("p", "Ouder", "ouder@ouders.example", email_confirmed=True, language=language)


def as_page(letter: Letter) -> Answer:
    return Answer(200, {"content-type": "text/html; charset=utf-8"}, (), letter.html.encode())


def with_long_words(language: str) -> dict[str, Letter]:
    school, reader = replace(SCHOOL, name=_WORD), parent(language)
    one = replace(LIST, file=f"{_WORD}{_WORD}.csv")
    return {
        "message": mails.for_message(_LONG, school, reader),
        "digest": mails.for_digest([_LONG, _LONG], school, reader, 1),
        "message_waits": mails.for_message(_LONG, school, replace(reader, email_confirmed=False)),
        "new_link": mails.of_system("new_link", reader, "x", school=school, pupil=replace(PUPIL, given_name=_WORD)),
        "list_report": school_mails.of_list(school, one, [*HELD, Remark(_WORD, _WORD)], "x"),
    }


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_a_mail_fits_a_phone_however_long_its_words(window: Screen, language: str) -> None:
    for name, letter in with_long_words(language).items():
        assert checks.overflow(window.show(as_page(letter), width=360)) == [], name


def test_each_part_of_a_message_runs_as_its_own_language_does(window: Screen) -> None:
    text = "Morgen vrij\n\nغدا عطلة\n\n- غدا\n- عطلة"
    for language in ("nl", "ar"):
        letter = mails.for_message(replace(MESSAGE, title="Studiedag", text=text), SCHOOL, parent(language))
        page = window.show(as_page(letter))
        for part, direction in {
            "h1": "ltr",
            "text=Morgen vrij": "ltr",
            "p:has-text('غدا عطلة')": "rtl",
            "li:has-text('غدا')": "rtl",
        }.items():
            found = page.locator(part).first.evaluate("one => getComputedStyle(one).direction")
            assert found == direction, (language, part)
