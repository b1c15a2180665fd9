"""*Logboek*: what happened at the school and who did it, in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from common.cloud.services import services
from common.cloud.table.moments import BATCH_LIFE, IMPORT_LIFE
from common.i18n import mark
from common.ids import moment_of
from common.journal import Entry, What
from common.values import Value
from common.web.desks import Seat

_ON_A_PAGE = 50
# However rare what is looked for: so many entries are read for a page, and the next page goes on from there.
_MOST_READ = 500
_MOST_EXPORTED = 20_000
# How long what an entry names by a timed id is remembered.
_LIVES = {"list": IMPORT_LIFE, "batch": BATCH_LIFE}

WORDS: Mapping[What, str] = {
    "linked": mark("Ouder gekoppeld"),
    "unlinked": mark("Ouder ontkoppeld"),
    "sessions_ended": mark("Ouder overal uitgelogd"),
    "pupil_added": mark("Leerling toegevoegd"),
    "pupil_changed": mark("Leerling gewijzigd"),
    "pupil_left": mark("Leerling van school"),
    "pupil_back": mark("Leerling terug"),
    "pupil_exported": mark("Gegevens van een leerling gedownload"),
    "pupil_deleted": mark("Leerling verwijderd"),
    "code_renewed": mark("Nieuwe code gemaakt"),
    "codes_extended": mark("Codes verlengd"),
    "codes_renewed": mark("Nieuwe codes voor iedereen gemaakt"),
    "lock_lifted": mark("Blokkade opgeheven"),
    "reports_settled": mark("Melding afgehandeld"),
    "list_uploaded": mark("Leerlingenlijst gestuurd"),
    "list_refused": mark("Leerlingenlijst niet verwerkt"),
    "list_confirmed": mark("Opdracht gegeven: leerlingenlijst verwerken"),
    "list_declined": mark("Leerlingenlijst afgewezen"),
    "list_undone": mark("Opdracht gegeven: leerlingenlijst terugdraaien"),
    "letters_asked": mark("Brieven gemaakt"),
    "letters_fetched": mark("Brieven gedownload"),
    "letters_printed": mark("Brieven als gedrukt gemeld"),
    "letters_not_printed": mark("Brieven toch niet gedrukt"),
    "overview_exported": mark("Overzicht gedownload"),
    "journal_exported": mark("Logboek gedownload"),
    "message_planned": mark("Bericht gepland"),
    "message_sent": mark("Bericht verstuurd"),
    "message_cancelled": mark("Bericht ingetrokken"),
    "settings_changed": mark("Instellingen veranderd"),
    "letter_changed": mark("Brieftekst of logo veranderd"),
    "key_made": mark("API-sleutel gemaakt"),
    "key_withdrawn": mark("API-sleutel ingetrokken"),
    "staff_invited": mark("Collega uitgenodigd"),
    "staff_changed": mark("Rol van collega veranderd"),
    "staff_removed": mark("Collega verwijderd"),
    "staff_renewed": mark("Collega opnieuw toegang gegeven"),
    "staff_password": mark("Eigen wachtwoord veranderd"),
    "logged_in": mark("Ingelogd"),
    "school_suspended": mark("School stilgezet"),
    "school_resumed": mark("School weer aangezet"),
    "school_exported": mark("Alle gegevens van de school gedownload"),
    "school_deleted": mark("School wordt verwijderd"),
    "school_kept": mark("School wordt toch niet verwijderd"),
}
# What is looked for together.
GROUPS: Mapping[str, tuple[str, frozenset[What]]] = {
    "ouders": (mark("Ouders"), frozenset({"linked", "unlinked", "sessions_ended"})),
    "leerlingen": (
        mark("Leerlingen en codes"),
        frozenset(what for what in WORDS if what.startswith(("pupil_", "code", "lock_", "reports_"))),
    ),
    "lijsten": (
        mark("Lijsten, brieven en brieftekst"),
        frozenset(what for what in WORDS if what.startswith(("list_", "letter"))),
    ),
    "berichten": (mark("Berichten"), frozenset(what for what in WORDS if what.startswith("message_"))),
    "beheer": (
        mark("Instellingen en collega's"),
        frozenset(what for what in WORDS if what.startswith(("settings_", "key_", "staff_", "school_"))),
    ),
    "gebruik": (
        mark("Inloggen en downloads"),
        frozenset({"logged_in", "overview_exported", "journal_exported"}),
    ),
}


class Page(Value):
    """entries: the newest first. older: what to ask for next; '' where there is nothing more.

    there: of what they are about, the pupils who are not deleted, and the lists and batches that are not forgotten yet.
    """

    entries: tuple[Entry, ...]
    older: str
    there: frozenset[str]


def page_of(seat: Seat, group: str, before: str) -> Page:
    """group: one of GROUPS, '' for all."""
    entries, older = _entries(seat, group, before)
    named = {entry.about["pupil"] for entry in entries if "pupil" in entry.about}
    there = {pupil.id for pupil in services().pupils.find_many(seat.school.id, named)}
    return Page(tuple(entries), older, frozenset(there | _remembered(entries, services().now())))


def _remembered(entries: list[Entry], now: datetime) -> set[str]:
    """By their age alone: nothing is read for it."""
    dated = [(one, _LIVES[name]) for entry in entries for name, one in entry.about.items() if name in _LIVES]
    return {one for one, life in dated if now < moment_of(one) + life}


def _entries(seat: Seat, group: str, before: str) -> tuple[list[Entry], str]:
    if not group:
        found = services().journal.newest(seat.school.id, before, _ON_A_PAGE)
        return found, found[-1].id if len(found) == _ON_A_PAGE else ""
    read = services().journal.newest(seat.school.id, before, _MOST_READ)
    matching = [entry for entry in read if entry.what in GROUPS[group][1]]
    if len(matching) > _ON_A_PAGE:
        return matching[:_ON_A_PAGE], matching[_ON_A_PAGE - 1].id
    return matching, read[-1].id if len(read) == _MOST_READ else ""


def all_of(seat: Seat) -> Iterator[Entry]:
    """The newest first, as many as a workbook is good for."""
    before, seen = "", 0
    while seen < _MOST_EXPORTED and (found := services().journal.newest(seat.school.id, before, _MOST_READ)):
        yield from found
        before, seen = found[-1].id, seen + len(found)
