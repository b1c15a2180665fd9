"""The school's own words on the letter: paragraphs, bold and a few values. They are data, never a template."""

import re

from letters.words import Run
from typesetting.characters import SUBSTITUTE, printable

LONGEST_TEXT = 1_500
# What people write between braces, and what it is in the letter.
PLACEHOLDERS = {
    "leerling": "pupil",
    "groep": "class",
    "school": "name",
    "telefoon": "phone",
    "email": "email",
    "geldig_tot": "valid_until",
}
_MARKUP = re.compile(r"\*\*(?P<bold>[^*{}\n]+)\*\*|\{(?P<value>[^{}\n]*)\}|(?P<line>\n)|(?P<stray>\*\*|[{}])")
_PARAGRAPHS = re.compile(r"\n(?:[^\S\n]*\n)+")

Paragraph = list[Run]


class TextRefused(ValueError):
    """The text cannot stand on the letter; the message is a Dutch sentence for the school."""


def paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs lie between empty lines, bold between `**`, values in braces. Raises TextRefused."""
    if len(text) > LONGEST_TEXT:
        message = f"De tekst heeft {len(text)} tekens. Er is plaats voor ten hoogste {LONGEST_TEXT}."
        raise TextRefused(message)
    lines = "\n".join(map(_checked, text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")))
    return [_runs(one) for one in _PARAGRAPHS.split(lines) if one.strip()]


def _checked(line: str) -> str:
    shown = printable(line)
    if shown.substituted:
        at = shown.text.find(SUBSTITUTE)
        message = f"Een teken na ‘{shown.text[max(0, at - 20) : at]}’ kunnen wij niet drukken. Laat het weg."
        raise TextRefused(message)
    return shown.text


def _runs(paragraph: str) -> Paragraph:
    found: Paragraph = []
    end = 0
    for match in _MARKUP.finditer(paragraph):
        if match.start() > end:
            found.append(Run(kind="plain", text=paragraph[end : match.start()]))
        found.append(_marked(match))
        end = match.end()
    if end < len(paragraph):
        found.append(Run(kind="plain", text=paragraph[end:]))
    return found


def _marked(match: re.Match[str]) -> Run:
    if match["bold"]:
        return Run(kind="bold", text=match["bold"])
    if match["line"]:
        return Run(kind="line", text="")
    if match["stray"] == "**":
        message = "Voor vette tekst staan er twee sterretjes voor en twee achter, op dezelfde regel: **zo**."
        raise TextRefused(message)
    if match["stray"] or match["value"] not in PLACEHOLDERS:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        message = f"‘{match[0][:40]}’ kennen wij niet. Tussen accolades kan staan: {known}."
        raise TextRefused(message)
    return Run(kind="value", text=PLACEHOLDERS[match["value"]])
