"""The tally of a school follows what happens, and the index knows where every pupil stands."""

from datetime import date, timedelta

from common.cloud.counting import recount
from common.tallies import Count, Tally
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import ParentVisitor
from tests.functions.uploads import put, take

SCHOOL = REGENBOOG.id


def whole(house: House) -> Count:
    house.deliver_all()
    now = house.services.tallies.now(SCHOOL)
    return now.whole if now else Count()


def places(house: House, *, active: bool = True) -> list[tuple[str, str]]:
    by_id = {pupil.id: pupil.name for pupil in house.services.pupils.of_school(SCHOOL)}
    return [(one.class_name, by_id[one.id]) for one in house.services.pupils.listed(SCHOOL, active=active)]


def test_a_list_a_link_and_its_end_are_counted(house: House, visitor: ParentVisitor) -> None:
    take(put(house, "1;Noor;;Wit;3A;01-03-2018", "2;Sem;;Bos;4A;"))
    assert whole(house) == Count(2, 0, 0)
    child = house.child()
    visitor.register(child)
    assert whole(house) == Count(3, 1, 0)
    visitor.post(child.address)
    assert whole(house) == Count(3, 0, 0)


def test_a_count_that_was_taken_earlier_does_not_replace_a_later_one(house: House) -> None:
    house.child()
    recount(SCHOOL)
    now = house.services.tallies.now(SCHOOL)
    assert now
    house.services.tallies.keep(SCHOOL, Tally(now.as_of - timedelta(seconds=1), Count(9, 9, 0), {}))
    assert house.services.tallies.now(SCHOOL) == now


def test_classes_come_as_schools_sort_them(house: House) -> None:
    for name in ("Zon", "zee", "Éland", "5B", "1A", "eend"):
        house.child(class_name=name)
    recount(SCHOOL)
    now = house.services.tallies.now(SCHOOL)
    assert now
    assert list(now.classes) == ["1A", "5B", "eend", "Éland", "zee", "Zon"]


def test_each_day_keeps_how_it_ended(house: House) -> None:
    house.child()
    recount(SCHOOL)
    house.pass_time(days=2)
    house.child("Daan")
    recount(SCHOOL)
    recount(SCHOOL)
    assert [one.whole.pupils for one in house.services.tallies.days(SCHOOL, date(2000, 1, 1))] == [1, 2]
    last = house.services.tallies.days(SCHOOL, date(2000, 1, 1))[-1].day
    assert [one.day for one in house.services.tallies.days(SCHOOL, last)] == [last]


def test_the_index_has_the_pupils_by_class_and_name_as_schools_sort(house: House) -> None:
    take(put(house, "1;Noor;van;Wit;3A;", "2;Sem;;Bos;4A;", "3;Ali;;Ábel;4A;"))
    assert places(house) == [("3A", "Noor van Wit"), ("4A", "Ali Ábel"), ("4A", "Sem Bos")]
    assert [one.class_name for one in house.services.pupils.listed(SCHOOL, "4A")] == ["4A", "4A"]
    assert house.services.pupils.listed(SCHOOL, "4") == []


def test_the_index_follows_moves_leaving_and_an_undone_list(house: House) -> None:
    take(put(house, "1;Noor;;Wit;3A;", "2;Sem;;Bos;4A;"))
    moved = put(house, "1;Noor;;Wit;4A;", "2;Sem;;Bos;4A;", at="13:00:00", name="tweede.csv")
    take(moved)
    assert places(house) == [("4A", "Sem Bos"), ("4A", "Noor Wit")]
    (noor,) = [one for one in house.services.pupils.of_school(SCHOOL) if one.given_name == "Noor"]
    house.services.pupils.close([noor])
    assert places(house) == [("4A", "Sem Bos")]
    assert places(house, active=False) == [("4A", "Noor Wit")]


def test_an_undone_list_puts_the_pupils_back_where_they_stood(house: House) -> None:
    take(put(house, "1;Noor;;Wit;3A;"))
    take(put(house, "1;Noor;;Wit;4A;", at="13:00:00", name="tweede.csv"))
    newest = house.services.imports.newest(SCHOOL, 1)[0]
    for _ in range(2):
        house.services.pupils.put_back(SCHOOL, newest.id, 100)
    assert places(house) == [("3A", "Noor Wit")]
