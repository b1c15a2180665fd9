"""After a disaster: the table filled from a restored one, what must stay so made so again, accounts set right."""

import sys
from datetime import datetime

from botocore.exceptions import ClientError

from operate.registry import Answer, Given, Refused, argument, command
from operate.restoring.accounts import odd_accounts
from operate.restoring.facts import facts_since
from operate.restoring.filling import fill, is_empty
from operate.restoring.replay import Replay
from operate.restoring.standing import Standing
from operate.stack import Stack


@command(
    "fill-table",
    "copy a restored table into the new, empty one of the stack",
    argument("--from", dest="source", required=True, metavar="TABLE", help="the restored table's name"),
    argument("--go-on", action="store_true", help="where an earlier try stopped half-way, and before replay-journal"),
)
def fill_table(stack: Stack, given: Given) -> Answer:
    if not stack.is_still:
        raise Refused("the stack runs: deploy it with Maintenance=all first")
    if not given.go_on and not is_empty(stack.store):
        raise Refused("the stack's table is not empty; nothing was changed")
    try:
        copied = fill(stack.store, stack.table_named(given.source), stack.now())
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            raise Refused(f"there is no table {given.source}") from None
        raise
    return Answer("Copied; replay-journal comes next. Items:", str(copied))


@command(
    "replay-journal",
    "make so again what was ended or replaced since the moment to which the table was put back",
    argument("--since", required=True, metavar="MOMENT", help="that moment, as 2026-11-26T10:00:00Z"),
    argument("--dry-run", action="store_true", help="tell what it would do, and do nothing"),
)
def replay_journal(stack: Stack, given: Given) -> Answer:
    now = stack.now()
    standing = Standing(facts_since(stack, _moment_in(given.since, now), now))
    replay = Replay(stack, standing, now)
    counts = {"sessions, resets and invitations ended": replay.end_openings(dry=given.dry_run)}
    for name, step in replay.steps().items():
        counts[name] = 0
        for act in step():
            counts[name] += 1
            if not given.dry_run:
                act()
    if counts["schools to be erased"] and not given.dry_run:
        stack.start_erasing()
    newest = f"{standing.newest:%Y-%m-%dT%H:%M:%SZ}" if standing.newest else "none"
    told = [
        "Nothing was changed; this would be done:" if given.dry_run else "Done:",
        *(f"  {name}: {count}" for name, count in counts.items()),
        *replay.notes,
        f"The newest fact of the ledger: {newest}",
        "Lost, for the schools to do again:",
    ]
    lost = sorted(replay.lost.items())
    return Answer("\n".join(told), "\n".join(f"{school}  {what}  {count}" for (school, what), count in lost))


def _moment_in(typed: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise Refused("--since is written as 2026-11-26T10:00:00Z") from None
    if moment.tzinfo is None:
        raise Refused("--since needs its zone: Z, or as +01:00")
    if moment > now:
        raise Refused("--since is in the future")
    return moment


def _ask_to_delete(number: int) -> None:
    """What is deleted is gone, and before the table is filled every user looks like a stray. Raises Refused."""
    sys.stderr.write(f"{number} users are deleted with their passwords. Type {number} and Enter to go on: ")
    sys.stderr.flush()
    if sys.stdin.readline().strip() != str(number):
        raise Refused("that is not their number; nothing was changed")


@command(
    "reconcile-accounts",
    "tell which accounts are in a pool and not in the table, or the other way round",
    argument("--mend", action="store_true", help="delete users of the pools whom the table does not know"),
)
def reconcile_accounts(stack: Stack, given: Given) -> Answer:
    odd = odd_accounts(stack, stack.now())
    if given.mend and odd.strays:
        _ask_to_delete(len(odd.strays))
        for pool, user in odd.strays:
            pool.delete(user)
    strays = "deleted from the pools" if given.mend else "in a pool only; --mend deletes them"
    told = [
        f"Users {strays}: {len(odd.strays)}",
        f"Parents without a user; a reset of the password mends it: {len(odd.lost_parents)}",
        f"Staff without a user; invite-manager, or a colleague's new invitation, mends it: {len(odd.lost_staff)}",
    ]
    lines = [
        *(f"stray  {user}" for _, user in odd.strays),
        *(f"parent  {parent}" for parent in odd.lost_parents),
        *(f"staff  {school}  {person}" for school, person in odd.lost_staff),
    ]
    return Answer("\n".join(told), "\n".join(lines))
