"""Names as our fonts can print them: typst refuses a whole PDF for one character that no font has."""

import struct
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fonts import FILES

SUBSTITUTE = "□"
CUT = "…"
# Vietnamese and vowelled Arabic need two marks on a letter; towers of them would run into the lines above.
MOST_MARKS = 3
# Families in which a name may be set. Noto Sans Mono is for codes and links only.
_FAMILIES = ("NotoSans", "NotoSansArabic", "NotoSansSymbols2")
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Printable:
    """substituted: something else stands for a character of it. cut: it goes on."""

    text: str
    substituted: bool
    cut: bool = False

    @property
    def is_as_written(self) -> bool:
        return not (self.substituted or self.cut)


def printable(text: str, longest: int | None = None) -> Printable:
    """The text on one line without invisible characters, with a readable substitute for what no font has.

    A text of more than `longest` letters is cut.
    """
    clusters = _clusters(unicodedata.normalize("NFC", _visible(text)))
    kept = clusters[:longest]
    shown = [_shown(cluster) for cluster in kept]
    cut = len(kept) < len(clusters)
    return Printable("".join(shown) + (CUT if cut else ""), substituted=shown != kept, cut=cut)


@cache
def coverage() -> tuple[frozenset[str], ...]:
    """The characters of each family; a letter and its marks must come from one and the same."""
    return tuple(characters(FILES / f"{family}-Regular.ttf") for family in _FAMILIES)


def characters(font: Path) -> frozenset[str]:
    """The characters of a font file, read from its format 4 `cmap` (OpenType specification, cmap)."""
    data = font.read_bytes()
    table = _cmap(data)
    (segments,) = struct.unpack_from(">H", data, table + 6)
    ends = struct.unpack_from(f">{segments // 2}H", data, table + 14)
    starts = struct.unpack_from(f">{segments // 2}H", data, table + 16 + segments)
    last_is_a_sentinel = slice(-1)
    ranges = zip(starts[last_is_a_sentinel], ends[last_is_a_sentinel], strict=True)
    return frozenset(chr(point) for start, end in ranges for point in range(start, end + 1))


def _cmap(data: bytes) -> int:
    """The offset of the first subtable of `cmap`."""
    (tables,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4s4x2I", data, 12 + 16 * i) for i in range(tables))
    start = next(int(offset) for tag, offset, _ in records if tag == b"cmap")
    (subtable,) = struct.unpack_from(">I", data, start + 8)
    return start + int(subtable)


def _visible(text: str) -> str:
    line = " ".join(text.split())
    return "".join(c for i, c in enumerate(line) if not _invisible(c) or _joins(line, i))


def _invisible(character: str) -> bool:
    """Control, format (bidi among them) and surrogate characters, and variation selectors."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"} or "\ufe00" <= character <= "\ufe0f"


def _joins(line: str, i: int) -> bool:
    """Whether a joiner stands between two letters, where Persian and Kurdish spelling needs it."""
    return line[i] in _JOINERS and line[i - 1 : i].isalpha() and line[i + 1 : i + 2].isalpha()


def _clusters(text: str) -> list[str]:
    """Each character together with the marks and joiners that follow it."""
    clusters: list[str] = []
    for character in text:
        if clusters and (_is_mark(character) or character in _JOINERS):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _shown(cluster: str) -> str:
    if _covered(cluster):
        return cluster[: 1 + MOST_MARKS]
    plain = [c for c in unicodedata.normalize("NFKD", cluster) if not _is_mark(c)]
    return "".join(plain) if plain and all(map(_covered, plain)) else SUBSTITUTE


def _covered(cluster: str) -> bool:
    return any(family.issuperset(cluster) for family in coverage())
