"""Pupil lists in every dress that a Dutch school may send them in."""

from datetime import date

import pytest

from pupils.listed import PupilList
from tests.rules.lists import DAAN, HEADINGS, PARNASSYS, ZOE, only_pupil, read, refusal, with_rows


def _is_the_class(parsed: PupilList) -> bool:
    zoe, daan = parsed.pupils
    assert (zoe.source_key, zoe.given_name, zoe.prefix, zoe.family_name) == ("00017", "Zoë", "van der", "Berg")
    assert (zoe.class_name, zoe.birth_date) == ("3A", date(2018, 2, 3))
    assert (daan.source_key, daan.given_name, daan.prefix, daan.family_name) == ("00018", "Daan", "'t", "Hooft")
    assert (daan.class_name, daan.birth_date) == ("3A", date(2017, 10, 1))
    assert (parsed.rows, parsed.held, parsed.warnings, parsed.merged, parsed.skipped) == (2, (), (), 0, 0)
    return True


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_is_read_whatever_saved_it(separator: str, line_end: str, encoding: str) -> None:
    text = PARNASSYS.replace(";", separator).replace("\r\n", line_end)
    assert _is_the_class(read(text.encode(encoding)))


def test_a_list_in_big_endian_utf_16_is_read() -> None:
    assert _is_the_class(read(b"\xfe\xff" + PARNASSYS.encode("utf-16-be")))


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", "sep=; "])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_first_line_that_names_the_separator_is_honoured(first: str, line_end: str, encoding: str) -> None:
    assert _is_the_class(read(f"{first}\r\n{PARNASSYS}".replace("\r\n", line_end).encode(encoding)))


def test_the_named_separator_wins_over_the_one_that_is_counted() -> None:
    parsed = read(b"sep=,\nRoepnaam,Achternaam,Groep\nA;B,C;D,3;4\n")
    assert only_pupil(parsed).given_name == "A;B"


@pytest.mark.parametrize("last", ["", "\n", "\n\n\n", "\n;;;;;;\n"])
def test_the_last_line_may_or_may_not_be_ended(last: str) -> None:
    assert _is_the_class(read(f"{HEADINGS}\n{ZOE}\n{DAAN}{last}".encode()))


def test_titles_above_and_a_total_below_and_blank_lines_between_are_no_pupils() -> None:
    rows = ("Basisschool De Regenboog;;;;;;", "Leerlingenlijst, november 2026", "", HEADINGS, "", ZOE, ";;;;;;")
    parsed = read("\r\n".join((*rows, DAAN, "", "Totaal: 2", "Totaal;2;;;;;")).encode())
    assert _is_the_class(parsed)
    assert [pupil.where for pupil in parsed.pupils] == ["regel 6", "regel 8"]


def test_a_pupil_may_be_called_like_a_total() -> None:
    assert only_pupil(with_rows("1;Totaal;;Jansen;3;;")).given_name == "Totaal"


@pytest.mark.parametrize(
    "headings",
    [
        "stamnr_str;Roepnaam;Tussenv;Achternaam;Klas;geb_datum_str;Status",
        "Leerling nummer;Voornaam/roepnaam;Tussenvoegsel;Familienaam;Stamgroep;Geb.datum;Huidige status",
        "Student_id;First Name;Prefix;Last Name;Class;Date of birth;Status",
        "LEERLINGNR;ROEPNAAM;VOORVOEGSELS;GESLACHTSNAAM;GROEPSNAAM;GEBDATUM;STATUS",
        '"Nr";"Voornaam";"tv";"Achternaam";"Klasnaam";"DoB";"Status"',
        " Nummer ;Róepnaam;Tussenvoegsels;Surname;Basisgroep;Birthdate;status",
        "Stamnummer;Voornamen;Infix;Achternaam;Leerjaar;Geboortedatum;Status",
        "id;Voorletters;Tussenvoegsel;Achternaam;Jaargroep;Geboortedatum;Status",
    ],
)
def test_headings_are_known_by_all_their_usual_names(headings: str) -> None:
    assert _is_the_class(read("\n".join((headings, ZOE, DAAN)).encode()))


def test_columns_may_stand_in_any_order_among_others_that_are_not_read() -> None:
    text = "BSN;Groep;Achternaam;Postcode;Roepnaam\n999999990;3A;Berg;1234AB;Zoë\n"
    pupil = only_pupil(read(text.encode()))
    assert (pupil.given_name, pupil.family_name, pupil.class_name) == ("Zoë", "Berg", "3A")
    assert (pupil.source_key, pupil.prefix, pupil.birth_date) == (None, "", None)
    assert "999999990" not in repr(pupil)


def test_the_year_is_not_taken_for_the_class_where_both_are_there() -> None:
    text = "Leerjaar;Roepnaam;Voornamen;Achternaam;Groep\n3;Zoë;Zoë Anna;Berg;3A\n"
    pupil = only_pupil(read(text.encode()))
    assert (pupil.class_name, pupil.given_name) == ("3A", "Zoë")


@pytest.mark.parametrize(
    "headings", ["Voornamen;Voorletters;Achternaam;Groep", "Voorletters;Voornamen;Achternaam;Groep"]
)
def test_initials_are_taken_for_a_name_only_where_there_is_no_other(headings: str) -> None:
    row = headings.replace("Voornamen", "Zoë Anna").replace("Voorletters", "Z.A.")
    assert only_pupil(read(f"{headings}\n{row}\n".encode())).given_name.startswith("Zoë")


def test_a_quoted_name_may_hold_the_separator_quotes_and_a_line_break() -> None:
    parsed = with_rows('1;"Anne; ""Marie""\nSofie";;Berg;3A;;', DAAN)
    assert parsed.pupils[0].given_name == 'Anne; "Marie" Sofie'
    assert parsed.pupils[1].where == "regel 4"


def test_rows_are_named_by_their_line_in_the_file() -> None:
    text = f"sep=;\r\nLijst\r\n{HEADINGS}\r\n{ZOE}\r\n\r\n9;;;;3A;;\r\n"
    parsed = read(text.encode())
    assert [pupil.where for pupil in parsed.pupils] == ["regel 4"]
    assert [remark.where for remark in parsed.held] == ["regel 6"]


def test_a_line_separator_inside_a_name_does_not_end_the_row() -> None:
    parsed = with_rows("1;Anne\u2028Marie;;Berg;3A;;", "2;Anne\u0085Sofie;;Berg;3A;;")
    assert [pupil.given_name for pupil in parsed.pupils] == ["Anne Marie", "Anne Sofie"]
    assert [pupil.where for pupil in parsed.pupils] == ["regel 2", "regel 3"]


def test_windows_letters_are_read_as_windows_wrote_them() -> None:
    text = "Roepnaam;Achternaam;Groep\nZoë Ñanú ïê;Ÿ€œ–’t;3A\n"
    pupil = only_pupil(read(text.encode("cp1252")))
    assert (pupil.given_name, pupil.family_name) == ("Zoë Ñanú ïê", "Ÿ€œ–’t")


def test_a_byte_that_windows_does_not_know_is_pointed_out_by_its_line() -> None:
    assert "3" in refusal(HEADINGS.encode() + b"\n" + DAAN.encode() + b"\n1;Zo\x81\xeb;;Berg;3A;;\n")


@pytest.mark.parametrize("name", ["ZoÃ«", "FranÃ§ois"])
def test_a_name_that_was_saved_in_two_encodings_is_warned_about(name: str) -> None:
    parsed = with_rows(f"1;{name};;Berg;3A;03-02-2018;")
    assert [remark.where for remark in parsed.warnings] == ["regel 2"]


@pytest.mark.parametrize("table", ["cp850", "mac_roman"])
@pytest.mark.parametrize("name", ["Zoë", "Ñanú", "Chloé"])
def test_a_name_in_the_letters_of_dos_or_an_old_macintosh_is_warned_about(name: str, table: str) -> None:
    parsed = read(f"{HEADINGS}\n1;{name};;Berg;3A;;\n2;Bo;;Hek;3A;;\n".encode(table))
    assert [remark.where for remark in parsed.warnings] == ["regel 2"]


def test_a_file_in_two_encodings_is_read_as_one_and_the_odd_name_is_warned_about() -> None:
    content = f"{HEADINGS}\n1;Zoë;;Berg;3A;;\n".encode("cp1252") + "2;Chloé;;Hek;3A;;\n".encode()
    parsed = read(content)
    assert [pupil.given_name for pupil in parsed.pupils] == ["Zoë", "ChloÃ©"]
    assert [remark.where for remark in parsed.warnings] == ["regel 3"]


def test_twenty_thousand_pupils_are_read_and_one_more_is_refused() -> None:
    rows = [f"{number};Bo;;Hek;3A;;" for number in range(20_000)]
    assert len(read("\n".join((HEADINGS, *rows)).encode()).pupils) == 20_000
    assert "meer dan 20000 leerlingen" in refusal("\n".join((HEADINGS, *rows, "20000;Bo;;Hek;3A;;")).encode())
