"""What becomes of each row of a pupil list: imported, merged, held or skipped, and never lost."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.pupils import LONGEST_NAME, WITHOUT_CLASS
from pupils.listed import ListRefused
from tests.rules.files import workbook
from tests.rules.lists import (
    DAAN,
    HEADINGS,
    PARNASSYS,
    ZOE,
    assert_every_row_is_accounted_for,
    only_pupil,
    read,
    refusal,
    with_rows,
)


def test_a_pupil_without_a_date_of_birth_is_imported_without_remark() -> None:
    parsed = with_rows("1;Bo;;Hek;3A;;")
    assert only_pupil(parsed).birth_date is None
    assert parsed.warnings == ()


@pytest.mark.parametrize("written", ["31-04-2018", "00-00-2015", "onbekend", "03-02-1984", "24-11-2026", "3-2"])
def test_a_date_of_birth_that_cannot_be_read_is_warned_about_and_the_pupil_imported(written: str) -> None:
    parsed = with_rows(DAAN, f"1;Bo;;Hek;3A;{written};")
    assert parsed.pupils[1].birth_date is None
    assert [remark.where for remark in parsed.warnings] == ["regel 3"]
    assert "geboortedatum" in parsed.warnings[0].reason


@pytest.mark.parametrize("time", ["", " 0:00", " 12:00:00 AM"])
def test_american_dates_are_never_mixed_with_dutch_ones(time: str) -> None:
    """02/03 beside 02/14: nobody can tell, and a wrong date would lock the parents out."""
    births = ("02/14/2018", "03/25/2018", "12/31/2017", "02/03/2018")
    try:
        parsed = with_rows(*(f"{number};Bo{number};;Hek;3A;{birth}{time};" for number, birth in enumerate(births)))
    except ListRefused:
        return
    assert all(pupil.birth_date != date(2018, 3, 2) for pupil in parsed.pupils)


def test_one_number_with_the_same_pupil_counts_once() -> None:
    parsed = with_rows(ZOE, DAAN, ZOE, ZOE)
    assert [pupil.source_key for pupil in parsed.pupils] == ["00017", "00018"]
    assert (parsed.rows, parsed.merged, parsed.held) == (4, 2, ())


@pytest.mark.parametrize(
    "other",
    ["00017;Sem;;Jansen;3A;04-05-2018;", "00017;Zoë;van der;Berg;4B;03-02-2018;", "00017;Zoë;van der;Berg;3A;;"],
)
def test_one_number_with_different_pupils_is_held_for_both(other: str) -> None:
    parsed = with_rows(ZOE, DAAN, other)
    assert [pupil.source_key for pupil in parsed.pupils] == ["00018"]
    assert [remark.where for remark in parsed.held] == ["regel 2", "regel 4"]
    assert "regel 2 en regel 4" in parsed.held[0].reason


def test_numbers_that_differ_in_zeros_or_case_are_different_pupils() -> None:
    assert len(with_rows("1;Bo;;Hek;3A;;", "001;Jo;;Hek;3A;;", "a1;Mo;;Hek;3A;;", "A1;Ro;;Hek;3A;;").pupils) == 4


def test_one_name_twice_without_numbers_is_held_for_both() -> None:
    parsed = with_rows(";Bo;;Hek;3A;;", ";Bo;;Hek;3A;;", ";Bo;;Hek;4A;;")
    assert [pupil.class_name for pupil in parsed.pupils] == ["4A"]
    assert [remark.where for remark in parsed.held] == ["regel 2", "regel 3"]


def test_a_number_that_the_whole_school_shares_gives_remarks_one_can_read() -> None:
    """Each remark that named all other rows would grow with the square of the list: 20,000 rows are gigabytes."""
    parsed = with_rows(*(f"0;Kind{number};;Hek;3A;;" for number in range(500)))
    assert len(parsed.held) == 500
    assert max(len(remark.reason) for remark in parsed.held) < 300


@pytest.mark.parametrize("row", ["1;Bo;;van; Hek;3A;03-02-2018;Ingeschreven", "1;Bo;;Hek;3A;03-02-2018;;;x"])
def test_a_row_with_more_in_it_than_there_are_headings_is_held_as_all_of_it_may_have_moved(row: str) -> None:
    parsed = with_rows(DAAN, row)
    assert [remark.where for remark in parsed.held] == ["regel 3"]
    assert "niet evenveel kolommen" in parsed.held[0].reason
    assert len(parsed.pupils) == 1


def test_separators_behind_the_last_heading_are_nothing() -> None:
    assert only_pupil(with_rows("1;Bo;;Hek;3A;;;;; ;")).family_name == "Hek"


def test_a_note_beside_a_spreadsheet_moves_nothing() -> None:
    parsed = read(workbook((1, "Bo", "", "Hek", "3A", date(2018, 2, 3), "Ingeschreven", "belt nog")))
    assert (only_pupil(parsed).family_name, parsed.held) == ("Hek", ())


@pytest.mark.parametrize("names", [";;", " ; ;\u00a0", "\u200b;;\u2060", "\u200d;;\u200c"])
def test_a_row_without_any_name_is_held(names: str) -> None:
    parsed = with_rows(f"1;{names};3A;03-02-2018;", DAAN)
    assert [remark.where for remark in parsed.held] == ["regel 2"]
    assert "naam" in parsed.held[0].reason
    assert only_pupil(parsed).source_key == "00018"


@pytest.mark.parametrize(("names", "given", "family"), [("Mono;;", "Mono", ""), (";de;Vries", "", "Vries")])
def test_one_name_is_enough(names: str, given: str, family: str) -> None:
    pupil = only_pupil(with_rows(f"1;{names};3A;;"))
    assert (pupil.given_name, pupil.family_name) == (given, family)


@pytest.mark.parametrize("class_name", ["3-apr", "03-apr", "3/apr", "04-03-2026", "3-4-26", "3/4/2026", "1-MEI"])
def test_a_class_that_excel_turned_into_a_date_is_held_with_a_question(class_name: str) -> None:
    parsed = with_rows(f"1;Bo;;Hek;{class_name};;")
    assert parsed.pupils == ()
    assert class_name in parsed.held[0].reason
    assert "?" in parsed.held[0].reason


@pytest.mark.parametrize("class_name", ["apr-03", "3-apr-26", "3 apr", "2026-04-03", "2026-04-03 00:00:00", "46115"])
def test_a_class_that_became_a_date_in_another_dress_is_held_too(class_name: str) -> None:
    parsed = with_rows(f"1;Bo;;Hek;{class_name};;")
    assert [remark.where for remark in parsed.held] == ["regel 2"]


@pytest.mark.parametrize("class_name", ["3", "3/4", "3-4", "7-8", "3A", "Groep 3", "1/2 b", "10", "3E2", "OB-1", "C.3"])
def test_a_class_that_only_resembles_a_date_is_a_class(class_name: str) -> None:
    assert only_pupil(with_rows(f"1;Bo;;Hek;{class_name};;")).class_name == class_name


@pytest.mark.parametrize(("written", "meant"), [("300", "3E2"), ("4000", "4E3"), ("3,00E+02", "getal")])
def test_a_class_that_excel_turned_into_a_number_is_held_with_a_question(written: str, meant: str) -> None:
    parsed = with_rows(DAAN, f"1;Bo;;Hek;{written};;")
    assert meant in parsed.held[0].reason


@pytest.mark.parametrize("name", ["3", "10", "12", "103"])
def test_a_class_may_be_a_number(name: str) -> None:
    assert only_pupil(with_rows(f"1;Bo;;Hek;{name};;")).class_name == name


def test_a_pupil_without_a_class_is_in_the_class_of_those_without() -> None:
    assert only_pupil(with_rows("1;Bo;;Hek;;;")).class_name == WITHOUT_CLASS


@pytest.mark.parametrize(
    "status", ["Uitgeschreven", "Aangemeld", "AANGEMELD", " Vertrokken ", "oud-leerling", "Inactief"]
)
def test_pupils_who_have_left_or_not_started_are_skipped(status: str) -> None:
    parsed = with_rows(DAAN, f"1;Bo;;Hek;3A;;{status}")
    assert [pupil.source_key for pupil in parsed.pupils] == ["00018"]
    assert (parsed.skipped, parsed.held) == (1, ())


def test_who_is_in_the_group_of_those_who_applied_has_not_started() -> None:
    parsed = with_rows(DAAN, "1;Bo;;Hek;Aangemeld;;")
    assert (len(parsed.pupils), parsed.skipped) == (1, 1)
    assert parsed.present == {"1"}


@pytest.mark.parametrize("status", ["Ingeschreven", "", "Actief", "Active"])
def test_pupils_who_are_at_the_school_are_imported(status: str) -> None:
    assert only_pupil(with_rows(f"1;Bo;;Hek;3A;;{status}")).given_name == "Bo"


@pytest.mark.parametrize("heading", ["Uitschrijfdatum", "Datum uitschrijving", "Uitstroomdatum", "Vertrekdatum"])
def test_a_pupil_whose_leaving_date_has_passed_is_skipped(heading: str) -> None:
    headings = f"Roepnaam;Achternaam;Groep;{heading}"
    parsed = with_rows("Bo;Hek;3A;31-07-2026", "Jo;Hek;3A;31-07-2027", "Mo;Hek;3A;", headings=headings)
    assert [pupil.given_name for pupil in parsed.pupils] == ["Jo", "Mo"]
    assert parsed.skipped == 1


@pytest.mark.parametrize("number", ["1,23457E+15", "1.23457E+15", "1E+05"])
def test_a_number_that_excel_rounded_is_held(number: str) -> None:
    parsed = with_rows(f"{number};Bo;;Hek;3A;;")
    assert [remark.where for remark in parsed.held] == ["regel 2"]


@pytest.mark.parametrize("row", ["1;Bo", "1;Bo;;Hek", "x"])
def test_a_row_that_is_too_short_is_held(row: str) -> None:
    parsed = with_rows(row, DAAN)
    assert [remark.where for remark in parsed.held] == ["regel 2"]
    assert "kolommen" in parsed.held[0].reason


def test_a_row_may_leave_out_the_empty_cells_at_its_end() -> None:
    assert only_pupil(with_rows("1;Bo;;Hek;3A")).class_name == "3A"


def test_a_list_with_a_name_without_end_is_refused_with_its_line() -> None:
    assert len(only_pupil(with_rows(f"2;{'B' * LONGEST_NAME};;Hek;3A;;")).given_name) == LONGEST_NAME
    for length in (LONGEST_NAME + 1, 1_000):
        (held,) = with_rows(ZOE, f"2;{'B' * length};;Hek;3A;;").held
        assert (held.where, held.reason) == ("regel 3", "een naam heeft meer dan 200 tekens")
    assert "Op regel 3 staat een vak" in refusal(f"{HEADINGS}\n{ZOE}\n1;{'B' * 1_001};;Hek;3A;;\n".encode())


def test_a_cell_without_end_in_a_column_that_is_not_ours_is_nobodys_business() -> None:
    assert len(with_rows(f"{ZOE};{'x' * 5_000}", headings=HEADINGS + ";Notitie").pupils) == 1


def test_control_and_direction_characters_are_stripped_from_names() -> None:
    parsed = with_rows("1;\u202eB\u200bo\x07;\u200fvan\u2066;He\u00adk\x1b[31m;3\u200eA;03-02-2018;")
    pupil = only_pupil(parsed)
    assert (pupil.given_name, pupil.prefix, pupil.family_name, pupil.class_name) == ("Bo", "van", "Hek[31m", "3A")


@pytest.mark.parametrize(
    "name", ["=1+1", "+31", "-Bo", "@SUM(A1)", "<script>alert(1)</script>", "{{ 7*7 }}", "#set", "\\x"]
)
def test_a_hostile_name_is_kept_as_text(name: str) -> None:
    assert only_pupil(with_rows(f"1;{name};;Hek;3A;;")).given_name == name


cells = st.sampled_from(
    ["", " ", "1", "2", "00017", "Bo", "Zoë", "Berg", "van der", "3A", "3-apr", "03-02-2018", "31-02-2018",
     "Uitgeschreven", "Aangemeld", "Totaal", "totaal: 3", '"x;y"', '"a""b"', "\u200b", "sep=;", "Roepnaam", "é" * 1_000]
)  # fmt: skip
mangled_rows = st.lists(st.lists(cells, max_size=9).map(";".join) | st.just(ZOE) | st.just(DAAN), max_size=30)


@settings(deadline=None)
@given(mangled_rows)
def test_no_row_is_ever_lost(rows: list[str]) -> None:
    parsed = with_rows(ZOE, *rows)
    numbers = [*(pupil.where for pupil in parsed.pupils), *(remark.where for remark in parsed.held)]
    assert len(set(numbers)) == len(numbers)
    assert parsed.rows <= len(rows) + 1


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(PARNASSYS)), st.text(max_size=4), st.integers(0, 6)), max_size=6),
    st.sampled_from(["utf-8", "cp1252", "utf-16", "utf-8-sig"]),
)
def test_a_mangled_list_is_read_or_refused(damage: list[tuple[int, str, int]], encoding: str) -> None:
    text = PARNASSYS
    for at, instead, length in damage:
        text = text[:at] + instead + text[at + length :]
    with suppress(ListRefused):
        parsed = read(text.encode(encoding, "replace"))
        assert_every_row_is_accounted_for(parsed)
        assert all(pupil.given_name or pupil.family_name for pupil in parsed.pupils)


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", HEADINGS.encode() + b"\n", b"\xff\xfe", b"\xfe\xff", b"sep=;\n"]))
def test_no_bytes_at_all_break_the_reader(content: bytes, start: bytes) -> None:
    with suppress(ListRefused):
        assert_every_row_is_accounted_for(read(start + content))
