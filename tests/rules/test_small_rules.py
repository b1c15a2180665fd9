"""Schools, identifiers, languages, batches, letters to ask for, and settings."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.attachments import LARGEST, file_name, type_of
from common.batches import in_batches
from common.i18n import choose, file_size, long_date, mark, translations
from common.ids import moment_of, random_id, timed_id
from common.letters import ask, files_of, object_key, requests_for
from common.pupils import Pupil
from common.schools import School, is_colour, is_id, text_colour_on
from common.settings import MissingSetting, read

moments = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
SCHOOL = School("regenboog", "De Regenboog", "Dorpsstraat 1", "1234 AB Ons Dorp", "012-3456789", "info@regenboog.nl")
PUPIL = Pupil("regenboog", "p", "Bo", "", "Hek", "3A", None, date(2027, 7, 31), "b")


def test_a_pupil_without_a_date_of_birth_has_at_most_two_parents() -> None:
    assert SCHOOL.cap(birth_date_known=True) == 4
    assert SCHOOL.cap(birth_date_known=False) == 2
    assert replace(SCHOOL, max_parents=1).cap(birth_date_known=False) == 1
    assert replace(SCHOOL, max_parents=10).cap(birth_date_known=True) == 10


@pytest.mark.parametrize("text", ["regenboog", "99zz00", "a1", "a" * 40, "de-regenboog"])
def test_a_school_id_is_short_and_plain(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "a", "-a", "A1", "a/b", "a b", "é1", "a" * 41, "regenboog\n", "..", "a#b"])
def test_what_could_break_a_key_is_no_school_id(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize("text", ["#fff", "1d5b4f", "#1D5B4F", "#1d5b4f;", "#1d5b4f\n", "red", "#gggggg", ""])
def test_what_could_break_a_stylesheet_is_no_colour(text: str) -> None:
    assert is_colour("#1d5b4f")
    assert not is_colour(text)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@given(colours)
def test_text_can_be_read_on_any_school_colour(colour: str) -> None:
    lighter, darker = sorted((_luminance(colour), _luminance(text_colour_on(colour))), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_text_is_white_on_dark_and_black_on_light() -> None:
    assert text_colour_on("#1d5b4f") == "#ffffff"
    assert text_colour_on("#000000") == "#ffffff"
    assert text_colour_on("#ffffff") == "#000000"
    assert text_colour_on("#ffe100") == "#000000"


def test_random_ids_are_never_the_same() -> None:
    made = {random_id() for _ in range(10_000)}
    assert len(made) == 10_000
    assert {len(one) for one in made} == {20}


@given(moments, moments, st.text(max_size=20), st.text(max_size=20))
def test_ids_of_what_happens_sort_by_time(one: datetime, other: datetime, text: str, another: str) -> None:
    if one + timedelta(seconds=1) <= other:
        assert timed_id(one, text) < timed_id(other, another)


@given(moments, st.text(max_size=20), st.text(max_size=20))
def test_the_same_event_has_the_same_id_and_tells_its_moment(moment: datetime, text: str, another: str) -> None:
    assert timed_id(moment, text) == timed_id(moment, text)
    assert (timed_id(moment, text) == timed_id(moment, another)) == (text == another)
    assert moment_of(timed_id(moment, text)) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("cookie", "header"), [("nl", "en"), ("", ""), ("", "fr-FR,fr;q=0.8"), ("xx", "nl-NL,nl;q=0.9"), ("", ";;,,=")]
)
def test_pages_are_in_dutch_where_nothing_better_is_known(cookie: str, header: str) -> None:
    assert choose(cookie, header) == "nl"


@pytest.mark.parametrize(
    ("cookie", "header", "language"),
    [
        ("", "en-GB,en;q=0.8", "en"),
        ("", "ar-MA,fr;q=0.8", "ar"),
        ("", "fr,tr;q=0.5", "tr"),
        ("", "ru-RU,en;q=0.5", "uk"),
        ("pl", "nl", "pl"),
    ],
)
def test_the_language_read_last_counts_before_that_of_the_browser(cookie: str, header: str, language: str) -> None:
    assert choose(cookie, header) == language


@given(st.text(max_size=30), st.text(max_size=60))
def test_whatever_a_browser_asks_for_a_language_with_texts_is_chosen(cookie: str, header: str) -> None:
    assert translations(choose(cookie, header)).gettext("Log eerst in")


def test_a_language_that_is_not_offered_has_no_texts() -> None:
    with pytest.raises(KeyError):
        translations("xx")


def test_dutch_sentences_and_dates_are_shown_as_written() -> None:
    assert mark("Log eerst in") == "Log eerst in"
    assert long_date(date(2026, 3, 1)) == "1 maart 2026"
    assert long_date(date(2026, 3, 1), "uk") == "1 березня 2026"
    assert long_date(datetime(2026, 12, 31, 23, 59, tzinfo=UTC)) == "31 december 2026"


@given(st.lists(st.integers(), max_size=50), st.integers(1, 12))
def test_batches_hold_everything_once_in_order(things: list[int], size: int) -> None:
    batches = list(in_batches(iter(things), size))
    assert [thing for batch in batches for thing in batch] == things
    assert all(len(batch) == size for batch in batches[:-1])
    assert all(batches)


def _class(name: str, count: int) -> list[Pupil]:
    return [replace(PUPIL, id=f"{name}-{number:04}", class_name=name) for number in range(count)]


def test_letters_are_asked_for_class_by_class_in_files_of_at_most_two_hundred() -> None:
    pupils = [*_class("7/8", 3), *_class("7-8", 2), *_class("3A", 401)]
    requests = requests_for("regenboog", "b", reversed(pupils))
    assert [len(request["pupils"]) for request in requests] == [200, 200, 1, 2, 3]
    assert sorted(one for request in requests for one in request["pupils"]) == sorted(one.id for one in pupils)
    assert len({object_key(request) for request in requests}) == 5
    assert requests == requests_for("regenboog", "b", pupils)


@pytest.mark.parametrize("together", [False, True])
def test_files_are_known_by_the_number_of_letters_alone(together: bool) -> None:
    pupils = [*_class("7/8", 3), *_class("7-8", 200), *_class("3A", 401), *_class("", 1)]
    counts, now = Counter(pupil.class_name for pupil in pupils), datetime(2026, 11, 23, tzinfo=UTC)
    asked = ask("regenboog", "20261123T090000-abc", "everybody", pupils, now, together=together)
    assert files_of(counts, together=together) == asked.batch.wanted


def test_a_file_of_letters_lies_in_the_folder_of_its_school_and_batch() -> None:
    (request,) = requests_for("regenboog", "20261123T090000-abc", _class("7/8", 1))
    key = object_key(request)
    assert key.startswith("schools/regenboog/letters/20261123T090000-abc/7-8-")
    assert key.endswith(".pdf")
    assert key.count("/") == 4


def test_letters_of_a_class_lie_in_the_order_of_the_register() -> None:
    names = [("1", "Zoë", "", "Aal"), ("2", "Bo", "van", "Berg"), ("3", "Adam", "", "Çelik"), ("4", "Eva", "de", "Dam")]
    pupils = [replace(PUPIL, id=i, given_name=g, prefix=p, family_name=f) for i, g, p, f in names]
    (request,) = requests_for("regenboog", "b", pupils[::-1])
    assert request["pupils"] == ["1", "2", "3", "4"]


def test_no_pupils_ask_for_no_letters() -> None:
    assert requests_for("regenboog", "b", []) == []


def test_a_setting_is_the_variable_of_the_same_name_in_capitals() -> None:
    settings = read({"TABLE_NAME": "table", "SITE_URL": "https://ouders.example", "HOME": "/root"})
    assert settings.table_name == "table"
    assert settings.site_url == "https://ouders.example"


def test_a_setting_that_a_function_was_not_given_is_named_and_not_guessed() -> None:
    with pytest.raises(MissingSetting, match="MAKE_KEY_ID"):
        _ = read({"TABLE_NAME": "table"}).make_key_id


def test_settings_of_what_is_not_set_up_may_be_empty() -> None:
    settings = read({})
    assert settings.security_contact == ""
    assert settings.firebase_application_arn == ""
    assert settings.apns_application_arn == ""


@pytest.mark.parametrize(
    ("size", "language", "words"),
    [
        (1, "nl", "1 kB"),
        (340_400, "nl", "340 kB"),
        (1_250_000, "nl", "1,2 MB"),
        (1_250_000, "en", "1.2 MB"),
        (1_250_000, "uk", "1,2 МБ"),
        (2_000_000, "ar", "2 ميغابايت"),
        (LARGEST, "pl", "10,5 MB"),
    ],
)
def test_a_size_is_written_as_people_write_it(size: int, language: str, words: str) -> None:
    assert file_size(size, language) == words


@given(st.text(max_size=50), st.sampled_from(["pdf", "PNG", "docx"]))
def test_a_file_name_has_no_folder_and_keeps_its_kind(name: str, ending: str) -> None:
    kept = file_name(f"{name}.{ending}")
    assert not set(kept) & set("/\\\r\n\x00\u202e")
    assert not kept.startswith(".")
    assert file_name(kept) == kept
    assert type_of(kept) in ("", type_of(f"x.{ending}"))
