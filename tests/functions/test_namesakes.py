"""Pupils of the same name are told apart where both are on a page, and nothing more is said of anybody else."""

from datetime import date

from tests.functions.clerk import Clerk
from tests.functions.house import House
from tests.functions.test_list_states import put_whole
from tests.functions.uploads import DAAN, SANNE, put, reports, take

PUPILS = "/school/leerlingen"
BORN = "14 maart 2017"


def test_two_of_a_name_in_a_class_have_what_tells_them_apart_behind_it(house: House) -> None:
    house.child(source_key="017", birth_date=date(2017, 3, 14))
    house.child(birth_date=date(2018, 2, 3))
    house.child(birth_date=None)
    house.child("Daan", source_key="018", birth_date=date(2017, 3, 14))
    page = Clerk(house, "medewerker").get(f"{PUPILS}?groep=5B").words
    for told in ("(nummer 017)", "(geboren op 3 februari 2018)", "(zonder nummer)"):
        assert f"Sanne Bakker {told}" in page
    assert "Daan Bakker 5B" in page
    assert "nummer 018" not in page
    assert BORN not in page


def test_two_of_a_name_in_two_classes_are_told_apart_by_those(house: House) -> None:
    house.child(source_key="017")
    house.child(class_name="6A")
    page = Clerk(house).get(f"{PUPILS}?zoek=sanne").words
    assert page.count("Sanne Bakker") == 2
    assert "nummer" not in page
    assert BORN not in page


def test_a_report_of_a_list_tells_those_whom_it_names_apart(house: House) -> None:
    without = [";Bo;;Bos;5B;03-02-2018", ";Bo;;Bos;5B;04-02-2018", ";Jo;;Bos;5B;05-02-2018"]
    take(put(house, SANNE, *without))
    take(put_whole(house, SANNE, at="13:00:00"))
    page = Clerk(house).get(f"/school/lijsten/{reports(house)[-1].id}").words
    assert "Bo Bos (geboren op 3 februari 2018)" in page
    assert "Bo Bos (geboren op 4 februari 2018)" in page
    assert "Jo Bos" in page
    assert "5 februari" not in page


def test_a_list_that_waits_tells_those_apart_whom_it_would_change(house: House) -> None:
    others = [f"{n};Kind{n};;Bos;3A;" for n in range(30, 50)]
    take(put(house, DAAN, "8;Sanne;;Bakker;5B;", "9;Sanne;;Bakker;5B;", *others))
    take(put_whole(house, DAAN, at="13:00:00"))
    page = Clerk(house).get(f"/school/lijsten/{reports(house)[-1].id}").words
    assert "Sanne Bakker (nummer 8) 5B Sanne Bakker (nummer 9) 5B" in page
    assert "Kind30 Bos 3A" in page
