"""The list of names on top of a class's letters."""

from common.codes import ALPHABET
from letters.letter import render
from tests.letters.paper import (
    LONG_SCHOOL,
    MADE_ON,
    PREFIX,
    SCHOOL,
    fronts,
    is_white,
    letter,
    margins_are_white,
    opened,
    pages,
    rows,
    scanned,
)


def test_a_list_of_the_names_lies_on_top_of_a_class() -> None:
    letters = [letter("Zoë van der Berg"), letter("Noor 李"), letter("Sem")]
    rendered = render(SCHOOL, letters, MADE_ON, PREFIX, cover=True)
    cover, *rest = fronts(rendered.pdf)
    assert len(rest) == 3
    assert "Brieven groep 5B" in cover
    assert cover.count("5B") == 1
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
    assert len(pages(pdf)) > 401
    with opened(pdf) as document:
        top = [rows(document[at].render(scale=150 / 72, grayscale=True)) for at in range(len(document) - 400)]
    side = int(20 * 150 / 25.4)
    assert all(is_white(row[:side] + row[-side:]) for picture in top for row in picture[60:])


def test_on_top_of_reminders_stands_that_they_are() -> None:
    tops = [
        pages(render(SCHOOL, [letter(), letter("Daan")], MADE_ON, PREFIX, cover=True, reminder=of).pdf)[0]
        for of in (True, False)
    ]
    assert ["Herinneringen groep 5B" in top for top in tops] == [True, False]
    assert ["Brieven groep 5B" in top for top in tops] == [False, True]
