"""Where a parent is logged in: seen, and ended one by one or all others at once, with the password."""

from collections.abc import Mapping
from datetime import datetime

from account.changes import check_current, parent_of
from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.sessions import Place, name_of
from common.events import SessionsClosed
from common.i18n import mark
from common.values import Value
from common.web.visits import Form

OTHERS = "others"


class Places(Value):
    """here: of the browser that asks."""

    here: Place | None
    others: tuple[Place, ...]


def places_of(parent_id: str, token: str, now: datetime) -> Places:
    found = services().sessions.places(parent_id, now)
    here = name_of(token)
    return Places(
        next((one for one in found if one.name == here), None), tuple(one for one in found if one.name != here)
    )


def end(parent_id: str, token: str, form: Mapping[str, str], network: str, now: datetime) -> Form | None:
    """The form with what is wrong, or None. One that is gone by now was ended too. Raises TooManyTries."""
    chosen = form.get("place", "")
    errors = {} if chosen else {"place": mark("Kies waar u wilt uitloggen")}
    errors |= check_current(parent_of(parent_id), form, network, now)
    if errors:
        return Form({"place": chosen}, errors)
    if chosen == OTHERS:
        services().sessions.close_others(parent_id, token, now)
    else:
        services().sessions.close_named(parent_id, chosen)
    record(SessionsClosed(parent_id))
    return None
