"""Dates of birth as pupil lists write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupils.formats import dates
from tests.rules.lists import refusal

TODAY = date(2026, 11, 23)


@given(st.dates(date(2001, 1, 1), date(2024, 12, 31)), st.sampled_from("-/. "), st.booleans())
def test_every_pupils_date_is_read_in_dutch_order(born: date, separator: str, padded: bool) -> None:
    parts = (f"{born:%d}", f"{born:%m}") if padded else (str(born.day), str(born.month))
    assert dates.parse(separator.join((*parts, str(born.year))), TODAY) == born


@given(st.dates(date(2001, 1, 1), date(2024, 12, 31)), st.sampled_from(["", "T00:00:00", "T09:30:00Z", "Z", "+02:00"]))
def test_every_pupils_date_is_read_in_iso_order(born: date, after: str) -> None:
    assert dates.parse(born.isoformat() + after, TODAY) == born


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("29 februari 2016", date(2016, 2, 29)),
        ("29-feb-16", date(2016, 2, 29)),
        ("1-mrt-16", date(2016, 3, 1)),
        ("1-mei-16", date(2016, 5, 1)),
        ("1 MAART 2016", date(2016, 3, 1)),
        ("1 mrt. 2016", date(2016, 3, 1)),
        ("3-okt-2017", date(2017, 10, 3)),
        ("3 sept 2017", date(2017, 9, 3)),
        ("03-02-18", date(2018, 2, 3)),
        ("3-2-09", date(2009, 2, 3)),
        ("2018-02-03 00:00:00", date(2018, 2, 3)),
        ("01-02-2018 00:00:00", date(2018, 2, 1)),
        ("1-2-2018 0:00", date(2018, 2, 1)),
        ("1-2-18 0:00", date(2018, 2, 1)),
        ("01/02/2018T00:00:00.000", date(2018, 2, 1)),
        (" 03-02-2018 ", date(2018, 2, 3)),
    ],
)
def test_dates_with_words_and_short_years_are_read(written: str, meant: date) -> None:
    assert dates.parse(written, TODAY) == meant


@given(st.dates(date(2001, 1, 1), date(2024, 12, 31)), st.sampled_from(["%Y%m%d", "%d%m%Y"]))
def test_eight_digits_are_a_pupils_date_in_one_order_only(born: date, order: str) -> None:
    assert dates.parse(born.strftime(order), TODAY) == born


def test_a_system_that_writes_the_month_first_does_so_with_a_time_behind_it_too() -> None:
    assert dates.parse_month_first("2/3/2018 0:00", TODAY) == date(2018, 2, 3)


@pytest.mark.parametrize(("serial", "meant"), [("42429", date(2016, 2, 29)), ("43134", date(2018, 2, 3))])
def test_the_number_that_excel_keeps_a_date_as_is_read(serial: str, meant: date) -> None:
    assert dates.parse(serial, TODAY) == meant


@pytest.mark.parametrize(
    "written",
    [
        "29-02-2015", "31-04-2018", "00-00-2015", "0-1-2018", "32-01-2018", "01-13-2018", "2018-13-01", "2018-02-30",
        "01-01-1900", "03-02-1984", "3-2-84", "24-11-2026", "01-01-2030", "01-06-2026", "31-12-2025",
        "", "-", "onbekend", "2018", "3-2", "3-foo-2018", "3-march-2018", "123456789", "3-2-018", "3-2-20188",
        "03-02-2018 x", "03-02-2018 0:00 AM", "03-02-2018 12:00:00 PM", "03-02-2018 12", "02-13-2018 0:00",
        "20180230", "20181301", "31022018", "00012018", "01011900", "19000101", "1012018", "20261124", "24112026",
        "٣-٢-٢٠١٨", "³-2-2018", "３-2-2018", "3-²-2018",
    ],
)  # fmt: skip
def test_what_cannot_be_a_pupils_date_of_birth_is_none(written: str) -> None:
    assert dates.parse(written, TODAY) is None


@pytest.mark.parametrize("days", [0, 1, 365, 2_000])
def test_nobody_is_born_today_or_later(days: int) -> None:
    assert dates.parse((TODAY + timedelta(days=days)).isoformat(), TODAY) is None


def test_a_list_can_be_read_on_twenty_nine_february() -> None:
    assert dates.parse("29-02-2016", date(2028, 2, 29)) == date(2016, 2, 29)


@given(st.text(max_size=30) | st.text(alphabet="0123456789-/. tzabcdefgjklmnoprsuv:+", max_size=20))
def test_whatever_a_cell_holds_is_a_pupils_date_or_none(written: str) -> None:
    born = dates.parse(written, TODAY)
    assert born is None or date(2001, 1, 1) <= born < TODAY


@pytest.mark.parametrize(
    ("days", "named"),
    [
        (["03-02-2018", "2/13/2018"], "regel 3"),
        (["2/13/2018", "03-02-2018", "10/31/17"], "regel 2 en regel 4"),
        (["2/13/2018"] * 5, "regel 2, regel 3, regel 4 en nog 2"),
    ],
)
def test_a_list_with_the_month_first_is_refused_with_the_first_lines_and_no_more(days: list[str], named: str) -> None:
    rows = (f"{number};Zoë;Berg;3A;{day}" for number, day in enumerate(days))
    said = refusal("\n".join(("Leerlingnummer;Roepnaam;Achternaam;Groep;Geboortedatum", *rows)).encode())
    assert said == (
        f"In de kolom Geboortedatum staat de maand soms vóór de dag ({named}). "
        "Zet overal eerst de dag, dan de maand. Er is niets veranderd."
    )
