"""Sorts the pupils of a list, one after the other, into pupils, held, merged and skipped: for all formats the same."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from common import list_words as words
from common import refusal_words as refusals
from common.imports import Remark
from common.letters import language_named
from common.pupils import LONGEST_NAME, WITHOUT_CLASS, clean, fold
from common.values import Value
from pupils.formats import dates
from pupils.listed import (
    LONGEST_CELL,
    MOST_PUPILS,
    Format,
    Listed,
    ListRefused,
    PupilList,
    Scope,
    places,
    too_many,
)

# What stands for the result of a formula that was not saved.
UNSAVED = "#FORMULE"
_DAY_AND_MONTH = re.compile(
    r"\d{1,2}[-/ ](?:[a-z]{3}|\d{1,2})(?:[-/ ]\d{2,4})|\d{1,2}[-/ ][a-z]{3}|[a-z]{3}[-/ ]\d{1,2}|\d{5}", re.IGNORECASE
)
_ISO_DAY = re.compile(r"\d{4}-(\d{2})-(\d{2}).*")
_ROUNDED = re.compile(r"\d+(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_POWER_OF_TEN = re.compile(r"([1-9])(0{2,})")
_WHOLE_NUMBER = re.compile(r"(\d+)\.0+")
_EXCEL_ERROR = re.compile(
    r"#(?:N/A|N/B|REF!|VERW!|VALUE!|WAARDE!|NAME\?|NAAM\?|DIV/0!|DEEL/0!|NULL!|LEEG!|NUM!|GETAL!|FORMULE)"
)
# Letters that no name has, but that one read with the wrong table shows: DOS and old Macintosh files.
_FROM_ANOTHER_TABLE = re.compile("[\u0080-\u009f‚„…†‡‰‹›“”•™¡¢£¤¥¦§¨©«¬®¯°±¶¸»¼½¾¿Ÿ\ufffd]|(?<=\\w)‘|(?<=[a-z])[ŠŒŽ]")


class Seen(NamedTuple):
    """One pupil as the file has it, before anybody looked whether it can be used.

    key, given, …: as written. born: the text, or the day where the format knows it. left: the list says so.
    awaited: has not started yet.
    """

    where: str
    key: str = ""
    given: str = ""
    prefix: str = ""
    family: str = ""
    class_name: str = ""
    year: str = ""
    born: str | date | None = None
    left: bool = False
    awaited: bool = False
    language: str = ""


class _Class(Value):
    """What a cell says of a class: looked at once, not once for each of its pupils."""

    name: str
    problem: str
    remark: str
    awaited: bool


class Collector:
    def __init__(self, today: date) -> None:
        self._today = today
        self._rows = 0
        self._pupils: list[Listed] = []
        self._left: list[Listed] = []
        self._held: list[Remark] = []
        self._warnings: list[Remark] = []
        self._skipped = 0
        self._dated = 0
        self._undated = 0
        self._present: set[str] = set()
        self._held_numbers: dict[str, str] = {}
        self._order: dict[str, int] = {}
        self._classes: dict[str, _Class] = {}

    def take(self, seen: Seen) -> None:
        """One row, whatever is in it."""
        self._count(seen.where)
        _refuse_endless(seen)
        group = self._class_of(seen.class_name)
        problem = _problem_with(seen) or group.problem
        key = _key_of(seen)
        if seen.left and not problem:
            self._left.append(self._listed(seen, key, group.name))
            self._skipped += 1
        elif seen.left or seen.awaited or group.awaited:
            self._skipped += 1
            self._present.update({key} if key and not seen.left else ())
        elif problem:
            self._put_aside(seen.where, problem, key)
        else:
            pupil = self._listed(seen, key, group.name)
            self._look_at(seen, pupil)
            if group.remark:
                self.warn(seen.where, group.remark)
            if not (pupil.given_name and pupil.family_name):
                self.warn(seen.where, words.NO_FAMILY_NAME if pupil.given_name else words.NO_GIVEN_NAME)
            self._pupils.append(pupil)

    def hold(self, where: str, reason: str) -> None:
        """A row that is not even a pupil's."""
        self._count(where)
        self._put_aside(where, reason, None)

    def warn(self, where: str, reason: str) -> None:
        self._warnings.append(Remark(where, reason))

    def _count(self, where: str) -> None:
        self._rows += 1
        if self._rows > MOST_PUPILS:
            raise too_many()
        self._order.setdefault(where, self._rows)

    def _put_aside(self, where: str, reason: str, key: str | None) -> None:
        self._held.append(Remark(where, reason))
        # Without a number nobody can tell who it is: '' stands for them all.
        self._present.add(key or "")
        if key:
            self._held_numbers[where] = key

    def _class_of(self, written: str) -> _Class:
        if written not in self._classes:
            self._classes[written] = _look_at_class(written)
        return self._classes[written]

    def _listed(self, seen: Seen, key: str | None, class_name: str) -> Listed:
        born = dates.parse_day(seen.born, self._today) if isinstance(seen.born, str) else seen.born
        return Listed(
            where=seen.where,
            source_key=key,
            given_name=clean(seen.given),
            prefix=clean(seen.prefix),
            family_name=clean(seen.family),
            class_name=class_name,
            birth_date=dates.plausible(born, self._today),
            year=clean(seen.year),
            made_up=seen.key.strip().startswith("#"),
            language=(language_named(seen.language) or "") if seen.language else "",
        )

    def _look_at(self, seen: Seen, pupil: Listed) -> None:
        self._dated += bool(seen.born)
        if seen.born and pupil.birth_date is None:
            self._undated += 1
            self.warn(seen.where, words.UNREADABLE_DATE)
        elif isinstance(seen.born, str) and "-" not in seen.born and dates.is_excel_day(seen.born):
            self.warn(seen.where, words.DATE_AS_NUMBER)
        if seen.language.strip() and not pupil.language:
            self.warn(seen.where, words.NO_SUCH_LANGUAGE % {"language": clean(seen.language)[:40]})
        if _is_garbled(f"{pupil.given_name} {pupil.prefix} {pupil.family_name}"):
            self.warn(seen.where, words.GARBLED)

    def finish(self, form: Format, *, scope: Scope = "part", brin: str = "", made_on: date | None = None) -> PupilList:
        """Raises ListRefused for a list without a single pupil."""
        if not self._rows:
            raise ListRefused("no_pupils", refusals.NO_PUPILS)
        pupils, merged = self._merge()
        self._look_for_doubles(pupils)
        return PupilList(
            format=form,
            rows=self._rows,
            pupils=tuple(pupils),
            held=tuple(sorted(self._held, key=self._place)),
            warnings=tuple(sorted(self._warnings, key=self._place)),
            merged=merged,
            skipped=self._skipped,
            scope=scope,
            left=self._only_left(pupils),
            present=frozenset(self._present),
            held_numbers=self._held_numbers,
            brin=brin,
            made_on=made_on,
            dated=self._dated,
            undated=self._undated,
        )

    def _place(self, remark: Remark) -> int:
        return self._order.get(remark.where, 0)

    def _only_left(self, pupils: list[Listed]) -> tuple[Listed, ...]:
        """A pupil with an old and a new enrolment has not left."""
        if not self._left:
            return ()
        here = {_sameness(pupil) for pupil in pupils}
        return tuple(pupil for pupil in self._left if _sameness(pupil) not in here)

    def _merge(self) -> tuple[list[Listed], int]:
        """Rows of one number: the same pupil counts once, different pupils are all held."""
        together: dict[object, list[Listed]] = defaultdict(list)
        for pupil in self._pupils:
            together[_sameness(pupil)].append(pupil)
        kept: list[Listed] = []
        merged = 0
        for group in together.values():
            if len(group) == 1 or (group[0].source_key and len({_content(pupil) for pupil in group}) == 1):
                kept.append(group[0])
                merged += len(group) - 1
                continue
            known = {"number": group[0].source_key, "places": places([pupil.where for pupil in group])}
            reason = (words.NUMBER_TWICE if group[0].source_key else words.PUPIL_TWICE) % known
            for pupil in group:
                self._put_aside(pupil.where, reason, pupil.source_key)
        return kept, merged

    def _look_for_doubles(self, pupils: Iterable[Listed]) -> None:
        """One pupil who got a second number; or two who are told apart by nothing else."""
        alike: dict[object, list[Listed]] = defaultdict(list)
        for pupil in pupils:
            alike[_looks(pupil)].append(pupil)
        for group in alike.values():
            if len(group) > 1 and any(pupil.source_key for pupil in group):
                reason = words.PERHAPS_ONE % {"places": places([pupil.where for pupil in group])}
                for pupil in group:
                    self.warn(pupil.where, reason)


def _refuse_endless(seen: Seen) -> None:
    """No name is that long: this is another kind of file, or a quote that swallowed some lines."""
    together = (
        len(seen.key) + len(seen.given) + len(seen.prefix) + len(seen.family) + len(seen.class_name) + len(seen.year)
    )
    if together <= LONGEST_CELL:
        return
    if max(map(len, (seen.key, seen.given, seen.prefix, seen.family, seen.class_name, seen.year))) > LONGEST_CELL:
        raise ListRefused("endless_cell", refusals.ENDLESS_CELL % {"place": seen.where})


def _problem_with(seen: Seen) -> str:
    """Why a person must look at the pupil of this row, or ''."""
    if "#" in seen.key or "#" in seen.given or "#" in seen.prefix or "#" in seen.family:
        texts = (seen.key, seen.given, seen.prefix, seen.family)
        if problem := next(filter(None, (_error_in(text.strip()) for text in texts)), ""):
            return problem
    if "+" in seen.key and _ROUNDED.fullmatch(seen.key.strip()):
        return words.ROUNDED % {"number": clean(seen.key)}
    if not seen.given.isalpha() and not clean(seen.given) and not clean(seen.family):
        return words.NO_NAME
    if max(len(seen.given), len(seen.prefix), len(seen.family)) > LONGEST_NAME:
        return words.LONG_NAME
    if len(seen.class_name) > LONGEST_NAME:
        return words.LONG_CLASS
    return ""


def _error_in(text: str) -> str:
    if text == UNSAVED:
        return words.UNSAVED_FORMULA
    return words.EXCEL_ERROR % {"error": text} if _EXCEL_ERROR.fullmatch(text) else ""


def _look_at_class(written: str) -> _Class:
    whole = clean(written)
    name = clean(_first_group(written))
    remark = ""
    if not name:
        name, remark = WITHOUT_CLASS, words.NO_CLASS % {"class": WITHOUT_CLASS}
    elif name != whole:
        remark = words.SEVERAL_CLASSES % {"class": name}
    return _Class(name, _problem_with_class(whole), remark, awaited=fold(whole) == "aangemeld")


def _problem_with_class(name: str) -> str:
    if problem := _error_in(name):
        return problem
    if match := _POWER_OF_TEN.fullmatch(name):
        return words.CLASS_PERHAPS_NUMBER % {"class": f"{match[1]}E{len(match[2])}"}
    if _ROUNDED.fullmatch(name):
        return words.CLASS_NUMBER % {"class": name}
    if _DAY_AND_MONTH.fullmatch(name):
        return words.CLASS_LIKE_DATE % {"class": name}
    if match := _ISO_DAY.fullmatch(name):
        return words.CLASS_DATE % {"class": f"{int(match[2])}/{int(match[1])}"}
    return ""


def _key_of(seen: Seen) -> str | None:
    """The number that stays the pupil's own; those that begin with '#' are made up anew for every export."""
    key = clean(seen.key)
    if "." in key and (match := _WHOLE_NUMBER.fullmatch(key)):
        key = match[1]
    return key if key and not key.startswith("#") else None


def _first_group(text: str) -> str:
    """ParnasSys names several groups in one cell."""
    return next((part for part in re.split(r"[;\r\n]", text) if part.strip()), "")


def _is_garbled(name: str) -> bool:
    """'ZoÃ«' or 'Zo‘' for 'Zoë': the bytes were read with another table than they were written with."""
    if name.isascii():
        return False
    try:
        twice = name.encode("cp1252").decode("utf-8") != name
    except UnicodeError:
        twice = False
    return twice or _FROM_ANOTHER_TABLE.search(name) is not None


def _content(pupil: Listed) -> tuple[object, ...]:
    names = (pupil.given_name, pupil.prefix, pupil.family_name)
    return (pupil.source_key, *names, pupil.class_name, pupil.birth_date)


def _looks(pupil: Listed) -> object:
    written = (pupil.given_name, pupil.prefix, pupil.family_name, pupil.class_name)
    return "|".join(written).casefold(), pupil.birth_date


def _sameness(pupil: Listed) -> object:
    return pupil.source_key or _content(pupil)


def values_of(columns: Mapping[str, int], cells: list[str]) -> dict[str, str]:
    """The cell of each field; '' beyond the end of a short row."""
    return {field: cells[column] if column < len(cells) else "" for field, column in columns.items()}
