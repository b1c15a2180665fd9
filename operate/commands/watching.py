"""How the whole of it fares: what it logs, what failed for good, whether all is as it should be."""

import argparse
import re
from datetime import timedelta
from difflib import get_close_matches

from operate import dead_letters, logs
from operate.checks import CHECKS, OVERDUE, examine
from operate.registry import Answer, Given, Refused, argument, command
from operate.stack import Stack

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def _age(text: str) -> timedelta:
    found = re.fullmatch(r"([0-9]{1,4})([mhd])", text)
    if not found:
        raise argparse.ArgumentTypeError("takes minutes, hours or days: 30m, 2h, 7d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _term(text: str) -> str:
    if not re.fullmatch(r"[\w.@#-]*", text):
        raise argparse.ArgumentTypeError("takes letters, digits, and - _ . # @")
    return text


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError("takes a number, from 1")
    return int(text)


@command(
    "tail",
    "print the newest lines of the logs of all functions, and of the API",
    argument("--event", type=_term, default="", help="only this event of the catalogue"),
    argument(
        "--about",
        type=_term,
        default="",
        help="only lines with this id: of a list, a batch, a message, a request, a school",
    ),
    argument("--function", default="", help="only this one, such as Letters; Api for that of the API"),
    argument("--since", type=_age, default=timedelta(hours=1), metavar="AGE", help="30m, 2h, 7d (1h)"),
    argument("--most", type=_count, default=100, metavar="LINES", help="the newest of them (100)"),
    argument("--json", action="store_true", help="as they were logged"),
)
def tail(stack: Stack, given: Given) -> Answer:
    known = logs.functions_of(stack)
    if given.function and given.function.lower() not in map(str.lower, known):
        raise Refused(f"there is no function {given.function}: {', '.join(known)}")
    _refuse_unknown_event(given.event)
    since = stack.now() - given.since
    lines = logs.newest(stack, logs.Wanted(since, given.event, given.about, given.function), given.most)
    said = [line.text.strip() if given.json else str(line) for line in lines]
    more = ", the newest" if len(lines) == given.most else ""
    return Answer(f"Lines since {since:%Y-%m-%d %H:%M} UTC: {len(lines)}{more}", "\n".join(said))


def _refuse_unknown_event(name: str) -> None:
    """No line at all would look as if it had not happened."""
    known = logs.events_of_catalogue()
    if name and name not in known:
        near = get_close_matches(name, known, n=3) or ["docs/logs.md lists them all"]
        raise Refused(f"there is no event {name}: {', '.join(near)}")


@command(
    "redrive",
    "give what failed for good another chance",
    argument("--queue", required=True, choices=dead_letters.QUEUES, help="where it failed"),
)
def redrive(stack: Stack, given: Given) -> Answer:
    before = dead_letters.waiting(stack, given.queue)
    if not before:
        return Answer(f"Nothing is among the dead letters of {given.queue}.")
    if given.queue == "outbox":
        return _forget_notes(stack, before)
    done = dead_letters.move_back(stack, given.queue)
    if done.moved < done.before:
        words = f"Of {done.before} dead letters {done.moved} were moved back; {done.after} are left. Give it again:"
        return Answer(words, given.queue, is_well=False)
    return Answer(f"Moved back: {done.moved} of {done.before} dead letters; {done.after} are there now.", given.queue)


def _forget_notes(stack: Stack, notes: int) -> Answer:
    """The stream leaves notes of where it gave up; the tasks themselves are still in the outbox."""
    if any(True for _ in stack.outbox.due_before(stack.now() - OVERDUE)):
        raise Refused("the outbox still holds what the stream gave up: look why the clock cannot send it")
    dead_letters.forget(stack, "outbox")
    return Answer(f"The clock has sent what the stream gave up; its notes ({notes}) were thrown away.", "outbox")


@command("doctor", "look whether all of a stack is as it should be, and say what to do")
def doctor(stack: Stack, _given: Given) -> Answer:
    found = examine(stack, stack.now())
    wrong = [one for one in found if not one.is_well]
    words = f"Looked at {len(CHECKS)} things; {len(wrong) or 'none'} wrong."
    return Answer(words, "\n".join(map(str, found)), is_well=not wrong)
