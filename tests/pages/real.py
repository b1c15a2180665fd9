"""The pages in a real browser, served by the functions themselves without a network."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, sync_playwright

from tests import browser as browsers
from tests.functions.visitor import SITE, Answer, Visitor
from tests.pages.ways.profile import LOGO

_HEADERS = ("content-type", "content-security-policy")
_HEIGHT = 740
_IN_A_FRAME = "<!doctype html><html lang=nl><title>Mail</title><main><h1>Mail</h1></main>"


class Screen:
    """One window, on which one page after the other is shown."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._shown: Answer | None = None
        page.route("**/*", self._serve)

    def show(self, answer: Answer, *, width: int = 360, dark: bool = False) -> Page:
        """A page that the functions answered with, as a phone or a larger screen shows it."""
        self._shown = answer
        self._page.set_viewport_size({"width": width, "height": _HEIGHT})
        self._page.emulate_media(
            color_scheme="dark" if dark else "light", reduced_motion="reduce", forced_colors="none"
        )
        self._page.goto(f"{SITE}/")
        return self._page

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/logo."):
            route.fulfill(status=200, content_type="image/png", body=LOGO)
            return
        if path != "/" and route.request.resource_type == "document":
            # What a page shows in a frame is looked at as a page, or as a mail.
            route.fulfill(status=200, content_type="text/html", body=_IN_A_FRAME)
            return
        answer = self._shown if path == "/" and self._shown else Visitor().get(path)
        headers = {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
        route.fulfill(status=200, headers=headers, body=answer.body)


@contextmanager
def screen() -> Iterator[Screen]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.install(), args=["--no-sandbox"])
        yield Screen(browser.new_page())
        browser.close()
