"""What somebody at the desk does with their own access: another password, and out where they are logged in."""

from collections.abc import Mapping
from datetime import datetime

from common import passwords
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.desks import Place, name_of
from common.errors import AlreadyDone
from common.events import DeskSessionsClosed, StaffChanged
from common.i18n import mark
from common.staff import DeskSession
from common.values import Value
from common.web.desks import Seat, SeatLost
from common.web.visits import Form
from staff import entrance

OTHERS = "others"


def change_password(seat: Seat, form: Mapping[str, str], network: str, now: datetime) -> DeskSession | Form:
    """Another session, after all of before have ended; or the form with what is wrong.

    Raises TooManyTries, TookTooLong; SeatLost where somebody let them in anew meanwhile.
    """
    here, person = services(), seat.staff
    password, current = form.get("password", ""), form.get("current", "")
    errors = entrance.lacking(form, "current")
    if weak := passwords.problem_with(password, None, person.name, person.email, seat.school.name, current=current):
        errors["password"] = weak
    errors = errors or entrance.problem_with_proof(seat, form, "current", network, now)
    if errors:
        return Form({}, errors)
    here.staff_accounts.set_password(person.id, password)
    # Not when the request began: until a moment ago the password of before was right.
    changed_at = here.now()
    entry = here.journal.entry(seat.school.id, "staff_password", seat.actor, changed_at, staff=person.id)
    try:
        here.staff.begin_anew(person, entry, changed_at)
    except AlreadyDone:
        # Whoever let them in anew did so because this session may be somebody else's: its password opens nothing.
        here.staff_accounts.lock_out(person.id)
        raise SeatLost("access_anew") from None
    record(StaffChanged(seat.school.id, person.id, "password"))
    return entrance.sit_down_again(seat, changed_at)


class Places(Value):
    """here: of the browser that asks."""

    here: Place
    others: tuple[Place, ...]


def places_of(seat: Seat, now: datetime) -> Places:
    """Where somebody is logged in now."""
    known = services().desks.places(seat.school.id, seat.staff.id)
    is_here = name_of(seat.session.token)
    others = [one for one in known if one.name != is_here and _goes_on(one.session, seat, now)]
    return Places(Place(is_here, seat.session), tuple(others))


def _goes_on(session: DeskSession, seat: Seat, now: datetime) -> bool:
    return session.is_open(now) and seat.staff.still_stands(session.opened_at)


def end(seat: Seat, chosen: str, now: datetime) -> str | None:
    """A sentence that says why not, or None. One that is gone by now was ended too."""
    if not chosen:
        return mark("Kies waar u wilt uitloggen")
    others = places_of(seat, now).others
    for place in others if chosen == OTHERS else [one for one in others if one.name == chosen]:
        services().desks.close_named(seat.school.id, seat.staff.id, place.name)
    record(DeskSessionsClosed(seat.school.id, seat.staff.id))
    return None
