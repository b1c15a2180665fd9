"""A version that was deployed just now, on trial: whether its doors open, and its alarms are quiet."""

import time
from collections.abc import Iterable
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


@dataclass(frozen=True)
class Standing:
    """shut: the doors that do not open. ringing: the alarms of code that sound."""

    shut: frozenset[str]
    ringing: frozenset[str]

    def worse_than(self, before: "Standing") -> str:
        """What is wrong now and was not before, in words; '' for nothing."""
        shut, ringing = sorted(self.shut - before.shut), sorted(self.ringing - before.ringing)
        said = [f"{', '.join(shut)} failed"] * bool(shut) + [f"the alarm {one} sounds" for one in ringing]
        return "; ".join(said)


def standing(stack: Stack, doors: Iterable[str]) -> Standing:
    site = stack.deployed.parameters["SiteUrl"]
    states = alarms.states_of(stack.client("cloudwatch"), stack.deployed.name)
    shut = frozenset(door for door in doors if not _opens(f"{site}{door}"))
    return Standing(shut, frozenset(alarms.ringing(states)) & frozenset(OF_CODE))


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


def _opens(address: str) -> bool:
    """Whether it answers, if only that somebody must log in first."""
    for left in range(_TRIES, 0, -1):
        try:
            if not httpx.get(address, timeout=_PATIENCE).is_server_error:
                return True
        except httpx.HTTPError:
            pass
        if left > 1:
            time.sleep(_PAUSE)
    return False
