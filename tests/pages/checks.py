"""What machines can say of a page: axe, the Nu checker, and whether it fits where people read it."""

import json
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import jpype
from playwright.sync_api import Page

from tests import npm

# WCAG 2.2 up to level AA, and what axe calls best practice.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# WCAG 1.4.12: what a reader may set.
_SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-block-end: 2em !important }"
)


@cache
def _axe() -> str:
    return (npm.package("axe-core") / "axe.min.js").read_text("utf-8")


def axe_violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """The rules a page breaks, of these or of all, each with the first element that does."""
    wanted = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": _RULES}
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate("wanted => axe.run({runOnly: wanted, resultTypes: ['violations']})", wanted)
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


def nu_errors(pages: Iterable[Path]) -> list[str]:
    """What the Nu Html Checker finds wrong in HTML files, warnings too."""
    checker = npm.package("vnu-jar") / "build" / "dist" / "vnu.jar"
    java = Path(jpype.getDefaultJVMPath()).parents[2] / "bin" / "java"
    command = [str(java), "-jar", str(checker), "--format", "json", "--exit-zero-always", *map(str, pages)]
    printed = subprocess.run(command, check=True, stderr=subprocess.PIPE).stderr
    return [
        f"{Path(one['url']).name}: {one['message']} {one.get('extract', '')}" for one in json.loads(printed)["messages"]
    ]


def overflow(page: Page) -> list[str]:
    """The elements that stick out beside the page, so that it scrolls sideways."""
    found: list[str] = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.body.querySelectorAll("*")]
                .map(one => [one, one.getBoundingClientRect()])
                .filter(([, box]) => box.right > width + 1 || box.left < -1)
                .map(([one]) => one.outerHTML.slice(0, 120));
        }"""
    )
    return found


def cells_out_of_sight(page: Page) -> list[str]:
    """What of a table's rows, and of the links in them, is only seen by scrolling the table sideways."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main td, main tbody th, main td a, main td button")]
            .filter(one => one.checkVisibility())
            .map(one => [one, one.getBoundingClientRect()])
            .filter(([, box]) => box.right > document.documentElement.clientWidth || box.left < 0)
            .map(([one]) => one.outerHTML.slice(0, 120))"""
    )
    return found


def set_spacing(page: Page) -> None:
    page.evaluate(
        """css => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            document.adoptedStyleSheets = [sheet];
        }""",
        _SPACING,
    )


def double_text(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")


def small_targets(page: Page) -> list[str]:
    """Buttons and fields lower or narrower than a finger needs (44 px); links within a text may be smaller."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, a.button, input:not([type=hidden]), select, summary")]
            .filter(one => one.checkVisibility())
            .map(one => [one, (one.type === "checkbox" ? one.parentElement : one).getBoundingClientRect()])
            .filter(([, box]) => box.width < 44 || box.height < 44)
            .map(([one]) => one.outerHTML.slice(0, 120))"""
    )
    return found


def unseen_focus(page: Page) -> list[str]:
    """What the Tab key reaches without showing it."""
    unseen = []
    page.evaluate("document.activeElement.blur()")
    for _ in range(page.evaluate("document.querySelectorAll('a, button, input, select, textarea, summary').length")):
        page.keyboard.press("Tab")
        shown: str | None = page.evaluate(
            """() => {
                const one = document.activeElement;
                if (one === document.body) return null;
                const style = getComputedStyle(one);
                const seen = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
                return seen && one.checkVisibility() ? "" : one.outerHTML.slice(0, 120);
            }"""
        )
        if shown is None:
            break
        if shown:
            unseen.append(shown)
    return unseen
