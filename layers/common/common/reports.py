"""What somebody tells the school of a pupil because the pages cannot mend it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

# Somebody is linked whom a parent does not know; the date of birth on record is not what the letter's reader says.
What = Literal["unknown_link", "birth_date"]


@dataclass(frozen=True)
class Report:
    """name, contact: of whoever tells it, as far as given. settled_at: None while it waits for the school."""

    school: str
    pupil: str
    what: What
    at: datetime
    name: str = ""
    contact: str = ""
    settled_at: datetime | None = None

    @property
    def id(self) -> str:
        """One of a kind a day: it is a signal, not a conversation."""
        return f"{self.at.date().isoformat()}-{self.what}"
