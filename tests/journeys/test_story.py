"""The whole story in a real browser against the running local system."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.school import School
from tests.journeys.story import (
    PASSWORD,
    Letters,
    expect_profile,
    fill_birth_date,
    from_the_letter_to_a_message_on_its_own_terms,
    letters_on_paper,
    register,
    the_same_letter_and_two_more_children,
)


@pytest.fixture(scope="module")
def letters(school: School) -> Letters:
    return letters_on_paper(school)


def test_the_qr_code_leads_to_exactly_the_printed_link(letters: Letters, school: School) -> None:
    for letter in letters.values():
        assert letter.qr == f"{school.system.parents_url}/k/{letter.code.replace('-', '')}"
        assert letter.qr in letter.text.replace("\r\n", "").replace("\n", "")


def test_a_parent_goes_from_the_letter_to_a_message_on_its_own_terms(
    phone: Page, school: School, letters: Letters, pictures: Path
) -> None:
    from_the_letter_to_a_message_on_its_own_terms(phone, school, letters, pictures)


def test_the_second_parent_uses_the_same_letter_and_a_third_child_comes_in_the_same_window(
    phone: Page, school: School, letters: Letters
) -> None:
    the_same_letter_and_two_more_children(phone, school, letters)


def test_a_parent_with_an_account_logs_in_and_links(phone: Page, school: School, letters: Letters) -> None:
    page = phone
    page.goto(letters["Sem"].qr)
    page.get_by_role("link", name="Registreren").click()
    expect(page.get_by_text("Geboortedatum van uw kind")).to_have_count(0)
    register(page, "Olena Verhaal", "olena@ouders.example")
    expect_profile(page)
    page.get_by_role("button", name="Uitloggen").click()
    expect(page).to_have_url(re.compile("/nl/start$"))
    page.goto(f"{school.system.parents_url}/nl/profiel")
    expect(page).to_have_url(re.compile("/nl/inloggen$"))

    page.goto(letters["Pim"].qr)
    page.get_by_role("link", name="Inloggen").click()
    page.get_by_label("Uw e-mailadres").fill("olena@ouders.example")
    page.get_by_label("Uw wachtwoord").fill("verkeerd wachtwoord")
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("alert")).to_contain_text("horen niet bij elkaar")
    page.get_by_label("Uw wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page).to_have_url(re.compile("/nl/koppelen$"))
    expect(page.get_by_label("Activatiecode")).to_have_value(letters["Pim"].code)
    fill_birth_date(page, "29", "2", "2016")
    page.get_by_role("button", name="Koppelen").click()
    expect_profile(page)

    page.get_by_role("link", name="Ontkoppelen Pim").click()
    page.get_by_role("button", name="Ontkoppelen").click()
    expect(page.get_by_role("status")).to_contain_text("ontkoppeld")
    message = school.send(kind="groepsnieuws", title="Alleen zeven", text="Tekst", audience={"classes": ["7Z"]})
    school.delivered(message)
    assert not [mail for mail in school.mails_to("olena@ouders.example") if "Er is een bericht" in mail["subject"]]


def test_wrong_codes_get_a_clear_answer(phone: Page, school: School, letters: Letters) -> None:
    page = phone
    page.goto(f"{school.system.parents_url}/nl/registreren")
    page.get_by_label("Activatiecode").fill(letters["Noor"].code[:-1] + "?")
    page.get_by_role("button", name="Registreren + koppelen").click()
    expect(page.get_by_role("alert")).to_contain_text("typefout in de code: in de laatste groep")
    expect(page.get_by_role("alert")).to_contain_text("Vul uw naam in")


def test_everything_works_without_javascript(chromium: Browser, letters: Letters) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="nl-NL")
    page = context.new_page()
    page.goto(letters["Pim"].qr)
    page.get_by_role("link", name="Registreren").click()
    fill_birth_date(page, "29", "feb", "16")
    register(page, "Zonder Script", "zonder@ouders.example")
    expect_profile(page)
    context.close()
