"""What somebody tells the school of a pupil because the pages cannot mend it."""

from datetime import datetime
from typing import Literal

from common.values import Value

# Of one kind, about one pupil: two parents may tell the same, and one may have mistyped how to be reached.
MOST_A_DAY = 5
# Somebody is linked whom a parent does not know; the date of birth on record is not what the letter's reader says.
What = Literal["unknown_link", "birth_date"]


class Report(Value):
    """name, contact: of whoever tells it, as far as given. settled_at: None while it waits for the school.

    turn: which of its kind that day, from 1.
    """

    school: str
    pupil: str
    what: What
    at: datetime
    name: str = ""
    contact: str = ""
    settled_at: datetime | None = None
    turn: int = 1

    @property
    def id(self) -> str:
        return f"{self.at.date().isoformat()}-{self.what}{f'-{self.turn}' if self.turn > 1 else ''}"

    def waits_with(self, name: str, contact: str) -> bool:
        """Whether the school is to see to just this already."""
        return self.settled_at is None and (self.name, self.contact) == (name, contact)
