"""Everything that is kept of one pupil, as the school sees it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from common.cloud.log import record
from common.cloud.services import services
from common.days import local_date
from common.emails import masked, normalise_email
from common.errors import NotThere
from common.events import PupilChanged
from common.letters import Batch, language_of
from common.links import Link
from common.locks import Lock
from common.parents import Parent
from common.pupils import Pupil
from common.reports import Report
from common.schools import School
from common.values import Value
from common.web.desks import Seat
from school.standing import CodeState, cap, code_state


class LinkedParent(Value):
    """A parent as the school may know it: never the whole address. is_reached: whether mail goes there."""

    id: str
    name: str
    address: str
    confirmed: bool
    is_reached: bool
    since: datetime
    code_version: int


class Dossier(Value):
    """language: of the back of the letter. waiting: the letter that was asked for and is not printed yet, as long as it
    works. reports: those that wait, or all where all were asked for, newest first.
    """

    pupil: Pupil
    state: CodeState
    lock: Lock | None
    cap: int
    language: str
    waiting: Batch | None
    parents: Sequence[LinkedParent]
    reports: Sequence[Report]


def pupil_of(school: School, pupil: str) -> Pupil:
    """Raises NotThere for one whom the school does not have."""
    found = services().pupils.find_many(school.id, [pupil])
    if not found:
        raise NotThere
    return found[0]


def dossier_of(school: School, pupil_id: str, now: datetime, *, all_reports: bool = False) -> Dossier:
    """Raises NotThere for a pupil whom the school does not have."""
    here = services()
    found = here.dossiers.find(school.id, pupil_id, now)
    if found is None:
        raise NotThere
    pupil = found.pupil
    today = local_date(now)
    reports = here.reports.of_pupil(school.id, pupil_id)[::-1] if all_reports or pupil.open_reports else []
    return Dossier(
        pupil,
        code_state(pupil, school, found.lock, today),
        found.lock,
        cap(pupil, school),
        language_of(pupil, school),
        found.waiting if pupil.opens(pupil.letter, today) else None,
        [_linked(parent, link) for parent, link in found.parents],
        [report for report in reports if all_reports or not report.settled_at],
    )


def linked_parent(school: School, pupil: str, parent: str) -> LinkedParent:
    """Raises NotThere where the two are not linked."""
    found = services().parents.find_linked(parent, school.id, pupil)
    if found is None:
        raise NotThere
    return _linked(*found)


def _linked(parent: Parent, link: Link) -> LinkedParent:
    return LinkedParent(
        parent.id,
        parent.name,
        masked(parent.email),
        parent.email_confirmed,
        not parent.undeliverable,
        link.since,
        link.code_version,
    )


def copy_of(seat: Seat, pupil_id: str, now: datetime) -> dict[str, Any]:
    """All that the school keeps of a pupil, as JSON has it; times in UTC. Raises NotThere.

    It may be handed to one of the parents: how to reach the others is not in it.
    """
    here, school = services(), seat.school
    dossier = dossier_of(school, pupil_id, now, all_reports=True)
    pupil = dossier.pupil
    here.journal.note(school.id, "pupil_exported", seat.actor, now, pupil=pupil.id)
    record(PupilChanged(school.id, pupil.id, "exported"))
    return {
        "id": pupil.id,
        "number": pupil.source_key,
        "given_name": pupil.given_name,
        "prefix": pupil.prefix,
        "family_name": pupil.family_name,
        "class": pupil.class_name,
        "birth_date": pupil.birth_date.isoformat() if pupil.birth_date else None,
        "at_school": pupil.active,
        "left_on": pupil.left_on.isoformat() if pupil.left_on else None,
        "code": {
            "state": dossier.state,
            "version": pupil.code_version,
            "valid_until": pupil.valid_until.isoformat(),
            "locked_since": _at(dossier.lock.since) if dossier.lock else None,
        },
        "letter": {
            "language": pupil.language or None,
            "printed": not pupil.has_new_letter,
            "printed_on": pupil.printed_on.isoformat() if pupil.printed_on else None,
        },
        "parents": [_copy_of_parent(parent) for parent in dossier.parents],
        "reports": [_copy_of_report(report) for report in dossier.reports],
        "changed_by_lists": [
            {"list": one, "before": was}
            for one, was in here.pupils.changed_of(school.id, pupil.id, here.imports.ids(school.id))
        ],
    }


def _copy_of_parent(parent: LinkedParent) -> dict[str, Any]:
    return {
        "name": parent.name,
        "address": parent.address,
        "address_confirmed": parent.confirmed,
        "linked_on": _at(parent.since),
        "code_version": parent.code_version,
    }


def _copy_of_report(report: Report) -> dict[str, Any]:
    return {
        "what": report.what,
        "at": _at(report.at),
        "name": report.name,
        "contact": _hidden(report.contact),
        "settled_on": _at(report.settled_at) if report.settled_at else None,
    }


def _hidden(contact: str) -> str:
    """That something was given, and of an address as much as its owner knows it by."""
    address = normalise_email(contact)
    return masked(address) if address else contact and "…"


def _at(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
