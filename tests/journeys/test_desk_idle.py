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
    warning = laptop.get_by_text("U wordt over 5 minuten uitgelogd")
    expect(warning).to_be_hidden()
    laptop.clock.fast_forward(NEARLY_AN_HOUR)
    expect(warning).to_be_visible()
    laptop.get_by_role("button", name="Blijf ingelogd").click()
    expect(warning).to_be_hidden()
    expect(laptop).to_have_url(f"{system.parents_url}/school")

    laptop.context.clear_cookies()
    laptop.clock.fast_forward(NEARLY_AN_HOUR)
    laptop.get_by_role("button", name="Blijf ingelogd").click()
    expect(laptop).to_have_url(re.compile("/school/inloggen$"))
