"""The pages in a real browser, served by the functions themselves without a network."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests import browser as browsers
from tests.functions.house import House
from tests.functions.visitor import SITE, Answer, Visitor
from tests.pages.states import Show, shown

_HEADERS = ("content-type", "content-security-policy")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.install(), args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, answer: Answer, *, width: int = 360, dark: bool = False) -> Iterator[Page]:
    """A page that the functions answered with, as a phone or a larger screen shows it."""
    context = browser.new_context(
        viewport={"width": width, "height": 740}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    page = context.new_page()
    page.route("**/*", lambda route: _serve(route, answer))
    page.goto(f"{SITE}/")
    yield page
    context.close()


def _serve(route: Route, document: Answer) -> None:
    path = route.request.url.removeprefix(SITE)
    answer = document if path == "/" else Visitor().get(path)
    headers = {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
    route.fulfill(status=200, headers=headers, body=answer.body)


@contextmanager
def at(browser: Browser, house: House, show: Show, language: str, *, width: int = 360) -> Iterator[Page]:
    with opened(browser, shown(house, show, language), width=width) as page:
        yield page
