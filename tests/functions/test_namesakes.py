"""Pupils of the same name are told apart where both are on a page, and nothing more is said of anybody else."""

import io
from datetime import date

import openpyxl

from common.letters import request_together, requests_for
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_letters import BATCH, make, pdf_of
from tests.functions.test_letters import printed as letters_in
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
    assert "(nummer" not in page
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


NUMBER = "Leerlingnummer"


def letter_of(house: House, *pupils: str) -> list[str]:
    found = house.services.pupils.find_many(REGENBOOG.id, pupils)
    (request,) = request_together(REGENBOOG.id, BATCH, found)
    assert make(request) == 0
    return [" ".join(page.split()) for page in letters_in(pdf_of(house, request))]


def test_a_letter_alone_has_the_number_too_where_the_class_has_another_of_the_name(house: House) -> None:
    first = house.child(source_key="017", birth_date=date(2017, 3, 14))
    house.child(source_key="018")
    (page,) = letter_of(house, first.pupil.id)
    assert f"Groep 5B {NUMBER} 017" in page
    assert BORN not in page


def test_together_with_another_class_a_letter_has_the_number_for_one_who_gets_none(house: House) -> None:
    pupils = [house.child(source_key=number, class_name=name).pupil for number, name in (("017", "5B"), ("018", "6A"))]
    for number, name in (("019", "5B"), ("020", "6A")):
        house.child(source_key=number, class_name=name)
    pages = letter_of(house, *(pupil.id for pupil in pupils))
    assert [f"{NUMBER} {pupil.source_key}" in page for pupil, page in zip(pupils, pages, strict=True)] == [True, True]


def test_no_letter_has_a_number_for_one_who_left_is_in_another_class_or_has_another_name(house: House) -> None:
    first = house.child(source_key="017")
    house.child(source_key="018", active=False)
    house.child(source_key="019", class_name="6A")
    daan = house.child("Daan", source_key="020")
    pages = letter_of(house, first.pupil.id, daan.pupil.id)
    assert len(pages) == 2
    assert NUMBER not in "".join(pages)


def test_one_whose_number_nobody_knows_has_none_on_paper_and_no_date_of_birth(house: House) -> None:
    with_number = house.child(source_key="017", birth_date=date(2017, 3, 14))
    without = house.child(source_key=None, birth_date=date(2017, 3, 14))
    pages = letter_of(house, with_number.pupil.id, without.pupil.id)
    assert sorted(NUMBER in page for page in pages) == [False, True]
    assert BORN not in "".join(pages)


def test_a_reminder_is_made_as_one_and_a_request_of_before_they_said_so_as_none(house: House) -> None:
    (request,) = requests_for(REGENBOOG.id, BATCH, [house.child().pupil], reminder=True)
    before = {name: value for name, value in request.items() if name != "reminder"}
    for asked, is_one in ((request, True), (before, False)):
        assert make(asked) == 0
        assert ("Herinnering" in letters_in(pdf_of(house, request))[0]) is is_one


def test_the_excel_file_of_the_overview_has_the_number_of_each(house: House) -> None:
    house.child(source_key="017")
    house.child(source_key="018")
    clerk = Clerk(house)
    sheet = openpyxl.load_workbook(io.BytesIO(clerk.get("/school/overzicht/excel").body)).worksheets[0]
    headings, *rows = sheet.iter_rows(values_only=True)
    at = headings.index(NUMBER)
    assert {row[at] for row in rows} == {"017", "018"}
