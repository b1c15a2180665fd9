"""Text files of unknown origin: their letters, their separator, their rows."""

import csv
import io
import re
from collections.abc import Callable

from common import refusal_words as words
from pupils.listed import MOST_COLUMNS, MOST_PUPILS, ListRefused, too_many, too_many_columns

SEARCHED_FOR_HEADINGS = 30
_LONGEST_HEADINGS = 10_000
# A text may have lost a few letters; with more zero bytes it is something else.
_FEW = 0.001
_SEPARATORS = ";,\t|"

Row = list[str]


def decode(content: bytes) -> str:
    """A mark at the beginning decides, else what is UTF-8 is UTF-8, and the rest is Windows-1252.

    Raises ListRefused for what is no text.
    """
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    strange = None
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            strange = content.count(b"\n", 0, error.start) + 1
            continue
        if "\x00" not in text:
            return text
        strange = text.count("\n", 0, text.index("\x00")) + 1
        break
    if strange and content.count(b"\x00") < len(content) * _FEW:
        raise ListRefused("odd_byte", words.ODD_BYTE % {"line": strange}, words.SAVE_AS_CSV)
    raise ListRefused("no_list", words.UNREADABLE, words.SAVE_AS_CSV)


def is_empty(text: str) -> bool:
    return not re.sub(r"[\s\ufeff\x1c-\x1f\x85]+", "", text)


def rows_of(text: str, count_known: Callable[[Row], int]) -> list[tuple[int, Row]]:
    """(line number from 1, cells) of every row. count_known: how many of some cells are known headings."""
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r"sep=(.)\s*", first.strip("\ufeff"), re.IGNORECASE)
    body, skipped = (rest, 1) if named else (text, 0)
    separator = named[1] if named else _separator(body, count_known)
    return split(body, separator, skipped)


def split(text: str, separator: str, skipped: int = 0, name: str = "") -> list[tuple[int, Row]]:
    """As `rows_of`, where the separator is known; `skipped` lines came before, `name` is the file's in a package."""
    # Without strict, a stray quote would swallow the rest of the file into one name.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, Row]] = []
    start = skipped + 1
    csv.field_size_limit(len(text) + 1)
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise too_many_columns()
            rows.append((start, cells))
            start = reader.line_num + skipped + 1
            if not name and len(rows) > MOST_PUPILS + SEARCHED_FOR_HEADINGS:
                raise too_many()
    except csv.Error:
        sentence = words.STRAY_QUOTE_IN_FILE if name else words.STRAY_QUOTE
        raise ListRefused("stray_quote", sentence % {"line": start, "file": name}) from None
    return rows


def _separator(text: str, count_known: Callable[[Row], int]) -> str:
    """The separator that makes most columns of a line that has known headings, else of the first line."""
    lines = [line[:_LONGEST_HEADINGS] for line in re.split(r"\r\n|\r|\n", text[:100_000]) if line.strip()]
    lines = lines[:SEARCHED_FOR_HEADINGS]
    best = max(lines, key=lambda line: max(count_known(line.split(one)) for one in _SEPARATORS), default="")
    return max(_SEPARATORS, key=lambda one: (count_known(best.split(one)), best.count(one)))
