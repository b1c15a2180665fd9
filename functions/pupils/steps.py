"""One step of applying a list: what it says is compared with what is there, and part of the rest is written."""

from dataclasses import replace
from datetime import datetime

from common import refusal_words as words
from common.cloud.files import Stored
from common.cloud.log import record
from common.cloud.services import services
from common.days import local_date
from common.errors import AlreadyDone, Retry
from common.events import ListRefused, ListSuperseded, ListWaits
from common.ids import timed_id
from common.imports import FORM_FROM, LARGEST_UPLOAD, SENT_BY, WHOLE_SCHOOL, Import
from common.journal import OPERATOR, Actor
from common.schools import School
from common.staff import Staff
from common.values import Value
from pupils import guards, reports
from pupils.formats import recognition
from pupils.listed import ListRefused as Refused
from pupils.listed import PupilList
from pupils.matching import Roll
from pupils.plan import Occasion, Plan, compare
from pupils.turns import come_again

MOST_IN_STEP = 1_000
_ATTEMPTS = 3
_SPREADSHEETS = ("csv", "xlsx")


class _Superseded(Exception):
    """Another file stands in its place."""


class _Reading(Value):
    """form_from: since when whoever sent the list had the form; None where nobody can tell."""

    one: Import
    form_from: datetime | None
    pupil_list: PupilList
    school: School


def apply(one: Import) -> bool:
    """Asks the school first where something looks wrong, unless it confirmed; then writes as much as a step may.

    Whether another step follows. Raises Retry where others keep writing at the same time.
    """
    here = services()
    stored = here.files.read(one.bucket, one.key, LARGEST_UPLOAD)
    sent = replace(one, by=stored.notes.get(SENT_BY, "")) if stored and stored.etag == one.etag else one
    try:
        reading = _read(sent, stored)
    except Refused as refusal:
        _refuse(sent, refusal)
        return False
    except _Superseded:
        here.imports.supersede(replace(one, state="superseded"), here.now())
        record(ListSuperseded(one.school, one.id))
        return False
    for _ in range(_ATTEMPTS):
        try:
            started = _start(reading)
            return _write(*started) if started else False
        except AlreadyDone:
            continue
    raise Retry("the school's pupils kept changing")


def _refuse(one: Import, refusal: Refused) -> None:
    here = services()
    refused = replace(one, state="refused", reason=str(refusal))
    kind = {"ending": one.ending} if one.ending else {}
    about = {"list": one.id, "reason": refusal.kind, **kind}
    entry = here.journal.entry(one.school, "list_refused", _sender(one), here.now(), **about)
    # A school that is not there has no journal.
    here.imports.refuse(refused, here.now(), *([] if refusal.kind == "unknown_school" else [entry]))
    record(ListRefused(one.school, one.id, refusal.kind))


def _read(one: Import, stored: Stored | None) -> _Reading:
    here = services()
    school = here.schools.find(one.school)
    if school is None:
        raise Refused("unknown_school", words.UNKNOWN_SCHOOL)
    if school.is_stopped and one.state != "applying":
        raise Refused("suspended", words.SUSPENDED)
    if stored is None:
        raise Refused("gone", words.GONE)
    if stored.etag != one.etag:
        raise _Superseded
    pupil_list = recognition.read(stored.content, local_date(here.now()))
    known = replace(
        one,
        format=pupil_list.format,
        whole=_is_whole(pupil_list, school, stored),
        brin=pupil_list.brin,
        made_on=pupil_list.made_on,
    )
    return _Reading(known, _form_from(stored), pupil_list, school)


def _form_from(stored: Stored) -> datetime | None:
    """What we signed; beside a list that came by another way may stand anything."""
    try:
        moment = datetime.fromisoformat(stored.notes.get(FORM_FROM, ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _is_whole(pupil_list: PupilList, school: School, stored: Stored) -> bool:
    """A spreadsheet may be a part of the school: it is whole where the school says so, for this one or for all."""
    said = school.whole_lists or stored.notes.get(WHOLE_SCHOOL) == "yes"
    return pupil_list.scope == "full" or (pupil_list.format in _SPREADSHEETS and said)


def _start(reading: _Reading) -> tuple[_Reading, Plan] | None:
    """What is to be written now: just what the school saw, where it was asked. None where it must confirm first."""
    here, one = services(), reading.one
    current = here.imports.find(one.school, one.id)
    if current and current.state == "applying":
        return _resume(replace(reading, one=replace(one, state="applying", to_write=current.to_write)))
    if current is None or (current.state, current.preview) != (one.state, one.preview):
        return None
    roll, plan = _compare(reading)
    if one.state == "reading":
        _tell_journal(one)
    waiting = reports.of_waiting(one, _questions(reading, roll, plan), reading.pupil_list, plan)
    if _must_ask(one, waiting):
        held = reports.held_rows(reading.pupil_list, plan)
        here.imports.ask(waiting, held, reports.differences(plan), here.now())
        record(ListWaits(one.school, one.id, len(waiting.questions), waiting.preview))
        return None
    started = replace(one, state="applying", to_write=plan.writes)
    here.imports.start(started, here.now())
    return replace(reading, one=started), plan


def _resume(reading: _Reading) -> tuple[_Reading, Plan]:
    """Where there was nothing to change, and now there is, the list before is no longer the one that can be undone."""
    here, one, plan = services(), reading.one, _compare(reading)[1]
    if plan.writes and not one.to_write:
        one = replace(one, to_write=plan.writes)
        here.imports.start(one, here.now(), resumed=True)
    return replace(reading, one=one), plan


def _must_ask(one: Import, waiting: Import) -> bool:
    """Where something looks wrong; and once it was confirmed, where it would do something else than was shown."""
    return bool(waiting.questions) if one.state == "reading" else waiting.trace != one.trace


def _tell_journal(one: Import) -> None:
    """Who sent the list. Again, it is the same entry."""
    here = services()
    entry = timed_id(one.uploaded_at, f"list|{one.id}")
    here.journal.note(one.school, "list_uploaded", _sender(one), here.now(), entry, list=one.id)


def _sender(one: Import) -> Actor:
    """Without a name where it is no colleague any more."""
    person = _person(one)
    return Actor("staff", one.by, person.name if person else "") if one.by else OPERATOR


def _person(one: Import) -> Staff | None:
    return services().staff.find(one.school, one.by) if one.by else None


def _questions(reading: _Reading, roll: Roll, plan: Plan) -> tuple[str, ...]:
    last, one = services().imports.last(reading.one.school), reading.one
    of_sender = guards.of_sender(one, _person(one), reading.form_from)
    return (*of_sender, *guards.questions(reading.school, reading.pupil_list, one, last, roll, plan))


def _compare(reading: _Reading) -> tuple[Roll, Plan]:
    here, one = services(), reading.one
    roll = Roll(here.pupils.of_school(one.school), here.pupils.names_of_school(one.school))
    valid_until = reading.school.codes_until(local_date(one.uploaded_at))
    occasion = Occasion(one.school, one.id, local_date(here.now()), valid_until, one.whole)
    return roll, compare(reading.pupil_list, roll, occasion)


def _write(reading: _Reading, plan: Plan) -> bool:
    """As much as one step may; the comparison before the next step finds the rest. Whether there is any."""
    here, one = services(), reading.one
    new = plan.new[:MOST_IN_STEP]
    changes = (*plan.changed, *plan.left)[: MOST_IN_STEP - len(new)]
    here.pupils.add(new)
    for change in changes:
        if change.after.active and not change.before.has_links_on(local_date(here.now())):
            here.parents.end_links(one.school, change.before.id, here.now())
    here.pupils.change(changes, one.id, here.now())
    rest = plan.writes - len(new) - len(changes)
    if rest:
        here.imports.note_progress(replace(one, written=one.to_write - rest), here.now())
        come_again(one, "go_on")
    else:
        reports.finish(one, _sender(one).name, reading.pupil_list, plan)
    return bool(rest)
