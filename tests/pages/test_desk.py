"""Every page of the desk: sound, and in a real browser for whoever reads it with a screen reader, large letters, or the
keyboard alone.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from PIL import Image

from tests.pages import checks
from tests.pages.desk_states import NORMAL, WRONG, Show, shown
from tests.pages.real import Screen, screen
from tests.pages.skeleton import is_sound, tells_what_is_wrong
from tests.pages.ways import desk_letters, desk_overview, desk_pupils

LANGUAGES = ("nl", "en")
_SIZES_OF_LETTERS = """() => [...document.querySelectorAll('.chart text')]
    .filter(one => getComputedStyle(one).display !== 'none')
    .map(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"""

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
    assert checks.cells_out_of_sight(page) == []
    assert checks.small_targets(page) == []
    checks.set_spacing(page)
    assert checks.overflow(page) == []
    page = window.show(shown(show))
    checks.double_text(page)
    assert checks.overflow(page) == []
    assert checks.unseen_focus(window.show(shown(show))) == []


@pytest.mark.parametrize("show", [desk_pupils.pupils_with_long_names, desk_letters.letters_of_long_classes])
def test_long_names_take_more_lines_and_not_more_width(window: Screen, show: Show) -> None:
    page = window.show(shown(show), width=1280)
    widths = page.evaluate(
        "() => [...document.querySelectorAll('.scroll')].map(one => [one.scrollWidth, one.clientWidth])"
    )
    assert widths
    assert all(wanted <= there for wanted, there in widths)


def test_the_button_to_add_a_pupil_stands_in_line_with_the_search(window: Screen) -> None:
    page = window.show(shown(desk_pupils.pupils_of_a_class), width=1280)
    search, add = (page.locator(one).bounding_box() for one in ("form[role=search] button", "a[href$='/nieuw']"))
    assert search
    assert add
    assert abs(search["y"] + search["height"] - add["y"] - add["height"]) <= 1


def test_on_a_phone_the_axes_of_the_chart_can_be_read(window: Screen) -> None:
    page = window.show(shown(desk_overview.desk_overview), width=360)
    sizes = page.evaluate(_SIZES_OF_LETTERS)
    # Five levels; of few months all of them.
    assert len(sizes) == 7
    assert min(sizes) >= 14
    chart = page.locator(".chart").bounding_box()
    assert chart
    assert chart["height"] >= 150


def test_a_table_that_goes_on_at_the_right_has_a_shade_there_until_its_end(window: Screen) -> None:
    page = window.show(shown(desk_pupils.pupils_of_a_class), width=660)  # where rows are not stacked
    table = page.locator(".scroll").first
    assert table.evaluate("one => one.scrollWidth > one.clientWidth")
    shaded = _right_edge(table.screenshot())
    table.evaluate("one => { one.scrollLeft = one.scrollWidth }")
    assert shaded < _right_edge(table.screenshot())


def _right_edge(screenshot: bytes) -> float:
    """How light the last column but one is, beside letters and lines that stand there."""
    picture = Image.open(io.BytesIO(screenshot)).convert("L")
    column = picture.crop((picture.width - 2, 0, picture.width - 1, picture.height))
    return median(column.tobytes())


@pytest.mark.parametrize(
    ("show", "most"),
    [
        (desk_pupils.pupils_found_among_many_classes, 900),
        (desk_overview.desk_overview_of_many_classes, 2500),
        (desk_letters.letters_of_many_classes, 2500),
    ],
)
def test_on_a_phone_eighty_classes_do_not_stand_in_the_way(window: Screen, show: Show, most: int) -> None:
    page = window.show(shown(show), width=360)
    what = "table" if "found" in show.__name__ else "#main, main"
    box = page.locator(what).first.bounding_box()
    assert box
    assert (box["y"] if what == "table" else box["height"]) <= most
    for folded in page.locator("details:not(.languages) > summary").all():
        folded.click()
    assert "8J vwo" in page.locator("main").inner_text()


def test_the_longest_words_of_english_fit(window: Screen) -> None:
    for show in (*NORMAL, *WRONG):
        assert checks.overflow(window.show(shown(show, "en"), width=320)) == [], show.__name__


def test_the_nu_checker_finds_nothing(tmp_path: Path) -> None:
    for language in LANGUAGES:
        for show in (*NORMAL, *WRONG):
            (tmp_path / f"{show.__name__}.{language}.html").write_bytes(shown(show, language).body)
    assert checks.nu_errors(tmp_path.iterdir()) == []
