"""What campaigns have in common as programs: how long, from which seed, and how they say what came of it."""

import argparse
import time
from collections import Counter
from collections.abc import Callable


def main(program: str, about: str | None, run: Callable[[float], Counter[str]]) -> int:
    """run: takes seconds, and says how many there were of each, also of 'findings'. The exit code."""
    return _end(run(_arguments(program, about).parse_args().seconds))


def seeded(program: str, about: str | None, run: Callable[[float, int], Counter[str]]) -> int:
    """As `main`, for one that does the same again from the same seed."""
    arguments = _arguments(program, about)
    arguments.add_argument("--seed", type=int, default=int(time.time()))
    chosen = arguments.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    return _end(run(chosen.seconds, chosen.seed))


def _arguments(program: str, about: str | None) -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(prog=f"python -m {program}", description=about)
    arguments.add_argument("--seconds", type=float, default=600.0)
    return arguments


def _end(tally: Counter[str]) -> int:
    """In the last line, as `tests.attack` reads it."""
    print(", ".join(f"{number} {what}" for what, number in tally.items()), flush=True)
    return 1 if tally["findings"] else 0
