"""What the desk's pages of pupils go by: masked addresses, how it stands with a code, the form of a pupil."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from common.emails import masked
from common.locks import Lock
from common.pupils import Pupil, left
from common.schools import School
from common.web.visits import Form
from school import edits, pupil_forms, roll
from school.additions import Written
from school.standing import cap, code_state

TODAY = date(2026, 9, 1)
SCHOOL = School("de-regenboog", "De Regenboog", "Kleurlaan 1", "1234 AB Utrecht", "030", "info@regenboog.example")
SANNE = Pupil(SCHOOL.id, "0" * 20, "Sanne", "", "Bakker", "5B", date(2017, 3, 14), date(2027, 7, 31), "batch", "17")
LOCK = Lock(SCHOOL.id, SANNE.id, 1, datetime(2026, 9, 1, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("jan.de.vries@voorbeeld.nl", "j…@….nl"),
        ("a@b.co.uk", "a…@….uk"),
        ("x@x.museum", "x…@….museum"),
        ("", "…@…."),
        ("geen-adres", "g…@…."),
    ],
)
def test_of_an_address_only_the_first_letter_and_the_end_are_shown(email: str, shown: str) -> None:
    assert masked(email) == shown


@pytest.mark.parametrize(
    ("pupil", "school", "lock", "state"),
    [
        (SANNE, SCHOOL, None, "valid"),
        (replace(SANNE, valid_until=TODAY), SCHOOL, None, "valid"),
        (replace(SANNE, valid_until=date(2026, 8, 31)), SCHOOL, None, "ended"),
        (replace(SANNE, active=False), SCHOOL, None, "closed"),
        (SANNE, replace(SCHOOL, paused=True), LOCK, "closed"),
        (SANNE, SCHOOL, LOCK, "locked"),
        (replace(SANNE, birth_date=None), SCHOOL, LOCK, "valid"),
        (replace(SANNE, valid_until=date(2026, 8, 31)), SCHOOL, LOCK, "ended"),
    ],
)
def test_how_it_stands_with_a_code(pupil: Pupil, school: School, lock: Lock | None, state: str) -> None:
    assert code_state(pupil, school, lock, TODAY) == state


def test_fewer_parents_where_no_date_guards_the_code() -> None:
    assert (cap(SANNE, SCHOOL), cap(replace(SANNE, birth_date=None), SCHOOL)) == (4, 2)


def test_who_leaves_later_is_active_until_then() -> None:
    assert left(SANNE, TODAY, TODAY) == replace(SANNE, active=False, left_on=TODAY)
    assert left(SANNE, date(2026, 9, 2), TODAY) == replace(SANNE, left_on=date(2026, 9, 2))
    assert left(SANNE, date(2026, 8, 1), TODAY).links_end == date(2026, 8, 15)


def test_the_form_of_a_pupil_means_that_pupil() -> None:
    form = pupil_forms.filled_in(SANNE)
    wanted = pupil_forms.understand(form.values, ["5B"], TODAY)
    assert not isinstance(wanted, Form)
    assert (wanted.given_name, wanted.family_name, wanted.class_name) == ("Sanne", "Bakker", "5B")
    assert wanted.birth_date == SANNE.birth_date


def test_a_given_name_is_not_taken_away_and_not_asked_of_whom_the_administration_knows_none() -> None:
    nameless = replace(SANNE, given_name="")
    emptied = {**pupil_forms.filled_in(SANNE).values, "given_name": ""}
    for before, wrong in ((None, ["given_name"]), (SANNE, ["given_name"]), (nameless, [])):
        wanted = pupil_forms.understand(emptied, ["5B"], TODAY, before)
        assert (list(wanted.errors) if isinstance(wanted, Form) else []) == wrong
    nobody = pupil_forms.understand({**emptied, "family_name": ""}, ["5B"], TODAY, nameless)
    assert isinstance(nobody, Form)
    assert list(nobody.errors) == ["given_name"]


@pytest.mark.parametrize(
    ("day", "month", "year", "taken"),
    [
        ("1", "9", "2026", False),
        ("31", "8", "2026", True),
        ("1", "1", "2001", True),
        ("31", "12", "2000", False),
    ],
)
def test_a_pupil_was_born_before_today_and_not_too_long_ago(day: str, month: str, year: str, taken: bool) -> None:
    form = {"given_name": "Noor", "class": "5B", "day": day, "month": month, "year": year}
    wanted = pupil_forms.understand(form, ["5B"], TODAY)
    assert (["year"] if isinstance(wanted, Form) else []) == ([] if taken else ["year"])
    assert isinstance(wanted, Written) is taken


def test_what_is_written_of_a_pupil_is_as_it_is_kept() -> None:
    form = {"given_name": " No\u202eor\n", "prefix": "van  der", "family_name": "Linde\x07", "new_class": " 5b "}
    assert pupil_forms.understand(form, ["5B"], TODAY) == Written("Noor", "van der", "Linde", "5B")


@pytest.mark.parametrize(
    ("picked", "typed", "before", "taken"),
    [
        ("5B", "6A", None, ""),
        ("5B", "9Z", None, ""),
        ("5B", " 5b ", None, "5B"),
        ("", "9Z", None, "9Z"),
        ("5B", "9Z", SANNE, "9Z"),
        ("6A", "9Z", SANNE, ""),
        ("6A", "", SANNE, "6A"),
    ],
)
def test_whoever_picks_a_class_and_types_another_is_asked_which(
    picked: str, typed: str, before: Pupil | None, taken: str
) -> None:
    form = {"given_name": "Noor", "class": picked, "new_class": typed}
    wanted = pupil_forms.understand(form, ["5B", "6A"], TODAY, before)
    if taken:
        assert isinstance(wanted, Written)
        assert wanted.class_name == taken
    else:
        assert isinstance(wanted, Form)
        assert list(wanted.errors) == ["new_class"]
        assert (wanted.values["class"], wanted.values["new_class"]) == (picked, typed)


def test_whoever_has_a_single_name_has_it_as_given_name() -> None:
    wanted = pupil_forms.understand({"given_name": "Mono", "class": "5B"}, ["5B"], TODAY)
    assert not isinstance(wanted, Form)
    assert (wanted.given_name, wanted.family_name) == ("Mono", "")


@pytest.mark.parametrize("seen", ["given_name", "prefix", "family_name", "class_name", "language"])
def test_whoever_saw_the_pupil_before_it_changed_has_seen_another(seen: str) -> None:
    other: dict[str, Any] = {seen: "anders"}
    assert edits.seen(replace(SANNE, **other)) != edits.seen(SANNE)
    assert edits.seen(replace(SANNE, linked=2, printed="x", open_reports=1)) == edits.seen(SANNE)


def test_an_address_of_the_roll_asks_for_what_it_shows() -> None:
    asked = roll.asked_in({"groep": "7/8 Ü&", "alleen": "een", "op": "ouders", "na": "x", "anders": "y"})
    assert (asked.class_name, asked.only, asked.order, asked.after) == ("7/8 Ü&", "een", "ouders", "x")
    assert asked.address() == "/school/leerlingen?groep=7%2F8+%C3%9C%26&alleen=een&op=ouders"
    assert asked.address(only="", order="naam") == "/school/leerlingen?groep=7%2F8+%C3%9C%26&op=naam"
    assert roll.asked_in({"groep": "5B\x1e\x00", "alleen": "iedereen", "op": "leeftijd", "wie": "x"}) == roll.Asked(
        "5B"
    )
