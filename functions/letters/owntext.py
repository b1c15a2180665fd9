"""The school's own words on the letter: paragraphs, bold and a few values. They are data, never a template."""

import re

from common.i18n import mark
from fonts.characters import SUBSTITUTE, printable
from letters.refusals import Refused
from letters.words import Run

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
_MARKUP = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|\{(?P<value>[^{}\n]*)\}|(?P<line>\n)|(?P<stray>\*\*|[{}])")
_PARAGRAPHS = re.compile(r"\n(?:[^\S\n]*\n)+")

Paragraph = list[Run]


class TextRefused(Refused):
    """The text cannot stand on the letter."""


def paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs lie between empty lines, bold between `**`, values in braces. Raises TextRefused."""
    if len(text) > LONGEST_TEXT:
        sentence = mark("De tekst heeft %(number)s tekens. Er is plaats voor ten hoogste %(most)s.")
        raise TextRefused(sentence, number=len(text), most=LONGEST_TEXT)
    lines = "\n".join(map(_checked, text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")))
    return [_runs(one) for one in _PARAGRAPHS.split(lines) if one.strip()]


def _checked(line: str) -> str:
    shown = printable(line)
    if shown.substituted:
        at = shown.text.find(SUBSTITUTE)
        sentence = mark("Een teken na ‘%(before)s’ kunnen wij niet drukken. Laat het weg.")
        raise TextRefused(sentence, before=shown.text[max(0, at - 20) : at])
    return shown.text


def _runs(paragraph: str, *, bold: bool = False) -> Paragraph:
    """bold: for what stands between two pairs of `**`, where no other pair is."""
    words = "bold" if bold else "plain"
    found: Paragraph = []
    end = 0
    for match in _MARKUP.finditer(paragraph):
        if match.start() > end:
            found.append(Run(kind=words, text=paragraph[end : match.start()]))
        found += _runs(match["bold"], bold=True) if match["bold"] else [_marked(match, bold=bold)]
        end = match.end()
    if end < len(paragraph):
        found.append(Run(kind=words, text=paragraph[end:]))
    return found


def _marked(match: re.Match[str], *, bold: bool) -> Run:
    if match["line"]:
        return Run(kind="line", text="")
    if match["stray"] == "**":
        sentence = mark("Voor vette tekst staan er twee sterretjes voor en twee achter, op dezelfde regel: **zo**.")
        raise TextRefused(sentence)
    if match["stray"] or match["value"] not in PLACEHOLDERS:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        sentence = mark("‘%(typed)s’ kennen wij niet. Tussen accolades kan staan: %(known)s.")
        raise TextRefused(sentence, typed=match[0][:40], known=known)
    return Run(kind="bold value" if bold else "value", text=PLACEHOLDERS[match["value"]])
