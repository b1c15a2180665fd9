"""*Leerling toevoegen* for somebody who seems to be there already: asked once, and then done as it was said."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from common.cloud import counting
from common.pupils import Change, Pupil
from common.schools import School
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_calls import calls_of
from tests.pages.ways.desk_pupils import PUPILS, filled_in

STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")
NEW = f"{PUPILS}/nieuw"
ASKED = "Deze leerling staat er misschien al"


@pytest.fixture
def there(house: House) -> Pupil:
    """Of a list, with a number."""
    pupil = house.child(source_key="00017").pupil
    counting.recount(REGENBOOG.id)
    return pupil


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house, "medewerker")


def at_school(house: House) -> int:
    return len(house.services.pupils.of_school(REGENBOOG.id))


def test_it_asks_first_and_says_who_is_there(house: House, clerk: Clerk, there: Pupil) -> None:
    page = clerk.submit(NEW, **filled_in(there))
    assert at_school(house) == 1
    assert ASKED in page.words
    assert f'<a href="{PUPILS}/{there.id}"><bdi>{there.name}</bdi></a>' in page.text
    assert "nummer 00017" in page.words
    assert 'role="alert"' in page.text


def test_all_who_are_there_are_named(house: House, clerk: Clerk, there: Pupil) -> None:
    another = house.child(source_key="00018").pupil
    page = clerk.submit(NEW, **filled_in(there)).text
    assert [f'href="{PUPILS}/{one.id}"' in page for one in (there, another)] == [True, True]


def test_nothing_that_was_typed_is_lost(clerk: Clerk, there: Pupil) -> None:
    form = filled_in(there) | {"new_class": there.class_name, "class": ""}
    page = clerk.submit(NEW, **form).text
    for name, value in form.items():
        assert name == "class" or f'id="{name}"' in page
        assert not value or f'value="{value}"' in page


def test_added_all_the_same_there_are_two_and_no_more(house: House, clerk: Clerk, there: Pupil) -> None:
    form = filled_in(there)
    page = clerk.submit(NEW, **form)
    assert f'<input type="hidden" name="anyway" value="{there.id}">' in page.text
    assert "Toch toevoegen" in page.words
    for _ in range(2):
        assert ASKED not in clerk.submit(NEW, **form, anyway=there.id).words
    assert at_school(house) == 2


def test_asked_about_one_pupil_is_not_asked_about_another(house: House, clerk: Clerk, there: Pupil) -> None:
    other = house.child("Daan", source_key="00018").pupil
    assert ASKED in clerk.submit(NEW, **filled_in(other), anyway=there.id).words
    assert at_school(house) == 2


def test_a_name_that_was_mended_after_it_asked_is_added(house: House, clerk: Clerk, there: Pupil) -> None:
    page = clerk.submit(NEW, **(filled_in(there) | {"given_name": "Sanna"}), anyway=there.id)
    assert "De leerling is toegevoegd" in page.words
    assert at_school(house) == 2


@pytest.mark.parametrize(
    "other",
    [{"given_name": "Sanna"}, {"year": "2016"}, {"class": "", "new_class": "8Z"}],
    ids=["another name", "another day", "another class"],
)
def test_who_is_not_just_the_same_is_added_at_once(
    house: House, clerk: Clerk, there: Pupil, other: dict[str, str]
) -> None:
    assert ASKED not in clerk.submit(NEW, **(filled_in(there) | other)).words
    assert at_school(house) == 2


def leave(house: House, pupil: Pupil) -> None:
    house.services.pupils.edit(Change(pupil, replace(pupil, active=False, left_on=date(2026, 7, 1))))


@pytest.mark.parametrize("group", ["", "8Z"], ids=["the class of then", "another class"])
def test_whoever_left_is_named_and_can_be_brought_back(house: House, clerk: Clerk, there: Pupil, group: str) -> None:
    leave(house, there)
    form = filled_in(there) | ({"class": "", "new_class": group} if group else {})
    page = clerk.submit(NEW, **form)
    assert ASKED in page.words
    assert "Van school" in page.words
    assert "kies ‘Terug op school’" in page.words
    assert f'<a href="{PUPILS}/{there.id}">' in page.text
    assert at_school(house) == 1


def test_whoever_was_added_by_hand_and_left_is_asked_about_too(house: House, clerk: Clerk, there: Pupil) -> None:
    form = filled_in(there) | {"given_name": "Suze"}
    clerk.post(NEW, **form)
    (suze,) = (one for one in house.services.pupils.of_school(REGENBOOG.id) if one.given_name == "Suze")
    leave(house, suze)
    page = clerk.submit(NEW, **(form | {"class": "", "new_class": "8Z"}))
    assert ASKED in page.words
    assert f'<a href="{PUPILS}/{suze.id}">' in page.text


def test_whoever_left_another_class_without_a_date_of_birth_is_somebody_else(house: House, clerk: Clerk) -> None:
    pupil = house.child(source_key="00019", birth_date=None).pupil
    leave(house, pupil)
    assert ASKED not in clerk.submit(NEW, **(filled_in(pupil) | {"class": "", "new_class": "8Z"})).words
    assert ASKED in clerk.submit(NEW, **(filled_in(pupil) | {"class": "", "new_class": pupil.class_name})).words


def test_a_pupil_of_another_school_does_not_count_and_is_not_shown(house: House, there: Pupil) -> None:
    house.services.schools.add(STER, house.services.now())
    stranger = Clerk(house, school=STER)
    page = stranger.submit(NEW, **(filled_in(there) | {"class": "", "new_class": there.class_name}))
    assert "De leerling is toegevoegd" in page.words
    assert there.name not in stranger.submit(NEW, given_name="", doubles=there.id).words


def test_capitals_and_accents_make_no_other_pupil(house: House, clerk: Clerk, there: Pupil) -> None:
    form = filled_in(there)
    assert ASKED in clerk.submit(NEW, **(form | {"given_name": form["given_name"].upper()})).words
    assert at_school(house) == 1


def test_to_look_who_is_there_takes_two_calls_and_in_a_new_class_one(house: House, clerk: Clerk, there: Pupil) -> None:
    form = filled_in(there) | {"given_name": "Sanna"}
    new = calls_of(house, lambda: clerk.post(NEW, **(form | {"class": "", "new_class": "8Z"})))
    known = calls_of(house, lambda: clerk.post(NEW, **(form | {"given_name": "Suze"})))
    assert known["dynamodb"] == new["dynamodb"] + 1


def test_the_question_is_there_in_english_and_asks_for_little(house: House, clerk: Clerk, there: Pupil) -> None:
    clerk.post("/school/taal", language="en")
    page = clerk.submit(NEW, **filled_in(there))
    assert "This pupil may be there already" in page.words
    assert "Add anyway" in page.words
    answer: Any = clerk.post(NEW, **filled_in(there))
    assert calls_of(house, lambda: clerk.get(answer.goes_to)) == {"dynamodb": 2}
