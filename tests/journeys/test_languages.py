"""From the letter to *Profiel* in every language, on a phone, with and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from common.i18n import LANGUAGES, translations
from tests.journeys.school import PaperLetter, School
from tests.journeys.story import PASSWORD


@pytest.fixture(scope="module")
def letters(school: School) -> dict[str, PaperLetter]:
    """Two pupils for each language."""
    pairs = [(f"{name}{language}", language) for language in LANGUAGES for name in ("Met", "Zonder")]
    rows = [f"91{n:03};{name};;Taal;6Z;14-03-2016;Ingeschreven" for n, (name, _) in enumerate(pairs)]
    school.upload("talen.csv", rows)
    return {name: school.letter_for(f"{name} Taal") for name, _ in pairs}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_story_passes(chromium: Browser, letters: dict[str, PaperLetter], language: str, scripts: bool) -> None:
    letter = letters[f"{'Met' if scripts else 'Zonder'}{language}"]
    context = chromium.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 740}, locale=language)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(letter.qr)
    walk(page, language, f"{language}.{scripts}@ouders.example".lower())
    context.close()


def walk(page: Page, language: str, email: str) -> None:
    say = translations(language).gettext
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.get_by_role("link", name=say("Registreren"), exact=True).click()
    born = page.get_by_role("group", name=say("Geboortedatum van uw kind"))
    for field, value in (("Dag", "14"), ("Maand", say("maart")), ("Jaar", "2016")):
        born.get_by_label(say(field)).fill(value)
    page.get_by_label(say("Uw naam"), exact=True).fill("Noor Ouder")
    page.get_by_label(say("Uw e-mailadres"), exact=True).fill(email)
    page.get_by_label(say("Bedenk een wachtwoord"), exact=True).fill(PASSWORD)
    page.get_by_role("button", name=say("Registreren + koppelen"), exact=True).click()
    expect(page).to_have_url(re.compile(f"/{language}/profiel$"))
    expect(page.get_by_role("heading", name=say("Profiel"), exact=True)).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(say("Uw account is gemaakt en uw kind is gekoppeld."))
    reminders = page.get_by_role("group", name=say("Herinneringen"))
    reminders.get_by_role("switch", name=say("E-mail"), exact=True).uncheck()
    page.get_by_role("button", name=say("Opslaan"), exact=True).click()
    expect(page.get_by_role("status")).to_have_text(say("Uw voorkeuren zijn opgeslagen."))
    expect(reminders.get_by_role("switch", name=say("E-mail"), exact=True)).not_to_be_checked()
