"""Why a list as a whole was refused: kept in Dutch, and translated where it is shown.

A reason is some of these, one after the other; values are in the first one alone.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial

from common.i18n import mark
from common.list_words import pattern_of, translated_by

# -- what comes behind

NOTHING_CHANGED = mark("Er is niets veranderd.")
WANTED = mark("Stuur de leerlingenlijst als EDEXML, Excel (.xlsx) of CSV.")
SAVE_AS_XLSX = mark("Bewaar het in Excel als .xlsx.")
SAVE_AS_CSV = mark("Bewaar de leerlingenlijst als CSV-bestand en probeer het opnieuw.")
MAKE_AGAIN = mark("Maak het bestand opnieuw in uw systeem.")
MAKE_AGAIN_AND_SEND = mark("Maak het bestand opnieuw in uw systeem en stuur het ongewijzigd.")
UNPACK = mark("Pak het eerst uit.")
ADD_HEADINGS = mark(
    "Zet boven elke kolom een kopje, zoals Leerlingnummer, Roepnaam, Voorvoegsel, Achternaam, Groep en Geboortedatum."
)

# -- before anything of it is read

UNKNOWN_SCHOOL = mark("We kennen deze school niet. Kijk of de lijst in de goede map staat.")
SUSPENDED = mark("De school is stilgezet. Stuur de lijst opnieuw als de school weer is aangezet.")
GONE = mark("Het bestand is weg voordat we het konden lezen. Zet het er opnieuw in.")

# -- another kind of file

EMPTY = mark("Het bestand is leeg.")
TOO_LARGE = mark("Het bestand is groter dan %(most)s MB. Een leerlingenlijst is kleiner.")
OLD_OFFICE = mark(
    "Dit is een oud Excel-bestand (.xls) of een bestand met een wachtwoord. Bewaar het in Excel als .xlsx, zonder "
    "wachtwoord."
)
OTHER_KIND = mark("Dit bestand is %(kind)s, geen leerlingenlijst.")
UNREADABLE = mark("Dit bestand is geen lijst die we kunnen lezen.")
WEB_PAGE = mark("Dit bestand is een webpagina, ook als de naam op .xls eindigt.")
OPEN_OFFICE = mark("Dit is een OpenOffice-bestand. Bewaar het als .xlsx of als CSV.")
BINARY_EXCEL = mark("Dit is een binair Excel-bestand (.xlsb).")
OTHER_OFFICE = mark("Dit is een Office-bestand, maar geen Excel-lijst.")
NO_SHEET = mark("In dit Excel-bestand is geen werkblad zichtbaar.")

# -- a package

NO_LIST_IN_ZIP = mark("In dit zip-bestand vinden we geen leerlingenlijst.")
ZIP_IN_ZIP = mark("In dit zip-bestand zit weer een zip-bestand.")
BROKEN_ZIP = mark("Dit zip-bestand is beschadigd.")
UNTRUE_ZIP = mark("In dit zip-bestand klopt iets niet.")
FOLDERS_IN_ZIP = mark("In dit zip-bestand staan mappen.")
EMPTY_ZIP = mark("Dit zip-bestand is leeg.")
FULL_ZIP = mark("In dit zip-bestand zitten meer dan %(most)s bestanden.")
LOCKED_ZIP = mark("Dit bestand heeft een wachtwoord. Bewaar het zonder.")
STRANGE_ZIP = mark("Dit zip-bestand is op een vreemde manier ingepakt.")
TWINS_IN_ZIP = mark("In dit zip-bestand staan twee bestanden met dezelfde naam.")
STRANGE_NAMES_IN_ZIP = mark("In dit zip-bestand staan vreemde bestandsnamen.")
LARGE_UNPACKED = mark("Uitgepakt is dit bestand te groot voor een leerlingenlijst.")

# -- XML

BROKEN_XML = mark("In het bestand klopt het XML-bestand niet.")
BROKEN_XML_AT = mark("Op regel %(line)s klopt het XML-bestand niet.")
DOCTYPE = mark("In dit XML-bestand staat een DOCTYPE. Een leerlingenlijst heeft die nooit.")
OLD_EXCEL = mark("Dit is een oud Excel-bestand.")
OTHER_XML = mark("Dit XML-bestand is geen leerlingenlijst. Kies in uw systeem de export EDEXML.")

# -- rows and columns

ODD_BYTE = mark("Op regel %(line)s staat een teken dat we niet kunnen lezen.")
STRAY_QUOTE = mark("Regel %(line)s kunnen we niet lezen: er staat een aanhalingsteken op een verkeerde plek.")
STRAY_QUOTE_IN_FILE = mark(
    "Regel %(line)s van %(file)s kunnen we niet lezen: er staat een aanhalingsteken op een verkeerde plek."
)
ENDLESS_CELL = mark("Op %(place)s staat een vak met meer dan 1.000 tekens.")
TOO_MANY_PUPILS = mark("De lijst heeft meer dan %(most)s leerlingen.")
TOO_MANY_COLUMNS = mark("De lijst heeft meer dan %(most)s kolommen.")
STAFF = mark("Dit lijkt een lijst van medewerkers. Kies in uw systeem de leerlingenlijst.")
COLUMN_TWICE = mark(
    "We weten niet welke kolom we moeten nemen voor %(field)s: %(headings)s. Laat er een weg en probeer het opnieuw."
)
NO_COLUMN = mark("In de lijst missen we de kolom %(fields)s.")
NO_COLUMNS = mark("In de lijst missen we de kolommen %(fields)s.")
NO_COLUMN_IN_FILE = mark("In %(file)s missen we de kolom %(columns)s.")
MONTH_FIRST_AT = mark(
    "In de kolom Geboortedatum staat de maand soms vóór de dag (%(places)s). Zet overal eerst de dag, dan de maand."
)
# In reports of before it was told where.
MONTH_FIRST = mark("In de kolom Geboortedatum staat de maand soms vóór de dag. Zet overal eerst de dag, dan de maand.")
NO_NEWS = mark("Het bestand meldt dat er niets gewijzigd is.")
NO_PUPILS = mark("In de lijst staan geen leerlingen.")
NO_PUPILS_IN_FILE = mark("In het bestand staan geen leerlingen.")

_SENTENCES = tuple(words for name, words in list(globals().items()) if name.isupper() and isinstance(words, str))

# -- words in them

KINDS: Mapping[str, str] = {
    "pdf": mark("een PDF"),
    "picture": mark("een plaatje"),
    "photo": mark("een foto"),
    "document": mark("een tekstdocument"),
    "7-zip": mark("een 7-zip-bestand"),
    "rar": mark("een rar-bestand"),
    "gzip": mark("een gzip-bestand"),
    "database": mark("een database"),
}
# In English, those that are asked for are headings too that we read.
FIELDS: Mapping[str, str] = {
    "key": mark("Leerlingnummer"),
    "given": mark("Roepnaam"),
    "prefix": mark("Voorvoegsel"),
    "family": mark("Achternaam"),
    "class": mark("Groep"),
    "year": mark("Leerjaar"),
    "birth": mark("Geboortedatum"),
    "status": mark("Status"),
    "left": mark("Uitschrijfdatum"),
    "started": mark("Inschrijfdatum"),
    "language": mark("Taal"),
    "whole": mark("Naam"),
}
_FIELD = "|".join(FIELDS.values())
_BY_SMALL_NAME = {name.lower(): name for name in FIELDS.values()}

# What a value may be: headings alone are as long and as strange as a file likes.
_VALUES: Mapping[str, str] = {
    "most": r"\d+",
    "line": r"\d+",
    "file": r"\S+",
    "place": r"(?:\S+ )?(?:regel|rij) \d+",
    "places": r"(?:regel|rij) \d+(?:(?:, | en )(?:regel|rij) \d+)*(?: en nog \d+)?",
    "kind": "|".join(KINDS.values()),
    "field": "|".join(_BY_SMALL_NAME),
    "fields": rf"(?:{_FIELD})(?:(?:, | en )(?:{_FIELD}))*",
    "columns": r"\S+(?: en \S+)*",
    "headings": "‘.*’",
}
# What is translated in it: all but names of files and of their columns.
_IN_VALUES: Mapping[str, str] = {
    "place": r"\b(?:regel|rij)(?= \d+$)",
    "places": r"\b(?:regel|rij|en nog|en)\b",
    "kind": ".+",
    "field": ".+",
    "fields": rf"{_FIELD}|\ben\b",
    "columns": "(?<= )en(?= )",
    "headings": "(?<=’ )en(?= ‘)",
}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Made when the first refusal is shown: no start of a function waits for them."""
    return tuple((words, pattern_of(words, _VALUES)) for words in _SENTENCES)


@cache
def _followers() -> tuple[str, ...]:
    """What can stand behind another."""
    return tuple(f" {words}" for words in _SENTENCES if "%(" not in words)


def translated(reason: str, translate: Callable[[str], str]) -> str:
    """Each sentence of it by itself, and as it is where it is none of these."""
    first, behind = _parts(reason)
    return " ".join((_translated_first(first, translate), *map(translate, behind)))


def in_short(reason: str, translate: Callable[[str], str]) -> str:
    """Why, without what to do about it."""
    return _translated_first(_parts(reason)[0], translate)


def _parts(reason: str) -> tuple[str, list[str]]:
    """The first, and what stands behind it."""
    behind: list[str] = []
    while follower := next((one for one in _followers() if reason.endswith(one)), ""):
        behind.insert(0, follower[1:])
        reason = reason.removesuffix(follower)
    return reason, behind


def _translated_first(sentence: str, translate: Callable[[str], str]) -> str:
    return translated_by(_patterns(), sentence, translate, partial(_translated_value, translate))


def _translated_value(translate: Callable[[str], str], name: str, value: str) -> str:
    def translated_word(found: re.Match[str]) -> str:
        field = _BY_SMALL_NAME.get(found[0])
        return translate(field).lower() if field else translate(found[0])

    return re.sub(_IN_VALUES[name], translated_word, value) if name in _IN_VALUES else value
