"""From a code to a child: who may link, and when not."""

from dataclasses import dataclass
from datetime import datetime

from common.days import local_date
from common.errors import (
    CodeClosed,
    CodeExpired,
    CodeFull,
    CodeProblem,
    CodeReplaced,
    CodesPaused,
    DateCheckLocked,
    DateCheckPaused,
)
from common.pupils import Pupil
from common.schools import School

DATE_FAILURES_A_DAY = 5
DATE_FAILURES_FOR_LIFE = 10
DATE_PAUSE_SECONDS = 24 * 3600


@dataclass(frozen=True)
class CodeEntry:
    """What the table keeps under a code's index, never the code."""

    index: str
    school: str
    pupil: str
    version: int
    date_failures: int = 0
    date_failures_ever: int = 0
    date_paused_until: datetime | None = None


@dataclass(frozen=True)
class Link:
    parent: str
    school: str
    pupil: str
    since: datetime
    code_version: int
    """Of the letter that it was made with."""


@dataclass(frozen=True)
class Invitation:
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
        if not self.school.takes_links:
            return CodesPaused()
        if self.entry.version != self.pupil.code_version:
            return CodeReplaced()
        if not self.pupil.active:
            return CodeClosed()
        if self.pupil.valid_until < local_date(now):
            return CodeExpired()
        if self.pupil.linked >= self.cap and not already_linked:
            return CodeFull()
        return date_check_problem(self.entry, now) if self.asks_birth_date else None


def date_check_problem(entry: CodeEntry, now: datetime) -> DateCheckPaused | DateCheckLocked | None:
    if entry.date_failures_ever >= DATE_FAILURES_FOR_LIFE:
        return DateCheckLocked()
    if entry.date_failures >= DATE_FAILURES_A_DAY and entry.date_paused_until and entry.date_paused_until > now:
        return DateCheckPaused(entry.date_paused_until)
    return None
