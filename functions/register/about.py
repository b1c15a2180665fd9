"""For the pages about the site itself: which schools a visitor has to do with."""

from contextlib import suppress

from common.cloud.services import services
from common.errors import CodeProblem, TooManyTries
from common.schools import School
from common.web.activation import open_code
from common.web.visits import Visit


def schools_of(visit: Visit) -> list[School]:
    """Those of a parent's children, else that of the letter's code; none where neither is known."""
    parent = visit.parent_if_any()
    household = services().parents.household(parent) if parent else None
    links = [(link.school, link.pupil) for link in household.links] if household else []
    if links:
        found = {school.id: school for _, school in services().pupils.with_schools(links)}
        return sorted(found.values(), key=lambda school: school.name)
    with suppress(CodeProblem, TooManyTries):
        return [open_code(visit.code, visit.network, services().now()).school]
    return []
