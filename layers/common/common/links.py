"""From a code to a child: who may link, and when not."""

from datetime import datetime

from common.days import local_date
from common.errors import (
    CodeClosed,
    CodeExpired,
    CodeFull,
    CodeProblem,
    CodeReplaced,
    CodesPaused,
    CodeWornOut,
    DateCheckLocked,
    DateCheckPaused,
)
from common.pupils import Pupil
from common.schools import School
from common.values import Value

DATE_FAILURES_A_DAY = 5
DATE_FAILURES_FOR_LIFE = 10
DATE_PAUSE_SECONDS = 24 * 3600
# With one letter, whoever was unlinked again included.
MOST_LINKS_OF_A_CODE = 25


class CodeEntry(Value):
    """What the table keeps under a code's index, never the code."""

    index: str
    school: str
    pupil: str
    version: int
    date_failures: int = 0
    date_failures_ever: int = 0
    date_paused_until: datetime | None = None
    links_made: int = 0


class Link(Value):
    parent: str
    school: str
    pupil: str
    since: datetime
    code_version: int
    """Of the letter that it was made with."""


class Invitation(Value):
    """What a code opens: one pupil of one school."""

    entry: CodeEntry
    pupil: Pupil
    school: School

    @property
    def cap(self) -> int:
        return self.school.cap(birth_date_known=self.pupil.birth_date is not None)

    @property
    def asks_birth_date(self) -> bool:
        return self.pupil.birth_date is not None

    def check(self, now: datetime, *, already_linked: bool = False) -> None:
        """Raises the CodeProblem that keeps this code from being used, if there is one."""
        problem = self._problem(now, already_linked=already_linked)
        if problem:
            raise problem

    def _problem(self, now: datetime, *, already_linked: bool) -> CodeProblem | None:
        is_new = not already_linked
        problems: tuple[tuple[bool, type[CodeProblem]], ...] = (
            (not self.school.takes_links, CodesPaused),
            (self.entry.version != self.pupil.code_version, CodeReplaced),
            (not self.pupil.active, CodeClosed),
            (self.pupil.valid_until < local_date(now), CodeExpired),
            (is_new and self.pupil.linked >= self.cap, CodeFull),
            (is_new and self.entry.links_made >= MOST_LINKS_OF_A_CODE, CodeWornOut),
        )
        found = next((problem for is_so, problem in problems if is_so), None)
        if found:
            return found()
        return date_check_problem(self.entry, now) if self.asks_birth_date else None


def date_check_problem(entry: CodeEntry, now: datetime) -> DateCheckPaused | DateCheckLocked | None:
    if entry.date_failures_ever >= DATE_FAILURES_FOR_LIFE:
        return DateCheckLocked()
    if entry.date_failures >= DATE_FAILURES_A_DAY and entry.date_paused_until and entry.date_paused_until > now:
        return DateCheckPaused(entry.date_paused_until)
    return None
