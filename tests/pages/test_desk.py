"""Every page of the desk: sound, and in a real browser for whoever reads it with a screen reader, large letters, or the
keyboard alone.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages import checks
from tests.pages.desk_states import NORMAL, WRONG, Show, shown
from tests.pages.real import Screen, screen
from tests.pages.skeleton import is_sound, tells_what_is_wrong

LANGUAGES = ("nl", "en")

every_state = pytest.mark.parametrize("show", [*NORMAL, *WRONG], ids=lambda show: show.__name__)


@pytest.fixture(scope="module")
def window() -> Iterator[Screen]:
    with screen() as started:
        yield started


@every_state
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_the_desk_is_sound(show: Show, language: str) -> None:
    is_sound(shown(show, language), language)


@pytest.mark.parametrize("show", WRONG, ids=lambda show: show.__name__)
def test_a_page_with_errors_says_so_on_top_and_at_the_field(show: Show) -> None:
    tells_what_is_wrong(shown(show))


@every_state
def test_a_page_of_the_desk_serves_everybody_in_a_browser(window: Screen, show: Show) -> None:
    page = window.show(shown(show), width=1280)
    assert checks.axe_violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert checks.axe_violations(page, rules=["color-contrast"]) == []
    page = window.show(shown(show), width=320)
    assert checks.overflow(page) == []
    assert checks.small_targets(page) == []
    checks.set_spacing(page)
    assert checks.overflow(page) == []
    page = window.show(shown(show))
    checks.double_text(page)
    assert checks.overflow(page) == []
    assert checks.unseen_focus(window.show(shown(show))) == []


def test_the_longest_words_of_english_fit(window: Screen) -> None:
    for show in (*NORMAL, *WRONG):
        assert checks.overflow(window.show(shown(show, "en"), width=320)) == [], show.__name__


def test_the_nu_checker_finds_nothing(tmp_path: Path) -> None:
    for language in LANGUAGES:
        for show in (*NORMAL, *WRONG):
            (tmp_path / f"{show.__name__}.{language}.html").write_bytes(shown(show, language).body)
    assert checks.nu_errors(tmp_path.iterdir()) == []
