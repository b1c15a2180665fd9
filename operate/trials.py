"""A version that was deployed just now, on trial: whether its doors open, and its alarms are quiet."""

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from botocore.exceptions import ConnectionError as EndpointError
from botocore.exceptions import HTTPClientError

from operate import alarms
from operate.stack import Stack

# Those that sound when code is wrong, and not when people, mail or the account are. Each has its runbook.
OF_CODE = (
    "api-fails",
    "deliveries-dead-letters",
    "functions-failed",
    "handler-failed",
    "ledger-dead-letters",
    "letters-dead-letters",
    "lists-dead-letters",
    "mail-events-dead-letters",
    "outbox-dead-letters",
)
# A function that starts for the first time, on a bad day.
_PATIENCE = 20.0
# A single failure may be the network's.
_TRIES, _PAUSE = 3, 2.0
# Doors asked for at a time: each may be a function that starts.
_AT_ONCE = 8


@dataclass(frozen=True)
class Standing:
    """doors: what each answers, as an HTTP status; 0 for nothing. ringing: the alarms of code that sound."""

    doors: Mapping[str, int]
    ringing: frozenset[str]

    @property
    def shut(self) -> list[str]:
        return sorted(door for door, status in self.doors.items() if _badness(status) == _SHUT)

    def worse_than(self, before: "Standing") -> str:
        """What is wrong now and was not before, in words; '' for nothing. A new door may say no, but must answer."""
        worse = [one for one in sorted(self.doors) if self._is_worse(one, before.doors)]
        said = [f"{door} {_words(self.doors[door])}" for door in worse]
        said += [f"the alarm {one} sounds" for one in sorted(self.ringing - before.ringing)]
        return "; ".join(said)

    def _is_worse(self, door: str, before: Mapping[str, int]) -> bool:
        was = _badness(before[door]) if door in before else _REFUSED
        return _badness(self.doors[door]) > was


# Open, though perhaps only to those who log in; refused; shut.
_OPEN, _REFUSED, _SHUT = range(3)


def _badness(status: int) -> int:
    if status == 0 or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return _SHUT
    return _REFUSED if status >= httpx.codes.BAD_REQUEST else _OPEN


def _words(status: int) -> str:
    return f"answers {status}" if status else "does not answer"


def standing(stack: Stack, doors: Iterable[str]) -> Standing:
    site, asked = stack.deployed.parameters["SiteUrl"], list(doors)
    states = alarms.states_of(stack.client("cloudwatch"), stack.deployed.name)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = dict(zip(asked, pool.map(lambda door: _answer(f"{site}{door}"), asked), strict=True))
    return Standing(answers, frozenset(alarms.ringing(states)) & frozenset(OF_CODE))


def listen(stack: Stack, doors: Iterable[str], before: Standing, length: timedelta, pause: float) -> str:
    """What became worse, as soon as it does; '' where nothing did for as long. pause: seconds between two looks."""
    end, asked = datetime.now().astimezone() + length, tuple(doors)
    while True:
        wrong = _look(stack, asked, before)
        if wrong:
            # Once more: for whoever looks the network may have been away for a moment.
            time.sleep(pause)
            wrong = _look(stack, asked, before)
        if wrong or datetime.now().astimezone() >= end:
            return wrong
        time.sleep(pause)


def _look(stack: Stack, doors: Iterable[str], before: Standing) -> str:
    """As `worse_than`; where AWS itself cannot be reached, nothing was seen."""
    try:
        return standing(stack, doors).worse_than(before)
    except (EndpointError, HTTPClientError):
        return ""


def _answer(address: str) -> int:
    """The status; 0 where nothing answers. A failure counts where it is one again and again."""
    status = 0
    for left in range(_TRIES, 0, -1):
        try:
            status = httpx.get(address, timeout=_PATIENCE).status_code
        except httpx.HTTPError:
            status = 0
        if _badness(status) < _SHUT:
            break
        if left > 1:
            time.sleep(_PAUSE)
    return status
