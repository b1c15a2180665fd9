"""Writes the list of passwords that leaked most, from lists that others keep: docs/decisions/36 names them.

`python -m operate.leaked_passwords RANKED LONG SHORT`: three text files, one password a line. RANKED: by how often they
leaked, the most first. LONG: those that may be copied, of any order. SHORT: by how often, the most first.
"""

import sys
from pathlib import Path

from common.passwords import SHORTEST
from common.pupils import fold

LIST = Path(__file__).resolve().parents[1] / "layers" / "common" / "common" / "leaked_passwords.txt"
_MOST_LONG = 10_000
_MOST_SHORT = 20_000
# What is shorter is in too many good passwords to tell anything when it stands alone between digits.
_TELLING = 5


def chosen(ranked: list[str], long: set[str], short: list[str]) -> list[str]:
    """As `passwords` compares them: letters and digits, without case and accents."""
    lengthy = [one for one in ranked if len(one) >= SHORTEST and one in long][:_MOST_LONG]
    stems = [_letters(one).strip("0123456789") for one in short[:_MOST_SHORT]]
    return sorted({_letters(one) for one in lengthy if _letters(one)} | {one for one in stems if len(one) >= _TELLING})


def _letters(password: str) -> str:
    return "".join(one for one in fold(password) if one.isalnum())


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8", "replace").splitlines()


def main(ranked: str, long: str, short: str) -> None:
    LIST.write_text("\n".join(chosen(_lines(ranked), set(_lines(long)), _lines(short))) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
