"""A pupil as the school recorded it."""

import hashlib
import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta

from common.values import Value

_INVISIBLE = re.compile(r"[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# What an administration calls a pupil by; of more than that a digest is kept.
_LONGEST_NUMBER = 100
_AT_NO_END = " \u200c\u200d"  # a joiner joins letters, and there is none beyond the end
_ON_A_DUTCH_KEYBOARD = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("‘’ʼ`", "'")
)
_WORD_GROUP = re.compile(r"groep\s+", re.IGNORECASE)
_LAST_DAY = (7, 31)
_TURN_OF_THE_YEAR = (5, 1)
_NEW_LISTS = (6, 1)
WITHOUT_CLASS = "Zonder groep"
# Of each part of a name, however it comes.
LONGEST_NAME = 200
# Of a class that somebody types.
LONGEST_CLASS = 64
LINKS_OUTLIVE = timedelta(days=14)


class LastPrinted(Value):
    """The last letter that the school has printed of a pupil, as `Pupil.letter` names it, and when; '', None: none."""

    letter: str
    on: date | None


class Pupil(Value):
    """active: the code works and messages come. left_on: since when the school no longer lists the pupil; of one who
    is active still, when that will be.

    language: of the back of the letter, '' where the class or the school decides. printed: the last letter that the
    school has printed, as `letter` names it; printed_on: when, None before the first. asked: the letter that was asked
    for last for this pupil alone, named likewise; asked_in: in which batch it comes. open_reports: how many reports of
    parents wait for the school. renewed_in: the batch in which all pupils got another code last, this one too.
    """

    school: str
    id: str
    given_name: str
    prefix: str
    family_name: str
    class_name: str
    birth_date: date | None
    valid_until: date
    batch: str
    source_key: str | None = None
    active: bool = True
    code_version: int = 1
    linked: int = 0
    left_on: date | None = None
    language: str = ""
    printed: str = ""
    open_reports: int = 0
    renewed_in: str = ""
    printed_on: date | None = None
    asked: str = ""
    asked_in: str = ""

    @property
    def letter(self) -> str:
        """Which letter is the pupil's: there is a new one with each new code, and when the pupil comes back."""
        return f"{self.batch}.{self.code_version}"

    def has_links_on(self, day: date) -> bool:
        """Whether parents are still linked: those of a pupil who left are so for two more weeks."""
        return self.links_end is None or day < self.links_end

    @property
    def links_end(self) -> date | None:
        """None for one who stays."""
        return self.left_on + LINKS_OUTLIVE if self.left_on else None

    @property
    def has_new_letter(self) -> bool:
        """Whether the school has not printed it yet."""
        return self.printed != self.letter

    @property
    def last_printed(self) -> LastPrinted:
        return LastPrinted(self.printed, self.printed_on)

    @property
    def has_old_letter(self) -> bool:
        """Whether the one of before is printed, with the code of now: of a pupil who came back, and has a new one."""
        return self.has_new_letter and self.has_code_of(self.printed)

    @property
    def lacks_letter(self) -> bool:
        """Whether there is no printed letter with the code of now."""
        return self.has_new_letter and not self.has_old_letter

    def has_code_of(self, letter: str) -> bool:
        """Whether the code on one of the pupil's letters, as `letter` named it then, is the one of now."""
        return version_in(letter) == str(self.code_version)

    def opens(self, letter: str, day: date) -> bool:
        """Whether a parent can be linked with this letter of the pupil."""
        return self.active and day <= self.valid_until and self.has_code_of(letter)

    @property
    def name(self) -> str:
        return full_name(self.given_name, self.prefix, self.family_name)

    @property
    def group(self) -> str:
        return bare_class(self.class_name)

    @property
    def sort_name(self) -> str:
        return sort_name(self.given_name, self.prefix, self.family_name)


def left(pupil: Pupil, on: date, today: date) -> Pupil:
    """One who leaves: the code no longer works from that day on, and the links end two weeks later."""
    return replace(pupil, active=on > today, left_on=on)


def reopened(pupil: Pupil, batch: str, valid_until: date, day: date) -> Pupil:
    """One who left and is back: the old code works again.

    Where no parent is linked any more the pupil is in `batch`, so that the letter comes again.
    """
    nobody_linked = pupil.linked == 0 or not pupil.has_links_on(day)
    return replace(
        pupil,
        active=True,
        left_on=None,
        valid_until=max(pupil.valid_until, valid_until),
        batch=batch if nobody_linked else pupil.batch,
    )


def version_in(letter: str) -> str:
    """Which version of the code a letter shows, as `Pupil.letter` names it."""
    return letter.rpartition(".")[2]


class Change(Value):
    """What a list changes of one pupil. name: under which the administration knows it from now on, if that is new."""

    before: Pupil
    after: Pupil
    name: str = ""

    @property
    def is_on_letter(self) -> bool:
        """Whether a letter that was made before says otherwise."""
        return _on_letter(self.before) != _on_letter(self.after)


def _on_letter(pupil: Pupil) -> tuple[object, ...]:
    return pupil.name, pupil.class_name, pupil.language, pupil.birth_date is None


def full_name(given_name: str, prefix: str, family_name: str) -> str:
    return " ".join(part for part in (given_name, prefix, family_name) if part)


def sort_name(given_name: str, prefix: str, family_name: str) -> str:
    """As Dutch schools sort: by family name without prefix, then prefix, then given name; accents ignored."""
    return "\x1f".join(findable(part) for part in (family_name, prefix, given_name))


def fold(text: str) -> str:
    """For comparing only: case and accents gone."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def findable(text: str) -> str:
    """For finding and sorting: as `fold`, and with the letters and signs that a Dutch keyboard has instead of others.

    Names under which pupils are known stay by `fold`: they are kept.
    """
    return fold(text).translate(_ON_A_DUTCH_KEYBOARD)


def clean(text: str) -> str:
    """A name or title as it is kept: NFC, one space between words, no control or direction characters."""
    if not text or (text.isascii() and text.isprintable() and "  " not in text):
        return text.strip(" ")
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", visible(re.sub(r"\s+", " ", text)))).strip(_AT_NO_END)


def visible(line: str) -> str:
    """Without control and direction characters, and what has no width."""
    return _INVISIBLE.sub("", line)


def bare_class(class_name: str) -> str:
    """What is written after the word Groep: that word is not there twice, and not before no class at all."""
    if class_name == WITHOUT_CLASS:
        return ""
    word = _WORD_GROUP.match(class_name)
    return class_name[word.end() :] if word else class_name


def slug(text: str) -> str:
    """What a name of a file may have of it: letters and digits without accents, held apart by hyphens; '' for none."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:40]


def class_slug(class_name: str) -> str:
    """A class in a file name: readable, and distinct for classes that would read the same ('7/8', '7-8')."""
    return f"{slug(class_name) or 'groep'}-{hashlib.sha256(class_name.encode()).hexdigest()[:6]}"


def end_of_school_year(today: date) -> date:
    """The last day a code made `today` is valid; from May on that is the next school year's."""
    year = today.year if (today.month, today.day) < _TURN_OF_THE_YEAR else today.year + 1
    return date(year, *_LAST_DAY)


def lists_come_from(today: date) -> date:
    """From which day on a list is one of the school year for which codes are made `today`."""
    return date(end_of_school_year(today).year - 1, *_NEW_LISTS)


def known_name(
    source_key: str | None,
    given_name: str,
    prefix: str,
    family_name: str,
    birth_date: date | None,
    class_name: str,
) -> str:
    """What tells a pupil from all others of a school: its number there, else name and date of birth or class."""
    if source_key:
        return known_name_of_number(source_key)
    rest = birth_date.isoformat() if birth_date else fold(class_name)
    return f"NAME#{_digest('|'.join((fold(given_name), fold(prefix), fold(family_name), rest)))}"


def known_name_of_number(source_key: str) -> str:
    """As `known_name` of a pupil with this number."""
    return f"NUMBER#{source_key}" if len(source_key) <= _LONGEST_NUMBER else f"NUMBER#{_digest(source_key)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
