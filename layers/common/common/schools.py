"""A school and its settings."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, timedelta

from common.pupils import end_of_school_year
from common.values import Value

_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_BRIN = re.compile(r"[0-9]{2}[A-Z]{2}(?:[0-9]{2})?")
_COLOUR = re.compile(r"#[0-9a-f]{6}")

MAX_PARENTS = 4
MAX_PARENTS_WITHOUT_BIRTH_DATE = 2
MOST_PARENTS = 10
FEWEST_CODE_WEEKS, MOST_CODE_WEEKS = 3, 52
MOST_KEPT_MONTHS = 24
# What fits on the letter.
LONGEST_FIELD = 60
_FEWEST_DIGITS = 6


class School(Value):
    """brin: the ministry's number (such as 99ZZ or 99ZZ01), with which a list for another school is noticed.

    whole_lists: whether a spreadsheet names all pupils, so that who is missing has left.
    privacy_url: the school's own privacy statement; '' for none.
    logo: the name of the logo on the pages, which changes with the picture; '' for none.
    letter_language, class_languages: of the back of letters; 'nl' means none.
    letter_texts: the school's own words on the letter, by language; those that it has not are ours.
    code_weeks: how long a code works from the day its letter is made; 0 for until the end of the school year.
    kept_months: after which pupils who left are erased.
    paused: its codes link nobody for now; whoever is linked notices nothing.
    suspended: the operator stopped it. resumed_at: when it went on after it was stopped last.
    deleted_on: the day on which everything of it is erased; None for one that stays.
    """

    id: str
    name: str
    street: str
    postcode_city: str
    phone: str
    email: str
    colour: str = "#1d5b4f"
    max_parents: int = MAX_PARENTS
    brin: str = ""
    whole_lists: bool = False
    privacy_url: str = ""
    logo: str = ""
    letter_language: str = "nl"
    class_languages: Mapping[str, str] = field(default_factory=dict, hash=False)
    letter_texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    code_weeks: int = 0
    kept_months: int = 12
    paused: bool = False
    suspended: bool = False
    resumed_at: datetime | None = None
    deleted_on: date | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether nothing of it goes on: codes, desk, keys, lists, messages. Parents keep what they have."""
        return self.suspended or self.deleted_on is not None

    @property
    def takes_links(self) -> bool:
        """Whether its codes link anybody now."""
        return not (self.paused or self.is_stopped)

    def codes_until(self, day: date) -> date:
        """The last day of a code whose letter is made on this day."""
        return day + timedelta(weeks=self.code_weeks) if self.code_weeks else end_of_school_year(day)

    def keeps_since(self, today: date) -> date:
        """Pupils who left before this day are erased."""
        months = today.year * 12 + today.month - 1 - self.kept_months
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(today.day, monthrange(year, month)[1]))

    def cap(self, *, birth_date_known: bool) -> int:
        """How many accounts one pupil may have: fewer where no date of birth guards the code."""
        return self.max_parents if birth_date_known else min(self.max_parents, MAX_PARENTS_WITHOUT_BIRTH_DATE)


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def is_brin(text: str) -> bool:
    return _BRIN.fullmatch(text) is not None


def is_colour(text: str) -> bool:
    return _COLOUR.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Whether somebody can be called at it, however it is written."""
    return sum(map(str.isdecimal, text)) >= _FEWEST_DIGITS


def text_colour_on(colour: str) -> str:
    """White or black, whichever is read better on `colour` ('#rrggbb'); WCAG 2.2 relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"
