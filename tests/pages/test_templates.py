"""Every page, as it is and with errors: a skeleton that browsers, screen readers and our own policy can rely on."""

import re
from pathlib import Path

import pytest

from common.i18n import LANGUAGES
from tests.pages import desk_states
from tests.pages.skeleton import (
    Page,
    has_its_fields_named,
    is_sound,
    posts_only_to_routes_there_are,
    runs_nothing_and_loads_nothing_from_elsewhere,
    tells_what_is_wrong,
)
from tests.pages.states import NORMAL, WRONG, Show, shown
from tests.pages.ways.way_in import registration_with_code

FUNCTIONS = Path(__file__).parents[2] / "functions"
# These have ways among the pages too: desk_message_sent and its neighbours.
_TITLED_BY_THEIR_SUBJECT = {FUNCTIONS / "messages" / "desk" / "message.html"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("show", [*NORMAL, *WRONG], ids=lambda show: show.__name__)
def test_a_page_is_sound(show: Show, language: str) -> None:
    page = is_sound(shown(show, language), language, "rtl" if language == "ar" else "ltr")
    offers_itself_in_every_language(page, language)


def offers_itself_in_every_language(page: Page, language: str) -> None:
    offered = {one["hreflang"]: one for one in page.all("a") if "hreflang" in one}
    assert set(offered) == set(LANGUAGES)
    assert [one for one in offered if "aria-current" in offered[one]] == [language]
    assert all(one["href"].startswith(f"/{code}/") for code, one in offered.items())


@pytest.mark.parametrize("show", WRONG, ids=lambda show: show.__name__)
def test_a_page_with_errors_says_so_on_top_and_at_the_field(show: Show) -> None:
    tells_what_is_wrong(shown(show))


@pytest.mark.parametrize("show", NORMAL, ids=lambda show: show.__name__)
def test_a_page_without_errors_claims_none(show: Show) -> None:
    answer = shown(show)
    assert "Fout:" not in answer.text
    assert "aria-invalid" not in answer.text


def test_codes_and_passwords_are_asked_for_as_people_need() -> None:
    fields = {one.get("name"): one for one in Page(shown(registration_with_code).text).all("input")}
    assert fields["code"] | {
        "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr",
    } == fields["code"]  # fmt: skip
    assert fields["password"]["autocomplete"] == "new-password"
    assert "value" not in fields["password"]
    assert not [one for one in fields.values() if "maxlength" in one or one.get("autocomplete") == "bday"]
    assert fields["day"]["inputmode"] == fields["year"]["inputmode"] == "numeric"


def test_every_template_of_every_function_is_among_these_pages() -> None:
    """A template that no page above shows would go unchecked."""
    answers = [*(shown(show) for show in NORMAL), *(desk_states.shown(show) for show in desk_states.NORMAL)]
    titles = {answer.text.partition("<title>")[2].partition(" – ")[0].strip() for answer in answers}
    for template in (one for folder in ("templates", "pages", "desk") for one in FUNCTIONS.glob(f"*/{folder}/*.html")):
        source = template.read_text("utf-8")
        title = re.search(r"{% block title %}{{ _\('(.+?)'\) }}", source)
        assert title is None or title[1] in titles, template
        assert title or template in _TITLED_BY_THEIR_SUBJECT or "extends 'base.html'" not in source, template


@pytest.mark.parametrize(
    "bad",
    [
        '<input id="a" name="a">',
        '<label for="b">B</label>',
        '<form method="post" action="/nl/nergens"></form>',
        '<form method="get" action="/nl/inloggen"></form>',
        '<a href="/nl/nergens">x</a>',
        '<a href="//evil.example">x</a>',
        '<p style="color: red">x</p>',
        '<p onclick="x()">x</p>',
        "<script>x()</script>",
        "<b><i>x</b></i>",
        '<p id="a" id="b">x</p>',
    ],
)
def test_these_checks_find_what_is_bad(bad: str) -> None:
    with pytest.raises(AssertionError):  # noqa: PT012 - any of the checks may be the one that finds it
        page = Page(bad)
        has_its_fields_named(page)
        posts_only_to_routes_there_are(page)
        runs_nothing_and_loads_nothing_from_elsewhere(page)
