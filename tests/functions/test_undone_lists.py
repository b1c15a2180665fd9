"""A list that is taken back leaves what somebody changed by hand since, and says of whom."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.pupils import Pupil
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.test_desk_pupil import edit
from tests.functions.test_list_states import put_whole
from tests.functions.uploads import DAAN, NOOR, SANNE, SENT_ON_IN_WORDS, order, put, reports, settle, take
from tests.pages.ways.desk_pupils import page_of

SAID = "later met de hand gewijzigd"


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house)


def numbered(house: House, number: str) -> Pupil:
    return next(one for one in house.services.pupils.of_school(REGENBOOG.id) if one.source_key == number)


def undone(house: House, clerk: Clerk) -> str:
    """The page of the last list, which was taken back."""
    one = reports(house)[-1]
    clerk.post(f"/school/lijsten/{one.id}/terugdraaien")
    settle(house)
    house.deliver_all()
    assert reports(house)[-1].state == "undone"
    return f"/school/lijsten/{one.id}"


def edit_by_hand(clerk: Clerk, pupil: Pupil, **more: str) -> None:
    names = {"given_name": pupil.given_name, "prefix": pupil.prefix, "family_name": pupil.family_name}
    born = pupil.birth_date
    date = {"day": str(born.day), "month": str(born.month), "year": str(born.year)} if born else {}
    edit(clerk, Child(pupil, ""), **(names | date | {"class": pupil.class_name} | more))


def test_what_was_changed_by_hand_since_stays_and_is_named(house: House, clerk: Clerk) -> None:
    take(put(house, SANNE, DAAN, NOOR))
    take(put(house, SANNE.replace("5B", "6B"), DAAN.replace("5B", "6B"), NOOR.replace("6A", "7A"), at="13:00:00"))
    daan = numbered(house, "2")
    edit_by_hand(clerk, daan, new_class="8C")
    page = clerk.get(undone(house, clerk))
    assert [numbered(house, number).class_name for number in "123"] == ["5B", "8C", "6A"]
    assert f"Bij 1 leerling is iets {SAID}" in page.words
    assert f'<a href="{page_of(Child(daan, ""))}"><bdi>Daan van Dijk</bdi></a>' in page.text
    assert "Sanne Bakker" not in page.words
    assert reports(house)[-1].counts["kept"] == 1


def test_the_same_list_sent_again_changes_nothing_and_the_one_before_can_still_be_undone(
    house: House, clerk: Clerk
) -> None:
    take(put_whole(house, SANNE, DAAN))
    take(put_whole(house, SANNE, DAAN, NOOR, at="13:00:00"))
    before = reports(house)[-1]
    take(put_whole(house, SANNE, DAAN, NOOR, at="14:00:00"))
    again = reports(house)[-1]
    last = house.services.imports.last(REGENBOOG.id)
    assert (last.undoable, last.whole_at) == (before.id, again.uploaded_at)
    page = clerk.get(f"/school/lijsten/{again.id}")
    assert "Deze lijst heeft niets veranderd." in page.words
    assert f'kunt u nog terugdraaien. <a href="/school/lijsten/{before.id}">' in page.text
    assert f"is die van de hele school van {SENT_ON_IN_WORDS}" in clerk.get("/school/schooljaar").words
    clerk.post(f"/school/lijsten/{before.id}/terugdraaien")
    settle(house)
    assert not numbered(house, "3").active
    assert house.services.imports.last(REGENBOOG.id).whole_at == reports(house)[0].uploaded_at


def test_a_list_that_began_with_nothing_to_change_and_found_something_when_it_went_on_can_be_undone(
    house: House, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(put(house, SANNE))
    again = put(house, SANNE, at="13:00:00")
    with monkeypatch.context() as broken:
        broken.setattr("pupils.steps.reports.finish", lambda *_: 1 / 0)
        take(again)
    edit_by_hand(clerk, numbered(house, "1"), given_name="Susanna")
    take(again)
    late = reports(house)[-1]
    assert (late.state, late.to_write, numbered(house, "1").given_name) == ("done", 1, "Sanne")
    assert house.services.imports.last(REGENBOOG.id).undoable == late.id
    undone(house, clerk)
    assert numbered(house, "1").given_name == "Susanna"


def test_a_first_list_sent_twice_at_once_can_still_be_undone(house: House) -> None:
    take(put(house, SANNE), put(house, SANNE, at="12:00:01"))
    (first, _) = reports(house)
    assert house.services.imports.last(REGENBOOG.id).undoable == first.id


def test_what_else_the_list_changed_of_the_pupil_is_taken_back(house: House, clerk: Clerk) -> None:
    take(put(house, SANNE))
    take(put(house, SANNE.replace("Sanne", "Sanna").replace("5B", "6B"), at="13:00:00"))
    edit_by_hand(clerk, numbered(house, "1"), given_name="Susanna")
    page = clerk.get(undone(house, clerk))
    after = numbered(house, "1")
    assert (after.given_name, after.class_name) == ("Susanna", "5B")
    assert SAID in page.words


def test_a_change_by_hand_to_what_it_was_before_the_list_is_nothing_to_tell(house: House, clerk: Clerk) -> None:
    take(put(house, SANNE))
    take(put(house, SANNE.replace("5B", "6B"), at="13:00:00"))
    edit_by_hand(clerk, numbered(house, "1"), new_class="5B")
    assert SAID not in clerk.get(undone(house, clerk)).words
    assert numbered(house, "1").class_name == "5B"


def test_who_was_brought_back_or_left_by_hand_since_stays_so(house: House, clerk: Clerk) -> None:
    take(put_whole(house, SANNE, DAAN, NOOR))
    take(put_whole(house, SANNE, NOOR, at="13:00:00"))
    take(put_whole(house, SANNE, DAAN, NOOR, at="14:00:00"))
    daan = numbered(house, "2")
    earlier = house.today - timedelta(days=3)
    clerk.post(f"{page_of(Child(daan, ''))}/van-school", day=earlier.isoformat())
    page = clerk.get(undone(house, clerk))
    after = numbered(house, "2")
    assert (after.active, after.left_on) == (False, earlier)
    assert "Daan van Dijk" in page.words


def test_undone_in_steps_or_twice_the_same_pupils_are_named(
    house: House, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pupils.undoing.MOST_IN_STEP", 1)
    take(put(house, SANNE, DAAN, NOOR))
    take(put(house, SANNE.replace("5B", "6B"), DAAN.replace("5B", "6B"), NOOR.replace("6A", "7A"), at="13:00:00"))
    for number in "12":
        edit_by_hand(clerk, numbered(house, number), new_class="8C")
    take(order(house, "undo"), order(house, "undo"))
    page = clerk.get(undone_page(house))
    assert f"Bij 2 leerlingen is iets {SAID}" in page.words
    assert [numbered(house, number).class_name for number in "123"] == ["8C", "8C", "6A"]


def undone_page(house: House) -> str:
    settle(house)
    one = reports(house)[-1]
    assert one.state == "undone"
    return f"/school/lijsten/{one.id}"


def test_a_list_that_an_earlier_version_applied_is_taken_back_as_it_was_then(house: House, clerk: Clerk) -> None:
    """It did not note what the list made of each pupil."""
    take(put(house, SANNE))
    take(put(house, SANNE.replace("5B", "6B"), at="13:00:00"))
    store, before = house.services.store, numbered(house, "1")
    key = {"PK": f"IMPORT#{REGENBOOG.id}#{reports(house)[-1].id}", "SK": f"WAS#{before.id}"}
    store.write(store.update(key, "REMOVE became", {}))
    edit_by_hand(clerk, before, new_class="8C")
    assert SAID not in clerk.get(undone(house, clerk)).words
    assert numbered(house, "1") == replace(before, class_name="5B")


def test_a_pupil_deleted_since_is_not_named_and_leaves_nothing(house: House, clerk: Clerk) -> None:
    take(put(house, SANNE, DAAN))
    take(put(house, SANNE.replace("5B", "6B"), DAAN, at="13:00:00"))
    sanne = numbered(house, "1")
    edit_by_hand(clerk, sanne, new_class="8C")
    page = undone(house, clerk)
    clerk.post(f"{page_of(Child(sanne, ''))}/verwijderen")
    assert "Sanne" not in clerk.get(page).words
    house.pass_time(minutes=2)
    house.tick()
    house.deliver_all()
    assert sanne.id not in str([item for item in house.items() if item["PK"]["S"].startswith("IMPORT#")])
