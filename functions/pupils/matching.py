"""Who is who: the pupil of the school that each row of a list speaks of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from common import list_words as words
from common.pupils import Pupil, fold, known_name
from common.values import Value
from pupils.listed import Listed


class Match(Value):
    """pupil: None for one the school does not have. doubt: why a person must judge. perhaps: who it may be."""

    row: Listed
    pupil: Pupil | None = None
    doubt: str = ""
    perhaps: tuple[Pupil, ...] = ()
    zeros_lost: bool = False


class Roll:
    """The pupils of a school, and the names under which its administration knows them (name → pupil's id)."""

    def __init__(self, pupils: Iterable[Pupil], names: Mapping[str, str]) -> None:
        self.pupils = tuple(pupils)
        self.names = names
        by_id = {pupil.id: pupil for pupil in self.pupils}
        self._by_name = {name: by_id[one] for name, one in names.items() if one in by_id}
        self._by_names: dict[tuple[str, ...], list[Pupil]] = defaultdict(list)
        self._by_bare_number: dict[str, list[Pupil]] = defaultdict(list)
        for pupil in self.pupils:
            self._by_names[_names(pupil)].append(pupil)
            if pupil.source_key:
                self._by_bare_number[bare(pupil.source_key)].append(pupil)

    def numbered(self, number: str) -> Pupil | None:
        return self._by_name.get(known_name(number, "", "", "", None, ""))

    def match(self, rows: Sequence[Listed]) -> list[Match]:
        """One match a row, in order; no two rows get one pupil."""
        first = [self._known(row) for row in rows]
        taken = frozenset(match.pupil.id for match in first if match.pupil)
        matches = [match if match.pupil or match.doubt else self._search(match.row, taken) for match in first]
        return _without_doubles(matches)

    def _known(self, row: Listed) -> Match:
        found = None if row.made_up else self._by_name.get(name_of(row))
        if found is None:
            return Match(row)
        if row.source_key and _is_somebody_else(row, found):
            return _doubt(row, [found], words.OTHER_NAME % {"number": row.source_key})
        return Match(row, found)

    def _search(self, row: Listed, taken: frozenset[str]) -> Match:
        """By a number that a spreadsheet cut short, else by name; in doubt, nobody."""
        same = [pupil for pupil in self._by_bare_number[bare(row.source_key or "")] if pupil.id not in taken]
        if row.source_key and len(same) == 1 and not _is_somebody_else(row, same[0]):
            return Match(row, same[0], zeros_lost=True)
        namesakes = [pupil for pupil in self._by_names[_names(row)] if pupil.id not in taken]
        return _match_made_up(row, namesakes) if row.made_up else self._by_name_only(row, namesakes)

    def _by_name_only(self, row: Listed, namesakes: Sequence[Pupil]) -> Match:
        fitting = [pupil for pupil in namesakes if _fits(pupil, row)]
        agreeing = [pupil for pupil in fitting if _numbers_agree(pupil, row)]
        if len(agreeing) == 1:
            return Match(row, agreeing[0])
        if agreeing:
            return _doubt(row, agreeing, words.SEVERAL_FIT)
        renumbered = [pupil for pupil in fitting if _is_surely_the_same(pupil, row)]
        if renumbered:
            return _doubt(row, renumbered, words.OTHER_NUMBER)
        if name_of(row) in self.names:
            return _doubt(row, [], words.LOOKS_LIKE_ONE)
        return Match(row)


def name_of(one: Pupil | Listed) -> str:
    return known_name(one.source_key, one.given_name, one.prefix, one.family_name, one.birth_date, one.class_name)


def bare(number: str) -> str:
    """As a spreadsheet leaves it: 17 of 00017, and 0 of 000; '' stays what it is."""
    return number.lstrip("0") or number[:1]


def _match_made_up(row: Listed, namesakes: Sequence[Pupil]) -> Match:
    """A number that was made for this file says nothing: name, date of birth and class together must fit one."""
    fitting = [
        pupil
        for pupil in namesakes
        if pupil.birth_date == row.birth_date and fold(pupil.class_name) == fold(row.class_name)
    ]
    if len(fitting) == 1:
        return Match(row, fitting[0])
    if namesakes:
        return _doubt(row, namesakes, words.NO_LASTING_NUMBERS)
    return Match(row)


def _doubt(row: Listed, perhaps: Sequence[Pupil], reason: str) -> Match:
    return Match(row, doubt=reason, perhaps=tuple(perhaps))


def _without_doubles(matches: Sequence[Match]) -> list[Match]:
    """Of rows that would all be one pupil only the one with the pupil's own number is; a person judges the others."""
    wanted = Counter(match.pupil.id for match in matches if match.pupil)
    return [
        _judge_double(match, match.pupil) if match.pupil and wanted[match.pupil.id] > 1 else match for match in matches
    ]


def _judge_double(match: Match, pupil: Pupil) -> Match:
    if match.row.source_key and match.row.source_key == pupil.source_key:
        return match
    return _doubt(match.row, [pupil], words.SEVERAL_ROWS_FIT)


def _names(one: Pupil | Listed) -> tuple[str, ...]:
    return fold(one.given_name), fold(one.prefix), fold(one.family_name)


def _fits(pupil: Pupil, row: Listed) -> bool:
    return pupil.birth_date == row.birth_date or _same_class_and_no_date(pupil, row)


def _is_surely_the_same(pupil: Pupil, row: Listed) -> bool:
    """Sure enough to ask: many children share a name."""
    return row.birth_date is not None or _same_class_and_no_date(pupil, row)


def _same_class_and_no_date(pupil: Pupil, row: Listed) -> bool:
    return fold(pupil.class_name) == fold(row.class_name) and None in (pupil.birth_date, row.birth_date)


def _numbers_agree(pupil: Pupil, row: Listed) -> bool:
    return None in (pupil.source_key, row.source_key) or pupil.source_key == row.source_key


def _is_somebody_else(row: Listed, found: Pupil) -> bool:
    """A number that was given away again: to another given name born on another day, or to quite another name."""
    other_given = fold(row.given_name) != fold(found.given_name)
    other_family = fold(row.family_name) != fold(found.family_name)
    same_day = row.birth_date is not None and row.birth_date == found.birth_date
    other_day = None not in (row.birth_date, found.birth_date) and not same_day
    return other_given and (other_day or (other_family and not same_day))
