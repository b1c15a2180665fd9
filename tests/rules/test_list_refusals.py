"""Lists of which nothing can be used, and what the school is told."""

import pytest

from tests.rules.lists import HEADINGS, ZOE, read, refusal

EMPTY = "leeg"
UNREADABLE = "geen lijst die we kunnen lezen"
KINDS: dict[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "een PDF"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "een plaatje"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "een foto"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16, "Bewaar het in Excel als .xlsx, zonder wachtwoord"),
    "html": (b"  \n<html><table><tr><td>Roepnaam</td></tr></table></html>", "een webpagina"),
    "table": (b"<table><tr><td>Roepnaam</td></tr></table>", "Bewaar het in Excel als .xlsx"),
    "json": (b'{"pupils": []}', UNREADABLE),
    "binary": (bytes(range(256)) * 4, UNREADABLE),
    "half a letter": (b"\xff\xfeR\x00o", UNREADABLE),
    "utf-16 without mark": (HEADINGS.encode("utf-16-le"), UNREADABLE),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_another_kind_is_refused_with_what_to_do(kind: str) -> None:
    content, words = KINDS[kind]
    assert words in refusal(content)


@pytest.mark.parametrize("content", [b"", b" ", b"\n\n\r\n", b"\t \n"])
def test_an_empty_file_is_called_empty(content: bytes) -> None:
    assert EMPTY in refusal(content)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbf\r\n",
        b"\xff\xfe",
        " \n".encode("utf-16"),
        "\u00a0\n".encode(),
        b"\x1c\n",
    ],
    ids=["utf8-bom", "utf8-bom-line", "utf16-bom", "utf16-space", "nbsp", "separator"],
)
def test_a_file_with_only_invisible_characters_is_refused(content: bytes) -> None:
    refusal(content)


@pytest.mark.parametrize("content", [b"sep=;", b"sep=;\r\n", b"sep=;\n\n\n", b"sep=;\r"])
def test_a_file_with_only_the_separators_name_is_refused(content: bytes) -> None:
    refusal(content)


@pytest.mark.parametrize("below", ["", "\n", "\n;;;;;;\n", "\nTotaal: 0\n"])
def test_headings_without_pupils_are_refused(below: str) -> None:
    assert "geen leerlingen" in refusal((HEADINGS + below).encode())


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        ("Roepnaam;Achternaam", ["Groep"]),
        ("Roepnaam;Groep", ["Achternaam"]),
        ("Achternaam;Groep;Geboortedatum", ["Roepnaam"]),
        ("Leerlingnummer;Geboortedatum", ["Roepnaam", "Achternaam", "Groep"]),
        ("Naam;E-mail;Telefoon", ["Groep"]),
        ("Roepnaam", ["Achternaam", "Groep"]),
    ],
)
def test_missing_columns_are_named_and_those_that_are_there_are_not(headings: str, missing: list[str]) -> None:
    named = refusal(f"{headings}\na;b;c\n".encode()).split(".")[0]
    assert [name for name in ("Roepnaam", "Achternaam", "Groep") if name in named] == missing


def test_a_list_without_headings_is_refused() -> None:
    assert "missen we" in refusal(f"{ZOE}\n{ZOE}\n".encode())


@pytest.mark.parametrize(
    ("headings", "one", "other"),
    [
        ("Roepnaam;Achternaam;Groep;Huidige groep", "Groep", "Huidige groep"),
        ("Roepnaam;Voornaam;Achternaam;Groep", "Roepnaam", "Voornaam"),
        ("Roepnaam;Achternaam;Groep;Achternaam", "Achternaam", "Achternaam"),
        ("Nr;Leerlingnummer;Roepnaam;Achternaam;Groep", "Nr", "Leerlingnummer"),
        ("Roepnaam;Achternaam;Groep;Geb.datum;Geboortedatum", "Geb.datum", "Geboortedatum"),
    ],
)
def test_two_columns_for_one_field_are_both_named(headings: str, one: str, other: str) -> None:
    assert f"‘{one}’ en ‘{other}’" in refusal(f"{headings}\na;b;c;d;e\n".encode())


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ((ZOE, '1;"Bo"x;;Hek;3A;;', ZOE), 3),
        (('1;"Bo" ;;Hek;3A;;', ZOE), 2),
        ((ZOE, ZOE, '1;"Bo"\' Hek;;Hek;3A;;'), 4),
    ],
)
def test_a_stray_quote_is_refused_with_its_line(rows: tuple[str, ...], line: int) -> None:
    for first in ("", "sep=;\n"):
        sentence = refusal((first + "\n".join((HEADINGS, *rows))).encode())
        assert f"Regel {line + bool(first)} " in sentence
        assert "aanhalingsteken" in sentence


def test_a_quote_that_is_never_closed_is_refused_with_the_line_where_it_was_opened() -> None:
    content = "\n".join((HEADINGS, ZOE, '1;"Bo;;Hek;3A;;', *[ZOE] * 50)).encode()
    assert "Regel 3 " in refusal(content)


def test_a_quote_in_the_middle_of_a_name_swallows_nothing() -> None:
    content = "\n".join((HEADINGS, '1;Jan "Bo" Piet;;Hek;3A;;', ZOE)).encode()
    assert [pupil.given_name for pupil in read(content).pupils] == ['Jan "Bo" Piet', "Zoë"]


def test_a_cell_without_end_is_not_blamed_on_a_quote() -> None:
    assert "meer dan 1.000 tekens" in refusal(f"{HEADINGS}\n1;{'B' * 140_000};;Hek;3A;;\n".encode())


def test_more_than_two_hundred_columns_are_refused() -> None:
    headings = HEADINGS + "".join(f";Kolom{number}" for number in range(194))
    assert "200 kolommen" in refusal(f"{headings}\n{ZOE}\n".encode())


def test_a_list_of_the_staff_is_recognised_by_its_headings() -> None:
    heads = "Roepnaam;Voorvoegsel;Achternaam;Gekoppelde groepen;Rollen;Groep"
    assert "medewerkers" in refusal(f"{heads}\nJuf;;Voorbeeld;3A;Leerkracht;3A\n".encode())


def test_a_zero_byte_in_a_name_is_pointed_out_by_its_line() -> None:
    rows = "".join(f"{n};Bo;;Hek;3A;;\n" for n in range(100))
    sentence = refusal(f"{HEADINGS}\n{rows}7;B\x00o;;Hek;3A;;\n".encode())
    assert "Op regel 102" in sentence


def test_a_list_of_a_program_is_no_pupil_list() -> None:
    assert "geen lijst" in refusal(b'[{"Roepnaam": "Bo", "Achternaam": "Hek", "Groep": "3A"}]')
