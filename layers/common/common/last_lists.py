"""What is remembered of a school's pupil lists, beside each of them."""

from datetime import UTC, date, datetime, timedelta

from common.ids import moment_of
from common.values import Value

# How long the file of a list is there.
LIST_LIFE = timedelta(days=7)


class Waiting(Value):
    """A list that nothing was done with yet. since: when the school was asked last."""

    id: str
    since: datetime

    @property
    def uploaded_at(self) -> datetime:
        """UTC."""
        return moment_of(self.id).astimezone(UTC)


class LastLists(Value):
    """What is remembered of a school's lists: the last that was applied, and the last that was whole.

    undoable: the import that can still be undone, '' where there is none; is_undoable_whole: whether it names the whole
    school. brin: of the last that was whole.
    waiting: those that the school was asked about, the oldest first.
    """

    undoable: str = ""
    is_undoable_whole: bool = False
    brin: str = ""
    whole_at: datetime | None = None
    whole_made_on: date | None = None
    waiting: tuple[Waiting, ...] = ()

    @property
    def undoable_at(self) -> datetime | None:
        """UTC."""
        return moment_of(self.undoable).astimezone(UTC) if self.undoable else None

    def to_confirm(self, now: datetime) -> tuple[Waiting, ...]:
        """Those that the school can still say yes to."""
        return tuple(one for one in self.waiting if now - one.since < LIST_LIFE)
