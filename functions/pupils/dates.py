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
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]+([0-9]{1,2}|[a-z]+)\.?[-/. ]+([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[t ].*|z|[+-][0-9:]+)?")


def parse(text: str, today: date) -> date | None:
    """A date of birth of a pupil, or None where the text cannot be one."""
    born = parse_day(text, today)
    if born is None or born >= today:
        return None
    return born if _OLDEST >= today.year - born.year >= _YOUNGEST else None


def parse_day(text: str, today: date) -> date | None:
    """Any day as lists write it, also the number of days that Excel counts; None for what is no day."""
    lowered = text.strip().lower()
    try:
        if match := _YEAR_FIRST.fullmatch(lowered):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(lowered):
            return date(_year(match[3], today), _month(match[2]), int(match[1]))
        if _EXCEL_DAY.fullmatch(lowered):
            return _EXCEL_ZERO + timedelta(days=int(lowered))
    except (ValueError, KeyError):
        return None
    return None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text]


def _year(text: str, today: date) -> int:
    """Two digits mean the year in which such a pupil would be of school age."""
    if len(text) == 4:
        return int(text)
    year = today.year - today.year % 100 + int(text)
    return year if year <= today.year else year - 100
