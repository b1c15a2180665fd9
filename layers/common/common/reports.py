"""What somebody tells the school of a pupil because the pages cannot mend it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

# Somebody is linked whom a parent does not know; the date of birth on record is not what the letter's reader says.
What = Literal["unknown_link", "birth_date"]


@dataclass(frozen=True)
class Report:
    """name, contact: of whoever tells it, as far as given."""

    school: str
    pupil: str
    what: What
    at: datetime
    name: str = ""
    contact: str = ""
