"""Schools of a stack."""

from common.cloud.table.schools import Schools
from common.schools import School, is_colour, is_id


class NotASchool(ValueError):
    """Details that do not make a school."""


def add_school(school: School, schools: Schools) -> str | None:
    """Adds a school and returns its first API key; None where a school with this id is there already.

    Raises NotASchool.
    """
    if not is_id(school.id):
        raise NotASchool("the id takes 2 to 40 lower-case letters, digits and hyphens")
    if not is_colour(school.colour):
        raise NotASchool("the colour is written as #rrggbb")
    return schools.make_api_key(school.id) if schools.add(school) else None
