"""What a report of a list says can be read in the language of the desk, whenever it was written."""

import pytest

from common import list_words
from common.i18n import DESK_DOMAIN, translations
from common.pupils import LONGEST_NAME

ENGLISH = translations("en", DESK_DOMAIN).gettext
VALUES = {"number": "12", "places": "regel 3 en regel 4", "class": "5B"}


class Anything(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return VALUES.get(name, f"<{name}>")


@pytest.mark.parametrize("words", list_words._SENTENCES)
def test_every_sentence_is_recognised_with_what_is_in_it(words: str) -> None:
    said = words % Anything()
    assert list_words.translated(said, lambda text: text) == said
    english = list_words.translated(said, ENGLISH)
    assert english != said
    assert english == ENGLISH(words) % Anything({"places": "line 3 and line 4"})


@pytest.mark.parametrize("before", [list_words.ONE_UNREAD_AS_SEVERAL, list_words.ONE_UNNUMBERED_AS_SEVERAL])
def test_what_was_said_of_one_as_of_several_is_still_read_in_english(before: str) -> None:
    assert "één leerling die niet in de lijst staat: zij" in before
    assert list_words.translated(before, ENGLISH).startswith("one pupil who is not in the list: they ")


@pytest.mark.parametrize("other", ["", "kijk dit na", "De lijst is van een school."])
def test_what_is_none_of_these_stays(other: str) -> None:
    assert list_words.translated(other, ENGLISH) == other


@pytest.mark.parametrize(
    "value", ["", "%", "%(pupils)s", "nummer 1 was van een leerling met een andere naam", "a\nb", "(x)"]
)
def test_what_a_file_says_breaks_no_sentence(value: str) -> None:
    said = list_words.NOT_OURS % {"columns": value}
    assert value in list_words.translated(said, ENGLISH)


@pytest.mark.parametrize(
    ("where", "english"),
    [
        ("regel 7", "line 7"),
        ("rij 3", "row 3"),
        ("regel 3, regel 4, regel 5 en nog 12", "line 3, line 4, line 5 and 12"),
        ("hele lijst", "whole list"),
        ("enrollments.csv", "enrollments.csv"),
        ("users.csv regel 4", "users.csv line 4"),
    ],
)
def test_places_are_translated_and_names_of_files_are_not(where: str, english: str) -> None:
    assert list_words.translated_place(where, ENGLISH) == english


def test_the_longest_name_is_the_one_that_is_told() -> None:
    assert str(LONGEST_NAME) in list_words.LONG_NAME
    assert str(LONGEST_NAME) in list_words.LONG_CLASS
