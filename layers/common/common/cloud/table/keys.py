"""The keys of the one table. docs/table.md shows every access pattern beside its key."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

BY_SCHOOL = "BySchool"
# In bytes (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html).
_LONGEST_SORT_KEY = 1024


Key = dict[str, str]


def parts_of(key: Mapping[str, Any]) -> tuple[str, ...]:
    """What kind of item it is, and whose: ('SCHOOL', <id>, 'PUPIL', <id>)."""
    return tuple(f"{key['PK']}#{key['SK']}".split("#"))


def digest_of(token: str) -> str:
    """Under which the table knows what opens something: never the token itself."""
    return hashlib.sha256(token.encode()).hexdigest()


def school(school_id: str) -> Key:
    return {"PK": f"SCHOOL#{school_id}", "SK": "SETTINGS"}


def school_known(school_id: str) -> Key:
    """That there is such a school, beside all others."""
    return {"PK": ALL_SCHOOLS, "SK": school_id}


ALL_SCHOOLS = "SCHOOLS"


def logo(school_id: str) -> Key:
    return {"PK": f"SCHOOL#{school_id}", "SK": "LOGO"}


def api_key(digest: str) -> Key:
    return {"PK": f"APIKEY#{digest}", "SK": "APIKEY"}


def api_key_of(school_id: str, key_id: str) -> Key:
    return {"PK": f"SCHOOL#{school_id}", "SK": f"{API_KEYS}{key_id}"}


API_KEYS = "KEY#"


def pupil(school_id: str, pupil_id: str) -> Key:
    return {"PK": f"SCHOOL#{school_id}", "SK": f"PUPIL#{pupil_id}"}


PUPILS = "PUPIL#"


def pupil_in_class(school_id: str, class_name: str, sort_name: str, pupil_id: str, *, active: bool) -> Key:
    """Of the index BySchool: the pupils of a school by class and name; those who left are apart.

    The parts are held apart by a character that no name has. Of a name that is too long for it the beginning sorts.
    """
    there = "PUPILS" if active else "LEFT"
    prefix, end = class_prefix(class_name), f"\x1e{pupil_id}"
    room = _LONGEST_SORT_KEY - len((prefix + end).encode())
    begins = sort_name.encode()[:room].decode(errors="ignore")
    return {"GSI1PK": f"SCHOOL#{school_id}#{there}", "GSI1SK": f"{prefix}{begins}{end}"}


def class_prefix(class_name: str) -> str:
    """With what the places of a class begin."""
    return f"{class_name}\x1e"


def parts_of_place(sort_key: str) -> tuple[str, str, str]:
    """Class, name as it sorts, and pupil of a place in the index."""
    class_name, sort_name, pupil = sort_key.split("\x1e")
    return class_name, sort_name, pupil


def pupil_name(school_id: str, name: str) -> Key:
    """Under which name the school's own administration knows a pupil; keeps a pupil from being made twice."""
    return {"PK": f"SCHOOL#{school_id}", "SK": f"KNOWN#{name}"}


PUPIL_NAMES = "KNOWN#"


def code(index: str) -> Key:
    return {"PK": f"CODE#{index}", "SK": "CODE"}


def lock(school_id: str, pupil_id: str) -> Key:
    """Where to look for a code whose date of birth cannot be tried any more."""
    return {"PK": f"SCHOOL#{school_id}", "SK": f"{LOCKS}{pupil_id}"}


LOCKS = "LOCK#"


def profile(parent: str) -> Key:
    return {"PK": f"PARENT#{parent}", "SK": "PROFILE"}


def device_holder(device: str, parent: str) -> Key:
    """That a parent gets pushes on a device; several may share one, and then its endpoint at SNS."""
    return {"PK": holders_of_device(device), "SK": f"PARENT#{parent}"}


def holders_of_device(device: str) -> str:
    return f"DEVICE#{device}"


def login(email: str) -> Key:
    return {"PK": f"LOGIN#{email}", "SK": "LOGIN"}


def child(parent: str, school_id: str, pupil_id: str) -> Key:
    return {"PK": f"PARENT#{parent}", "SK": f"CHILD#{school_id}#{pupil_id}"}


CHILDREN = "CHILD#"


def link_of_school(school_id: str, pupil_id: str, parent: str) -> Key:
    """Of the index BySchool: all links of a school together, those of one pupil side by side."""
    return {"GSI1PK": f"SCHOOL#{school_id}#LINKS", "GSI1SK": f"{pupil_id}#{parent}"}


def session(digest: str) -> Key:
    return {"PK": f"SESSION#{digest}", "SK": "SESSION"}


def session_of(parent: str, digest: str) -> Key:
    return {"PK": f"PARENT#{parent}", "SK": f"SESSION#{digest}"}


SESSIONS = "SESSION#"


def reset(email: str) -> Key:
    """Of an address, whether or not it has an account."""
    return {"PK": f"RESET#{email}", "SK": "RESET"}


def pupil_list(school_id: str, import_id: str) -> Key:
    return {"PK": f"SCHOOL#{school_id}", "SK": f"{IMPORTS}{import_id}"}


IMPORTS = "IMPORT#"


def lists(school_id: str) -> Key:
    """Who is applying a list of the school now, which ones wait for it, and what the last ones were.

    The last before those of LOCKS, with which *Overzicht* reads it in one query.
    """
    return {"PK": f"SCHOOL#{school_id}", "SK": LISTS}


LISTS = "LISTS"


def held_row(school_id: str, import_id: str, number: int) -> Key:
    return {"PK": f"IMPORT#{school_id}#{import_id}", "SK": f"ROW#{number:06d}"}


HELD_ROWS = "ROW#"


def difference(school_id: str, import_id: str, preview: int, number: int) -> Key:
    """Something that a list would change, as one of the previews says that the school is shown."""
    return {"PK": f"IMPORT#{school_id}#{import_id}", "SK": f"NEXT#{preview:04d}#{number:03d}"}


DIFFERENCES = "NEXT#"


def kept_by_hand(school_id: str, import_id: str, pupil_id: str) -> Key:
    """Whoever was changed by hand after a list that was undone; next to HELD_ROWS, with which the page reads it."""
    return {"PK": f"IMPORT#{school_id}#{import_id}", "SK": f"{KEPT_BY_HAND}{pupil_id}"}


KEPT_BY_HAND = "REMAINS#"


def pupil_before(school_id: str, import_id: str, pupil_id: str) -> Key:
    """What an import changed of a pupil, as it was."""
    return {"PK": f"IMPORT#{school_id}#{import_id}", "SK": f"WAS#{pupil_id}"}


PUPILS_BEFORE = "WAS#"


def import_of(before: Mapping[str, Any]) -> str:
    """The list that an item of a pupil before it belongs to."""
    return str(before["PK"]).rpartition("#")[2]


def batch(school_id: str, batch_id: str) -> Key:
    return {"PK": f"SCHOOL#{school_id}", "SK": f"{BATCHES}{batch_id}"}


BATCHES = "BATCH#"


def file_of_batch(school_id: str, batch_id: str, file: str) -> Key:
    """Who gets a letter in one file of a batch."""
    return {"PK": f"BATCH#{school_id}#{batch_id}", "SK": f"{FILES}{file}"}


FILES = "FILE#"


def reminder(school_id: str) -> Key:
    """When reminders were asked for last, and when the school was told last that they are due."""
    return {"PK": f"SCHOOL#{school_id}", "SK": "REMINDER"}


def year(school_id: str) -> Key:
    """What was ordered last for the codes of all pupils."""
    return {"PK": f"SCHOOL#{school_id}", "SK": "YEAR"}


def message(school_id: str, message_id: str) -> Key:
    return {"PK": f"SCHOOL#{school_id}", "SK": f"{MESSAGES}{message_id}"}


MESSAGES = "MESSAGE#"


def attachment(school_id: str, attachment_id: str) -> Key:
    """Of a file that waits for its message."""
    return {"PK": f"SCHOOL#{school_id}", "SK": f"ATTACHMENT#{attachment_id}"}


def order(school_id: str, key: str) -> Key:
    """Of an Idempotency-Key that came with a message."""
    return {"PK": f"SCHOOL#{school_id}", "SK": f"ORDER#{hashlib.sha256(key.encode()).hexdigest()}"}


def open_message(school_id: str, message_id: str) -> Key:
    """That a message is not done yet; the oldest first."""
    return {"PK": OPEN_MESSAGES, "SK": f"{message_id}#{school_id}"}


OPEN_MESSAGES = "OPEN#MESSAGES"


def school_to_erase(day: date, school_id: str) -> Key:
    """That everything of a school is to be erased, from this day on; the first due first."""
    return {"PK": SCHOOLS_TO_ERASE, "SK": f"{day:%Y-%m-%d}#{school_id}"}


SCHOOLS_TO_ERASE = "ERASE#SCHOOLS"


def recipient(message_id: str, parent: str) -> Key:
    return {"PK": f"MESSAGE#{message_id}", "SK": f"RECIPIENT#{parent}"}


RECIPIENTS = "RECIPIENT#"


def message_of(recipient: Mapping[str, Any]) -> str:
    """The id of the message that an item of a recipient belongs to."""
    return str(recipient["PK"]).removeprefix("MESSAGE#")


def inbox_of_parent(parent: str, message_id: str, school_id: str) -> Key:
    """Of the index: all messages that were addressed to a parent, by time."""
    return {"GSI1PK": f"PARENT#{parent}#MESSAGES", "GSI1SK": f"{message_id}#{school_id}"}


def delivery(message_id: str, parent: str, channel: str) -> Key:
    return {"PK": f"MESSAGE#{message_id}", "SK": f"{DELIVERIES}{parent}#{channel}"}


DELIVERIES = "DELIVERY#"


def digest(parent: str, school_id: str, due: int) -> str:
    """The partition of what comes together in one mail; its sort keys are the messages."""
    return f"DIGEST#{parent}#{school_id}#{due}"


def limit(name: str, whose: str, window: int) -> Key:
    return {"PK": f"LIMIT#{name}#{whose}#{window}", "SK": "LIMIT"}


def tries(whose: str) -> Key:
    """How many wrong passwords there were in a row."""
    return {"PK": f"TRIES#{whose}", "SK": "TRIES"}


def reputation(day: date) -> Key:
    return {"PK": f"REPUTATION#{day:%Y-%m-%d}", "SK": "REPUTATION"}


def mail_pace() -> Key:
    return {"PK": "LIMIT#MAIL", "SK": "LIMIT"}


OUTBOX = "OUTBOX#"
_OUTBOX_SHARDS = 8


def outbox(entry_id: str) -> Key:
    """Spread over a few partitions: everything that happens passes here."""
    shard = sum(entry_id.encode()) % _OUTBOX_SHARDS
    return {"PK": f"{OUTBOX}{shard}", "SK": entry_id}


def outbox_partitions() -> list[str]:
    return [f"{OUTBOX}{shard}" for shard in range(_OUTBOX_SHARDS)]


def reports_of(pupil_id: str) -> str:
    return f"{REPORTS}{pupil_id}#"


REPORTS = "REPORT#"


def report(school_id: str, pupil_id: str, report_id: str) -> Key:
    return {"PK": f"SCHOOL#{school_id}", "SK": f"{reports_of(pupil_id)}{report_id}"}


def open_report(school_id: str, pupil_id: str, report_id: str) -> Key:
    """Of the index BySchool: the reports of a school that wait for it, by day; none that was settled."""
    return {"GSI1PK": f"SCHOOL#{school_id}#REPORTS", "GSI1SK": f"{report_id}#{pupil_id}"}


def journal(school_id: str, entry_id: str) -> Key:
    return {"PK": f"SCHOOL#{school_id}", "SK": f"JOURNAL#{entry_id}"}


def tally(school_id: str) -> Key:
    return {"PK": f"SCHOOL#{school_id}", "SK": "TALLY"}


def tally_of_day(school_id: str, day: str) -> Key:
    """day: as 2026-09-01; '' for the beginning of all days."""
    return {"PK": f"SCHOOL#{school_id}", "SK": f"{TALLIES}{day}"}


TALLIES = "TALLY#"


def tally_of_class(school_id: str, class_name: str, day: str) -> Key:
    """day: as of `tally_of_day`. The parts are held apart by a character that no name has."""
    return {"PK": f"SCHOOL#{school_id}", "SK": f"CLASS\x1e{class_name}\x1e{day}"}


def bounce(school_id: str, pupil_id: str, parent: str) -> Key:
    """That mail to a parent of this pupil does not arrive."""
    return {"PK": f"SCHOOL#{school_id}", "SK": f"{BOUNCES}{pupil_id}#{parent}"}


BOUNCES = "BOUNCE#"


def staff(school_id: str, staff_id: str) -> Key:
    return {"PK": f"SCHOOL#{school_id}", "SK": f"{STAFF}{staff_id}"}


STAFF = "STAFF#"


def staff_login(email: str) -> Key:
    return {"PK": f"STAFF#{email}", "SK": "LOGIN"}


def desk_session(digest: str) -> Key:
    return {"PK": f"DESK#{digest}", "SK": "SESSION"}


def seat(school_id: str, staff_id: str, digest: str) -> Key:
    """That somebody has this session at the desk."""
    return {"PK": f"SCHOOL#{school_id}", "SK": f"SEAT#{staff_id}#{digest}"}


def desk_step(digest: str) -> Key:
    """Half of a login: the password was right."""
    return {"PK": f"DESK#{digest}", "SK": "STEP"}


def draft(school_id: str, staff_id: str, page: str) -> Key:
    return {"PK": f"SCHOOL#{school_id}", "SK": f"DRAFT#{staff_id}#{page}"}
