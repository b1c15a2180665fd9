"""A message from the desk of a school to a parent's phone: with markup and a file, looked at, sent, and counted."""

import re

from playwright.sync_api import Page, expect

from local.system import System
from tests.journeys.desk import log_in
from tests.journeys.school import School
from tests.journeys.story import expect_profile, register

PDF = b"%PDF-1.7 " + b"inschrijving " * 200
TITLE = "Schoolreis 3C"


def test_a_message_goes_from_the_desk_to_a_phone(laptop: Page, phone: Page, school: School, system: System) -> None:
    school.add_pupil(given_name="Reis", family_name="Proef", **{"class": "3C"})
    phone.goto(school.letter_for("Reis Proef").qr)
    phone.get_by_role("link", name="Registreren").click()
    register(phone, "Ouder Reis", "reis@ouders.example")
    expect_profile(phone)

    log_in(laptop, system)
    laptop.goto(f"{system.parents_url}/school/berichten")
    laptop.get_by_role("link", name="Nieuw bericht").click()
    laptop.get_by_label("Nieuws van de groep").check()
    laptop.get_by_label("Onderwerp").fill(TITLE)
    laptop.get_by_label("Bericht", exact=True).fill("Wij gaan **donderdag** op reis.\n\n- brood\n- drinken")
    laptop.get_by_label("Een of meer groepen").check()
    laptop.get_by_label("3C", exact=True).check()
    laptop.get_by_role("button", name="Bijlage toevoegen").click()
    laptop.get_by_label("Kies een bestand").set_input_files(
        {"name": "Brief é.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    laptop.get_by_role("button", name="Voeg toe").click()
    expect(laptop.get_by_label("Naam van het bestand")).to_have_value("Brief é.pdf")
    laptop.get_by_role("button", name="Klaar").click()
    expect(laptop.get_by_label("Onderwerp")).to_have_value(TITLE)
    laptop.get_by_role("button", name="Bekijk het bericht").click()

    expect(laptop.get_by_text("Er is nog niets verstuurd.")).to_be_visible()
    mail = laptop.frame_locator("iframe.mail")
    expect(mail.locator("strong")).to_have_text("donderdag")
    expect(mail.locator(".head")).to_have_css("background-color", re.compile("rgb"))
    laptop.get_by_role("link", name="Türkçe").click()
    expect(laptop.locator("iframe.mail")).to_have_attribute("src", re.compile("taal=tr"))
    laptop.get_by_role("button", name="Versturen").click()
    expect(laptop.get_by_text("Het bericht is verstuurd.")).to_be_visible()
    message = laptop.url.rpartition("/")[2]
    school.delivered(message)
    laptop.reload()
    row = laptop.get_by_role("row", name=re.compile("Reis Proef"))
    expect(row).to_contain_text("ouder 1")
    expect(laptop.get_by_role("row", name=re.compile("^Samen"))).to_contain_text(re.compile(r"[1-9]"))

    phone.goto(f"{system.parents_url}/berichten/{system.school}/{message}")
    expect(phone.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(phone.locator("article strong")).to_have_text("donderdag")
    with phone.expect_download() as started:
        phone.get_by_role("link", name="Brief é.pdf").click()
    assert started.value.path().read_bytes() == PDF
