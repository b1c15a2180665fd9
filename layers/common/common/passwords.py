"""Which passwords are refused, and why. No rules of composition: length, and nothing that anybody would guess.

NIST SP 800-63B-4, 3.1.1.2.
"""

import unicodedata
from functools import cache
from pathlib import Path

from common import codes
from common.i18n import mark
from common.pupils import fold

SHORTEST = 12
LONGEST = 256

_TELLING = 4
# Of what somebody is called, as letters and as words: more is no name, and taking pairs of words costs the square.
_MOST_LETTERS, _MOST_WORDS = 300, 20
_GUESSABLE = mark("Dit wachtwoord is te makkelijk te raden. Neem bijvoorbeeld drie woorden die niet bij elkaar horen")
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "poiuytrewqlkjhgfdsamnbvcxz",
)


@cache
def _common_words() -> frozenset[str]:
    """What leaked most elsewhere, and what parents and staff of Dutch schools would think of."""
    lists = ("leaked_passwords.txt", "common_passwords.txt")
    return frozenset(word for one in lists for word in Path(__file__).with_name(one).read_text("utf-8").split())


def as_typed_anywhere(password: str) -> str:
    """The same password however a keyboard builds its accents (NIST SP 800-63B-4, 3.1.1.2); the pool counts these."""
    return unicodedata.normalize("NFC", password)


def problem_with(password: str, code: str | None, *personal: str, current: str = "") -> str | None:
    """A sentence that says why this password is refused, or None.

    code: of the letter, '' for a parent without one at hand, None for who never had a letter. personal: name, address,
    school. current: as it was typed on the same form, right or not; '' where none is asked.
    """
    password, current = as_typed_anywhere(password), as_typed_anywhere(current)
    refusals = (
        (not password, mark("Bedenk een wachtwoord")),
        (password == current, mark("U vulde twee keer hetzelfde wachtwoord in. Bedenk een ander wachtwoord")),
        (len(password) < SHORTEST, mark("Gebruik minstens 12 tekens voor uw wachtwoord")),
        (len(password) > LONGEST, mark("Gebruik een korter wachtwoord: ten hoogste 256 tekens")),
        (password != password.strip(), mark("Een wachtwoord kan niet met een spatie beginnen of eindigen")),
        (not password.isprintable(), mark("Gebruik alleen letters, cijfers, tekens en spaties in uw wachtwoord")),
        (_is_on_paper(password, code), mark("De activatiecode is niet uw wachtwoord. Bedenk zelf een wachtwoord")),
        (_is_guessable(fold(password), personal), _GUESSABLE),
    )
    return next((sentence for refused, sentence in refusals if refused), None)


def _is_on_paper(password: str, code: str | None) -> bool:
    """A code, or the one of this letter with something around it: whoever sees the letter could log in.

    Four words can have sixteen letters that check out by chance; of the codes, one in 400 has no digit.
    """
    if code is None:
        return False
    typed, printed = codes.normalise(password), codes.normalise(code)
    has_digit = any(one.isdecimal() for one in password)
    return (has_digit and codes.is_well_formed(typed)) or (codes.is_well_formed(printed) and printed in typed)


def _is_guessable(password: str, personal: tuple[str, ...]) -> bool:
    letters = "".join(one for one in password if one.isalnum())
    parts = set[str]().union(*map(_parts, personal))
    tried = {unit for text in (letters, letters.strip("0123456789")) for unit in (text, _repeated_part(text))}
    return (
        len(set(password)) < 5
        or bool(tried & _common_words() or tried & parts)
        or any(one and _is_run(one) for one in tried)
    )


def _repeated_part(text: str) -> str:
    """'welkom' of 'welkomwelkom'; the text itself where nothing is repeated."""
    at = (text + text).find(text, 1)
    return text[:at] if at > 0 else text


def _is_run(text: str) -> bool:
    return any(text in run * 3 or text in run[::-1] * 3 for run in _RUNS)


def _parts(text: str) -> set[str]:
    """What somebody would make of a name or an address: its words, two of them, and all of it run together."""
    words = _words(text)[:_MOST_WORDS]
    pairs = {first + second for first in words for second in words if first != second}
    whole = {"".join(words), "".join(_words(text.partition("@")[0]))}
    parts = {*words, *pairs, *whole}
    return {one for part in parts for one in (part, part.strip("0123456789")) if len(one) >= _TELLING}


def _words(text: str) -> list[str]:
    return "".join(one if one.isalnum() else " " for one in fold(text[:_MOST_LETTERS])).split()
