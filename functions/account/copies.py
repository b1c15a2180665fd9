"""A parent's own data: all that we keep of it, for people and for programs."""

from datetime import datetime
from typing import Any

from common.cloud.services import services
from common.cloud.table.choices import preferences_item
from common.errors import AccountGone


def copy_for(parent_id: str, now: datetime) -> dict[str, Any]:
    """What is kept of a parent, as JSON has it; times in UTC. Raises AccountGone."""
    here = services()
    household = here.parents.household(parent_id)
    if household is None:
        raise AccountGone
    parent = household.parent
    found = here.pupils.with_schools([(link.school, link.pupil) for link in household.links]) if household.links else []
    since = {(link.school, link.pupil): link.since for link in household.links}
    return {
        "name": parent.name,
        "email": parent.email,
        "email_confirmed": parent.email_confirmed,
        "new_email": parent.new_email,
        "language": parent.language,
        "preferences": preferences_item(parent.preferences),
        "children": [
            {
                "name": pupil.name,
                "class": pupil.class_name,
                "school": school.name,
                "linked_on": _at(since[school.id, pupil.id]),
            }
            for pupil, school in found
        ],
        "devices": [{"name": one.name, "platform": one.platform, "added_on": _at(one.since)} for one in parent.devices],
        "logged_in": [
            {"device": one.device, "since": _at(one.since), "used_on": one.used_on.isoformat(), "until": _at(one.ends)}
            for one in here.sessions.places(parent_id, now)
        ],
    }


def _at(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
