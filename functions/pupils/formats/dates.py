"""Dates as Dutch pupil lists write them."""

import re
from datetime import date, timedelta

_OLDEST, _YOUNGEST = 25, 2
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan"),
            ("februari", "feb"),
            ("maart", "mrt", "maa"),
            ("april", "apr"),
            ("mei",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("augustus", "aug"),
            ("september", "sep", "sept"),
            ("oktober", "okt"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_EXCEL_DAY = re.compile(r"[345][0-9]{4}")
_EXCEL_ZERO = date(1899, 12, 30)
_EXCEL_1904 = date(1904, 1, 1)
# Behind a day. With 'AM' behind it, it is American, and nobody knows what is the day and what the month.
_TIME = r"(?:[t ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?)?"
_MONTH_FIRST = re.compile(rf"([0-9]{{1,2}})/([0-9]{{1,2}})/([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})[-/. ]+([0-9]{{1,2}}|[a-z]+)\.?[-/. ]+([0-9]{{4}}|[0-9]{{2}}){_TIME}")
# Eight digits are never both: where they begin with a year and a month, no year of these two centuries ends them.
_YEAR_FIRST_DIGITS = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-9]{2})")
_DAY_FIRST_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})")
_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[t ].*|z|[+-][0-9:]+)?")


def parse(text: str, today: date) -> date | None:
    """A date of birth of a pupil, or None where the text cannot be one."""
    return plausible(parse_day(text, today), today)


def plausible(born: date | None, today: date) -> date | None:
    """The day, if somebody born on it can be a pupil."""
    if born is None or born >= today:
        return None
    return born if _OLDEST >= today.year - born.year >= _YOUNGEST else None


def parse_day(text: str, today: date) -> date | None:
    """Any day as lists write it, also the number of days that Excel counts; None for what is no day."""
    try:
        if _PLAIN_DAY.fullmatch(text):
            return date.fromisoformat(text)
        lowered = text.strip().lower()
        if match := _YEAR_FIRST.fullmatch(lowered) or _YEAR_FIRST_DIGITS.fullmatch(lowered):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(lowered) or _DAY_FIRST_DIGITS.fullmatch(lowered):
            return date(_year(match[3], today), _month(match[2]), int(match[1]))
        if is_excel_day(lowered):
            return _EXCEL_ZERO + timedelta(days=int(lowered))
    except (ValueError, KeyError):
        return None
    return None


def parse_month_first(text: str, today: date) -> date | None:
    """As American systems write it: 2/3/2018 is the third of February."""
    match = _MONTH_FIRST.fullmatch(text.strip().lower())
    if not match:
        return parse_day(text, today)
    try:
        return date(_year(match[3], today), int(match[1]), int(match[2]))
    except ValueError:
        return None


def is_excel_day(text: str) -> bool:
    return _EXCEL_DAY.fullmatch(text.strip()) is not None


def of_excel(days: float, *, since_1904: bool) -> date | None:
    """The day that a spreadsheet keeps as a number of days."""
    try:
        return (_EXCEL_1904 if since_1904 else _EXCEL_ZERO) + timedelta(days=int(days))
    except (OverflowError, ValueError):
        return None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text]


def _year(text: str, today: date) -> int:
    """Two digits mean the year in which such a pupil would be of school age."""
    if len(text) == 4:
        return int(text)
    year = today.year - today.year % 100 + int(text)
    return year if year <= today.year else year - 100
