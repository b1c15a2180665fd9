"""Chromium as people have it before them."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from tests import browser as browsers

_PATIENCE = 10_000  # milliseconds


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.install(),
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield browser
        browser.close()


@contextmanager
def opened(chromium: Browser, width: int, height: int) -> Iterator[Page]:
    """A Dutch screen of so many pixels. Anything that the page's scripts or its policy complain of fails the test."""
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="nl-NL")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.set_default_timeout(_PATIENCE)
    yield page
    context.close()
    assert complaints == [], "\n".join(complaints)
