"""Which passwords are refused, and why. No rules of composition: length, and nothing that anybody would guess.

NIST SP 800-63B-4, 3.1.1.2.
"""

from functools import cache
from pathlib import Path

from common.i18n import mark
from common.pupils import fold

SHORTEST = 12
LONGEST = 256

_GUESSABLE = mark("Dit wachtwoord is te makkelijk te raden. Neem bijvoorbeeld drie woorden die niet bij elkaar horen")
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")


@cache
def _common_words() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("common_passwords.txt").read_text("utf-8").split())


def problem_with(password: str, *personal: str) -> str | None:
    """A sentence that says why this password is refused, or None. `personal`: name, address, school."""
    refusals = (
        (not password, mark("Bedenk een wachtwoord")),
        (len(password) < SHORTEST, mark("Gebruik minstens 12 tekens voor uw wachtwoord")),
        (len(password) > LONGEST, mark("Gebruik een korter wachtwoord: ten hoogste 256 tekens")),
        (password != password.strip(), mark("Een wachtwoord kan niet met een spatie beginnen of eindigen")),
        (not password.isprintable(), mark("Gebruik alleen letters, cijfers, tekens en spaties in uw wachtwoord")),
        (_is_guessable(fold(password), personal), _GUESSABLE),
    )
    return next((sentence for refused, sentence in refusals if refused), None)


def _is_guessable(password: str, personal: tuple[str, ...]) -> bool:
    letters = "".join(one for one in password if one.isalnum())
    if len(set(password)) < 5 or letters in _common_words():
        return True
    if any(letters and letters in run * 3 for run in _RUNS):
        return True
    core = letters.strip("0123456789")
    return core in _common_words() or any(core and core in _parts(text) for text in personal)


def _parts(text: str) -> set[str]:
    """What somebody would make of a name or an address: its words, and all of it run together."""
    words = "".join(one if one.isalnum() else " " for one in fold(text)).split()
    return {*words, "".join(words), *(first + second for first in words for second in words)}
