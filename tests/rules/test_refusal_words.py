"""Why a list was refused can be read in the language of the desk, whenever it was written."""

import ast
import re
import time
from pathlib import Path

import pytest

from common import refusal_words as words
from common.i18n import DESK_DOMAIN, translations
from pupils.formats.headings import FIELDS, folded
from tests.rules.files import package
from tests.rules.lists import left_in_dutch, refusal

ROOT = Path(__file__).parents[2]
ENGLISH = translations("en", DESK_DOMAIN).gettext
VALUES = {
    "most": "200",
    "line": "12",
    "file": "users.csv",
    "place": "regel 3",
    "places": "regel 3, regel 4, regel 7 en nog 12",
    "kind": "een PDF",
    "field": "groep",
    "fields": "Roepnaam, Achternaam en Groep",
    "columns": "givenname en familyname",
    "headings": "‘Groep’ en ‘Huidige groep’",
}
IN_ENGLISH = VALUES | {
    "place": "line 3",
    "places": "line 3, line 4, line 7 and 12",
    "kind": "a PDF",
    "field": "class",
    "fields": "First name, Family name and Class",
    "columns": "givenname and familyname",
    "headings": "‘Groep’ and ‘Huidige groep’",
}


def in_english(reason: str) -> str:
    return words.translated(reason, ENGLISH)


@pytest.mark.parametrize("sentence", words._SENTENCES)
def test_every_sentence_is_recognised_with_what_is_in_it(sentence: str) -> None:
    for behind in ("", f" {words.WANTED}", f" {words.MAKE_AGAIN_AND_SEND} {words.NOTHING_CHANGED}"):
        said = sentence % VALUES + behind
        assert words.translated(said, lambda text: text) == said
        assert left_in_dutch(said) == ""
    english = in_english(f"{sentence % VALUES} {words.NOTHING_CHANGED}")
    assert english == ENGLISH(sentence) % IN_ENGLISH + " Nothing has changed."
    assert ENGLISH(sentence) != sentence


@pytest.mark.parametrize("kind", words.KINDS.values())
def test_every_kind_of_file_is_named_in_english(kind: str) -> None:
    assert in_english(words.OTHER_KIND % {"kind": kind}) == f"This file is {ENGLISH(kind)}, not a pupil list."
    assert ENGLISH(kind) != kind


@pytest.mark.parametrize("field", words.FIELDS.values())
def test_every_field_is_named_in_english(field: str) -> None:
    name = ENGLISH(field)
    assert in_english(words.NO_COLUMN % {"fields": field}) == f"The list lacks the column {name}."
    small = words.COLUMN_TWICE % {"field": field.lower(), "headings": "‘a’"}
    assert f"take for {name.lower()}: ‘a’." in in_english(small)


def test_the_headings_that_are_asked_for_in_english_are_read() -> None:
    advised = re.split(r", | and ", ENGLISH(words.ADD_HEADINGS).partition("such as ")[2].rstrip("."))
    needed = ("key", "given", "prefix", "family", "class", "birth")
    assert [FIELDS.get(folded(heading)) for heading in advised] == list(needed)
    assert advised == [ENGLISH(words.FIELDS[field]) for field in needed]


def test_a_whole_reason_is_read_in_english() -> None:
    assert in_english(refusal(b"Roepnaam;Kleur\na;b\n")) == (
        "The list lacks the columns Family name and Class. Put a heading above each column, such as Pupil number, "
        "First name, Prefix, Family name, Class and Date of birth. Nothing has changed."
    )
    assert in_english(refusal(b'Roepnaam;Achternaam;Groep\n"a;b;c\n')).startswith("We cannot read line 2: ")


def test_a_stray_quote_in_a_file_of_a_package_is_told_with_its_name() -> None:
    said = refusal(package({"users.csv": 'sourcedId,givenName,familyName\r\n"1,Bo,Hek'}))
    assert said.startswith("Regel 2 van users.csv kunnen we niet lezen: er staat een aanhalingsteken")
    assert in_english(said).startswith("We cannot read line 2 of users.csv: ")


@pytest.mark.parametrize("value", ["", "%", "%(headings)s", words.NOTHING_CHANGED, "a\nb", "(x)", "groep en rij 1."])
def test_what_a_file_calls_its_columns_stays(value: str) -> None:
    twice = words.COLUMN_TWICE % {"field": "groep", "headings": f"‘{value}’ en ‘Klas’"}
    assert in_english(f"{twice} {words.NOTHING_CHANGED}") == (
        f"We do not know which column to take for class: ‘{value}’ and ‘Klas’. Leave one out and try again. "
        "Nothing has changed."
    )


def test_columns_of_a_file_are_named_as_it_does_whatever_it_is() -> None:
    said = refusal(b"Roepnaam;Achternaam;Groep;Huidige-groep\na;b;c;d\n")
    assert "for class: ‘Groep’ and ‘Huidige-groep’." in in_english(said)


@pytest.mark.parametrize("other", ["", "kijk dit na", "Het bestand is kapot.", "In de lijst missen we de kolom Kleur."])
def test_what_is_none_of_these_stays(other: str) -> None:
    assert in_english(other) == other
    assert in_english(f"{other} {words.NOTHING_CHANGED}") == f"{other} Nothing has changed."


@pytest.mark.parametrize(
    "hostile",
    [
        words.NOTHING_CHANGED + f" {words.NOTHING_CHANGED}" * 20_000,
        words.COLUMN_TWICE % {"field": "groep", "headings": "‘" + f"’. {words.NOTHING_CHANGED} ‘" * 20_000} + " x",
        words.COLUMN_TWICE % {"field": "groep", "headings": "‘" + "’ en ‘" * 100_000} + " x",
        words.COLUMN_TWICE % {"field": "groep", "headings": "‘’"} + ". Laat er een weg" * 30_000,
        words.NO_COLUMNS % {"fields": "Roepnaam" + ", Groep en Roepnaam" * 30_000} + " x",
        words.NO_COLUMN_IN_FILE % {"file": "x" * 200_000, "columns": "a" + " en a" * 60_000} + " x",
        words.MONTH_FIRST_AT % {"places": "regel 1" + ", rij 1 en rij 2" * 30_000 + " en nog "},
        words.ENDLESS_CELL % {"place": "x" * 200_000 + " regel " + "1" * 200_000} + " x",
    ],
    ids=["behind", "inside", "columns", "ends", "fields", "names", "places", "digits"],
)
def test_a_hostile_reason_takes_no_time(hostile: str) -> None:
    in_english("")
    start = time.process_time()
    assert in_english(hostile)
    assert time.process_time() - start < 1


def test_the_function_that_reads_lists_has_no_sentence_of_its_own() -> None:
    """Else the English desk would not know it."""
    own = [f"{path.name}: {text}" for path in (ROOT / "functions/pupils").rglob("*.py") for text in _sentences_in(path)]
    assert own == []


def _sentences_in(path: Path) -> list[str]:
    """Also where values are in it, or a second one stands behind it."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    written = [node for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr)]
    texts = [ast.unparse(node).strip("f'\"") for node in written if id(node) not in documented]
    return [text for text in texts if re.search(r"\w\W{0,2}\.\s*$", text)]
