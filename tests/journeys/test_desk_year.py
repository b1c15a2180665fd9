"""A school year at the desk: somebody is invited, lists come, parents register, a new year begins, people leave."""

import re
from datetime import UTC, datetime

from playwright.sync_api import Browser, Page, expect

from local.system import System
from operate.stack import of_system
from operate.staff import invite_manager
from tests.journeys import desk
from tests.journeys.school import HEADINGS, School, new_school
from tests.journeys.test_story import expect_profile, register

MANAGER, COLLEAGUE = "robin@zomer.example", "sam@zomer.example"


def list_of(*rows: str) -> bytes:
    return "\r\n".join((HEADINGS, *rows)).encode("utf-8-sig")


def row(number: int, class_name: str) -> str:
    return f"{97000 + number};Kind {number};;Zomer;{class_name};;Ingeschreven"


def invited(school: School, email: str, name: str) -> None:
    stack = of_system(school.system)
    now = datetime.now(UTC)
    invite_manager(school.system.school, name, email, now, stack.staff, stack.journal, stack.staff_accounts)


def a_year_later(system: System) -> None:
    """The codes of all pupils there are have come to their end."""
    for pupil in of_system(system).pupils.of_school(system.school):
        system.aws.tables.update_item(
            TableName=system.table,
            Key={"PK": {"S": f"SCHOOL#{system.school}"}, "SK": {"S": f"PUPIL#{pupil.id}"}},
            UpdateExpression="SET valid_until = :day",
            ExpressionAttributeValues={":day": {"S": "2026-07-31"}},
        )


def test_a_school_year_passes_at_the_desk(chromium: Browser, laptop: Page, phone: Page, system: System) -> None:
    own = new_school(system, "de-zomer")
    invited(own, MANAGER, "Robin Zomer")
    desk.follow_invitation(laptop, own, MANAGER)

    # The first list, its letters, and the first parent.
    desk.send_list(laptop, "eerste.csv", list_of(*(row(number, "7Z") for number in range(1, 16))), whole=True)
    desk.reload_until(laptop, "De lijst is verwerkt")
    letter = own.letter_for("Kind 15 Zomer")
    phone.goto(letter.qr)
    phone.get_by_role("link", name="Registreren").click()
    register(phone, "Ouder Zomer", "ouder@zomer.example")
    expect_profile(phone)
    laptop.get_by_role("link", name="Overzicht", exact=True).click()
    desk.reload_until(laptop, "1 van de 15")

    # The next list: somebody moves, somebody is new, and so many leave that the school is asked.
    staying = [row(number, "8Z") for number in range(13, 17)]
    desk.send_list(laptop, "tweede.csv", list_of(*staying), whole=True)
    desk.reload_until(laptop, "Kijk dit eerst na")
    expect(laptop.get_by_text("worden 12 van de 15 leerlingen uitgeschreven")).to_be_visible()
    laptop.get_by_role("button", name="Lijst toch verwerken").click()
    desk.reload_until(laptop, "De lijst is verwerkt")
    assert own.open_pupils() == 4
    laptop.get_by_role("link", name="Lijst terugdraaien").click()
    laptop.get_by_role("button", name="Terugdraaien").click()
    desk.reload_until(laptop, "De lijst is teruggedraaid")
    assert own.open_pupils() == 15
    desk.send_list(laptop, "derde.csv", list_of(*staying), whole=True)
    desk.reload_until(laptop, "Kijk dit eerst na")
    laptop.get_by_role("button", name="Lijst toch verwerken").click()
    desk.reload_until(laptop, "De lijst is verwerkt")

    # The turn of the year: all codes a year longer, then all anew.
    a_year_later(own.system)
    laptop.get_by_role("link", name="Leerlingen", exact=True).click()
    laptop.get_by_role("link", name="Leerling toevoegen").click()
    laptop.get_by_label("Roepnaam").fill("Fleur")
    laptop.get_by_label("Achternaam").fill("Nazomer")
    laptop.get_by_label("Groep").first.select_option("8Z")
    laptop.locator("button.go").click()
    expect(laptop.get_by_role("status")).to_contain_text("De leerling is toegevoegd")
    laptop.get_by_role("link", name="Schooljaar", exact=True).click()
    desk.reload_until(laptop, "Van 4 leerlingen stopt de code")
    laptop.get_by_role("button", name="Alle codes een jaar verlengen").click()
    expect(laptop.get_by_role("status")).to_contain_text("We verlengen nu alle codes")
    desk.reload_until(laptop, "Van 0 leerlingen stopt de code")
    laptop.get_by_role("link", name="Liever nieuwe codes voor iedereen").click()
    laptop.get_by_label("Hoeveel leerlingen").fill("4")
    laptop.get_by_role("button", name="Nieuwe codes maken").click()
    expect(laptop.get_by_role("alert").first).to_contain_text("Dit is niet het aantal leerlingen")
    laptop.get_by_label("Hoeveel leerlingen").fill("5")
    laptop.get_by_role("button", name="Nieuwe codes maken").click()
    expect(laptop.get_by_role("status")).to_contain_text("We maken nu nieuwe codes")
    anew = own.fresh_letter_for("Kind 15 Zomer", than=letter)

    # The old letter opens nothing, the new one does, and whoever was linked still is.
    other = chromium.new_page(locale="nl-NL")
    other.goto(letter.qr)
    other.get_by_role("link", name="Registreren").click()
    register(other, "Nog Een", "nogeen@zomer.example")
    expect(other.get_by_role("alert").first).to_be_visible()
    other.goto(anew.qr)
    other.get_by_role("link", name="Registreren").click()
    register(other, "Nog Een", "nogeen@zomer.example")
    expect_profile(other)
    other.close()
    phone.reload()
    expect(phone.get_by_text("Kind 15 Zomer").first).to_be_visible()

    # One pupil: all that is kept is handed out, and a parent is unlinked.
    laptop.get_by_role("link", name="Leerlingen", exact=True).click()
    laptop.get_by_role("link", name="Kind 15 Zomer").click()
    page_of_pupil = laptop.url
    laptop.goto(f"{page_of_pupil}/gegevens")
    with laptop.expect_download() as download:
        laptop.get_by_role("button", name="Download (JSON)").click()
    kept = download.value.path().read_text("utf-8")
    assert "Ouder Zomer" in kept
    assert anew.code not in kept
    laptop.goto(page_of_pupil)
    laptop.get_by_role("row", name=re.compile("Ouder Zomer")).get_by_role("link").click()
    laptop.get_by_role("button", name="Ontkoppelen").click()
    expect(laptop.get_by_role("status")).to_contain_text("De ouder is ontkoppeld")
    phone.reload()
    assert "Kind 15 Zomer" not in phone.content()

    # A colleague sees pupils, no settings; the desk of another school sees nothing.
    laptop.get_by_role("link", name="Instellingen", exact=True).click()
    laptop.get_by_role("link", name="Medewerkers").click()
    laptop.get_by_label("Naam").fill("Sam Zomer")
    laptop.get_by_label("E-mailadres").fill(COLLEAGUE)
    laptop.get_by_role("button", name="Uitnodigen").click()
    expect(laptop.get_by_role("status")).to_contain_text("De uitnodiging is verstuurd")
    theirs = chromium.new_page(locale="nl-NL")
    desk.follow_invitation(theirs, own, COLLEAGUE)
    assert theirs.goto(page_of_pupil).status == 200  # type: ignore[union-attr]
    for closed in ("/school/instellingen", "/school/schooljaar/nieuwe-codes"):
        assert theirs.goto(system.parents_url + closed).status == 403  # type: ignore[union-attr]
    theirs.context.clear_cookies()
    desk.log_in(theirs, system)
    assert theirs.goto(page_of_pupil).status == 404  # type: ignore[union-attr]
    theirs.close()

    # What was done is in the log.
    laptop.get_by_role("link", name="Logboek", exact=True).click()
    for done in ("Nieuwe codes voor iedereen gemaakt", "Collega uitgenodigd"):
        expect(laptop.get_by_text(done).first).to_be_visible()
    own.http.close()
