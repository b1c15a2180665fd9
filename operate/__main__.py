"""`python -m operate`: run with the credentials of the account where the stack is.

What is asked for goes to standard output, words for people to standard error.
"""

import argparse
import sys
from typing import NoReturn

from operate import commands
from operate.account import told_in_a_line
from operate.registry import COMMANDS, Refused
from operate.stack import Stack, in_cloud, on_this_machine
from operate.standing import NotNow, deployment_of

_PROGRAM = "python -m operate"


def main() -> int:
    try:
        given = parser().parse_args()
        with told_in_a_line():
            return run(given, on_this_machine() if given.local else in_cloud(given.stack))
    except NotNow as wrong:
        raise SystemExit(str(wrong)) from None


def run(given: argparse.Namespace, stack: Stack) -> int:
    """0 where it was done, 1 where it was refused or what was looked at is not as it should be."""
    try:
        answer = COMMANDS[given.command].run(stack, given)
    except Refused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    sys.stderr.write(f"{answer.words}\n")
    if answer.value:
        sys.stdout.write(f"{answer.value}\n")
    return 0 if answer.is_well else 1


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """In a line, also for whoever came by make, with names that its usage does not show."""
        asked = f"{self.prog.removeprefix(_PROGRAM)} --help".strip()
        self.exit(2, f'{message}. What it takes: make operate ARGS="{asked}"\n')


def parser() -> argparse.ArgumentParser:
    known = Parser(
        prog=_PROGRAM,
        description="Manages the schools of a stack. docs/operate.md tells what each command does.",
        epilog="COMMAND --help shows what a command takes.",
    )
    usual = deployment_of("prod").stack
    known.add_argument("--stack", default=usual, help=f"the stack's name ({usual})")
    known.add_argument("--local", action="store_true", help="the system that make run started, instead of a stack")
    listed = known.add_subparsers(required=True, dest="command", metavar="COMMAND", title="commands")
    for name in commands.ALL:
        one = COMMANDS[name]
        its = listed.add_parser(name, help=one.help, description=one.help)
        for argument in one.arguments:
            its.add_argument(argument.name, **argument.options)
    return known


if __name__ == "__main__":
    sys.exit(main())
