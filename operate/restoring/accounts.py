"""The pools and the table beside each other: an account needs both."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from common.cloud.accounts import Pool
from operate.stack import Stack

# A user is made a moment before its parent.
_BEING_MADE = timedelta(hours=1)


@dataclass(frozen=True)
class Odd:
    """strays: users whom no item of the table knows. lost: parents, and staff, without a user in the pool."""

    strays: tuple[tuple[Pool, str], ...]
    lost_parents: tuple[str, ...]
    lost_staff: tuple[tuple[str, str], ...]


def odd_accounts(stack: Stack, now: datetime) -> Odd:
    # The pools first: whoever comes meanwhile is in the table by the time that it is read.
    in_pool, at_desks = (dict(pool.users()) for pool in (stack.accounts, stack.staff_accounts))
    parents = set(stack.parents.all_ids())
    staff = {one.id: school for school in stack.schools.all_ids() for one in stack.staff.of_school(school)}
    old = now - _BEING_MADE
    strays = [(stack.accounts, one) for one, made in sorted(in_pool.items()) if one not in parents and made < old]
    strays += [(stack.staff_accounts, one) for one, made in sorted(at_desks.items()) if one not in staff and made < old]
    return Odd(
        tuple(strays),
        tuple(sorted(parents - in_pool.keys())),
        tuple(sorted((staff[one], one) for one in staff.keys() - at_desks.keys())),
    )
