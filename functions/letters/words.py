"""The words of the letter in the languages that it is written in: texts are data, in texts/<language>.json."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from common.letters import DUTCH, LANGUAGES

_FOLDER = Path(__file__).parent / "texts"
_MARKUP = re.compile(r"\*\*(?P<bold>.+?)\*\*|\{(?P<value>[a-z_]+)\} ?|(?P<line>\n)")
_VALUES = ("phone", "email", "valid_until", "birth_date")


class Run(TypedDict):
    """A piece of text.

    kind: 'plain', 'bold', 'line' for a new one, 'value' for what differs between letters, 'bold value' for both.
    """

    kind: str
    text: str


@cache
def words(language: str) -> dict[str, Any]:
    """What typst gets of a language: the texts, the long ones as runs. Raises KeyError for one that is not offered."""
    LANGUAGES[language]
    texts: dict[str, Any] = json.loads((_FOLDER / f"{language}.json").read_text("utf-8"))
    return {
        **texts,
        "language": language,
        "steps": [runs(step) for step in texts["steps"]],
        "notes": [_note(note) for note in texts["notes"]],
        "qr": texts["qr"].removesuffix("{link}"),
    }


def _note(texts: dict[str, Any]) -> dict[str, Any]:
    """for_one: what stands in its place where one account is all that a pupil may have."""
    other = {"for_one": _note(texts["for_one"])} if "for_one" in texts else {}
    return {"title": texts["title"], "runs": runs(texts["text"]), **other}


def runs(text: str) -> list[Run]:
    """Bold between `**`, values between braces; a space after a value belongs to it. Raises ValueError."""
    found: list[Run] = []
    end = 0
    for match in _MARKUP.finditer(text):
        if match.start() > end:
            found.append(Run(kind="plain", text=text[end : match.start()]))
        if match["bold"]:
            found.append(Run(kind="bold", text=match["bold"]))
        elif match["line"]:
            found.append(Run(kind="line", text=""))
        elif match["value"] in _VALUES:
            found.append(Run(kind="value", text=match["value"]))
            if match[0].endswith(" ") and match["value"] != "birth_date":
                found.append(Run(kind="plain", text=" "))
        else:
            message = f"there is no {match[0].strip()}"
            raise ValueError(message)
        end = match.end()
    if end < len(text):
        found.append(Run(kind="plain", text=text[end:]))
    return found


def languages_of(second: str) -> tuple[str, ...]:
    """In which languages a letter is written: Dutch on the front, the family's language on the back."""
    return (DUTCH,) if second in ("", DUTCH) else (DUTCH, second)
