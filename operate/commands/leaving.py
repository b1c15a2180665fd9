"""A school goes: a copy of all that is its own, and the end, with time to think again."""

import sys
from datetime import timedelta
from pathlib import Path

from common.cloud.table.erasure import TooLate
from common.days import local_date
from common.journal import OPERATOR
from common.schools import School
from operate.export.archive import write
from operate.registry import Answer, Given, Refused, argument, command, command_of_school
from operate.stack import Stack

# Longer than any session at the desk, and than the second thoughts of most.
_FEWEST_DAYS, _MOST_DAYS, _DAYS = 2, 365, 30


@command_of_school(
    "export-school",
    "write everything of a school into a ZIP file",
    argument("--to", required=True, type=Path, help="the file; one that is there is not replaced"),
)
def export(stack: Stack, given: Given, school: School) -> Answer:
    now = stack.now()
    try:
        counts = write(stack, school, given.to, now)
    except FileExistsError:
        raise Refused(f"{given.to} is there already") from None
    except OSError as error:
        raise Refused(f"{given.to} cannot be written ({error.strerror})") from None
    stack.journal.note(school.id, "school_exported", OPERATOR, now)
    told = "\n".join(f"  {name}: {count}" for name, count in counts.items())
    return Answer(f"Written; children's data is in it, and codes that work. Keep it safe.\n{told}", str(given.to))


@command_of_school(
    "delete-school",
    "stop a school now, and have everything of it erased after a while",
    argument("--now-after", type=int, default=_DAYS, metavar="DAYS", help=f"{_FEWEST_DAYS} to {_MOST_DAYS} ({_DAYS})"),
)
def delete(stack: Stack, given: Given, school: School) -> Answer:
    if not _FEWEST_DAYS <= given.now_after <= _MOST_DAYS:
        raise Refused(f"--now-after takes {_FEWEST_DAYS} to {_MOST_DAYS} days")
    now = stack.now()
    day = local_date(now) + timedelta(days=given.now_after)
    sys.stderr.write(f"On {day} everything of {school.name} is erased. Type {school.id} and Enter to go on: ")
    sys.stderr.flush()
    if sys.stdin.readline().strip() != school.id:
        raise Refused("that is not its id; nothing was changed")
    entry = stack.journal.entry(school.id, "school_deleted", OPERATOR, now, day=day.isoformat())
    try:
        stack.erasure.mark(school, day, entry)
    except TooLate:
        raise Refused("it is being erased already") from None
    return Answer(f"{school.id} is stopped. undelete-school keeps it, until it is erased on:", day.isoformat())


@command_of_school("undelete-school", "keep a school that was to be erased")
def undelete(stack: Stack, _given: Given, school: School) -> Answer:
    if school.deleted_on is None:
        raise Refused(f"{school.id} is not to be erased")
    now = stack.now()
    try:
        stack.erasure.unmark(school, stack.journal.entry(school.id, "school_kept", OPERATOR, now), now)
    except TooLate:
        raise Refused("it is being erased already") from None
    then = "It is suspended still: unsuspend-school lets it go on." if school.suspended else "It goes on."
    return Answer(f"The school stays. {then}", school.id)


@command("erase-schools", "erase the schools whose day has come now, and not only within the hour")
def erase(stack: Stack, _given: Given) -> Answer:
    due = [school for _, school in stack.erasure.due(local_date(stack.now()))]
    stack.start_erasing()
    if not due:
        return Answer("No school is to be erased today.")
    return Answer("The erasing has begun; schools shows what is left of it:", "\n".join(due))
