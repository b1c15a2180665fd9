"""Languages of the pages. Dutch is the source text; the others are catalogues beside the templates."""

import gettext
from datetime import date, datetime

DEFAULT = "nl"
LANGUAGES = {"nl": "Nederlands"}

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def mark(text: str) -> str:
    """Marks a Dutch sentence for translation where it is written; it is translated where it is shown."""
    return text


def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; raises KeyError for one that is not offered."""
    LANGUAGES[language]
    return gettext.NullTranslations()


def choose(cookie: str, accept_language: str) -> str:
    """The language of an address that names none: the cookie's, else the browser's first known, else Dutch."""
    if cookie in LANGUAGES:
        return cookie
    wanted = [part.split(";")[0].strip()[:2].lower() for part in accept_language.split(",")]
    return next((language for language in wanted if language in LANGUAGES), DEFAULT)


def long_date(day: date | datetime) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
