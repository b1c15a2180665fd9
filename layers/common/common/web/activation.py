"""From the code on the letter to the child behind it: the steps that registering and linking share."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from common import birthdates, codes
from common.cloud.log import record
from common.cloud.services import services
from common.days import local_date
from common.errors import (
    CodeExpired,
    CodeFull,
    CodeMistyped,
    CodeProblem,
    CodeUnknown,
    DateCheckLocked,
    DateCheckPaused,
    InvalidDate,
    TooManyTries,
    WrongBirthDate,
)
from common.events import ChildLinked, CodeRefused
from common.links import DATE_PAUSE_SECONDS, Invitation, date_check_problem
from common.schools import School
from common.values import Value
from common.web import attempts
from common.web.locking import note_lock
from common.web.visits import Form

DATE_FIELDS = ("day", "month", "year")
# Of a letter that still counts: whoever holds it can tell the school that the date of birth is not right.
_STILL_REPORTED = (CodeExpired, CodeFull, DateCheckPaused, DateCheckLocked)


def open_code(typed: str, network: str, now: datetime) -> Invitation:
    """What a code opens, as it was typed. Raises CodeMistyped before any look-up, or CodeUnknown, which counts.

    network: from where it was sent. Raises TooManyTries where too much failed from there.
    """
    code = codes.normalise(typed)
    if not codes.is_well_formed(code):
        raise CodeMistyped(codes.wrong_group(typed))
    try:
        return _invitation_of(code, network, now)
    except CodeUnknown:
        attempts.count_unknown_code(network, now)
        raise


def _invitation_of(code: str, network: str, now: datetime) -> Invitation:
    here = services()
    indexes = [codes.index(key, code) for key in here.keys.find_keys]
    entry = here.codes.find(indexes, [attempts.code_guard(network, now)])
    found = here.pupils.with_schools([(entry.school, entry.pupil)])
    if not found:
        raise CodeUnknown
    ((pupil, school),) = found
    return Invitation(entry, pupil, school)


def is_code(typed: str) -> bool:
    """Whether somebody typed a code here, of whichever letter."""
    return codes.is_well_formed(codes.normalise(typed))


def lacks_birth_date(invitation: Invitation, form: Mapping[str, str]) -> bool:
    """Whether the page that sent this form did not ask for the date yet, as it did not know the code."""
    return invitation.asks_birth_date and not any(field in form for field in DATE_FIELDS)


def check_birth_date(invitation: Invitation, form: Mapping[str, str], network: str, now: datetime) -> None:
    """The extra check, where the school has the date on record. Every try is counted before it is compared.

    Raises InvalidDate for what is no date (not counted), WrongBirthDate, DateCheckPaused or DateCheckLocked.
    """
    if not invitation.asks_birth_date:
        return
    day, month, year = (form.get(field, "") for field in DATE_FIELDS)
    given = birthdates.parse(day, month, year, today=local_date(now))
    table = services().codes
    counted = table.count_date_try(invitation.entry, now)
    if counted is None:
        raise _closed(invitation, now)
    if given != invitation.pupil.birth_date:
        attempts.count_wrong_date(network, now)
        if closing := date_check_problem(counted, now):
            note_lock(counted, closing, now)
        raise WrongBirthDate
    table.give_date_try_back(invitation.entry)


def check_reportable(invitation: Invitation, now: datetime) -> None:
    """Raises the CodeProblem of a code with which nobody can reach the school any more, or for now."""
    with suppress(*_STILL_REPORTED):
        invitation.check(now)


def _closed(invitation: Invitation, now: datetime) -> DateCheckPaused | DateCheckLocked:
    entry = services().codes.find([invitation.entry.index])
    return date_check_problem(entry, now) or DateCheckPaused(now + timedelta(seconds=DATE_PAUSE_SECONDS))


def field_of(problem: CodeProblem | InvalidDate) -> str:
    """The form's field where a problem is mended."""
    if isinstance(problem, InvalidDate):
        return problem.field
    return "day" if isinstance(problem, WrongBirthDate) else "code"


def sentence_of(problem: CodeProblem | InvalidDate | TooManyTries) -> str:
    if isinstance(problem, InvalidDate):
        return problem.message
    return problem.advice


def record_refusal(problem: CodeProblem | InvalidDate, invitation: Invitation | None, now: datetime) -> None:
    """A date that is no date was not a try at the code."""
    if isinstance(problem, InvalidDate):
        return
    if invitation and isinstance(problem, (DateCheckPaused, DateCheckLocked)):
        note_lock(invitation.entry, problem, now)
    school, pupil = (invitation.school.id, invitation.pupil.id) if invitation else ("", "")
    record(CodeRefused(type(problem).__name__, school, pupil))


class Prefilled(Value):
    """A form as it is shown: with the code of the letter, and with what that code opens."""

    form: Form
    invitation: Invitation | None = None
    came_back: bool = False
    problem: CodeProblem | TooManyTries | None = None
    """Why the code cannot be used now, whatever else is wrong with the form."""

    @property
    def school(self) -> School | None:
        return self.invitation.school if self.invitation else None

    @property
    def asks_birth_date(self) -> bool:
        return self.invitation is not None and self.invitation.asks_birth_date

    @property
    def may_report(self) -> bool:
        """A date of birth was tried and is not right, or too many were; with a code that the school hears of."""
        tried = any(self.form.values.get(field) for field in DATE_FIELDS)
        heard = self.problem is None or isinstance(self.problem, _STILL_REPORTED)
        return heard and self.came_back and self.asks_birth_date and tried and self._is_about_the_code

    @property
    def _is_about_the_code(self) -> bool:
        return bool({"day", "code"} & self.form.errors.keys())

    @property
    def is_one_step_further(self) -> bool:
        """Nothing was wrong with the form that was sent, but for its code the date of birth is asked too."""
        unasked = not any(self.form.values.get(field) for field in DATE_FIELDS)
        return self.came_back and self.asks_birth_date and unasked and not self.form.errors


def prefill(form: Form, code: str, network: str, now: datetime, *, already_linked: bool = False) -> Prefilled:
    """`form` is what came back of an earlier try, `code` what the link on the letter brought along.

    A code that cannot be used says so at once. `already_linked`: whoever asks may hold one of the places.
    """
    typed = form.values.get("code") or code
    if not typed:
        return Prefilled(form)
    invitation, errors = None, dict(form.errors)
    problem: CodeProblem | TooManyTries | None = None
    try:
        invitation = open_code(typed, network, now)
        invitation.check(now, already_linked=already_linked)
    except (CodeProblem, TooManyTries) as found:
        problem = found
        errors.setdefault("code", sentence_of(problem))
    shown = codes.normalise(typed)
    values = {**form.values, "code": codes.grouped(shown) if is_code(typed) else typed}
    return Prefilled(Form(values, errors), invitation, bool(form.values), problem)


def link_child(parent: str, invitation: Invitation, now: datetime) -> None:
    """Links, unless the last place went or the code was replaced a moment ago: that CodeProblem is raised.

    Raises AlreadyLinked where there is nothing left to do.
    """
    invitation.check(now)
    services().parents.link(parent, invitation, now)
    record(ChildLinked(parent, invitation.school.id, invitation.pupil.id))
