"""QR symbols of a link that is one prefix and one code.

With version, error correction, mode and mask fixed, every module of a QR symbol is an affine function over
GF(2) of its data bits: Reed-Solomon is linear, everything else constant. So the symbol of a code is the
exclusive or of one symbol per character, all of them made by `qrcode` itself, which would take 400 times as
long for each letter.
"""

import re
from functools import cache
from typing import Any

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, QRData

from common.codes import ALPHABET, LENGTH

MASK = 0
QUIET_ZONE = 4
# What version 10 holds (ISO/IEC 18004, table 7: bytes, level Q). It has 57 modules a side: on 40 mm with its
# quiet zone a module is 0.6 mm, the least that a phone reads with ease.
MAX_LENGTH = 151

_BLANK = ALPHABET[0] * LENGTH
_BITS = 7
_DARK_RUN = re.compile("1+")


class QrTooLong(ValueError):
    """The link needs a QR symbol too dense for paper."""


class QrTables:
    """The QR symbols of every link that begins with one prefix (level Q, byte mode, fixed mask)."""

    def __init__(self, prefix: str) -> None:
        self.version = _smallest_version(prefix + _BLANK)
        self.size = 17 + 4 * self.version
        self.prefix = prefix
        self._blank = self._make(_BLANK)
        self._changes = [self._changes_at(position) for position in range(LENGTH)]

    @property
    def side(self) -> int:
        """Modules a side, quiet zone included."""
        return self.size + 2 * QUIET_ZONE

    @property
    def view_box(self) -> str:
        """The SVG view box of `path`, quiet zone included."""
        return f"{-QUIET_ZONE} {-QUIET_ZONE - 0.5} {self.side} {self.side}"

    def path(self, code: str) -> str:
        """The dark modules as horizontal runs: an SVG path to be stroked one unit wide, row 0 along y = 0."""
        spans = ((y, run.span()) for y, row in enumerate(self.rows(code)) for run in _DARK_RUN.finditer(row))
        return "".join([f"M{start} {y}H{end}" for y, (start, end) in spans])

    def rows(self, code: str) -> list[str]:
        """The rows of modules without quiet zone, `1` for dark."""
        modules = f"{self._symbol(code):0{self.size**2}b}"
        return [modules[i : i + self.size] for i in range(0, self.size**2, self.size)]

    def _symbol(self, code: str) -> int:
        symbol = self._blank
        for changes, character in zip(self._changes, code, strict=True):
            symbol ^= changes[character]
        return symbol

    def _changes_at(self, position: int) -> dict[str, int]:
        """What each character of the alphabet at this position changes in the blank symbol."""
        by_bit = [self._make(_flipped(position, bit)) ^ self._blank for bit in range(_BITS)]
        return {character: _combine(by_bit, ord(character) ^ ord(ALPHABET[0])) for character in ALPHABET}

    def _make(self, code: str) -> int:
        qr = _qrcode(self.prefix + code, self.version)
        qr.make(fit=False)
        return int("".join("1" if module else "0" for row in qr.modules for module in row), 2)


@cache
def tables(prefix: str) -> QrTables:
    """The tables of a prefix, made once a process. Raises QrTooLong."""
    return QrTables(prefix)


def _smallest_version(link: str) -> int:
    if len(link) > MAX_LENGTH:
        message = f"a link of {len(link)} characters does not fit a QR code for paper"
        raise QrTooLong(message)
    return _qrcode(link).best_fit()


def _qrcode(link: str, version: int | None = None) -> QRCode[Any]:
    qr = QRCode(version=version, error_correction=ERROR_CORRECT_Q, mask_pattern=MASK)
    qr.add_data(QRData(link.encode("ascii"), mode=MODE_8BIT_BYTE))  # type: ignore[call-overload]  # its stub wants a literal
    return qr


def _flipped(position: int, bit: int) -> str:
    character = chr(ord(_BLANK[position]) ^ 1 << bit)
    return _BLANK[:position] + character + _BLANK[position + 1 :]


def _combine(by_bit: list[int], bits: int) -> int:
    combined = 0
    for bit, change in enumerate(by_bit):
        if bits >> bit & 1:
            combined ^= change
    return combined
