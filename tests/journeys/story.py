"""From the letter to messages: what a parent does in a browser, on whatever system is running."""

import re
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.school import PaperLetter, School

PASSWORD = "drie groene olifanten"
Letters = dict[str, PaperLetter]


def letters_on_paper(school: School) -> Letters:
    """Three pupils of an uploaded list: two with a date of birth, one without."""
    school.upload(
        "klas.csv",
        [
            "90001;Noor;van der;Verhaal;8Z;14-03-2016;Ingeschreven",
            "90002;Sem;;Verhaal;8Z;;Ingeschreven",
            "90003;Pim;'t;Verzinsel;7Z;29 februari 2016;Ingeschreven",
        ],
    )
    return {
        name.split()[0]: school.letter_for(name) for name in ("Noor van der Verhaal", "Sem Verhaal", "Pim 't Verzinsel")
    }


def fill_birth_date(page: Page, day: str, month: str, year: str) -> None:
    group = page.get_by_role("group", name="Geboortedatum van uw kind")
    group.get_by_label("Dag").fill(day)
    group.get_by_label("Maand").fill(month)
    group.get_by_label("Jaar").fill(year)


def register(page: Page, name: str, email: str) -> None:
    page.get_by_label("Uw naam").fill(name)
    page.get_by_label("Uw e-mailadres").fill(email)
    page.get_by_label("Bedenk een wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Registreren + koppelen").click()


def expect_profile(page: Page) -> None:
    expect(page).to_have_url(re.compile("/nl/profiel$"))
    expect(page.get_by_role("heading", name="Profiel", exact=True)).to_be_visible()


def from_the_letter_to_a_message_on_its_own_terms(page: Page, school: School, letters: Letters, pictures: Path) -> None:
    letter = letters["Noor"]
    page.goto(letter.qr)
    assert letter.code.replace("-", "") not in page.url
    page.screenshot(path=pictures / "start.png", full_page=True)
    page.get_by_role("link", name="Registreren").click()
    expect(page.get_by_label("Activatiecode")).to_have_value(letter.code)
    page.screenshot(path=pictures / "registreren.png", full_page=True)

    fill_birth_date(page, "15", "3", "2016")
    register(page, "Fatma Verhaal", "Fatma@Ouders.example")
    expect(page.get_by_role("alert")).to_contain_text("Deze geboortedatum hoort niet bij deze code")
    expect(page.get_by_label("Uw naam")).to_have_value("Fatma Verhaal")
    assert "Noor" not in page.content()
    page.screenshot(path=pictures / "registreren-fout.png", full_page=True)

    fill_birth_date(page, "14", "maart", "2016")
    started = time.monotonic()
    register(page, "Fatma Verhaal", "Fatma@Ouders.example")
    expect_profile(page)
    assert time.monotonic() - started < 10
    expect(page.get_by_text("Noor van der Verhaal").first).to_be_visible()
    for switch in page.get_by_role("switch", name="E-mail").all():
        expect(switch).to_be_checked()
    page.screenshot(path=pictures / "profiel.png", full_page=True)

    waiting = school.send(
        kind="schoolnieuws", title="Luizencontrole", text="Geheime inhoud", audience={"classes": ["8Z"]}
    )
    assert school.delivered(waiting)["announced"] == 1
    mail = school.mail_to("fatma@ouders.example", "Er is een bericht")
    assert "Geheime inhoud" not in mail["text"] + mail["html"]
    assert "Luizencontrole" not in mail["subject"] + mail["text"] + mail["html"]

    (digits,) = re.findall(r"\b\d{6}\b", school.mail_to("fatma@ouders.example", "Uw code voor")["text"])
    page.get_by_label("Code uit de e-mail").fill(str((int(digits) + 1) % 1_000_000).zfill(6))
    page.get_by_role("button", name="Bevestigen").click()
    expect(page.get_by_role("alert")).to_contain_text("Deze code klopt niet")
    page.get_by_label("Code uit de e-mail").fill(digits)
    page.get_by_role("button", name="Bevestigen").click()
    expect(page.get_by_role("status")).to_contain_text("Uw e-mailadres is bevestigd")

    page.get_by_text("Apparaat toevoegen").click()
    page.get_by_label("Apparaatcode").fill("token-van-een-telefoon")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("status")).to_contain_text("toegevoegd")

    both = school.send(
        kind="dringend", title="Morgen vrij", text="De juf is ziek.\n\nTot maandag!", audience={"classes": ["8Z"]}
    )
    assert school.arrived(both)["delivered"] == 1
    mail = school.mail_to("fatma@ouders.example", "Morgen vrij")
    assert "De juf is ziek." in mail["text"]
    assert '<p dir="auto">Tot maandag!</p>' in mail["html"]
    mine = "token-van-een-telefoon"
    pushes = [one for one in school.mailbox() if one["channel"] == "push" and one["token"] == mine]
    assert len(pushes) == 1
    assert "Noor" not in str(pushes)

    news = page.get_by_role("group", name="Nieuws van de school")
    for way in ("E-mail", "Pushmelding"):
        news.get_by_role("switch", name=way).uncheck()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("status")).to_contain_text("opgeslagen")
    expect(news.get_by_role("switch", name="E-mail")).not_to_be_checked()
    off = school.send(kind="schoolnieuws", title="Niemand leest dit", text="Tekst", audience={"classes": ["8Z"]})
    assert school.delivered(off)["withheld"] == 1
    assert not [mail for mail in school.mailbox() if "Niemand leest dit" in str(mail)]


def the_same_letter_and_two_more_children(page: Page, school: School, letters: Letters) -> None:
    """Of another parent, in one window."""
    page.goto(letters["Noor"].qr)
    page.get_by_role("link", name="Registreren").click()
    fill_birth_date(page, "14", "3", "2016")
    register(page, "Jan Verhaal", "jan@ouders.example")
    expect_profile(page)
    expect(page.get_by_text("Fatma")).to_have_count(0)

    page.get_by_role("link", name="Nog een kind koppelen").click()
    typed_by_hand = letters["Sem"].code.lower().replace("-", " ").replace("0", "o")
    page.get_by_label("Activatiecode").fill(typed_by_hand)
    page.get_by_role("button", name="Koppelen").click()
    expect_profile(page)
    expect(page.get_by_text("Sem Verhaal").first).to_be_visible()

    page.get_by_role("link", name="Nog een kind koppelen").click()
    page.get_by_label("Activatiecode").fill(letters["Pim"].code.replace("-", ""))
    page.get_by_role("button", name="Koppelen").click()
    expect(page.get_by_role("status")).to_contain_text("vul de geboortedatum van uw kind in")
    expect(page.get_by_label("Activatiecode")).to_have_value(letters["Pim"].code)
    fill_birth_date(page, "29", "2", "2016")
    page.get_by_role("button", name="Koppelen").click()
    expect_profile(page)
    expect(page.get_by_text("Pim 't Verzinsel").first).to_be_visible()

    message = school.send(kind="groepsnieuws", title="Eén mail", text="Tekst", audience={"classes": ["8Z", "7Z"]})
    assert school.delivered(message)["audience"] == 2
    time.sleep(1)
    assert len([mail for mail in school.mails_to("jan@ouders.example") if "Er is een bericht" in mail["subject"]]) == 1
