"""A school year at the desk: somebody is invited, lists come, parents register, a new year begins, people leave."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from local.system import System
from operate.stack import of_system
from operate.staff import invite_manager
from tests.journeys import desk
from tests.journeys.school import HEADINGS, PaperLetter, School, new_school
from tests.journeys.story import expect_profile, register

MANAGER, COLLEAGUE = "robin@zomer.example", "sam@zomer.example"
CHILD, PARENT = "Kind 15 Zomer", "Ouder Zomer"
FIRST_YEAR = [f"{97000 + number};Kind {number};;Zomer;7Z;;Ingeschreven" for number in range(1, 16)]
# Twelve are gone, three move on, one is new.
SECOND_YEAR = [f"{97000 + number};Kind {number};;Zomer;8Z;;Ingeschreven" for number in range(13, 17)]


@pytest.fixture
def own(system: System) -> Iterator[School]:
    school = new_school(system, "de-zomer")
    yield school
    school.http.close()


def test_a_school_year_passes_at_the_desk(
    chromium: Browser, laptop: Page, phone: Page, own: School, system: System
) -> None:
    invite(own)
    desk.follow_invitation(laptop, own, MANAGER)

    letter = first_list_brings_letters(laptop, own)
    come_in(phone, letter, PARENT)
    expect_profile(phone)
    open_place(laptop, "Overzicht")
    desk.reload_until(laptop, "1 van de 15")

    guarded_list_is_confirmed_undone_and_sent_again(laptop, own)
    codes_live_on_and_are_made_anew(laptop, own)
    anew = own.fresh_letter_for(CHILD, than=letter)
    only_the_new_letter_opens(chromium, letter, anew)
    phone.reload()
    expect(phone.get_by_text(CHILD).first).to_be_visible()

    page_of_child = copy_and_unlinking(laptop, anew)
    phone.reload()
    assert CHILD not in phone.content()
    new_code_for_one(laptop)
    reminders_message_and_numbers(laptop, own)

    colleague_has_no_settings(chromium, laptop, own, page_of_child)
    another_school_sees_nothing(chromium, system, page_of_child)
    open_place(laptop, "Logboek")
    for done in ("Nieuwe codes voor iedereen gemaakt", "Collega uitgenodigd"):
        expect(laptop.get_by_text(done).first).to_be_visible()


def invite(own: School) -> None:
    now = datetime.now(UTC)
    stack = of_system(own.system)
    invite_manager(own.system.school, "Robin", MANAGER, now, stack.staff, stack.journal, stack.staff_accounts)


def open_place(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")


def come_in(page: Page, letter: PaperLetter, name: str) -> None:
    page.goto(letter.qr)
    page.get_by_role("link", name="Registreren").click()
    register(page, name, f"{name.split(maxsplit=1)[0].lower()}@zomer.example")


def send(page: Page, name: str, rows: list[str]) -> None:
    open_place(page, "Lijsten")
    desk.send_list(page, name, "\r\n".join((HEADINGS, *rows)).encode("utf-8-sig"), whole=True)


def first_list_brings_letters(page: Page, own: School) -> PaperLetter:
    send(page, "eerste.csv", FIRST_YEAR)
    desk.reload_until(page, "De lijst is verwerkt")
    return own.letter_for(CHILD)


def guarded_list_is_confirmed_undone_and_sent_again(page: Page, own: School) -> None:
    for name in ("tweede.csv", "derde.csv"):
        send(page, name, SECOND_YEAR)
        desk.reload_until(page, "worden 12 van de 15 leerlingen uitgeschreven")
        page.get_by_role("button", name="Lijst toch verwerken").click()
        desk.reload_until(page, "De lijst is verwerkt")
        assert own.open_pupils() == 4
        if name == "tweede.csv":
            page.get_by_role("link", name="Lijst terugdraaien").click()
            page.get_by_role("button", name="Terugdraaien").click()
            desk.reload_until(page, "De lijst is teruggedraaid")
            assert own.open_pupils() == 15


def codes_live_on_and_are_made_anew(page: Page, own: School) -> None:
    a_year_goes_by(own.system)
    open_place(page, "Leerlingen")
    page.get_by_role("link", name="Leerling toevoegen").click()
    page.get_by_label("Roepnaam").fill("Fleur")
    page.get_by_label("Achternaam").fill("Nazomer")
    page.get_by_label("Groep").first.select_option("8Z")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("status")).to_contain_text("De leerling is toegevoegd")
    open_place(page, "Schooljaar")
    desk.reload_until(page, "Van 4 leerlingen stopt de code")
    page.get_by_role("button", name="Alle codes verlengen tot en met").click()
    expect(page.get_by_role("status")).to_contain_text("We verlengen nu alle codes")
    desk.reload_until(page, "Alle codes werken tot en met")
    page.get_by_role("link", name="Liever nieuwe codes voor iedereen").click()
    page.get_by_label("Hoeveel leerlingen").fill("4")
    page.get_by_role("button", name="Nieuwe codes maken").click()
    expect(page.get_by_role("alert").first).to_contain_text("Dit is niet het aantal leerlingen")
    page.get_by_label("Hoeveel leerlingen").fill("5")
    page.get_by_role("button", name="Nieuwe codes maken").click()
    expect(page.get_by_role("status")).to_contain_text("We maken nu nieuwe codes")


def a_year_goes_by(system: System) -> None:
    """The codes of all pupils there are have come to their end."""
    for pupil in of_system(system).pupils.of_school(system.school):
        system.aws.tables.update_item(
            TableName=system.table,
            Key={"PK": {"S": f"SCHOOL#{system.school}"}, "SK": {"S": f"PUPIL#{pupil.id}"}},
            UpdateExpression="SET valid_until = :day",
            ExpressionAttributeValues={":day": {"S": "2026-07-31"}},
        )


def only_the_new_letter_opens(chromium: Browser, old: PaperLetter, anew: PaperLetter) -> None:
    page = chromium.new_page(locale="nl-NL")
    come_in(page, old, "Nog Een")
    expect(page.get_by_role("alert").first).to_be_visible()
    come_in(page, anew, "Nog Een")
    expect_profile(page)
    page.close()


def copy_and_unlinking(page: Page, anew: PaperLetter) -> str:
    """The address of the pupil's page."""
    open_place(page, "Leerlingen")
    page.get_by_role("link", name=CHILD).click()
    address = page.url
    page.goto(f"{address}/gegevens")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download (JSON)").click()
    kept = Path(download.value.path()).read_text("utf-8")
    assert PARENT in kept
    assert anew.code not in kept
    page.goto(address)
    page.get_by_role("row", name=re.compile(PARENT)).get_by_role("link").click()
    page.get_by_role("button", name="Ontkoppelen").click()
    expect(page.get_by_role("status")).to_contain_text("De ouder is ontkoppeld")
    return address


def new_code_for_one(page: Page) -> None:
    page.get_by_role("link", name="Nieuwe code", exact=True).click()
    page.get_by_role("button", name="Maak een nieuwe code").click()
    # The page looks again by itself.
    button = page.get_by_role("button", name="Download de brief")
    button.wait_for()
    with page.expect_download():
        button.click()


def reminders_message_and_numbers(page: Page, own: School) -> None:
    open_place(page, "Schooljaar")
    page.get_by_role("link", name="Herinneringsbrieven maken").click()
    # The whole school, and those of whom nobody is linked, are chosen already.
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name=re.compile("^Maak [0-9]+ brie")).click()
    page.get_by_role("button", name="Gedrukt").wait_for()

    open_place(page, "Berichten")
    page.get_by_role("link", name="Nieuw bericht").click()
    page.get_by_label("Nieuws van de school").check()
    page.get_by_label("Onderwerp").fill("Zomerfeest")
    page.get_by_label("Bericht", exact=True).fill("Vrijdag om drie uur.")
    page.get_by_label("De hele school", exact=True).check()
    page.get_by_role("button", name="Bekijk het bericht").click()
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_text("Het bericht is verstuurd.")).to_be_visible()
    assert own.delivered(page.url.rpartition("/")[2])

    open_place(page, "Overzicht")
    with page.expect_download() as download:
        page.get_by_role("link", name="Downloaden").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def colleague_has_no_settings(chromium: Browser, manager: Page, own: School, page_of_child: str) -> None:
    open_place(manager, "Instellingen")
    manager.get_by_role("link", name="Medewerkers").click()
    manager.get_by_label("Naam").fill("Sam")
    manager.get_by_label("E-mailadres").fill(COLLEAGUE)
    manager.get_by_role("button", name="Uitnodigen").click()
    expect(manager.get_by_role("status")).to_contain_text("De uitnodiging is verstuurd")
    page = chromium.new_page(locale="nl-NL")
    desk.follow_invitation(page, own, COLLEAGUE)
    assert status_of(page, page_of_child) == 200
    for closed in ("/school/instellingen", "/school/schooljaar/nieuwe-codes"):
        assert status_of(page, own.system.parents_url + closed) == 403
    page.close()


def another_school_sees_nothing(chromium: Browser, system: System, page_of_child: str) -> None:
    page = chromium.new_page(locale="nl-NL")
    desk.log_in(page, system)
    assert status_of(page, page_of_child) == 404
    page.close()


def status_of(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer
    return answer.status
