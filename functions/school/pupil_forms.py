"""The form of one pupil, for one who is new and for one who is changed: what it means, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from datetime import date

from common import birthdates
from common.errors import InvalidDate
from common.i18n import mark
from common.letters import LANGUAGES
from common.pupils import LONGEST_CLASS, LONGEST_NAME, Pupil, clean, fold
from common.web.visits import Form
from school.additions import Written

_NAMES = ("given_name", "prefix", "family_name")
_DATE = ("day", "month", "year")
_FIELDS = (*_NAMES, "class", "new_class", *_DATE, "language")
_TOO_OLD = mark("Dit kan geen geboortedatum van een leerling zijn. Kijk het jaar na")


def understand(
    form: Mapping[str, str], classes: Iterable[str], today: date, before: Pupil | None = None
) -> Written | Form:
    """What was filled in, or the form with what is wrong. classes: of the school. before: None for a new one.

    Of whom the administration knows no given name, nobody has to make one up.
    """
    values = {field: clean(form.get(field, "")) for field in _FIELDS}
    known = [*classes, *([before.class_name] if before else [])]
    class_name = _class_in(values, known)
    errors = {**_wrong_names(values, before), **_wrong_class(class_name, known), **_two_classes(values, known, before)}
    born = None
    try:
        born = _birth_date(values, today)
    except InvalidDate as problem:
        errors[problem.field] = problem.message
    if errors:
        return Form(values, errors)
    return Written(values["given_name"], values["prefix"], values["family_name"], class_name, born)


def language_in(form: Mapping[str, str]) -> str:
    """Of the back of the letter; '' where the class or the school decides."""
    chosen = form.get("language", "")
    return chosen if chosen in LANGUAGES else ""


def filled_in(pupil: Pupil) -> Form:
    """The form as it is for a pupil who is there."""
    born = pupil.birth_date
    parts = (str(born.day), str(born.month), str(born.year)) if born else ("", "", "")
    names = {field: getattr(pupil, field) for field in _NAMES}
    return Form(
        {**names, "class": pupil.class_name, "language": pupil.language, **dict(zip(_DATE, parts, strict=True))}
    )


def _class_in(values: Mapping[str, str], classes: Iterable[str]) -> str:
    """A new one that only looks new is the one that there is."""
    known = {fold(name): name for name in classes}
    return known.get(fold(values["new_class"]), values["new_class"]) or values["class"]


def _wrong_names(values: Mapping[str, str], before: Pupil | None) -> dict[str, str]:
    has_none = before is not None and not before.given_name
    if not values["given_name"] and not (has_none and values["family_name"]):
        return {"given_name": mark("Vul een roepnaam in. Heeft de leerling maar één naam? Vul die dan hier in")}
    too_long = mark("Vul een kortere naam in: ten hoogste 200 tekens")
    typed = (field for field in _NAMES if before is None or values[field] != getattr(before, field))
    return {field: too_long for field in typed if len(values[field]) > LONGEST_NAME}


def _wrong_class(class_name: str, known: Iterable[str]) -> dict[str, str]:
    """known: classes that are there already, as a list named them."""
    if not class_name:
        return {"class": mark("Kies een groep, of vul een nieuwe groep in")}
    if len(class_name) > LONGEST_CLASS and class_name not in known:
        return {"new_class": mark("Vul een kortere naam van de groep in: ten hoogste 64 tekens")}
    return {}


def _two_classes(values: Mapping[str, str], known: Iterable[str], before: Pupil | None) -> dict[str, str]:
    """Who picked one and typed another says which. The class that a pupil is in already was picked by nobody."""
    picked, typed = values["class"], values["new_class"]
    was = before.class_name if before else ""
    if not picked or not typed or picked == was or _class_in(values, known) == picked:
        return {}
    return {
        "new_class": mark(
            "U koos een groep uit de lijst en vulde er ook een in. Maak dit leeg, of zet de lijst op ‘Kies een groep’"
        )
    }


def _birth_date(values: Mapping[str, str], today: date) -> date | None:
    """None where none was filled in. Raises InvalidDate."""
    day, month, year = (values[field] for field in _DATE)
    if not (day or month or year):
        return None
    born = birthdates.parse(day, month, year, today, _TOO_OLD)
    if born == today:
        raise InvalidDate("year", mark("Deze geboortedatum is vandaag. Kijk de dag, maand en jaar na"))
    return born
