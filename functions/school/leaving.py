"""Pupils who leave school, come back, or are deleted with everything that hangs on them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.pupils import PupilChanged
from common.cloud.table.store import Write
from common.days import LOCAL, local_date
from common.errors import AlreadyDone
from common.events import PupilChanged as Changed
from common.i18n import mark
from common.ids import random_id, timed_id
from common.journal import Actor
from common.pupils import Change, Pupil, left, reopened
from common.schools import School
from common.web.visits import Form

MEANWHILE = mark("Iemand heeft deze leerling intussen veranderd. Kijk of het zo nog klopt, en probeer het opnieuw")
_FARTHEST = timedelta(days=366)
# What hangs on a pupil is found through an index, which may miss what was written a moment ago.
_INDEX_CATCHES_UP = timedelta(minutes=1)


def today() -> date:
    """At school."""
    return local_date(services().now())


def leave(pupil: Pupil, form: Mapping[str, str], by: Actor, now: datetime) -> Form | None:
    """The form with what is wrong, or None: the pupil left, or leaves on the day that was filled in."""
    here = services()
    if not pupil.active:
        # Somebody else was sooner: the day stands, and nobody comes back by it.
        return None
    day = _day_in(form)
    if day is None or abs(day - today()) > _FARTHEST:
        wrong = mark("Vul een datum in, niet meer dan een jaar geleden of een jaar vooruit")
        return Form({"day": day.isoformat() if day else ""}, {"day": wrong})
    after = left(pupil, day, today())
    if after == pupil:
        return None
    entry = here.journal.entry(pupil.school, "pupil_left", by, now, pupil=pupil.id, on=day.isoformat())
    later = [_leaving_then(pupil, day, now)] if after.active else []
    try:
        here.pupils.edit(Change(pupil, after), entry, here.tallies.counting_anew(pupil.school, now), *later)
    except PupilChanged:
        return Form({"day": day.isoformat()}, {"day": MEANWHILE})
    record(Changed(pupil.school, pupil.id, "leaves"))
    return None


def _day_in(form: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(form.get("day", "").strip())
    except ValueError:
        return None


def _leaving_then(pupil: Pupil, day: date, now: datetime) -> Write:
    task = {"kind": "leave", "school": pupil.school, "pupil": pupil.id, "day": day.isoformat()}
    occasion = timed_id(now, f"leave|{pupil.id}|{random_id()}")
    return services().outbox.asking(occasion, task, datetime.combine(day, time(), LOCAL))


def bring_back(school: School, pupil: Pupil, by: Actor, now: datetime) -> Pupil:
    """One who left, or was to leave, is at school again, with the old code. Raises PupilChanged."""
    here = services()
    if not pupil.has_links_on(local_date(now)):
        here.parents.end_links(pupil.school, pupil.id, now)
    back = _back(school, pupil, now)
    entry = here.journal.entry(pupil.school, "pupil_back", by, now, pupil=pupil.id)
    here.pupils.edit(Change(pupil, back), entry, here.tallies.counting_anew(pupil.school, now))
    record(Changed(pupil.school, pupil.id, "back"))
    return back


def _back(school: School, pupil: Pupil, now: datetime) -> Pupil:
    if pupil.active:
        return replace(pupil, left_on=None)
    return reopened(pupil, timed_id(now, pupil.id), school.codes_until(local_date(now)), local_date(now))


def delete(pupil: Pupil, by: Actor, now: datetime) -> str | None:
    """A sentence that says why not, or None: the pupil is no more.

    From this moment no page and no code shows it. What hangs on it goes a minute later, however often that is begun.
    """
    try:
        erase(pupil, services().pupils.names_of(pupil.school, pupil.id), by, now)
    except AlreadyDone:
        return MEANWHILE
    return None


def erase(pupil: Pupil, names: Iterable[str], by: Actor, now: datetime, **about: str) -> None:
    """names: under which the administration knows it. about: what the journal tells beside.

    Raises AlreadyDone where the pupil is not as it was read.
    """
    here = services()
    task = {"kind": "forget_pupil", "school": pupil.school, "pupil": pupil.id, "versions": pupil.code_version}
    told = {"pupil": pupil.id, "links": str(pupil.linked), **about}
    here.pupils.remove(
        pupil,
        names,
        here.journal.entry(pupil.school, "pupil_deleted", by, now, **told),
        here.tallies.counting_anew(pupil.school, now),
        here.outbox.asking(f"forget|{pupil.id}", task, now + _INDEX_CATCHES_UP),
    )
    record(Changed(pupil.school, pupil.id, "deleted"))
