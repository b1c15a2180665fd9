"""Which column of a table holds what: the headings that Dutch schools and their systems use."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from common import refusal_words as words
from common.pupils import clean, fold
from pupils.listed import ListRefused

_ALIASES = {
    "key": "leerlingnummer leerlingnr leerlingid stamnummer stamnr stamnrstr nummer nr studentnummer"
    " administratienummer pupilnumber sourcedid studentid sisid id key",
    "given": "roepnaam voornaam voornaamroepnaam firstname givenname",
    "prefix": "voorvoegsel voorvoegsels tussenvoegsel tussenvoegsels tussenv tv prefix infix",
    "family": "achternaam familienaam geslachtsnaam lastname familyname surname",
    "class": "huidigegroep groep groepsnaam stamgroep basisgroep klas klasnaam class",
    "year": "leerjaar jaargroep grade",
    "birth": "geboortedatum gebdatum gebdatumstr birthdate dob dateofbirth",
    "status": "huidigestatus status actief",
    "left": "uitstroomdatum uitschrijfdatum datumuitschrijving vertrekdatum einddatum",
    "started": "instroomdatum inschrijfdatum datuminschrijving",
    "language": "taal brieftaal thuistaal language",
    "whole": "naam volledigenaam leerling naamleerling",
}
FIELDS = {alias: field for field, aliases in _ALIASES.items() for alias in aliases.split()}
_FALLBACKS = {"voornamen": "given", "voorletters": "given", "leerjaar": "class", "jaargroep": "class"}
_OF_STAFF = {"gekoppeldegroepen", "rollen"}
_NOT_OURS = {
    "bsn": "BSN",
    "burgerservicenummer": "BSN",
    "sofinummer": "BSN",
    "onderwijsnummer": "onderwijsnummer",
    "etniciteit": "etniciteit",
    "nationaliteit": "nationaliteit",
    "gewicht": "leerlinggewicht",
    "wachtwoord": "wachtwoord",
    "password": "wachtwoord",
}

Columns = dict[str, int]


def folded(cell: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(cell.replace("\ufeff", "")))


def count_known(cells: Iterable[str]) -> int:
    """How many fields these cells would be headings of."""
    return len({FIELDS[name] for name in map(folded, cells) if name in FIELDS})


def columns_of(cells: list[str]) -> Columns:
    """Which column holds which field. Raises ListRefused where one is missing, or two hold the same."""
    names = [folded(cell) for cell in cells]
    if set(names) >= _OF_STAFF:
        raise ListRefused("staff", words.STAFF)
    found: dict[str, list[int]] = defaultdict(list)
    for column, name in enumerate(names):
        if name in FIELDS:
            found[FIELDS[name]].append(column)
    for name, field in _FALLBACKS.items():
        if name in names and not found.get(field):
            found[field].append(names.index(name))
    if found.get("given") or found.get("family"):
        found.pop("whole", None)
    _refuse_unusable(found, cells)
    return {field: columns[0] for field, columns in found.items()}


def not_ours(cells: Iterable[str]) -> list[str]:
    """What a list holds beside what we read, and should rather not hold."""
    return sorted({_NOT_OURS[name] for name in map(folded, cells) if name in _NOT_OURS})


def _refuse_unusable(found: Mapping[str, list[int]], cells: list[str]) -> None:
    twice = {field: columns for field, columns in found.items() if len(columns) > 1}
    if twice:
        field, columns = next(iter(twice.items()))
        names = " en ".join(f"‘{clean(cells[column])[:100]}’" for column in columns)
        raise ListRefused(
            "column_twice",
            words.COLUMN_TWICE % {"field": words.FIELDS[field].lower(), "headings": names},
        )
    needed = ("whole", "class") if found.get("whole") else ("given", "family", "class")
    missing = [words.FIELDS[field] for field in needed if field not in found]
    if missing:
        sentence = words.NO_COLUMN if len(missing) == 1 else words.NO_COLUMNS
        raise ListRefused("no_columns", sentence % {"fields": _listing(missing)}, words.ADD_HEADINGS)


def _listing(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} en {last}" if others else last
