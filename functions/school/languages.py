"""In which language, beside Dutch, the letters of a school are written."""

from collections.abc import Sequence
from datetime import datetime

from common.audiences import Audience
from common.cloud.services import services
from common.cloud.table.store import Cancelled, Write
from common.errors import AlreadyDone, NotThere, Retry, Unfit
from common.journal import Actor
from common.letters import DUTCH

_ATTEMPTS = 5


def choose(school_id: str, language: str, audience: Audience, by: Actor, now: datetime) -> None:
    """For letters made from now on. language: '' takes away what a class or a pupil had of its own.

    Raises NotThere for a pupil whom the school does not have, Unfit for such a class.
    """
    about = {"changed": "language", **({"language": language} if language else {})}
    told = services().journal.entry(school_id, "letter_changed", by, now, **about)
    if audience.school:
        _choose_for_school(school_id, language or DUTCH, told)
    elif audience.classes:
        _choose_for_classes(school_id, language, audience.classes, told)
    else:
        _choose_for_pupils(school_id, language, audience.pupils)
        services().journal.note(school_id, "letter_changed", by, now, **about, pupils=str(len(audience.pupils)))


def _choose_for_school(school_id: str, language: str, told: Write) -> None:
    try:
        services().schools.set_letter_language(school_id, language, told)
    except AlreadyDone:
        raise NotThere from None


def _choose_for_classes(school_id: str, language: str, named: Sequence[str], told: Write) -> None:
    """What is kept of classes that are not there any more goes as well."""
    here = services()
    there = {pupil.class_name for pupil in here.pupils.of_school(school_id) if pupil.active}
    unknown = [at for at, name in enumerate(named) if name not in there] if language else []
    if unknown:
        faults = [{"at": f"/audience/classes/{at}", "problem": "this school has no such class"} for at in unknown]
        raise Unfit(*faults)
    for _ in range(_ATTEMPTS):
        school = here.schools.find(school_id)
        if school is None:
            raise NotThere
        wanted = {**school.class_languages, **dict.fromkeys(named, language)}
        try:
            here.schools.set_class_languages(
                school, {name: chosen for name, chosen in wanted.items() if chosen and name in there}, told
            )
        except AlreadyDone:
            continue
        return
    raise Retry("the languages of classes kept changing")


def _choose_for_pupils(school_id: str, language: str, named: Sequence[str]) -> None:
    try:
        services().pupils.set_language(school_id, named, language)
    except Cancelled:
        raise NotThere from None
