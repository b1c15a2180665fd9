"""Dates of birth as people type them in three fields."""

from datetime import date

from common.errors import InvalidDate
from common.i18n import mark
from common.pupils import findable

# In each language of the pages: as the calendar has them, as they stand in a date, and cut short.
_MONTHS = (
    "januari jan january styczeń stycznia sty ocak oca січень січня січ يناير جانفي كانون_الثاني",
    "februari feb february luty lutego lut şubat şub лютий лютого лют فبراير شباط فيفري",
    "maart mrt march mar marzec marca mart березень березня бер مارس آذار",
    "april apr kwiecień kwietnia kwi nisan nis квітень квітня кві أبريل إبريل نيسان أفريل",
    "mei may maj maja mayıs травень травня тра مايو أيار ماي",
    "juni jun june czerwiec czerwca cze haziran haz червень червня чер يونيو حزيران جوان",
    "juli jul july lipiec lipca lip temmuz tem липень липня лип يوليو تموز جويلية",
    "augustus aug august sierpień sierpnia sie ağustos ağu серпень серпня сер أغسطس آب أوت",
    "september sep sept wrzesień września wrz eylül eyl вересень вересня вер سبتمبر أيلول",
    "oktober okt october oct październik października paź ekim eki жовтень жовтня жов أكتوبر تشرين_الأول",
    "november nov listopad listopada lis kasım kas листопад листопада лис نوفمبر تشرين_الثاني",
    "december dec grudzień grudnia gru aralık ara грудень грудня гру ديسمبر كانون_الأول",
)
_OLDEST_CHILD_YEARS = 25


_TOO_OLD = mark("Vul de geboortedatum van uw kind in, niet die van uzelf")


def parse(day: str, month: str, year: str, today: date, too_old: str = _TOO_OLD) -> date:
    """The date that three fields mean; months may be words.

    Raises InvalidDate with the field to mend ('day', 'month' or 'year') and a sentence for whoever filled it in;
    `too_old` is the one that differs between parents and the school.
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
        raise InvalidDate("year", too_old)
    return born


_MONTH_NUMBERS = {
    findable(name.replace("_", " ")): number for number, names in enumerate(_MONTHS, start=1) for name in names.split()
}


def _number(text: str) -> int:
    """Of the digits of any script: an Arabic keyboard has its own."""
    digits = text.strip()
    if not (digits.isdecimal() and len(digits) <= 4):
        raise ValueError(text)
    return int(digits)


def _month(text: str) -> int:
    return _MONTH_NUMBERS.get(findable(text.strip().strip("."))) or _number(text)


def _year(text: str, today: date) -> int:
    """Two digits mean the latest such year that is not in the future."""
    year = _number(text)
    if len(text.strip()) != 2:
        return year
    century = today.year - today.year % 100
    return century + year if century + year <= today.year else century - 100 + year
