"""For which pupils a message is meant."""

from collections.abc import Iterable

from common.messages import Audience
from common.pupils import Pupil


def is_meant(pupil: Pupil, audience: Audience) -> bool:
    named = audience.school or pupil.class_name in audience.classes or pupil.id in audience.pupils
    return pupil.active and named


def unknown_in(audience: Audience, pupils: Iterable[Pupil]) -> list[str]:
    """Where the audience names a class or a pupil that the school does not have: 'audience.classes.0'."""
    there = [pupil for pupil in pupils if pupil.active]
    known = {"classes": {pupil.class_name for pupil in there}, "pupils": {pupil.id for pupil in there}}
    named = {"classes": audience.classes, "pupils": audience.pupils}
    return [
        f"audience.{field}.{at}" for field in named for at, one in enumerate(named[field]) if one not in known[field]
    ]
