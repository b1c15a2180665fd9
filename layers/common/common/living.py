"""Which letters of a batch work still: a code dies with the next one, when the pupil leaves, and when it ends."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from common.pupils import Pupil
from common.values import Value


class Living(Value):
    """ends: how many letters work until which day. renewed: how many have another code since. left: of how many the
    pupil is not at school. new: how many with the code of now are of pupils whose letter is not printed yet; None where
    that was not counted. reminded: see `Reminded`.
    """

    ends: Mapping[date, int]
    renewed: int = 0
    left: int = 0
    new: int | None = None
    reminded: int | None = None

    def ended(self, day: date) -> int:
        """How many ended by themselves before this day."""
        return sum(number for end, number in self.ends.items() if end < day)

    def dead(self, day: date) -> int:
        return self.renewed + self.left + self.ended(day)

    def is_dead(self, day: date) -> bool:
        """Whether there is no letter in it that works."""
        return self.dead(day) > 0 and all(end < day for end in self.ends)

    @property
    def at_school(self) -> int:
        """For how many a letter can be made that works."""
        return self.renewed + sum(self.ends.values())


def count(letters: Mapping[str, str], pupils: Mapping[str, Pupil]) -> Living:
    """letters: by pupil, which one (see `Pupil.letter`). pupils: by id; whoever is not there any more has left."""
    there = [(pupils[one], letter) for one, letter in letters.items() if one in pupils and pupils[one].active]
    working = [pupil for pupil, letter in there if pupil.has_code_of(letter)]
    ends = Counter(pupil.valid_until for pupil in working)
    new = sum(pupil.has_new_letter for pupil in working)
    return Living(dict(ends), len(there) - len(working), len(letters) - len(there), new)


class Reminded:
    """Of reminders, one batch after the other: how many pupils to whom nobody is linked have a letter in it, or in one
    before it that is printed.
    """

    def __init__(self, pupils: Mapping[str, Pupil]) -> None:
        self._pupils = pupils
        self._printed: set[str] = set()

    def with_batch(self, letters: Mapping[str, str], *, printed: bool) -> int:
        found = {one for one, letter in letters.items() if self._is_silent(one, letter)} | self._printed
        if printed:
            self._printed = found
        return len(found)

    def _is_silent(self, one: str, letter: str) -> bool:
        pupil = self._pupils.get(one)
        return pupil is not None and pupil.active and pupil.linked == 0 and pupil.has_code_of(letter)
