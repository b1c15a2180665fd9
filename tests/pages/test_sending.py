"""A form on its way, in a browser: a second tap sends nothing, and a preview in another tab leaves it to be sent."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route

from tests.functions.test_desk_letter_looks import LOOKS
from tests.functions.visitor import SITE
from tests.pages.desk_states import shown
from tests.pages.real import screen
from tests.pages.ways import desk_letter_looks

SAVE, PREVIEW = f"POST {SITE}{LOOKS}", f"POST {SITE}{LOOKS}/voorbeeld"


class Sent:
    """What a page posts, in any tab. What is to be saved is not answered, so that the page stays."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        page.context.route(f"{SITE}{LOOKS}**", self._take)
        page.route(f"{SITE}{LOOKS}**", self._take)

    def _take(self, route: Route) -> None:
        self.requests.append(f"{route.request.method} {route.request.url}")
        if self.requests[-1] == PREVIEW:
            route.fulfill(status=200, content_type="text/html", body="<title>Brief</title>")
        else:
            route.fulfill(status=204)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_timeout(300)


@pytest.fixture
def sent() -> Iterator[Sent]:
    with screen() as window:
        yield Sent(window.show(shown(desk_letter_looks.looks), width=1280))


def test_a_second_tap_sends_nothing(sent: Sent) -> None:
    sent.press("Opslaan")
    sent.press("Opslaan")
    assert sent.requests == [SAVE]


def test_after_a_preview_in_another_tab_it_is_saved_still_with_what_was_typed(sent: Sent) -> None:
    sent.page.get_by_label("Tekst in het Nederlands").fill("Welkom.")
    for _ in range(2):
        with sent.page.expect_popup(timeout=5_000) as tab:
            sent.press("Bekijk voorbeeld")
        tab.value.close()
    sent.press("Opslaan")
    assert sent.requests == [PREVIEW, PREVIEW, SAVE]
    assert sent.page.get_by_label("Tekst in het Nederlands").input_value() == "Welkom."
