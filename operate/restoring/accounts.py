"""The pools and the table beside each other: an account needs both."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from common.cloud.accounts import Pool
from operate.stack import Stack

# A user is made a moment before its parent.
_BEING_MADE = timedelta(hours=1)


@dataclass(frozen=True)
class Odd:
    """strays: users whom no item of the table knows. lost: parents, and staff, without a user in the pool.

    Of the staff not who can still follow an invitation: the user is made when a password is chosen.
    """

    strays: tuple[tuple[Pool, str], ...]
    lost_parents: tuple[str, ...]
    lost_staff: tuple[tuple[str, str], ...]


def odd_accounts(stack: Stack, now: datetime) -> Odd:
    # The pools first: whoever comes meanwhile is in the table by the time that it is read.
    in_pool, at_desks = (dict(pool.users()) for pool in (stack.accounts, stack.staff_accounts))
    parents = set(stack.parents.all_ids())
    staff = {one.id: one for school in stack.schools.all_ids() for one in stack.staff.of_school(school)}
    old = now - _BEING_MADE
    strays = [*_strays(stack.accounts, in_pool, parents, old), *_strays(stack.staff_accounts, at_desks, staff, old)]
    return Odd(
        tuple(strays),
        tuple(sorted(parents - in_pool.keys())),
        tuple(
            sorted((one.school, one.id) for one in staff.values() if one.id not in at_desks and not one.is_awaited(now))
        ),
    )


def _strays(
    pool: Pool, users: Mapping[str, datetime], known: Container[str], old: datetime
) -> Iterator[tuple[Pool, str]]:
    return ((pool, user) for user, made in sorted(users.items()) if user not in known and made < old)
