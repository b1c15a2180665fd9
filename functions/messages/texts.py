"""The text of a message, as mails and pages show it: paragraphs, lists, **bold**, *italic*, and addresses as links.

A small part of Markdown (CommonMark). HTML in it is shown as it was typed, and a link says nothing but where it leads.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_TAKEN = ["emphasis", "list", "linkify", "newline", "escape"]


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "linkify": True, "breaks": True}).enable(_TAKEN)
    markdown.add_render_rule("link_open", _open_link)
    for block in ("paragraph_open", "bullet_list_open", "ordered_list_open"):
        markdown.add_render_rule(block, _open_block)
    return markdown


def _open_link(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """Whoever follows it brings nothing along."""
    tokens[at].attrSet("rel", "noreferrer")
    return str(self.renderToken(tokens, at, options, env))


def _open_block(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """Each runs in the direction of its own language, whatever stands around it; a list as a whole, its signs too."""
    if tokens[at].level == 0:
        tokens[at].attrSet("dir", "auto")
    return str(self.renderToken(tokens, at, options, env))


def as_html(text: str) -> Markup:
    return Markup(_markdown().render(text))  # noqa: S704 - made by a renderer that escapes all HTML
