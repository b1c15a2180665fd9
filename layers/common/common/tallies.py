"""How many pupils of a school have parents who can be reached: the activation rate, by class and by day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import UTC, date, datetime

from common.days import local_date
from common.pupils import Pupil, lists_come_from
from common.values import Value


class Count(Value):
    """pupils = those with no parent linked + `one` with exactly one + `more` with several."""

    pupils: int = 0
    one: int = 0
    more: int = 0

    @property
    def linked(self) -> int:
        return self.one + self.more

    @property
    def none(self) -> int:
        return self.pupils - self.linked

    @property
    def percentage(self) -> int:
        """Of the pupils with at least one parent; rounded, half a percent up, but 100 means all and 0 means nobody."""
        if not self.linked or self.linked == self.pupils:
            return 100 if self.linked else 0
        rounded = (200 * self.linked + self.pupils) // (2 * self.pupils)
        return min(max(rounded, 1), 99)

    def with_pupil(self, parents: int) -> "Count":
        return Count(self.pupils + 1, self.one + (parents == 1), self.more + (parents > 1))


class Tally(Value):
    """as_of: everything that was written before is in it. classes: by name; where they are read, as schools sort them.

    ends: how many codes of pupils work until which day. new_letters: of those that the school has not printed yet.
    old_letters: of how many of these the one of before is printed, with the same code. printed: on which days the
    letters were of pupils to whom nobody is linked. left: pupils who left since the lists of the school year began to
    come. reports: of parents, that wait for the school, also those about pupils who left.
    """

    as_of: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    whole: Count = Count()
    classes: Mapping[str, Count] = field(default_factory=dict)
    ends: Mapping[date, int] = field(default_factory=dict)
    new_letters: int = 0
    left: int = 0
    reports: int = 0
    old_letters: int = 0
    printed: Mapping[date, int] = field(default_factory=dict)

    @property
    def unprinted(self) -> int:
        """How many pupils have no printed letter with the code of now."""
        return self.new_letters - self.old_letters

    def silent_since(self, day: date) -> int:
        """How many pupils have nobody linked, and a letter that was printed on this day or before."""
        return sum(number for printed, number in self.printed.items() if printed <= day)

    def ending_before(self, day: date) -> int:
        return sum(number for end, number in self.ends.items() if end < day)


class DayTally(Value):
    """How a day ended: for the school, or for one class as if that were the whole."""

    day: date
    whole: Count


def changed(before: Tally | None, after: Tally) -> dict[str, Count]:
    """The classes whose numbers are others now; of one that is gone: none."""
    known = before.classes if before else {}
    names = sorted({*known, *after.classes})
    counts = {name: after.classes.get(name, Count()) for name in names}
    return {name: count for name, count in counts.items() if known.get(name) != count}


def tally(pupils: Iterable[Pupil], as_of: datetime) -> Tally:
    """Of the pupils who are at school now, how many left, and what waits for the school."""
    whole, new_letters, old_letters, left, reports = Count(), 0, 0, 0, 0
    classes: dict[str, Count] = defaultdict(Count)
    ends: dict[date, int] = defaultdict(int)
    printed: dict[date, int] = defaultdict(int)
    since = lists_come_from(local_date(as_of))
    for pupil in pupils:
        reports += pupil.open_reports
        if pupil.active:
            whole = whole.with_pupil(pupil.linked)
            classes[pupil.class_name] = classes[pupil.class_name].with_pupil(pupil.linked)
            ends[pupil.valid_until] += 1
            new_letters += pupil.has_new_letter
            old_letters += pupil.has_old_letter
            if pupil.printed_on and not (pupil.linked or pupil.has_new_letter):
                printed[pupil.printed_on] += 1
        else:
            left += pupil.left_on is not None and pupil.left_on >= since
    return Tally(as_of, whole, dict(classes), dict(ends), new_letters, left, reports, old_letters, dict(printed))
