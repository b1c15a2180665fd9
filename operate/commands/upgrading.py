"""A new version: deployed, listened to, and taken back where it fails."""

import argparse
import subprocess
import sys
from datetime import timedelta

from operate import trials, versions
from operate.registry import Answer, Given, Refused, argument, command
from operate.stack import Stack

# Seconds between two looks.
_PAUSE = 10.0
_TRIAL = "15"
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
    before = versions.running(stack)
    stood = trials.standing(stack, before.doors)
    earlier = versions.kept(stack)
    versions.keep(stack, before)
    if subprocess.run(given.words, check=False).returncode:  # noqa: S603 - what the operator typed
        _keep_again(stack, earlier)
        return Answer("It was not deployed, and CloudFormation goes back by itself.", is_well=False)
    now = versions.running(stack)
    if now == before:
        _keep_again(stack, earlier)
        return Answer("The stack runs what it ran before.")
    sys.stderr.write(f"On trial for {given.minutes.total_seconds() / 60:g} minutes: doors and alarms…\n")
    try:
        wrong = trials.listen(stack, now.doors, stood, given.minutes, _PAUSE)
    except KeyboardInterrupt:
        return Answer("No longer on trial: the new version stays, until `make go-back`.", is_well=False)
    return _gone_back(stack, before, wrong) if wrong else Answer("The new version stays.")


def _keep_again(stack: Stack, earlier: versions.Version | None) -> None:
    """Where nothing new runs, the way back leads to where it did."""
    if earlier:
        versions.keep(stack, earlier)


def _gone_back(stack: Stack, before: versions.Version, wrong: str) -> Answer:
    sys.stderr.write(f"{wrong}. Going back to the version before…\n")
    try:
        versions.put_back(stack, before)
    except versions.NotPutBack as error:
        return Answer(f"Could not go back: {error}. {_BY_HAND}.", is_well=False)
    return Answer(f"The version before runs again, as with the new one: {wrong}.", is_well=False)


@command("go-back", "run the version again that ran before the last upgrade")
def go_back(stack: Stack, _given: Given) -> Answer:
    before = versions.kept(stack)
    if before is None or before == versions.running(stack):
        raise Refused(f"no other version is kept: {_BY_HAND}")
    try:
        versions.put_back(stack, before)
    except versions.NotPutBack as error:
        raise Refused(f"could not go back: {error}. {_BY_HAND}") from error
    return Answer("The version before runs again, with the parameters of now.")
