"""What happened at a school, and who did it: kept for whoever must answer for it later. No child's data."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Literal

from common.ids import moment_of, timed_id
from common.values import Value

What = Literal[
    "linked",
    "unlinked",
    "sessions_ended",
    "pupil_added",
    "pupil_changed",
    "pupil_left",
    "pupil_back",
    "pupil_exported",
    "pupil_deleted",
    "code_renewed",
    "codes_extended",
    "codes_renewed",
    "lock_lifted",
    "reports_settled",
    "list_uploaded",
    "list_refused",
    "list_confirmed",
    "list_declined",
    "list_undone",
    "letters_asked",
    "letters_fetched",
    "letters_printed",
    "letters_not_printed",
    "overview_exported",
    "journal_exported",
    "message_planned",
    "message_sent",
    "message_cancelled",
    "settings_changed",
    "letter_changed",
    "key_made",
    "key_withdrawn",
    "staff_invited",
    "staff_changed",
    "staff_removed",
    "staff_renewed",
    "staff_password",
    "logged_in",
    "school_suspended",
    "school_resumed",
    "school_exported",
    "school_deleted",
    "school_kept",
]
JOURNAL_LIFE = timedelta(days=3 * 365)


class Actor(Value):
    """kind: somebody of the staff, a parent, a program with a key, the operator, or nobody: what comes by itself.

    name: of staff, and what the school calls a key.
    """

    kind: Literal["staff", "parent", "key", "operator", "system"]
    id: str = ""
    name: str = ""


OPERATOR = Actor("operator")
SYSTEM = Actor("system")


class Entry(Value):
    """about: what it was about, by names of ours ('pupil', 'message', 'setting', …), ids and counts."""

    id: str
    at: datetime
    what: What
    by: Actor
    about: Mapping[str, str] = field(default_factory=dict)


def id_of_entry(what: What, by: Actor, occasion: str) -> str:
    """Of what somebody does once on an occasion (a `timed_id`): told again it is the same entry, and nobody else's."""
    return timed_id(moment_of(occasion), f"{what}|{by.id}|{occasion}")
