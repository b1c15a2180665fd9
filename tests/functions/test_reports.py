"""What a parent tells the school, because the pages cannot mend it."""

import pytest

from common.reports import MOST_A_DAY
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House, subject_of, text_of
from tests.functions.parent import EMAIL, ParentVisitor, filled_in
from tests.functions.visitor import SITE

REPORT = {"name": "Fatima El Amrani", "contact": "06 12345678"}


def mails_to_school(house: House) -> list[str]:
    house.deliver_all()
    return [text_of(mail) for mail in house.mails_to(REGENBOOG.email)]


def waiting(house: House, child: Child) -> int:
    """How many reports of the pupil wait for the school."""
    (found,) = house.services.pupils.find_many(REGENBOOG.id, [child.pupil.id])
    return found.open_reports


def test_a_date_that_fails_can_be_reported_with_the_code_that_was_typed(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    page = visitor.submit("/nl/registreren", **filled_in(child, day="15"))
    assert 'href="/nl/melden"' in page.text
    offered = visitor.get("/nl/melden").text
    assert all(f'value="{typed}"' in offered for typed in (child.code, "Fatima El Amrani", EMAIL))
    said = visitor.submit("/nl/melden", code=child.code, **REPORT).words
    assert "naar de school gestuurd. De school kijkt het na, en neemt contact met u op als dat nodig is." in said
    (mail,) = mails_to_school(house)
    assert "de geboortedatum niet klopt" in mail
    assert "Naam: Fatima El Amrani" in mail
    assert "Te bereiken via: 06 12345678" in mail
    assert "totdat u daar op Afgehandeld drukt" in mail
    (report,) = house.services.reports.of_pupil(REGENBOOG.id, child.pupil.id)
    assert (report.what, report.name, report.contact) == ("birth_date", REPORT["name"], REPORT["contact"])


def test_of_one_account_the_mail_speaks_as_of_one(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    visitor.register(child)
    visitor.post(child.address.replace("ontkoppelen", "klopt-niet"))
    (mail,) = mails_to_school(house)
    assert "Er is nu 1 account gekoppeld. Vraag na van wie dat is." in mail


def test_the_mail_leads_to_the_page_where_a_report_is_settled_and_that_page_says_what_to_do(
    house: House, visitor: ParentVisitor
) -> None:
    child, clerk = house.child(), Clerk(house)
    visitor.register(child)
    ParentVisitor(house).register(child, email="ander@ouders.example")
    ParentVisitor(house).post("/nl/melden", code=child.code, **REPORT)
    visitor.post(child.address.replace("ontkoppelen", "klopt-niet"))
    house.deliver_all()
    place = f"/school/leerlingen/{child.pupil.id}"
    mails = [mail for mail in house.mails_to(REGENBOOG.email) if "Een melding" in subject_of(mail)]
    assert len(mails) == 2
    for mail in mails:
        assert f"Naar de leerling: {SITE}{place}#meldingen" in text_of(mail)
        assert f'href="{SITE}{place}#meldingen"' in mail["Content"]["Simple"]["Body"]["Html"]["Data"]
    assert [mail for mail in mails if "Er zijn nu 2 accounts gekoppeld. Vraag na van wie die zijn." in text_of(mail)]
    page = clerk.get(place)
    assert 'id="meldingen"' in page.text
    for advice in ("Kijk de geboortedatum na in uw administratie", "Vraag na wie de gekoppelde ouders zijn"):
        assert advice in page.words
    assert page.words.count("zijn niet gecontroleerd") == 2
    for report in house.services.reports.of_pupil(REGENBOOG.id, child.pupil.id):
        clerk.post(place, what="settle", report=report.id)
    settled = clerk.get(f"{place}?meldingen=alle").words
    assert "Afgehandeld op" in settled
    assert "Kijk de geboortedatum na" not in settled


def test_nothing_about_the_child_is_told_to_whoever_reports(house: House, visitor: ParentVisitor) -> None:
    child = house.child("Roosmarijn")
    assert "Roosmarijn" not in visitor.submit("/nl/melden", code=child.code, **REPORT).text
    assert "Roosmarijn" not in visitor.get("/nl/melden").text


def test_a_page_without_a_failed_date_does_not_offer_it(house: House, visitor: ParentVisitor) -> None:
    visitor.get(f"/k/{house.child().code}")
    assert "/nl/melden" not in visitor.get("/nl/registreren").text


def test_the_same_report_reaches_the_school_once_a_day(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    for _ in range(3):
        assert visitor.post("/nl/melden", code=child.code, **REPORT).goes_to == "/nl/start"
    assert len(mails_to_school(house)) == 1
    house.pass_time(days=1)
    visitor.post("/nl/melden", code=child.code, **REPORT)
    assert len(mails_to_school(house)) == 2


def test_who_mistyped_a_number_and_another_parent_reach_the_school_the_same_day(
    house: House, visitor: ParentVisitor
) -> None:
    child, clerk = house.child(), Clerk(house)
    told = [REPORT["contact"], "06 12345687", "sem@ouders.example"]
    for contact in told:
        visitor.post("/nl/melden", code=child.code, **REPORT | {"contact": contact})
    mails = mails_to_school(house)
    assert [sum(contact in mail for mail in mails) for contact in told] == [1, 1, 1]
    page = clerk.get(f"/school/leerlingen/{child.pupil.id}")
    assert all(contact in page.words for contact in told)
    assert waiting(house, child) == 3


def test_what_the_school_settled_can_be_told_again_that_day(house: House, visitor: ParentVisitor) -> None:
    child, clerk = house.child(), Clerk(house)
    for _ in range(2):
        visitor.post("/nl/melden", code=child.code, **REPORT)
        newest = house.services.reports.of_pupil(REGENBOOG.id, child.pupil.id)[-1]
        clerk.post(f"/school/leerlingen/{child.pupil.id}", what="settle", report=newest.id)
    assert len(mails_to_school(house)) == 2
    assert waiting(house, child) == 0


def test_a_letter_does_not_flood_the_school_and_whoever_is_not_heard_is_told(
    house: House, visitor: ParentVisitor
) -> None:
    child = house.child()
    for number in range(MOST_A_DAY):
        visitor.post("/nl/melden", code=child.code, **REPORT | {"contact": f"06 1234567{number}"})
    page = visitor.submit("/nl/melden", code=child.code, **REPORT | {"contact": "06 87654321"})
    assert "Over dit kind is vandaag al vaak iets gemeld. Bel de school" in page.words
    assert "06 87654321" in page.text
    assert len(mails_to_school(house)) == MOST_A_DAY


def test_each_of_several_parents_may_tell_that_somebody_is_unknown(house: House) -> None:
    child, words = house.child(), set[str]()
    for number in range(2):
        one = ParentVisitor(house)
        one.register(child, email=f"ouder{number}@ouders.example")
        words.add(one.submit(child.address.replace("ontkoppelen", "klopt-niet")).words)
    assert all("naar de school gestuurd" in said for said in words)
    about = [report.contact for report in house.services.reports.of_pupil(REGENBOOG.id, child.pupil.id)]
    assert about == ["ouder0@ouders.example", "ouder1@ouders.example"]


@pytest.mark.parametrize("contact", ["06 123", "school", '=HYPERLINK("http://evil.example")', "@"])
def test_nobody_is_reached_by_half_a_number(house: House, visitor: ParentVisitor, contact: str) -> None:
    page = visitor.submit("/nl/melden", code=house.child().code, **REPORT | {"contact": contact})
    assert "Vul een telefoonnummer of e-mailadres in" in page.words
    assert mails_to_school(house) == []


@pytest.mark.parametrize("field", ["code", "name", "contact"])
def test_what_is_missing_is_asked_and_the_rest_is_kept(house: House, visitor: ParentVisitor, field: str) -> None:
    form = {"code": house.child().code, **REPORT} | {field: ""}
    page = visitor.submit("/nl/melden", **form)
    assert "Er is een probleem" in page.words
    assert all(value in page.text for value in form.values())
    assert mails_to_school(house) == []


def test_a_parent_reports_somebody_it_does_not_know(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    visitor.register(child)
    assert "Dit klopt niet" not in visitor.get("/nl/profiel").words
    ParentVisitor(house).register(child, email="vreemd@ouders.example", name="Een Vreemde")
    profile = visitor.get("/nl/profiel")
    assert "2 ouders of verzorgers gekoppeld" in profile.words
    assert "Vreemde" not in profile.words
    house.deliver_all()
    house.mails.clear()
    address = child.address.replace("ontkoppelen", "klopt-niet")
    assert "Er zijn 2 ouders of verzorgers gekoppeld" in visitor.get(address).words
    assert "naar de school gestuurd. De school kijkt het na," in visitor.submit(address).words
    (mail,) = mails_to_school(house)
    assert "die niet bij het kind hoort" in mail
    assert EMAIL in mail
    assert "vreemd@" not in mail


def test_nobody_reports_on_anothers_child(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    address = house.child("Daan").address.replace("ontkoppelen", "klopt-niet")
    assert visitor.get(address).status == visitor.post(address).status == 404
    assert mails_to_school(house) == []


def test_a_hostile_report_is_text_and_one_line(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    name = "<b>Jan</b>\r\nBcc: x@evil.example {{ 7*7 }} " + "a" * 5000
    visitor.post("/nl/melden", code=child.code, name=name, contact="06 1234\u202e5678")
    house.deliver_all()
    (mail,) = house.mails_to(REGENBOOG.email)
    assert subject_of(mail) == f"Een melding over {child.pupil.name}"
    html = mail["Content"]["Simple"]["Body"]["Html"]["Data"]
    assert "<b>Jan" not in html
    assert "{{ 7*7 }}" in html
    (report,) = house.services.reports.of_pupil(REGENBOOG.id, child.pupil.id)
    assert len(report.name) <= 200
    assert report.contact == "06 12345678"
