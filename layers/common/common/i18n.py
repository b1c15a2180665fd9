"""Languages of the pages and mails. Dutch is the source text; the others are gettext catalogues in `locales`."""

import gettext
from collections.abc import Container
from datetime import date, datetime
from functools import cache
from pathlib import Path

DEFAULT = "nl"
# Each by its own name, as whoever reads it looks for it.
LANGUAGES = {
    "nl": "Nederlands",
    "en": "English",
    "pl": "Polski",
    "tr": "Türkçe",
    "uk": "Українська",
    "ar": "العربية",
}
DOMAIN = "ouderbrief"
# What a school reads at its desk: in two languages, in a catalogue of its own.
DESK_DOMAIN = "desk"
DESK_LANGUAGES = {language: LANGUAGES[language] for language in ("nl", "en")}
LOCALES = Path(__file__).parent / "locales"
_RIGHT_TO_LEFT = {"ar"}
_DECIMAL_COMMA = {"nl", "pl", "tr", "uk"}
_MEGABYTE = 1_000_000
# Whoever asks for a language that we do not have is given the nearest that we do.
_NEAREST = {"ru": "uk"}


def mark(text: str) -> str:
    """Marks a Dutch sentence for translation where it is written; it is translated where it is shown."""
    return text


# Translators: within a date, such as '3 januari 2026'
_MONTHS = (
    mark("januari"),
    mark("februari"),
    mark("maart"),
    mark("april"),
    mark("mei"),
    mark("juni"),
    mark("juli"),
    mark("augustus"),
    mark("september"),
    mark("oktober"),
    mark("november"),
    mark("december"),
)


@cache
def translations(language: str, domain: str = DOMAIN) -> gettext.NullTranslations:
    """The catalogue of a language; raises KeyError for one that is not offered.

    What the desk's does not have is in the other.
    """
    (LANGUAGES if domain == DOMAIN else DESK_LANGUAGES)[language]
    if language == DEFAULT:
        return gettext.NullTranslations()
    found = gettext.translation(domain, LOCALES, [language])
    if domain != DOMAIN:
        found.add_fallback(translations(language))
    return found


def direction(language: str) -> str:
    """'ltr' or 'rtl'."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def choose(cookie: str, accept_language: str, offered: Container[str] = LANGUAGES) -> str:
    """The language of an address that names none: the cookie's, else the browser's first known, else Dutch."""
    if cookie in offered:
        return cookie
    asked = [part.split(";")[0].strip()[:2].lower() for part in accept_language.split(",")]
    wanted = [_NEAREST.get(language, language) for language in asked]
    return next((language for language in wanted if language in offered), DEFAULT)


def long_date(day: date | datetime, language: str = DEFAULT) -> str:
    """The day as people write it, such as '3 januari 2026'."""
    return f"{day.day} {translations(language).gettext(_MONTHS[day.month - 1])} {day.year}"


def whole_megabytes(size: int) -> int:
    """Of a limit, as computers count: 10 for what is 10 * 1024 * 1024 bytes."""
    return size // (1024 * 1024)


def file_size(size: int, language: str = DEFAULT) -> str:
    """Bytes as people read them, such as '340 kB' or '1,2 MB'; never less than 1 kB."""
    words = translations(language).gettext
    if size < _MEGABYTE:
        return words(mark("%(number)s kB")) % {"number": max(1, round(size / 1000))}
    number = f"{size / _MEGABYTE:.1f}".removesuffix(".0")
    return words(mark("%(number)s MB")) % {"number": number.replace(".", "," if language in _DECIMAL_COMMA else ".")}
