"""As many requests as fit into the time, by everybody in turn."""

import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings

from tests import campaigns
from tests.attack.judge import attack
from tests.attack.requests import Request, requests
from tests.attack.town import PEOPLE, Town
from tests.emulated import emulated

_EACH = 150
CHOSEN = settings(
    max_examples=_EACH,
    database=None,
    deadline=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


def try_all(town: Town, who: str, chosen: settings, seed: int | None = None) -> None:
    """Raises AssertionError with the smallest request whose answer is not as it must be."""

    @chosen
    @given(requests(town, who))
    def everything_holds(request: Request) -> None:
        wrong = attack(town, request)
        assert not wrong, "\n".join(wrong)[:5000]

    (everything_holds if seed is None else hypothesis.seed(seed)(everything_holds))()


def rounds(seed: int) -> Iterator[tuple[int, str]]:
    """Without end, a new town for each time that all had their turn: how many requests there were, what was found."""
    while True:
        with emulated() as aws:
            town = Town(aws)
            for who in PEOPLE:
                seed, town.sent = seed + 1, 0
                try:
                    try_all(town, who, CHOSEN, seed)
                except Exception as error:
                    yield town.sent, f"{who}, seed {seed}:\n{_told(error)}"
                else:
                    yield town.sent, ""


def _told(error: Exception) -> str:
    return "".join(traceback.format_exception(error, limit=-4))


def run(seconds: float, seed: int) -> Counter[str]:
    """Prints what it finds; how many there were of each."""
    end = time.monotonic() + seconds
    tally: Counter[str] = Counter({"requests": 0, "findings": 0})
    for sent, found in rounds(seed):
        tally["requests"] += sent
        tally["findings"] += bool(found)
        if found:
            print(found, flush=True)
        if time.monotonic() > end:
            break
    return tally


if __name__ == "__main__":
    sys.exit(campaigns.seeded("tests.attack.campaign", __doc__, run))
