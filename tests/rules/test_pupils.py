"""Names, classes and school years as schools know them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.pupils import (
    WITHOUT_CLASS,
    bare_class,
    class_slug,
    clean,
    end_of_school_year,
    fold,
    full_name,
    known_name,
    sort_name,
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Zoë ", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("Anne\u00a0 Marie", "Anne Marie"),
        ("Anne\r\nMarie", "Anne Marie"),
        ("'t Hooft", "'t Hooft"),
        ("de la O'Brien-Ş.", "de la O'Brien-Ş."),
        ("王小明", "王小明"),
        ("محمد", "محمد"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ufeffBo", "Bo"),
        ("B\u200bo", "Bo"),
        ("Bo\u202egnitset", "Bognitset"),
        ("\u2066Bo\u2069", "Bo"),
        ("B\x00o\x07\x7f\x9b", "Bo"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("<b>Bo</b>", "<b>Bo</b>"),
    ],
)
def test_a_name_is_kept_as_written_without_what_cannot_be_seen(written: str, kept: str) -> None:
    assert clean(written) == kept


def test_a_name_has_one_space_between_words_also_where_something_invisible_stood_between() -> None:
    assert clean("Bo \u200b Hek") == "Bo Hek"


def test_the_arabic_letter_mark_is_a_direction_character_too() -> None:
    assert clean("\u061cBo") == "Bo"


@pytest.mark.parametrize("invisible", ["\u200c", "\u200d", "\u200b", "\u2060", " \u200d "])
def test_a_name_of_invisible_characters_is_no_name(invisible: str) -> None:
    assert clean(invisible) == ""


@given(st.text(max_size=40))
def test_a_clean_name_is_clean(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_a_name_without_some_part_has_no_gap() -> None:
    assert full_name("Zoë", "van der", "Berg") == "Zoë van der Berg"
    assert full_name("Mono", "", "") == "Mono"
    assert full_name("", "de", "Vries") == "de Vries"


def test_a_class_is_sorted_by_family_name_then_prefix_then_given_name() -> None:
    wanted = [
        ("Bo", "", "Aal"),
        ("Adam", "van", "Berg"),
        ("Zoë", "van", "Berg"),
        ("Anna", "van der", "Berg"),
        ("Émile", "", "Çelik"),
        ("Daan", "'t", "Hooft"),
        ("Bo", "van 't", "Hooft"),
    ]
    mixed = [wanted[at] for at in (6, 2, 0, 4, 3, 5, 1)]
    assert sorted(mixed, key=lambda names: sort_name(*names)) == wanted


def test_a_family_name_without_prefix_comes_before_the_same_name_with_one() -> None:
    assert sort_name("Zoë", "", "Berg") < sort_name("Anna", "van", "Berg")


def test_a_family_name_of_one_word_comes_before_the_one_that_goes_on() -> None:
    assert sort_name("Zoë", "", "Berg") < sort_name("Anna", "", "Berg Bakker")


def test_letters_of_other_languages_sort_where_a_dutch_reader_looks_for_them() -> None:
    assert sort_name("Anna", "", "Laan") < sort_name("Finn", "", "Łukasik") < sort_name("Anna", "", "Maas")


def test_case_and_accents_do_not_make_another_name() -> None:
    assert fold("ZOË") == fold("Zoe") == fold("zoe\u0308")
    assert fold("Şahin") == "sahin"


@pytest.mark.parametrize(
    ("one", "other"), [("7/8", "7-8"), ("3A", "3a"), ("3 A", "3A"), ("☃", "☂"), ("a" * 60, "a" * 61)]
)
def test_classes_that_read_the_same_have_different_file_names(one: str, other: str) -> None:
    assert class_slug(one) != class_slug(other)


@given(st.text(max_size=80))
def test_a_file_name_of_a_class_is_safe_in_every_address(name: str) -> None:
    slug = class_slug(name)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 7 < len(slug) <= 47
    assert slug == class_slug(name)


def test_a_file_name_of_a_class_can_be_read() -> None:
    assert class_slug("7/8").startswith("7-8-")
    assert class_slug("Groep 3 – Zeeën").startswith("groep-3-zeeen-")
    assert class_slug("☃").startswith("groep-")


@pytest.mark.parametrize(
    ("today", "end"),
    [
        (date(2026, 8, 1), date(2027, 7, 31)),
        (date(2026, 11, 23), date(2027, 7, 31)),
        (date(2027, 4, 30), date(2027, 7, 31)),
        (date(2027, 5, 1), date(2028, 7, 31)),
        (date(2027, 7, 31), date(2028, 7, 31)),
        (date(2028, 2, 29), date(2028, 7, 31)),
    ],
)
def test_a_code_lasts_until_the_end_of_the_school_year(today: date, end: date) -> None:
    assert end_of_school_year(today) == end


def test_a_number_at_the_school_is_enough_to_know_a_pupil() -> None:
    one = known_name("00017", "Zoë", "van der", "Berg", date(2018, 2, 3), "3A")
    assert one == known_name("00017", "Zoe", "", "Berg", None, "4A")
    assert one != known_name("00018", "Zoë", "van der", "Berg", date(2018, 2, 3), "3A")


def test_without_a_number_name_and_date_of_birth_tell_pupils_apart() -> None:
    born = date(2018, 2, 3)
    one = known_name(None, "Zoë", "van der", "Berg", born, "3A")
    assert one == known_name(None, "ZOE", "Van Der", "berg", born, "4A")
    twin = known_name(None, "Bo", "van der", "Berg", born, "3A")
    namesake = known_name(None, "Zoë", "van der", "Berg", date(2019, 2, 3), "3A")
    undated = known_name(None, "Zoë", "van der", "Berg", None, "3A")
    elsewhere = known_name(None, "Zoë", "van der", "Berg", None, "5B")
    assert len({one, twin, namesake, undated, elsewhere}) == 5
    assert "Berg" not in one


@pytest.mark.parametrize(
    ("named", "bare"),
    [("5X", "5X"), ("Groep 5X", "5X"), ("groep  3", "3"), ("Combigroep 3", "Combigroep 3"), ("Groep", "Groep"),
     ("Groep Groep 5", "Groep 5"), (WITHOUT_CLASS, "")],
)  # fmt: skip
def test_the_word_group_is_written_once(named: str, bare: str) -> None:
    assert bare_class(named) == bare


def test_a_number_that_is_none_still_fits_a_key() -> None:
    long = "٥" * 300
    assert known_name("12345", "", "", "", None, "") == "NUMBER#12345"
    assert len(known_name(long, "", "", "", None, "").encode()) < 100
    assert known_name(long, "", "", "", None, "") != known_name(long + "1", "", "", "", None, "")
