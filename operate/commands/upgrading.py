"""A new version: deployed, listened to, and taken back where it fails."""

import argparse
import subprocess
import sys
from datetime import timedelta

from operate import beginnings, trials, versions
from operate.beginnings import Beginning
from operate.registry import Answer, Given, Refused, argument, command
from operate.stack import Stack
from operate.trials import Standing
from operate.versions import Version

# Seconds between two looks.
_PAUSE = 10.0
_TRIAL = "15"
_UNTRIED = "What runs then was never on trial: `make upgrade` tries it, and `make go-back` takes it back."
_BROKEN_OFF = f"Broken off. Where CloudFormation had begun it goes on to the end: wait for that. {_UNTRIED}"
_NOT_DEPLOYED = "It was not deployed, and CloudFormation goes back by itself."
_BY_HAND = "git tag --list 'deployed-*' names older versions, and docs/deploy.md tells how to go back to one"


def _minutes(text: str) -> timedelta:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("takes minutes, such as 15")
    return timedelta(minutes=int(text))


@command(
    "upgrade",
    "deploy another version, and go back to the one that runs where it fails",
    argument("--minutes", type=_minutes, default=_TRIAL, help=f"so long it is on trial ({_TRIAL})"),
    argument("words", nargs="+", help="after --: the command that deploys it"),
)
def upgrade(stack: Stack, given: Given) -> Answer:
    began = _began(stack)
    _say_what_is_not_seen(began)
    try:
        failed = subprocess.run(given.words, check=False).returncode  # noqa: S603 - what the operator typed
    except KeyboardInterrupt:
        return Answer(_BROKEN_OFF, is_well=False)
    now = versions.running(stack)
    if now == began.version:
        beginnings.forget(stack)
        return Answer(_NOT_DEPLOYED, is_well=False) if failed else Answer("The stack runs what it ran before.")
    if failed:
        return Answer(f"{_NOT_DEPLOYED} {_UNTRIED}", is_well=False)
    versions.keep(stack, began.version)
    return _tried(stack, now, began, given.minutes)


def _began(stack: Stack) -> Beginning:
    """What runs, and how it stands; or what ran before an upgrade that was broken off, whose version runs untried."""
    running, began = versions.running(stack), beginnings.kept(stack)
    if began and began.version != running:
        sys.stderr.write("The upgrade before this was broken off, and what runs was never on trial: now it will be.\n")
        return began
    sys.stderr.write("Looking at the doors of what runs…\n")
    began = Beginning(running, trials.standing(stack, running.doors))
    beginnings.keep(stack, began)
    return began


def _say_what_is_not_seen(began: Beginning) -> None:
    if shut := began.standing.shut:
        sys.stderr.write(
            f"{len(shut)} of {len(began.standing.doors)} doors did not open before: {', '.join(shut)}. "
            "The trial cannot tell whether the new version is to blame for those.\n"
        )


def _tried(stack: Stack, now: Version, began: Beginning, length: timedelta) -> Answer:
    sys.stderr.write(f"On trial for {length.total_seconds() / 60:g} minutes: doors and alarms…\n")
    try:
        wrong = trials.listen(stack, now.doors, began.standing, length, _PAUSE)
    except KeyboardInterrupt:
        beginnings.forget(stack)
        return Answer("No longer on trial: the new version stays, until `make go-back`.", is_well=False)
    if wrong:
        answer = _gone_back(stack, began.version, wrong)
    elif _is_all_shut(began.standing) and _is_all_shut(trials.standing(stack, now.doors)):
        answer = Answer("The new version stays, and was not tried: no door opens, now as before.", is_well=False)
    else:
        answer = Answer("The new version stays.")
    beginnings.forget(stack)
    return answer


def _is_all_shut(standing: Standing) -> bool:
    return bool(standing.doors) and len(standing.shut) == len(standing.doors)


def _gone_back(stack: Stack, before: Version, wrong: str) -> Answer:
    sys.stderr.write(f"{wrong}. Going back to the version before…\n")
    try:
        versions.put_back(stack, before)
    except versions.NotPutBack as error:
        return Answer(f"Could not go back: {error}. {_BY_HAND}.", is_well=False)
    return Answer(f"The version before runs again. With the new one: {wrong}.", is_well=False)


@command("go-back", "run the version again that ran before the last upgrade")
def go_back(stack: Stack, _given: Given) -> Answer:
    running, began = versions.running(stack), beginnings.kept(stack)
    if began and began.version != running:
        versions.keep(stack, began.version)
    before = versions.kept(stack)
    if before is None or before == running:
        raise Refused(f"no other version is kept: {_BY_HAND}")
    try:
        versions.put_back(stack, before)
    except versions.NotPutBack as error:
        raise Refused(f"could not go back: {error}. {_BY_HAND}") from error
    beginnings.forget(stack)
    return Answer("The version before runs again, with the parameters of now.")
