"""The little markup of messages, and what it must never let through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.texts import as_html, cleaned


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Een\ntwee\n\ndrie", '<p dir="auto">Een<br>\ntwee</p>\n<p dir="auto">drie</p>\n'),
        ("Vrijdag **feest**, *niet* thuis", '<p dir="auto">Vrijdag <strong>feest</strong>, <em>niet</em> thuis</p>\n'),
        ("- taart\n- zin", '<ul dir="auto">\n<li>taart</li>\n<li>zin</li>\n</ul>\n'),
        ("# kop", '<p dir="auto"># kop</p>\n'),
        ("<b>x</b> & y", '<p dir="auto">&lt;b&gt;x&lt;/b&gt; &amp; y</p>\n'),
        ("[win](https://x.example)", '<p dir="auto">[win](<a'),
        ("2 * 3 * 4", '<p dir="auto">2 * 3 * 4</p>\n'),
    ],
)
def test_what_is_written_is_shown_so(text: str, html: str) -> None:
    assert as_html(text).startswith(html)


def test_an_address_leads_to_itself_and_brings_nothing_along() -> None:
    assert as_html("https://school.example/a?b=1&c=2") == (
        '<p dir="auto"><a href="https://school.example/a?b=1&amp;c=2" rel="noreferrer">https://school.example/a?b=1&amp;c=2</a></p>\n'
    )


@pytest.mark.parametrize(
    ("text", "leads_to"),
    [
        ("www.school.example", "https://www.school.example"),
        ("WWW.school.amsterdam/a?b=1", "https://WWW.school.amsterdam/a?b=1"),
        ("info@school.online", "mailto:info@school.online"),
        ("http://school.example", "http://school.example"),
    ],
)
def test_an_address_may_come_without_its_beginning(text: str, leads_to: str) -> None:
    assert as_html(f"({text}).") == f'<p dir="auto">(<a href="{leads_to}" rel="noreferrer">{text}</a>).</p>\n'


@pytest.mark.parametrize(
    "text",
    ["Kom op tijd.De bus rijdt", "Neem niet.Be", "in app.py", "//kwaad.example", "ftp://kwaad.example", "www.", "x@y"],
)
def test_what_only_looks_like_an_address_leads_nowhere(text: str) -> None:
    assert "<a" not in as_html(text)


def test_letters_that_look_like_others_do_not_hide_where_a_link_leads() -> None:
    assert ">https://xn--80ak6aa92e.com</a>" in as_html("https://xn--80ak6aa92e.com")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" \r\n een\r\n\r\ntwee\u2028 \r", "een\n\ntwee"),
        ("a\u202eb\x00\x07\x1b\x0b\u2066c\td", "abc d"),
        ("e\u0301", "\u00e9"),
        (" \u200b\n\ufeff ", ""),
    ],
)
def test_what_nobody_sees_is_not_kept(text: str, kept: str) -> None:
    assert cleaned(text) == kept


def test_each_block_has_a_direction_of_its_own_and_a_list_has_one() -> None:
    html = as_html("Morgen vrij\n\nغدا عطلة\n\n1. een\n\n   nog\n   - twee\n\n2. drie")
    assert re.findall(r"<(\w+)[^>]* dir=", html) == ["p", "p", "ol"]
    assert html.count("<p>") == 3, "within the list they follow it"


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "data:text/html,x",
        "vbscript:x",
    ],
)
def test_nothing_of_it_runs(text: str) -> None:
    html = as_html(text)
    assert "<a" not in html
    assert "<img" not in html


@given(st.text(max_size=300))
def test_no_text_makes_any_other_tag(text: str) -> None:
    tags = re.findall(r"<(/?[a-z0-9]+)([^>]*)>", as_html(text))
    assert {tag.strip("/") for tag, _ in tags} <= {"p", "br", "strong", "em", "ul", "ol", "li", "a"}
    for tag, attributes in tags:
        assert re.fullmatch(
            r'( (href="(?i:https?|mailto):[^"<>]*"|rel="noreferrer"|start="[0-9]+"|dir="auto"))*', attributes
        ), (
            tag,
            attributes,
        )


def test_an_address_is_a_link_up_to_a_thousand_signs() -> None:
    """The time that finding them takes grows with the square of the longest word."""
    address = "www.school.example/".ljust(1000, "a")
    assert f"{address}</a>" in as_html(address)
    assert "<a" not in as_html(f"{address}a and www.school.example")
    assert "<a" not in as_html("www." * 5_000)
