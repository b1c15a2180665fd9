"""Reports of parents that wait for the school, on *Overzicht*: how many, and the way to each pupil."""

from datetime import timedelta

import pytest

from common.cloud.counting import recount
from common.reports import Report
from common.schools import School
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.parent import ParentVisitor
from tests.functions.test_calls import calls_of
from tests.functions.visitor import Answer
from tests.pages.ways.desk_pupils import page_of

REPORTS = "/school/overzicht/meldingen"
STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house, "medewerker")


def tell(house: House, child: Child) -> None:
    ParentVisitor(house).post("/nl/melden", code=child.code, name="<b>Jan</b>", contact="06 12345678")
    house.deliver_all()


def settle(house: House, clerk: Clerk, child: Child) -> None:
    for report in house.services.reports.of_pupil(REGENBOOG.id, child.pupil.id):
        clerk.post(page_of(child), what="settle", report=report.id)
    house.deliver_all()


def ways(page: Answer) -> list[str]:
    """To pupils, as the page offers them."""
    return [part.split("#")[0] for part in page.text.split('<th scope="row"><a href="')[1:]]


def test_overzicht_says_how_many_wait_and_leads_to_each_pupil(house: House, clerk: Clerk) -> None:
    sanne, daan = house.child("<i>Sanne</i>"), house.child("Daan", class_name="6A")
    recount(REGENBOOG.id)
    assert "wacht op de school" not in clerk.get("/school").words
    assert "Er wacht geen melding op u" in clerk.get(REPORTS).words
    tell(house, sanne)
    assert "1 melding van ouders wacht op de school." in clerk.get("/school").words
    house.pass_time(days=1)
    clerk.sit_down()
    tell(house, daan)
    page = clerk.get("/school")
    assert "2 meldingen van ouders wachten op de school." in page.words
    assert f'href="{REPORTS}"' in page.text
    page = clerk.get(REPORTS)
    assert ways(page) == [page_of(daan), page_of(sanne)]
    assert "<i>Sanne</i> Bakker 5B De geboortedatum klopt niet" in page.words
    settle(house, clerk, daan)
    assert "1 melding van ouders wacht op de school." in clerk.get("/school").words
    assert ways(clerk.get(REPORTS)) == [page_of(sanne)]


def test_what_comes_twice_is_counted_once(house: House, clerk: Clerk) -> None:
    child = house.child()
    for _ in range(2):
        tell(house, child)
    assert "1 melding van ouders wacht" in clerk.get("/school").words
    assert ways(clerk.get(REPORTS)) == [page_of(child)]
    for _ in range(2):
        settle(house, clerk, child)
    assert "wacht op de school" not in clerk.get("/school").words
    assert ways(clerk.get(REPORTS)) == []


def test_who_settles_it_while_a_colleague_does_takes_off_one(house: House, clerk: Clerk) -> None:
    child, other = house.child(), house.child("Daan")
    for one in (child, other):
        tell(house, one)
    colleague = Clerk(house)
    house.meanwhile("TransactWriteItems", lambda: settle(house, colleague, child))
    settle(house, clerk, child)
    assert "1 melding van ouders wacht" in clerk.get("/school").words
    assert ways(clerk.get(REPORTS)) == [page_of(other)]


def test_a_report_that_comes_while_the_school_is_counted_is_not_forgotten(house: House, clerk: Clerk) -> None:
    child = house.child()
    house.meanwhile("TransactWriteItems", lambda: tell(house, child))
    recount(REGENBOOG.id)
    assert "1 melding van ouders wacht" in clerk.get("/school").words


def test_reports_about_who_left_wait_still_and_about_who_was_deleted_do_not(house: House, clerk: Clerk) -> None:
    left, deleted = house.child(), house.child("Daan")
    house.child("Noor")
    for one in (left, deleted):
        tell(house, one)
        clerk.post(f"{page_of(one)}/van-school", day=house.today.isoformat())
    clerk.post(f"{page_of(deleted)}/verwijderen")
    assert ways(clerk.get(REPORTS)) == [page_of(left)]
    house.deliver_all()
    assert "1 melding van ouders wacht" in clerk.get("/school").words
    assert ways(clerk.get(REPORTS)) == [page_of(left)]


def test_many_come_page_by_page_each_once_and_a_page_reads_what_it_shows(house: House, clerk: Clerk) -> None:
    now = house.services.now()
    children = [house.child(f"Kind {number}") for number in range(60)]
    for number, child in enumerate(children):
        at = now - timedelta(days=number)
        house.services.reports.add(Report(REGENBOOG.id, child.pupil.id, "birth_date", at))
    first = clerk.get(REPORTS)
    rest = clerk.get(first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0])
    assert ways(first) + ways(rest) == [page_of(child) for child in children]
    assert len(ways(first)) == 50
    assert "Oudere meldingen" not in rest.words
    # Who sits there; the index; the reports with their pupils.
    assert calls_of(house, lambda: clerk.get(REPORTS)) == {"dynamodb": 3}


def test_another_school_sees_none_of_them(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    tell(house, house.child())
    theirs = Clerk(house, school=STER)
    assert ways(theirs.get(REPORTS)) == []
    assert "wacht op de school" not in theirs.get("/school").words
