"""Before a session at the desk ends its page says so, and whoever is still there stays."""

import re

from playwright.sync_api import Page, Route, expect

from local.system import System
from tests.journeys import desk

NEARLY_AN_HOUR = "50:01"


def test_whoever_is_still_there_stays_and_whoever_is_out_is_led_to_the_login(laptop: Page, system: System) -> None:
    desk.log_in(laptop, system)
    laptop.clock.install()
    laptop.reload()
    warning = laptop.get_by_role("alert")
    expect(warning).to_be_hidden()
    for later, told in ((NEARLY_AN_HOUR, "over 5 minuten"), ("03:00", "over 2 minuten"), ("01:00", "over 1 minuut")):
        laptop.clock.fast_forward(later)
        expect(warning).to_contain_text(f"U wordt {told} uitgelogd")
    laptop.clock.fast_forward("02:00")
    expect(warning).to_contain_text("U wordt elk moment uitgelogd")
    laptop.get_by_role("button", name="Blijf ingelogd").click()
    expect(warning).to_be_hidden()
    expect(laptop).to_have_url(f"{system.parents_url}/school")

    laptop.context.clear_cookies()
    laptop.clock.fast_forward(NEARLY_AN_HOUR)
    laptop.get_by_role("button", name="Blijf ingelogd").click()
    expect(laptop).to_have_url(re.compile("/school/inloggen$"))


def _end_session_of(page: Page) -> None:
    """Elsewhere: this browser knows nothing of it."""
    browser = page.context.browser
    assert browser
    elsewhere = browser.new_context(storage_state=page.context.storage_state(), locale="nl-NL")
    other = elsewhere.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Uitloggen").click()
    other.wait_for_url("**/school/inloggen")
    elsewhere.close()


def test_whoever_is_out_and_says_that_they_are_there_finds_what_they_typed_after_the_login(
    laptop: Page, system: System
) -> None:
    desk.log_in(laptop, system)
    laptop.goto(f"{system.parents_url}/school/berichten/nieuw")
    laptop.clock.install()
    laptop.reload()
    laptop.get_by_label("Onderwerp").fill("Schaatsen op de vijver")
    _end_session_of(laptop)
    laptop.clock.fast_forward(NEARLY_AN_HOUR)
    laptop.get_by_role("button", name="Blijf ingelogd").click()
    expect(laptop).to_have_url(re.compile("/school/inloggen$"))
    expect(laptop.get_by_text("Wat u het laatst had ingevuld, staat er dan nog")).to_be_visible()
    desk.fill_in_login(laptop, system)
    expect(laptop.get_by_label("Onderwerp")).to_have_value("Schaatsen op de vijver")
    expect(laptop.get_by_text("druk nog een keer op de knop")).to_be_visible()


def test_after_twelve_hours_nobody_can_stay_and_the_page_says_so_beforehand(laptop: Page, system: System) -> None:
    desk.log_in(laptop, system)

    def nearly_over(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('data-over=""', 'data-over="200"'))

    laptop.clock.install()
    laptop.route("**/school", nearly_over)
    laptop.reload()
    expect(laptop.get_by_role("alert")).to_contain_text("U wordt over 4 minuten uitgelogd: na 12 uur")
    expect(laptop.get_by_role("button", name="Blijf ingelogd")).to_be_hidden()
    laptop.clock.fast_forward("03:21")
    expect(laptop.get_by_role("alert")).to_contain_text("U bent uitgelogd")
    expect(laptop.get_by_role("button", name="Blijf ingelogd")).to_be_visible()
