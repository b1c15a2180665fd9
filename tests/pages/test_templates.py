"""Every page, as it is and with errors: a skeleton that browsers, screen readers and our own policy can rely on."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from common.i18n import LANGUAGES
from tests.functions.routes import routes
from tests.pages.states import NORMAL, WRONG, Show, shown
from tests.pages.ways.way_in import registration_with_code

FUNCTIONS = Path(__file__).parents[2] / "functions"
_VOID = {"meta", "link", "img", "br", "input", "hr"}


class Page(HTMLParser):
    """What a page is made of: every tag with its attributes, and the form each field is in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        inside = {"": "label"} if "label" in self.open else {}
        self.tags.append((tag, {name: value or "" for name, value in attrs} | inside))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another"

    def all(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in names]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("show", [*NORMAL, *WRONG], ids=lambda show: show.__name__)
def test_a_page_is_sound(show: Show, language: str) -> None:
    answer = shown(show, language)
    page = Page(answer.text)
    assert answer.text.startswith("<!doctype html>")
    assert page.open == []
    assert [(one["lang"], one["dir"]) for one in page.all("html")] == [(language, "rtl" if language == "ar" else "ltr")]
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []
    assert "{{" not in answer.text
    assert "None" not in answer.words
    has_its_fields_named(page)
    posts_only_to_routes_there_are(page)
    runs_nothing_and_loads_nothing_from_elsewhere(page)
    offers_itself_in_every_language(page, language)


def offers_itself_in_every_language(page: Page, language: str) -> None:
    offered = {one["hreflang"]: one for one in page.all("a") if "hreflang" in one}
    assert set(offered) == set(LANGUAGES)
    assert [one for one in offered if "aria-current" in offered[one]] == [language]
    assert all(one["href"].startswith(f"/{code}/") for code, one in offered.items())


def has_its_fields_named(page: Page) -> None:
    named = {one.get("for") for one in page.all("label")}
    for one in page.all("input", "select", "textarea"):
        assert one.get("type") == "hidden" or one.get("id") in named or one.get("") == "label", one
    for _, attributes in page.tags:
        wanted = attributes.get("aria-describedby", "").split() + attributes.get("aria-labelledby", "").split()
        wanted += [attributes["for"]] if "for" in attributes else []
        wanted += [attributes["href"][1:]] if attributes.get("href", "").startswith("#") else []
        assert set(wanted) <= set(page.ids), attributes


def posts_only_to_routes_there_are(page: Page) -> None:
    for form in page.all("form"):
        assert form["method"] == "post"
        assert any(route.path and route.fits("POST", form["action"]) for route in routes()), form
    for link in page.all("a"):
        if link["href"].startswith("/"):
            assert any(route.path and route.fits("GET", link["href"].partition("?")[0]) for route in routes()), link


def runs_nothing_and_loads_nothing_from_elsewhere(page: Page) -> None:
    assert page.all("style", "iframe", "object", "base") == []
    assert [one for one in page.all("script") if not one.get("src", "").startswith("/static/")] == []
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        if tag == "a" and attributes.get("rel") == "noreferrer":
            # A school's own statement: whoever follows the link brings nothing along.
            continue
        for name in ("src", "href", "action"):
            assert re.match(r"/(?!/)|#|tel:|mailto:|$", attributes.get(name, "")), attributes


@pytest.mark.parametrize("show", WRONG, ids=lambda show: show.__name__)
def test_a_page_with_errors_says_so_on_top_and_at_the_field(show: Show) -> None:
    answer = shown(show)
    page = Page(answer.text)
    assert "<title>Fout: " in answer.text
    (summary,) = [one for one in page.all("div") if one.get("role") == "alert"]
    assert "data-focus" in summary
    wrong = [one["id"] for one in page.all("input", "select") if one.get("aria-invalid") == "true"]
    assert wrong
    targets = {one["href"][1:] for one in page.all("a") if one["href"].startswith("#")} - {"inhoud"}
    assert targets <= set(wrong)
    for target in targets:
        assert f"{target}-error" in page.ids


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
    titles = {shown(show).text.partition("<title>")[2].partition(" – ")[0].strip() for show in NORMAL}
    for template in (*FUNCTIONS.glob("*/templates/*.html"), *FUNCTIONS.glob("*/pages/*.html")):
        source = template.read_text("utf-8")
        title = re.search(r"{% block title %}{{ _\('(.+?)'\) }}", source)
        assert title is None or title[1] in titles, template
        assert title or "extends" not in source, template


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
