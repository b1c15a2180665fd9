"""A message is done with its last delivery, and whoever makes that one notices.

Its recipients are in sixteen groups by their ids, and its mark in the table names those that are not done. Whoever has
delivered to somebody looks whether that was the last of the group. What is missed, as by a worker that dies, the sweep
finds within a quarter of an hour or two.
"""

from collections.abc import Iterable

from common.cloud.services import services
from common.messages import Recipient


def group_of(parent: str) -> str:
    """Ids are random hexadecimal digits."""
    return parent[:1]


def groups_of(recipients: Iterable[Recipient]) -> set[str]:
    return {group_of(one.parent) for one in recipients}


def look(school: str, message: str, parents: Iterable[str]) -> None:
    """Whether the message is done, now that something came of it for these parents."""
    here = services()
    for group in sorted(set(map(group_of, parents))):
        if here.deliveries.are_made(message, group):
            here.messages.note_made(school, message, group)
