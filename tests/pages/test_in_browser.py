"""Every page in a real browser: for whoever reads it with a screen reader, large letters, or the keyboard alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from common.i18n import LANGUAGES
from tests.emulated import Emulated
from tests.functions.house import House
from tests.pages import checks
from tests.pages.real import at, chromium, opened
from tests.pages.states import NORMAL, WRONG, Show, each_shown, registration, registration_all_wrong, shown

STATES = [*NORMAL, *WRONG]
DIRECTIONS = ("nl", "ar")

every_state = pytest.mark.parametrize("show", STATES, ids=lambda show: show.__name__)
both_directions = pytest.mark.parametrize("language", DIRECTIONS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def house(aws: Emulated) -> House:
    return House(aws)


@both_directions
@every_state
def test_axe_finds_nothing(browser: Browser, house: House, show: Show, language: str) -> None:
    answer = shown(house, show, language)
    for dark in (False, True):
        with opened(browser, answer, dark=dark) as page:
            assert checks.axe_violations(page) == []


@both_directions
@every_state
def test_a_page_fits_a_narrow_screen_whatever_the_letters(
    browser: Browser, house: House, show: Show, language: str
) -> None:
    answer = shown(house, show, language)
    with opened(browser, answer, width=320) as page:
        assert checks.overflow(page) == []
        checks.set_spacing(page)
        assert checks.overflow(page) == []
    with opened(browser, answer, width=360) as page:
        assert checks.small_targets(page) == []
        checks.double_text(page)
        assert checks.overflow(page) == []


@every_state
def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser: Browser, house: House, show: Show) -> None:
    with at(browser, house, show, "nl") as page:
        assert checks.unseen_focus(page) == []


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one not in DIRECTIONS])
def test_the_longest_words_of_a_language_fit(browser: Browser, language: str) -> None:
    for name, answer in each_shown(language):
        with opened(browser, answer, width=320) as page:
            assert checks.overflow(page) == [], name


def test_the_nu_checker_finds_nothing(tmp_path: Path) -> None:
    for language in DIRECTIONS:
        for name, answer in each_shown(language):
            (tmp_path / f"{name}.{language}.html").write_bytes(answer.body)
    assert checks.nu_errors(tmp_path.iterdir()) == []


def test_a_bad_page_is_found_out(browser: Browser, house: House, tmp_path: Path) -> None:
    """Each check finds what it looks for, or a clean page would mean nothing."""
    good = shown(house, registration_all_wrong)
    bad = re.sub("<label[^>]*>|</label>", "", good.text)
    bad = bad.replace("<h1>", "<p style='width: 400px'>Een veel te brede regel</p><center>").replace(
        "</h1>", "</center>"
    )
    with opened(browser, replace(good, body=bad.encode(), headers={"content-type": "text/html"})) as page:
        assert "label: " in " ".join(checks.axe_violations(page))
        assert checks.overflow(page)
        page.evaluate("document.querySelector('button.go').style.height = '20px'")
        page.evaluate("document.querySelector('button.go').style.minHeight = '0'")
        page.evaluate("for (const one of document.querySelectorAll('a')) one.style.outline = 'none'")
        assert checks.small_targets(page)
        assert checks.unseen_focus(page)
    written = tmp_path / "bad.html"
    written.write_text(bad, "utf-8")
    assert "center" in " ".join(checks.nu_errors([written]))


def test_colours_of_the_system_are_left_to_the_system(browser: Browser, house: House) -> None:
    with at(browser, house, registration, "nl") as page:
        page.emulate_media(forced_colors="active")
        edge = page.evaluate("getComputedStyle(document.querySelector('.go')).borderTopWidth")
        assert float(edge.removesuffix("px")) >= 2
        assert checks.axe_violations(page) == []
