"""The operator's commands: each a small function with its arguments beside it."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from common.schools import School
from operate.stack import Stack

Given = argparse.Namespace


@dataclass(frozen=True)
class Answer:
    """words: for people, to standard error. value: what was asked for, to standard output; '' for nothing.

    is_well: whether what was looked at is as it should be.
    """

    words: str
    value: str = ""
    is_well: bool = True


class Refused(Exception):
    """Why a command does nothing, in a sentence."""


@dataclass(frozen=True)
class Argument:
    """As argparse takes it."""

    name: str
    options: dict[str, Any]


@dataclass(frozen=True)
class Command:
    """of_school: it is about one school, which is there; the command gets it."""

    name: str
    help: str
    arguments: tuple[Argument, ...]
    do: Callable[..., Answer]
    of_school: bool

    def run(self, stack: Stack, given: Given) -> Answer:
        """Raises Refused."""
        if not self.of_school:
            return self.do(stack, given)
        school = stack.schools.find(given.id)
        if school is None:
            raise Refused(f"there is no school {given.id}")
        return self.do(stack, given, school)


COMMANDS: dict[str, Command] = {}


def argument(name: str, **options: Any) -> Argument:
    return Argument(name, options)


def command(
    name: str, help_text: str, *arguments: Argument
) -> Callable[[Callable[[Stack, Given], Answer]], Callable[[Stack, Given], Answer]]:
    """A command of the whole stack."""

    def known(do: Callable[[Stack, Given], Answer]) -> Callable[[Stack, Given], Answer]:
        COMMANDS[name] = Command(name, help_text, arguments, do, of_school=False)
        return do

    return known


def command_of_school(
    name: str, help_text: str, *arguments: Argument
) -> Callable[[Callable[[Stack, Given, School], Answer]], Callable[[Stack, Given, School], Answer]]:
    """A command about one school, named by --id."""
    named = argument("--id", required=True, help="the school's")

    def known(do: Callable[[Stack, Given, School], Answer]) -> Callable[[Stack, Given, School], Answer]:
        COMMANDS[name] = Command(name, help_text, (named, *arguments), do, of_school=True)
        return do

    return known
