"""A message is done with its last delivery, and whoever makes that one notices.

The recipients of a message to many are in sixteen groups by their ids, those of another in one, and its mark in the
table names the groups that are not done. Whoever has delivered to somebody looks whether that was the last of the
group. What is missed, as by a worker that dies, the sweep finds within a quarter of an hour or two.
"""

from collections.abc import Collection

from common.cloud.services import services
from common.messages import Recipient

# A group of its own costs each task of a few recipients two queries.
_FEW = 100
_ALL = "all"


def groups_of(recipients: Collection[Recipient]) -> set[str]:
    """Ids are random hexadecimal digits; their first names the group."""
    if len(recipients) < _FEW:
        return {_ALL} if recipients else set()
    return {one.parent[:1] for one in recipients}


def look(school: str, message: str, groups: Collection[str], parents: Collection[str]) -> None:
    """Whether the message is done, now that something came of it for these parents. groups: that were to come."""
    here = services()
    for group in sorted(groups):
        beginning = "" if group == _ALL else group
        if any(one.startswith(beginning) for one in parents) and here.deliveries.are_made(message, beginning):
            here.messages.note_made(school, message, group)
