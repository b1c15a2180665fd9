"""Before a session at the desk ends its page says so, and whoever is still there stays."""

import re

from playwright.sync_api import Page, expect

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
