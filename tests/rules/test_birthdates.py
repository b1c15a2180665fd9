"""The three fields in which a parent fills in a date of birth."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from common import birthdates
from common.errors import InvalidDate

TODAY = date(2026, 11, 23)
WORDS = [
    ("jan", 1), ("januari", 1), ("februari", 2), ("feb", 2), ("maart", 3), ("mrt", 3), ("april", 4), ("apr", 4),
    ("mei", 5), ("juni", 6), ("jun", 6), ("juli", 7), ("jul", 7), ("augustus", 8), ("aug", 8), ("september", 9),
    ("sep", 9), ("sept", 9), ("oktober", 10), ("okt", 10), ("november", 11), ("nov", 11), ("december", 12),
    ("dec", 12), ("Maart", 3), ("MEI", 5), ("mrt.", 3), (" okt. ", 10),
    ("March", 3), ("october", 10), ("maja", 5), ("Październik", 10), ("pazdziernika", 10), ("MAYIS", 5), ("Mayıs", 5),
    ("Kasım", 11), ("ağustos", 8), ("березня", 3), ("Листопад", 11), ("مارس", 3), ("كانون الثاني", 1), ("أيلول", 9),
]  # fmt: skip


def _refusal(day: str, month: str, year: str, today: date = TODAY) -> InvalidDate:
    with pytest.raises(InvalidDate) as refused:
        birthdates.parse(day, month, year, today)
    return refused.value


@given(st.dates(date(2002, 1, 1), TODAY), st.booleans())
def test_a_date_in_digits_is_that_date(born: date, padded: bool) -> None:
    day, month = (f"{born.day:02}", f"{born.month:02}") if padded else (str(born.day), str(born.month))
    assert birthdates.parse(f" {day} ", month, str(born.year), TODAY) == born


@pytest.mark.parametrize(("word", "month"), WORDS)
def test_the_month_may_be_a_word(word: str, month: int) -> None:
    assert birthdates.parse("3", word, "2018", TODAY) == date(2018, month, 3)


# The digits of every keyboard of the pages' languages, and full-width ones.
KEYBOARDS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９")
NAMES = [(name.replace("_", " "), at) for at, names in enumerate(birthdates._MONTHS, start=1) for name in names.split()]


@given(
    st.dates(date(2002, 1, 1), TODAY),
    st.sampled_from(NAMES),
    st.sampled_from(KEYBOARDS),
    st.sampled_from((str.upper, str.lower, str.title, str)),
    st.sampled_from(("{}", "{}.", " {} ", "\u00a0{}")),
    st.booleans(),
)
def test_a_date_may_be_spelled_as_any_of_the_languages_has_it(
    born: date, month: tuple[str, int], digits: str, case: Callable[[str], str], around: str, is_short: bool
) -> None:
    name, number = month
    born = born.replace(day=min(born.day, 28), month=number)
    assume(born <= TODAY)
    written = str.maketrans(KEYBOARDS[0], digits)
    day, year = str(born.day).translate(written), str(born.year)[2 if is_short else 0 :].translate(written)
    assert birthdates.parse(day, around.format(case(name)), year, TODAY) == born


@pytest.mark.parametrize(("typed", "year"), [("18", 2018), ("09", 2009), ("26", 2026), (" 15 ", 2015)])
def test_two_digits_of_a_year_mean_the_child_not_the_grandparent(typed: str, year: int) -> None:
    assert birthdates.parse("3", "2", typed, TODAY) == date(year, 2, 3)


def test_twenty_nine_february_exists_in_leap_years_only() -> None:
    assert birthdates.parse("29", "2", "2016", TODAY) == date(2016, 2, 29)
    assert birthdates.parse("29", "februari", "16", TODAY) == date(2016, 2, 29)
    assert "bestaat niet" in _refusal("29", "2", "2015").message


def test_a_child_can_be_looked_up_on_twenty_nine_february() -> None:
    assert birthdates.parse("1", "3", "2018", date(2028, 2, 29)) == date(2018, 3, 1)


@pytest.mark.parametrize(
    ("fields", "field", "word"),
    [
        (("", "2", "2018"), "day", "dag"),
        (("3", " ", "2018"), "month", "maand"),
        (("3", "2", "\u00a0"), "year", "jaar"),
        (("", "", "2018"), "day", "dag"),
        (("3", "", ""), "month", "maand"),
        (("", "", ""), "day", "geboortedatum"),
    ],
)
def test_a_missing_field_is_named(fields: tuple[str, str, str], field: str, word: str) -> None:
    refusal = _refusal(*fields)
    assert refusal.field == field
    assert word in refusal.message


@pytest.mark.parametrize(
    "fields",
    [
        ("31", "4", "2018"), ("30", "februari", "2016"), ("0", "1", "2018"), ("32", "1", "2018"), ("1", "0", "2018"),
        ("1", "13", "2018"), ("1", "mars", "2018"), ("-1", "1", "2018"), ("1.5", "1", "2018"), ("1", "1", "0"),
        ("+3", "2", "2018"), ("1", "1", "20l8"), ("3e", "2", "2018"),
    ],
)  # fmt: skip
def test_a_date_that_does_not_exist_is_refused_with_a_sentence(fields: tuple[str, str, str]) -> None:
    assert "geboortedatum" in _refusal(*fields).message


@pytest.mark.parametrize("strange", ["²", "Ⅲ", "③", "三"])
def test_signs_that_only_look_like_digits_are_refused(strange: str) -> None:
    _refusal(strange, "2", "2018")
    _refusal("3", strange, "2018")
    _refusal("3", "2", "201" + strange)


@pytest.mark.parametrize(("day", "month", "year"), [("٣", "٢", "٢٠١٨"), ("３", "２", "１８"), ("३", "२", "२०१८")])
def test_digits_of_any_keyboard_are_digits(day: str, month: str, year: str) -> None:
    assert birthdates.parse(day, month, year, TODAY) == date(2018, 2, 3)


@pytest.mark.parametrize("year", ["1984", "84", "1999", "1900", "2000"])
def test_a_parents_own_date_of_birth_is_recognised_as_such(year: str) -> None:
    refusal = _refusal("14", "6", year)
    assert refusal.field == "year"
    assert "niet die van uzelf" in refusal.message


@given(st.dates(TODAY + timedelta(days=1), date(9999, 12, 31)))
def test_nobody_is_born_tomorrow(born: date) -> None:
    assert _refusal(str(born.day), str(born.month), str(born.year)).field == "year"


@pytest.mark.parametrize("digits", [11, 20, 400, 5_000])
def test_a_year_of_many_digits_is_refused_like_any_other_impossible_year(digits: int) -> None:
    _refusal("1", "1", "9" * digits)
    _refusal("9" * digits, "1", "2018")
    _refusal("1", "9" * digits, "2018")


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_typed_is_a_date_or_a_sentence(day: str, month: str, year: str) -> None:
    try:
        born = birthdates.parse(day, month, year, TODAY)
    except InvalidDate as refused:
        answer: object = (refused.field in {"day", "month", "year"}, bool(refused.message))
    else:
        answer = (date(2001, 1, 1) <= born <= TODAY, True)
    assert answer == (True, True)
