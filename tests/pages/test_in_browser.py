"""Every page in a real browser: for whoever reads it with a screen reader, large letters, or the keyboard alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from common.i18n import LANGUAGES
from tests.pages import checks
from tests.pages.real import Screen, screen
from tests.pages.states import NORMAL, WRONG, Show, each_shown, shown
from tests.pages.ways.profile import profile_full
from tests.pages.ways.way_in import registration, registration_all_wrong

DIRECTIONS = ("nl", "ar")

every_state = pytest.mark.parametrize("show", [*NORMAL, *WRONG], ids=lambda show: show.__name__)
both_directions = pytest.mark.parametrize("language", DIRECTIONS)


@pytest.fixture(scope="module")
def window() -> Iterator[Screen]:
    with screen() as started:
        yield started


@both_directions
@every_state
def test_axe_finds_nothing(window: Screen, show: Show, language: str) -> None:
    page = window.show(shown(show, language))
    assert checks.axe_violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert checks.axe_violations(page, rules=["color-contrast"]) == []


@both_directions
@every_state
def test_a_page_fits_a_narrow_screen_whatever_the_letters(window: Screen, show: Show, language: str) -> None:
    page = window.show(shown(show, language), width=320)
    assert checks.overflow(page) == []
    assert checks.small_targets(page) == []
    checks.set_spacing(page)
    assert checks.overflow(page) == []
    page = window.show(shown(show, language))
    checks.double_text(page)
    assert checks.overflow(page) == []


@every_state
def test_the_keyboard_reaches_everything_and_shows_where_it_is(window: Screen, show: Show) -> None:
    assert checks.unseen_focus(window.show(shown(show))) == []


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one not in DIRECTIONS])
def test_the_longest_words_of_a_language_fit(window: Screen, language: str) -> None:
    for name, answer in each_shown(language):
        assert checks.overflow(window.show(answer, width=320)) == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_notifications_can_be_read_too(window: Screen, language: str) -> None:
    """The script shows one of these sentences at a time."""
    page = window.show(shown(profile_full, language), width=320)
    page.evaluate("for (const one of document.querySelectorAll('[data-outcome]')) one.hidden = false")
    assert page.locator("[data-outcome]:visible").count() == 6
    assert page.locator("form[data-script] button:visible").count() == 1
    assert checks.overflow(page) == []
    assert checks.axe_violations(page) == []


def test_the_nu_checker_finds_nothing(tmp_path: Path) -> None:
    for language in DIRECTIONS:
        for name, answer in each_shown(language):
            (tmp_path / f"{name}.{language}.html").write_bytes(answer.body)
    assert checks.nu_errors(tmp_path.iterdir()) == []


def test_a_bad_page_is_found_out(window: Screen, tmp_path: Path) -> None:
    """Each check finds what it looks for, or a clean page would mean nothing."""
    good = shown(registration_all_wrong)
    bad = re.sub("<label[^>]*>|</label>", "", good.text)
    bad = bad.replace("<h1>", "<p style='width: 400px; color: #999'>Een veel te brede regel</p><center>")
    bad = bad.replace("</h1>", "</center>")
    page = window.show(replace(good, body=bad.encode(), headers={"content-type": "text/html"}))
    found = " ".join(checks.axe_violations(page))
    assert "label: " in found
    assert "color-contrast: " in found
    assert checks.overflow(page)
    page.evaluate("document.querySelector('button.go').style.cssText = 'height: 20px; min-height: 0'")
    page.evaluate("for (const one of document.querySelectorAll('a')) one.style.outline = 'none'")
    assert checks.small_targets(page)
    assert checks.unseen_focus(page)
    written = tmp_path / "bad.html"
    written.write_text(bad, "utf-8")
    assert "center" in " ".join(checks.nu_errors([written]))


def test_colours_of_the_system_are_left_to_the_system(window: Screen) -> None:
    page = window.show(shown(registration))
    page.emulate_media(forced_colors="active")
    edge = page.evaluate("getComputedStyle(document.querySelector('.go')).borderTopWidth")
    assert float(edge.removesuffix("px")) >= 2
    assert checks.axe_violations(page) == []
