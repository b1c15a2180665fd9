"""The school's own words on the letter, and its logo."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from letters import logos, specimen
from letters.letter import School
from letters.logos import LogoRefused
from letters.owntext import LONGEST_TEXT, TextRefused, paragraphs
from tests.letters.paper import (
    LONG_SCHOOL,
    MADE_ON,
    PREFIX,
    SCHOOL,
    UNTIL,
    letter,
    margins_are_white,
    on_one_line,
    opened,
    pages,
    pictures,
    printed,
    scanned,
    texts_under_pictures,
)

OWN = "Beste ouders van {leerling},\n\nVanaf nu krijgt u **alle** berichten van {school}.\nBel {telefoon}."


def picture(size: tuple[int, int] = (900, 500), kind: str = "PNG", mode: str = "RGBA") -> bytes:
    written = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert(mode).save(written, kind)
    return written.getvalue()


def test_the_schools_text_stands_in_place_of_ours_with_its_values_filled_in() -> None:
    (page,) = pages(printed(letter("Noor"), school=replace(SCHOOL, texts={"nl": OWN})))
    text = on_one_line(page)
    assert "Beste ouders van Noor, Vanaf nu krijgt u alle berichten van Basisschool De Regenboog. Bel 030 - 123" in text
    assert "Met de code in deze brief" not in text
    assert "Zo werkt het" in text


def test_a_text_in_the_familys_language_stands_on_the_back_only() -> None:
    front, back = pages(printed(letter(language="en"), school=replace(SCHOOL, texts={"en": "Dear {leerling} family"})))
    assert "Dear Noor van der Linden family" not in front
    assert "Dear Noor van der Linden family" in on_one_line(back)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Uw {wachtwoord}", "{leerling}, {groep}, {school}, {telefoon}, {email}, {geldig_tot}"),
        ("Uw {leerling", "kennen wij niet"),
        ("}", "kennen wij niet"),
        ("{}", "kennen wij niet"),
        ("{{leerling}}", "kennen wij niet"),
        ("**vet", "twee sterretjes"),
        ("**vet\nverder**", "twee sterretjes"),
        ("****", "twee sterretjes"),
        ("**Uw {wachtwoord}**", "‘{wachtwoord}’ kennen wij niet"),
        ("**{leerling**", "‘{’ kennen wij niet"),
        ("{leerling **vet}**", "‘{leerling **vet}’ kennen wij niet"),
        ("Beste ouders 李", "‘Beste ouders ’"),
        ("w" * (LONGEST_TEXT + 1), "ten hoogste 1500"),
    ],
)
def test_a_text_that_cannot_be_set_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(TextRefused) as refused:
        paragraphs(text)
    assert reason in str(refused.value)


@pytest.mark.parametrize("text", ["#eval(1) $x$ <b> = Kop", "*x* _y_ @z // $ %s", "`#panic()`"])
def test_marks_of_other_languages_are_printed_as_they_are(text: str) -> None:
    (page,) = pages(printed(letter(), school=replace(SCHOOL, texts={"nl": text})))
    assert text in on_one_line(page)


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_a_value_may_be_bold_alone_or_among_bold_words(language: str) -> None:
    def as_picture(text: str) -> list[list[bytes]]:
        return pictures(printed(letter(language=language), school=replace(SCHOOL, texts={language: text})))

    mixed = "**{leerling}** en **groep {groep} van {school}**"
    plain = mixed.replace("*", "")
    literal = "**Noor van der Linden** en **groep 5B van Basisschool De Regenboog**"
    assert as_picture(mixed) != as_picture(plain)
    if language == "nl":
        assert as_picture(mixed) == as_picture(literal)


def test_a_name_that_looks_like_a_value_stays_a_name() -> None:
    (page,) = pages(printed(letter("{email} **x**"), school=replace(SCHOOL, texts={"nl": "Voor {leerling}."})))
    assert "Voor {email} **x**." in on_one_line(page)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab *{}\n\r\t#$شЖ李") | st.characters(), max_size=60))
def test_whatever_is_accepted_can_be_printed(text: str) -> None:
    try:
        parsed = paragraphs(text)
    except TextRefused:
        return
    if parsed:
        assert len(pages(printed(letter(), school=replace(SCHOOL, texts={"nl": text})))) == 1


@pytest.mark.parametrize("language", ["nl", "pl", "ar"])
def test_a_text_that_takes_the_letter_to_another_page_is_refused(language: str) -> None:
    fits, long = "Beste ouders. " * 25, "Beste ouders. " * 90
    specimen.check(SCHOOL, language, fits, MADE_ON, UNTIL, PREFIX)
    with pytest.raises(TextRefused, match="te lang"):
        specimen.check(SCHOOL, language, long, MADE_ON, UNTIL, PREFIX)


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(TextRefused, match="leeg"):
        specimen.check(SCHOOL, "nl", " \u200b\n\n ", MADE_ON, UNTIL, PREFIX)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("JPEG", "RGB"), ("JPEG", "CMYK")]
)
@pytest.mark.parametrize("size", [(900, 500), (20, 3000), (5000, 10), (1, 1)])
def test_a_logo_is_drawn_anew_small_enough_for_its_place(kind: str, mode: str, size: tuple[int, int]) -> None:
    png = logos.drawn_anew(picture(size, kind, mode))
    assert len(png) <= 130 * 1024
    with Image.open(io.BytesIO(png)) as drawn:
        assert drawn.format == "PNG"
        assert drawn.width <= 590
        assert drawn.height <= 213


def test_nothing_of_the_file_but_the_picture_is_kept() -> None:
    photo, written = Image.new("RGB", (40, 40)), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Utrecht, thuis"
    photo.save(written, "JPEG", exif=exif, comment=b"secret")
    png = logos.drawn_anew(written.getvalue())
    assert b"Utrecht" not in png
    assert b"secret" not in png


BROKEN = [b"", b"GIF89a" + b"0" * 90, b"<svg/>", picture()[:300], picture()[:-40], b"0" * (logos.LARGEST_FILE + 1)]


@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(LogoRefused):
        logos.drawn_anew(data)


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_read() -> None:
    written = io.BytesIO()
    Image.new("1", (8000, 8000)).save(written, "PNG")
    with pytest.raises(LogoRefused, match="beeldpunten"):
        logos.drawn_anew(written.getvalue())


@pytest.mark.parametrize("school", [SCHOOL, LONG_SCHOOL], ids=["short", "long"])
def test_the_logo_stands_at_the_top_with_its_name_and_out_of_the_way(school: School) -> None:
    with_logo = replace(school, logo=logos.drawn_anew(picture()))
    pdf = printed(letter(), letter(language="ar"), school=with_logo)
    assert [codes for codes in scanned(pdf) if codes] == [[letter().link]] * 3
    assert margins_are_white(pdf)
    assert texts_under_pictures(pdf) == []
    assert len(printed(*[letter()] * 28, school=with_logo)) < len(printed(*[letter()] * 28, school=school)) + 60_000


def test_the_example_letter_has_a_code_that_no_school_gives_out() -> None:
    pdf = specimen.preview(SCHOOL, "uk", MADE_ON, UNTIL, PREFIX)
    with opened(pdf) as document:
        assert len(document) == 2
    front, _ = pages(pdf)
    assert "Noor van het Voorbeeld" in front
    assert "VB00-0000-0000-0000" in front
