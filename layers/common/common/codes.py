"""Activation codes: sixteen symbols of Crockford's base32, the last of which checks the others.

A code is never stored. `derive` makes it from a key that only the letters function may use; `index` gives
the name under which the table knows it, which cannot be turned back into the code.
"""

import hashlib
import hmac
import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4

_BITS = 5
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_LOOK_ALIKES = str.maketrans("OIL", "011")
_UP_TO_CODE = re.compile(r".*/k/", re.IGNORECASE | re.DOTALL)
_NOT_A_SYMBOL = re.compile(r"[\W_]+")


def _powers_of_two_in_gf32() -> list[int]:
    """2^0 … 2^30 in GF(32) with the primitive polynomial x^5 + x^2 + 1."""
    powers = [1]
    while len(powers) < 31:
        double = powers[-1] << 1
        powers.append(double ^ 0b100101 if double & 0b100000 else double)
    return powers


_EXP = _powers_of_two_in_gf32()
_LOG = {value: power for power, value in enumerate(_EXP)}


def _weighted(value: int, position: int) -> int:
    return _EXP[(_LOG[value] + position) % 31] if value else 0


def _syndrome(symbols: str) -> int:
    total = 0
    for position, symbol in enumerate(symbols):
        total ^= _weighted(_VALUES[symbol], position)
    return total


def _check_symbol(symbols: str) -> str:
    rest = _syndrome(symbols)
    return ALPHABET[_EXP[(_LOG[rest] - len(symbols)) % 31] if rest else 0]


def normalise(typed: str) -> str:
    """The code as it is compared: upper case, look-alikes mapped, everything that is no letter or digit gone.

    Of the whole link on a letter, what follows `/k/`.
    """
    # Some small letters become a capital and a mark, so what is no symbol goes last.
    symbols = _NOT_A_SYMBOL.sub("", with_plain_digits(_UP_TO_CODE.sub("", typed)).upper())
    return symbols.translate(_LOOK_ALIKES)


def with_plain_digits(text: str) -> str:
    """The digits of other scripts as 0 to 9: an Arabic keyboard has its own."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(character, character)) for character in text)


def is_well_formed(code: str) -> bool:
    """Whether a normalised code has sixteen symbols that check out.

    Every single wrong symbol and every swap of two neighbours gives False: position i weighs its symbol by
    2^i in GF(32), and all sixteen weights differ.
    """
    return len(code) == LENGTH and all(symbol in _VALUES for symbol in code) and _syndrome(code) == 0


def wrong_group(typed: str) -> int | None:
    """Which of the four groups (0 to 3) is certainly wrong in a code that does not check out; None if that is not sure.

    Sure is only a group that cannot be one: too short, too long, or with a symbol that codes do not have.
    """
    parts = [normalise(part) for part in _NOT_A_SYMBOL.split(_UP_TO_CODE.sub("", typed).strip()) if part]
    if len(parts) == 1 and len(parts[0]) == LENGTH:
        parts = [parts[0][at : at + GROUP] for at in range(0, LENGTH, GROUP)]
    wrong = [at for at, part in enumerate(parts) if len(part) != GROUP or not set(part) <= _VALUES.keys()]
    return wrong[0] if len(parts) == LENGTH // GROUP and len(wrong) == 1 else None


def grouped(code: str) -> str:
    """The code for people: four groups of four with hyphens."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def derive(school_key: bytes, pupil_id: str, version: int) -> str:
    """The code of one version of a pupil's letter: 75 bits of an HMAC-SHA-256, and the check symbol."""
    digest = hmac.digest(school_key, f"{pupil_id}|{version}".encode(), hashlib.sha256)
    number = int.from_bytes(digest[:10], "big") >> _BITS
    shifts = range((LENGTH - 2) * _BITS, -1, -_BITS)
    symbols = "".join(ALPHABET[number >> shift & 31] for shift in shifts)
    return symbols + _check_symbol(symbols)


def index(find_key: bytes, code: str) -> str:
    """The name under which the table knows a code: 160 bits of an HMAC-SHA-256 in hexadecimal."""
    return hmac.digest(find_key, code.encode(), hashlib.sha256)[:20].hex()
