"""How many pupils of a school have parents who can be reached: the activation rate, by class and by day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from common.pupils import Pupil, fold


@dataclass(frozen=True)
class Count:
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
        """Of the pupils with at least one parent; rounded down, so that 100 means all."""
        return 100 * self.linked // self.pupils if self.pupils else 0

    def with_pupil(self, parents: int) -> "Count":
        return Count(self.pupils + 1, self.one + (parents == 1), self.more + (parents > 1))


@dataclass(frozen=True)
class Tally:
    """as_of: everything that was written before is in it. classes: by name, as schools sort them."""

    as_of: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    whole: Count = Count()
    classes: Mapping[str, Count] = field(default_factory=dict)


@dataclass(frozen=True)
class DayTally:
    """How a day ended."""

    day: date
    whole: Count


def tally(pupils: Iterable[Pupil], as_of: datetime) -> Tally:
    """Of the pupils who are at school now."""
    whole = Count()
    classes: dict[str, Count] = defaultdict(Count)
    for pupil in pupils:
        if pupil.active:
            whole = whole.with_pupil(pupil.linked)
            classes[pupil.class_name] = classes[pupil.class_name].with_pupil(pupil.linked)
    return Tally(as_of, whole, {name: classes[name] for name in sorted(classes, key=lambda one: (fold(one), one))})
