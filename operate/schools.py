"""Schools of a stack."""

from dataclasses import asdict
from datetime import datetime

from common.apikeys import SCOPES
from common.cloud.table.apikeys import ApiKeys
from common.cloud.table.journal import Journal
from common.cloud.table.schools import Schools
from common.emails import normalise_email
from common.journal import OPERATOR
from common.schools import LONGEST_FIELD, School, is_brin, is_colour, is_id, is_phone
from fonts.characters import printable

# As the school's own page calls it.
_FIRST_KEY = "Eerste sleutel"
_ON_LETTERS = ("name", "street", "postcode_city", "phone", "email")
_OPTIONAL = {"brin", "privacy_url", "logo"}


class NotASchool(ValueError):
    """Details that do not make a school."""


def add_school(school: School, schools: Schools, api_keys: ApiKeys, journal: Journal, now: datetime) -> str | None:
    """Adds a school and returns its first API key, which may do everything; None where the id is taken already.

    The same school once more gets its first key where an earlier try did not come that far. Raises NotASchool.
    """
    check_school(school)
    if schools.add(school, now) or (schools.find(school.id) == school and not api_keys.of_school(school.id)):
        entry = journal.entry(school.id, "key_made", OPERATOR, now, name=_FIRST_KEY)
        return api_keys.make(school.id, now, _FIRST_KEY, SCOPES, entry)
    return None


def check_school(school: School) -> None:
    """Raises NotASchool."""
    if not is_id(school.id):
        raise NotASchool("the id takes 2 to 40 lower-case letters, digits and hyphens")
    if not is_colour(school.colour):
        raise NotASchool("the colour is written as #rrggbb")
    if school.privacy_url and not school.privacy_url.startswith("https://"):
        raise NotASchool("the privacy statement has an address that begins with https://")
    if school.brin and not is_brin(school.brin):
        raise NotASchool("the BRIN number is written as 99ZZ or 99ZZ01")
    for field, value in asdict(school).items():
        if isinstance(value, str) and field not in _OPTIONAL and not 0 < len(value.strip()) <= LONGEST_FIELD:
            raise NotASchool(f"{field.replace('_', '-')} takes 1 to {LONGEST_FIELD} characters")
    _check_paper(school)


def _check_paper(school: School) -> None:
    """What stands on letters, and where the school is reached. Raises NotASchool."""
    if normalise_email(school.email) != school.email:
        raise NotASchool("the e-mail address is written as administratie@deregenboog.example")
    if not is_phone(school.phone):
        raise NotASchool("the phone number has six digits or more")
    for field in _ON_LETTERS:
        if printable(getattr(school, field)).substituted:
            raise NotASchool(f"{field.replace('_', '-')} has a character that cannot be printed on letters")
