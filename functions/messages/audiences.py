"""What an audience names that is not there."""

from collections.abc import Iterable

from common.audiences import Audience
from common.pupils import Pupil


def unknown_in(audience: Audience, pupils: Iterable[Pupil]) -> list[str]:
    """Where the audience names a class or a pupil that the school does not have: '/audience/classes/0'."""
    there = [pupil for pupil in pupils if pupil.active]
    known = {"classes": {pupil.class_name for pupil in there}, "pupils": {pupil.id for pupil in there}}
    named = {"classes": audience.classes, "pupils": audience.pupils}
    return [
        f"/audience/{field}/{at}" for field in named for at, one in enumerate(named[field]) if one not in known[field]
    ]
