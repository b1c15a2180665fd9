"""Names of every script and of bad intent, as they stand on the letter."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.letters import LONGEST_NAME
from fonts import FILES
from fonts.characters import characters, coverage, printable
from letters.letter import render
from tests.letters.paper import MADE_ON, PREFIX, SCHOOL, bookmarks, fronts, letter, on_one_line, pages, printed

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


@pytest.mark.parametrize("name", LITERAL)
def test_a_hostile_or_foreign_name_is_printed_literally(name: str) -> None:
    rendered = render(SCHOOL, [letter(name)], MADE_ON, PREFIX)
    assert bookmarks(rendered.pdf) == [f"Uw persoonlijke code voor {name}"]
    assert rendered.substituted == ()


def test_latin_names_are_found_in_the_text_of_the_page() -> None:
    names = [name for name in LITERAL if printable(name).text.isascii()]
    for name, page in zip(names, fronts(printed(*map(letter, names))), strict=True):
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
    assert len(fronts(printed(*letters))) == len(letters)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("Aeشدم" + "".join(map(chr, [0x301, 0x64E, 0x651, 0x200C, 0x200D, 0x25CC, 0x20])))))
def test_no_mix_of_scripts_marks_and_joiners_can_fail_its_class(name: str) -> None:
    assert len(pages(printed(letter(name)))) == 1


def test_every_character_the_fonts_claim_can_be_printed() -> None:
    claimed = sorted(frozenset().union(*coverage()))
    names = ["".join(claimed[i : i + 60]) for i in range(0, len(claimed), 60)]
    assert len(fronts(printed(*map(letter, names)))) == len(names)


@pytest.mark.parametrize("bold", sorted(FILES.glob("*-Bold.ttf")), ids=lambda path: path.stem)
def test_bold_has_the_characters_of_regular(bold: Any) -> None:
    assert characters(bold) == characters(bold.with_name(bold.name.replace("Bold", "Regular")))
