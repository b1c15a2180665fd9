"""The letter of one pupil, and how long the code on it works."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from common.ids import timed_id
from common.journal import OPERATOR
from letters import stationery
from messages import yearly
from school import printing
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.test_desk_pupil import edit
from tests.functions.test_letters import make
from tests.functions.uploads import NOOR as ROW
from tests.functions.uploads import put, take
from tests.pages.ways.desk_pupils import page_of


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house, "medewerker")


def ask_letter(house: House, clerk: Clerk, child: Child) -> None:
    """It is made, and waits at the pupil."""
    clerk.post(page_of(child), what="letter")
    assert make(*house.aws.queued("letters")) == 0


def valid_until(house: House, child: Child) -> date:
    (pupil,) = house.services.pupils.find_many(REGENBOOG.id, [child.pupil.id])
    return pupil.valid_until


def test_a_new_code_works_as_long_as_the_rule_of_now_says(house: House, clerk: Clerk) -> None:
    child, until = house.child(), house.today + timedelta(weeks=4)
    assert child.pupil.valid_until > until
    house.services.schools.change(REGENBOOG.id, {"code_weeks": 4}, house.services.store.put({"PK": "x", "SK": "x"}))
    clerk.post(page_of(child), what="letter")
    assert valid_until(house, child) == child.pupil.valid_until
    clerk.post(f"{page_of(child)}/code", version="1")
    assert valid_until(house, child) == until


def test_so_it_does_by_the_json_door_and_for_all_at_once(house: House) -> None:
    one, other = house.child(), house.child("Daan")
    until = house.today + timedelta(weeks=4)
    house.services.schools.change(REGENBOOG.id, {"code_weeks": 4}, house.services.store.put({"PK": "x", "SK": "x"}))
    printing.renew_code(REGENBOOG.id, one.pupil.id, OPERATOR, house.services.now())
    assert [valid_until(house, child) for child in (one, other)] == [until, other.pupil.valid_until]
    yearly.renew(REGENBOOG.id, timed_id(house.services.now(), "all"), "", until)
    assert [valid_until(house, child) for child in (one, other)] == [until, until]


def test_a_letter_with_another_name_or_class_is_not_offered_any_more(house: House, clerk: Clerk) -> None:
    child = house.child("Sanne")
    for changed in ({"given_name": "Sanna"}, {"new_class": "6B"}, {"language": "tr"}):
        ask_letter(house, clerk, child)
        assert "Staat klaar" in clerk.get(page_of(child)).words
        edit(clerk, child, **changed)
        page = clerk.get(page_of(child)).words
        assert "Staat klaar" not in page
        assert "Brief printen" in page


def test_a_letter_in_another_language_than_the_family_reads_now_is_not_offered_any_more(
    house: House, clerk: Clerk
) -> None:
    child = house.child()
    ask_letter(house, clerk, child)
    house.services.pupils.set_language(REGENBOOG.id, [child.pupil.id], "tr")
    assert "Staat klaar" not in clerk.get(page_of(child)).words


def test_a_letter_that_a_list_makes_wrong_is_not_offered_any_more(house: House, clerk: Clerk) -> None:
    take(put(house, ROW))
    (noor,) = house.services.pupils.of_school(REGENBOOG.id)
    child = Child(noor, "")
    make(*house.aws.queued("letters"))
    ask_letter(house, clerk, child)
    take(put(house, ROW.replace("Noor", "Nora"), at="13:00:00"))
    assert "Staat klaar" not in clerk.get(page_of(child)).words


def test_a_letter_that_names_an_earlier_day_than_its_code_has_now_is_not_offered_any_more(
    house: House, clerk: Clerk
) -> None:
    child = house.child()
    ask_letter(house, clerk, child)
    yearly.extend(REGENBOOG.id, child.pupil.valid_until)
    assert "Staat klaar" in clerk.get(page_of(child)).words
    yearly.extend(REGENBOOG.id, child.pupil.valid_until + timedelta(days=1))
    assert "Staat klaar" not in clerk.get(page_of(child)).words


def test_a_letter_is_for_one_parent_where_a_pupil_may_have_one_account(house: House) -> None:
    school = house.services.schools.known(REGENBOOG.id)
    assert [stationery.of(replace(school, max_parents=most)).for_one for most in (1, 2)] == [True, False]


def test_after_a_restore_a_newer_code_works_as_long_as_its_letter_says(house: House) -> None:
    child, until = house.child(), house.today + timedelta(weeks=4)
    house.services.pupils.raise_code(child.pupil, 2, until)
    assert valid_until(house, child) == until < child.pupil.valid_until
