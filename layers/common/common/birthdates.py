"""Dates of birth as people type them in three fields."""

from datetime import date

from common.errors import InvalidDate
from common.i18n import mark

MONTHS = (
    ("januari", "jan"),
    ("februari", "feb"),
    ("maart", "mrt"),
    ("april", "apr"),
    ("mei",),
    ("juni", "jun"),
    ("juli", "jul"),
    ("augustus", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}
_OLDEST_CHILD_YEARS = 25


def parse(day: str, month: str, year: str, today: date) -> date:
    """The date that three fields mean; months may be words.

    Raises InvalidDate with the field to mend ('day', 'month' or 'year') and a sentence for the parent.
    """
    if not (day + month + year).strip():
        raise InvalidDate("day", mark("Vul de geboortedatum van uw kind in"))
    for field, text, problem in (
        ("day", day, mark("Vul ook de dag in van de geboortedatum")),
        ("month", month, mark("Vul ook de maand in van de geboortedatum")),
        ("year", year, mark("Vul ook het jaar in van de geboortedatum")),
    ):
        if not text.strip():
            raise InvalidDate(field, problem)
    try:
        born = date(_year(year, today), _month(month), _number(day))
    except ValueError:
        raise InvalidDate("day", mark("Deze geboortedatum bestaat niet. Kijk de dag, maand en jaar na")) from None
    if born > today:
        raise InvalidDate("year", mark("Deze geboortedatum ligt in de toekomst. Kijk het jaar na"))
    if not date(today.year - _OLDEST_CHILD_YEARS, 1, 1) <= born:
        raise InvalidDate("year", mark("Vul de geboortedatum van uw kind in, niet die van uzelf"))
    return born


def _number(text: str) -> int:
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        raise ValueError(text)
    return int(digits)


def _month(text: str) -> int:
    return _MONTH_NUMBERS.get(text.strip().strip(".").casefold()) or _number(text)


def _year(text: str, today: date) -> int:
    """Two digits mean the latest such year that is not in the future."""
    year = _number(text)
    if len(text.strip()) != 2:
        return year
    century = today.year - today.year % 100
    return century + year if century + year <= today.year else century - 100 + year
