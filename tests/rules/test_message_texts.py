"""The little markup of messages, and what it must never let through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.texts import as_html


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
            r'( (href="((?i:https?|mailto|ftp):|//)[^"<>]*"|rel="noreferrer"|start="[0-9]+"|dir="auto"))*', attributes
        ), (
            tag,
            attributes,
        )
