"""The whole story by keyboard alone: from the choice to preferences, and a further child in the same window."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.school import PaperLetter, School
from tests.journeys.story import PASSWORD, expect_profile

_FARTHEST = 80
# What the focused element is called, in which group it is, and that it can be seen.
_FOCUSED = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const label = one.labels?.[0]?.innerText ?? one.innerText ?? "";
  const group = one.closest("fieldset")?.querySelector("legend")?.innerText ?? "";
  const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return {name: label.trim().replace(/\\s+/g, " "), group, seen};
}"""


@pytest.fixture(scope="module")
def letters(school: School) -> dict[str, PaperLetter]:
    school.upload(
        "toetsen.csv",
        ["92001;Tess;;Toetsen;2Z;14-03-2016;Ingeschreven", "92002;Tim;;Toetsen;2Z;02-11-2018;Ingeschreven"],
    )
    return {name: school.letter_for(f"{name} Toetsen") for name in ("Tess", "Tim")}


def tab_to(page: Page, name: str, group: str = "") -> None:
    """Presses Tab until something of this name has the focus; it must be on the screen then."""
    for _ in range(_FARTHEST):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused["name"] == name and group in focused["group"]:
            assert focused["seen"], f"{name} has the focus and cannot be seen"
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def type_in(page: Page, *fields: tuple[str, str]) -> None:
    """(label, text) of each field, in the order of the page."""
    for name, text in fields:
        tab_to(page, name)
        page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def test_the_story_needs_no_mouse(phone: Page, letters: dict[str, PaperLetter]) -> None:
    page = phone
    page.goto(letters["Tess"].qr)
    press(page, "Registreren")
    page.wait_for_url("**/registreren")
    type_in(page, ("Dag", "15"), ("Maand", "maart"), ("Jaar", "2016"), ("Uw naam", "Tineke Toetsen"))
    type_in(page, ("Uw e-mailadres", "tineke@ouders.example"), ("Bedenk een wachtwoord", PASSWORD))
    press(page, "Registreren + koppelen")

    # The summary of errors has the focus; its entry leads to the field.
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Dag")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("14")
    type_in(page, ("Bedenk een wachtwoord", PASSWORD))
    page.keyboard.press("Enter")
    expect_profile(page)

    tab_to(page, "E-mail", group="Herinneringen")
    page.keyboard.press("Space")
    tab_to(page, "Meteen")
    page.keyboard.press("ArrowDown")
    press(page, "Opslaan")
    expect(page.get_by_role("status")).to_contain_text("opgeslagen")
    reminders = page.get_by_role("group", name="Herinneringen")
    expect(reminders.get_by_role("switch", name="E-mail")).not_to_be_checked()
    expect(page.get_by_label("Eén keer per dag")).to_be_checked()

    press(page, "Nog een kind koppelen")
    page.wait_for_url("**/koppelen")
    type_in(page, ("Activatiecode", letters["Tim"].code))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Nog één stap")
    type_in(page, ("Dag", "2"), ("Maand", "11"), ("Jaar", "2018"))
    press(page, "Koppelen")
    expect_profile(page)
    expect(page.get_by_text("Tim Toetsen").first).to_be_visible()

    tab_to(page, "Taal: Nederlands")
    page.keyboard.press("Enter")
    press(page, "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    press(page, "Log out")
    page.wait_for_url("**/start")
