"""What an entry of the *Logboek* was about, in words: what is only for programs is left out."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from common import i18n
from common.days import local_time
from common.i18n import mark
from common.letters import LANGUAGES
from common.web.kinds import KIND_NAMES

if TYPE_CHECKING:
    from common.imports import Refusal

_PARTS: Mapping[str, str] = {
    "text": mark("Tekst"),
    "logo": mark("Logo"),
    "language": mark("Taal van de brief"),
}
# As on the forms.
_FIELDS: Mapping[str, str] = {
    "given_name": mark("Roepnaam"),
    "prefix": mark("Tussenvoegsel"),
    "family_name": mark("Achternaam"),
    "class_name": mark("Groep"),
    "birth_date": mark("Geboortedatum"),
    "language": mark("Taal van de brief"),
}
_SETTINGS: Mapping[str, str] = {
    "name": mark("Naam van de school"),
    "street": mark("Straat en huisnummer"),
    "postcode_city": mark("Postcode en plaats"),
    "phone": mark("Telefoonnummer"),
    "email": mark("E-mailadres"),
    "privacy_url": mark("Adres van uw privacyverklaring"),
    "colour": mark("Kleur"),
    "brin": mark("BRIN-nummer"),
    "whole_lists": mark("Of lijsten altijd alle leerlingen noemen"),
    "max_parents": mark("Hoeveel ouders en verzorgers per kind"),
    "code_weeks": mark("Aantal weken"),
    "kept_months": mark("Hoeveel maanden we gegevens van leerlingen bewaren die van school zijn"),
    "paused": mark("Of codes tijdelijk gesloten zijn"),
    "suspended": mark("Of de school is stilgezet"),
}
_ONLY: Mapping[str, str] = {
    "everybody": mark("alle leerlingen"),
    "nobody_linked": mark("leerlingen zonder gekoppelde ouder"),
    "one_parent_linked": mark("leerlingen met één gekoppelde ouder"),
    "new": mark("nieuw sinds het drukken"),
}
# Why a list could not be used, in short: the page of the list says what to do.
_REFUSALS: "Mapping[Refusal, str]" = {
    "broken_xml": mark("het bestand is beschadigd"),
    "broken_zip": mark("het bestand is beschadigd"),
    "column_twice": mark("een kolom staat er twee keer in"),
    "doctype": mark("geen leerlingenlijst"),
    "empty": mark("het bestand is leeg"),
    "endless_cell": mark("een vak is veel te lang"),
    "gone": mark("het bestand was al weg"),
    "html": mark("geen leerlingenlijst"),
    "month_first": mark("de maand staat vóór de dag"),
    "no_columns": mark("er missen kolommen"),
    "no_list": mark("geen leerlingenlijst"),
    "no_news": mark("het bestand meldt geen wijzigingen"),
    "no_pupils": mark("er staan geen leerlingen in"),
    "odd_byte": mark("er staan onleesbare tekens in"),
    "old_office": mark("oud Excel-bestand, of met een wachtwoord"),
    "other_office": mark("ander soort Office-bestand"),
    "other_xml": mark("geen leerlingenlijst"),
    "staff": mark("lijst van medewerkers"),
    "stray_quote": mark("er staan aanhalingstekens verkeerd"),
    "suspended": mark("de school was stilgezet"),
    "too_large": mark("groter dan 10 MB"),
    "too_many_columns": mark("te veel kolommen"),
    "too_many_rows": mark("te veel leerlingen"),
    "unknown_school": mark("onbekende school"),
    "unsafe_zip": mark("het zip-bestand is niet te vertrouwen"),
}
_ROLES: Mapping[str, str] = {"beheerder": mark("Beheerder"), "medewerker": mark("Medewerker")}
# Of what an entry may tell, in this order, what each value is called.
_CALLED: Mapping[str, Mapping[Any, str]] = {
    "fields": _FIELDS,
    "setting": _SETTINGS,
    "changed": _PARTS,
    "language": LANGUAGES,
    "only": _ONLY,
    "role": _ROLES,
    "kind": KIND_NAMES,
    "reason": _REFUSALS,
}
_COUNTED: Mapping[str, str] = {
    "letters": mark("brieven: %(number)s"),
    "pupils": mark("leerlingen: %(number)s"),
    "links": mark("koppelingen: %(number)s"),
}
_TIMED: Mapping[str, str] = {"planned_for": mark("voor %(day)s om %(time)s uur")}
_DATED: Mapping[str, str] = {
    "on": mark("op %(day)s"),
    "until": mark("tot en met %(day)s"),
    "day": mark("op %(day)s"),
}

# What can be looked up by its id. No id of a parent: the school knows none.
_WITH_ID = ("pupil", "list", "batch", "message", "staff", "key")


def ids_in(about: Mapping[str, str]) -> str:
    """Of what an entry is about, for whoever must find out later which one it was."""
    return ", ".join(about[name] for name in _WITH_ID if name in about)


def in_words(about: Mapping[str, str], language: str) -> str:
    """'' where there is nothing for people: ids of ours are for programs."""
    translated = i18n.translations(language, i18n.DESK_DOMAIN).gettext
    told = [about["name"]] if about.get("name") else []
    told += [translated(mark("bestand: .%(ending)s")) % {"ending": about["ending"]}] if about.get("ending") else []
    for key, names in _CALLED.items():
        told += [translated(names[one]) for one in about.get(key, "").split(", ") if one in names]
    told += [translated(text) % {"number": about[key]} for key, text in _COUNTED.items() if key in about]
    told += _days(about, translated, language)
    told += _moments(about, translated, language)
    return ", ".join(told)


def _moments(about: Mapping[str, str], translated: Callable[[str], str], language: str) -> list[str]:
    """As the clock at school shows them."""
    moments = [(text, local_time(datetime.fromisoformat(about[key]))) for key, text in _TIMED.items() if key in about]
    return [
        translated(text) % {"day": i18n.long_date(at.date(), language), "time": f"{at:%H:%M}"} for text, at in moments
    ]


def _days(about: Mapping[str, str], translated: Callable[[str], str], language: str) -> list[str]:
    days = [(text, date.fromisoformat(about[key])) for key, text in _DATED.items() if key in about]
    return [translated(text) % {"day": i18n.long_date(day, language)} for text, day in days]
