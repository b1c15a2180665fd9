"""The text of a message, as mails and pages show it: paragraphs, lists, **bold**, *italic*, and addresses as links.

A small part of Markdown (CommonMark). HTML in it is shown as it was typed, and a link says nothing but where it leads.
Addresses of pages begin with https://, http:// or www.: two sentences without a space between them are none.
"""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from common.pupils import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkify_it import LinkifyIt
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAKEN = ["emphasis", "list", "linkify", "newline", "escape"]
# The finder of addresses takes the square of it: at most a third of a second for the longest text.
_LONGEST_ADDRESS = 1_000


@cache
def _markdown(*, with_links: bool) -> "MarkdownIt":
    """Imported by the first text that is shown: most requests show none."""
    from markdown_it import MarkdownIt

    class _Markdown(MarkdownIt):
        def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - the library's own name
            """As it was typed: letters of another alphabet that look like ours would hide where it leads."""
            return link

    markdown = _Markdown("zero", {"html": False, "linkify": with_links, "breaks": True}).enable(_TAKEN)
    markdown.linkify = _finder()
    markdown.add_render_rule("link_open", _open_link)
    for block in ("paragraph_open", "bullet_list_open", "ordered_list_open"):
        markdown.add_render_rule(block, _open_block)
    return markdown


def _finder() -> "LinkifyIt":
    """Of addresses of mail too, whatever they end in."""
    from linkify_it import LinkifyIt

    finder = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": True}).tlds("[a-z]{2,63}")
    finder.add("ftp:", None).add("//", None)
    a_host = f"^{finder.re['src_host_port_strict']}{finder.re['src_path']}"
    return finder.add("www.", {"validate": a_host, "normalize": _with_https})


def _with_https(_finder: Any, match: Any) -> None:
    match.url = f"https://{match.url}"


def _open_link(self: Any, tokens: "Sequence[Token]", at: int, options: Any, env: Any) -> str:
    """Whoever follows it brings nothing along."""
    tokens[at].attrSet("rel", "noreferrer")
    return str(self.renderToken(tokens, at, options, env))


def _open_block(self: Any, tokens: "Sequence[Token]", at: int, options: Any, env: Any) -> str:
    """Each runs in the direction of its own language, whatever stands around it; a list as a whole, its signs too."""
    if tokens[at].level == 0:
        tokens[at].attrSet("dir", "auto")
    return str(self.renderToken(tokens, at, options, env))


def cleaned(text: str) -> str:
    """As it is kept: lines that end alike, no control or direction characters in them, nothing around them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return unicodedata.normalize("NFC", "\n".join(map(visible, lines))).strip()


def as_html(text: str) -> Markup:
    """Where a word is longer than any address, nothing in the text becomes a link."""
    with_links = max(map(len, text.split()), default=0) <= _LONGEST_ADDRESS
    return Markup(_markdown(with_links=with_links).render(text))  # noqa: S704 - made by a renderer that escapes all HTML
