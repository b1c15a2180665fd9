"""What a page is made of, and what holds for every page: for browsers, screen readers and our own policy."""

import re
from collections import Counter
from html.parser import HTMLParser

from tests.functions.routes import routes
from tests.functions.visitor import Answer

# Where a form asks and changes nothing.
_SEARCHES = re.compile(r"/school/[a-z/]+")
# Where the desk's forms for files lead: S3 itself, with a policy that we signed.
_BUCKETS = re.compile(r"https://(uploads|attachments)\.s3\.eu-west-1\.amazonaws\.com/")
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


def is_sound(answer: Answer, language: str, direction: str = "ltr") -> Page:
    """What holds for every page of ours; the page, to look for more."""
    page = Page(answer.text)
    assert answer.text.startswith("<!doctype html>")
    assert page.open == []
    assert [(one["lang"], one["dir"]) for one in page.all("html")] == [(language, direction)]
    assert len(page.all("h1")) == len(page.all("main")) == 1
    # A picture has a title of its own, which it names.
    assert len([one for one in page.all("title") if "id" not in one]) == 1
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []
    assert "{{" not in answer.text
    assert "None" not in answer.words
    has_its_fields_named(page)
    posts_only_to_routes_there_are(page)
    runs_nothing_and_loads_nothing_from_elsewhere(page)
    return page


def tells_what_is_wrong(answer: Answer) -> None:
    """On top and at the field, and in the title."""
    page = Page(answer.text)
    assert "<title>Fout: " in answer.text
    (summary,) = [one for one in page.all("div") if one.get("role") == "alert" and "data-focus" in one]
    assert summary["tabindex"] == "-1"
    wrong = [one["id"] for one in page.all("input", "select", "textarea") if one.get("aria-invalid") == "true"]
    assert wrong
    targets = {one["href"][1:] for one in page.all("a") if one["href"].startswith("#")} - {"inhoud"}
    assert targets <= set(wrong)
    for target in targets:
        assert f"{target}-error" in page.ids


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
        method = form["method"].upper()
        if method == "POST" and form.get("enctype") == "multipart/form-data" and _BUCKETS.fullmatch(form["action"]):
            continue
        assert any(route.path and route.fits(method, form["action"]) for route in routes()), form
        assert method == "POST" or _SEARCHES.fullmatch(form["action"]), form
    for link in page.all("a"):
        if link["href"].startswith("/"):
            assert any(route.path and route.fits("GET", link["href"].partition("?")[0]) for route in routes()), link


def runs_nothing_and_loads_nothing_from_elsewhere(page: Page) -> None:
    assert page.all("style", "object", "base") == []
    assert [one for one in page.all("iframe") if one.get("sandbox") not in ("", None) or "sandbox" not in one] == []
    assert [one for one in page.all("script") if not one.get("src", "").startswith("/static/")] == []
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        if tag == "a" and attributes.get("rel") == "noreferrer":
            # A school's own statement: whoever follows the link brings nothing along.
            continue
        if tag == "form" and _BUCKETS.fullmatch(attributes.get("action", "")):
            continue
        for name in ("src", "href", "action"):
            assert re.match(r"/(?!/)|#|tel:|mailto:|otpauth://totp/|$", attributes.get(name, "")), attributes
