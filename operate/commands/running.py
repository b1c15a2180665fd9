"""What a school, or all mail, does while it runs: stopped, and let go on."""

from common.journal import OPERATOR
from common.schools import School
from operate.registry import Answer, Given, Refused, argument, command, command_of_school
from operate.reports import reports
from operate.stack import Stack
from operate.waiting import cancel_overdue


@command_of_school("imports", "print what became of the newest lists of a school")
def show_imports(stack: Stack, _given: Given, school: School) -> Answer:
    return Answer(f"The newest lists of {school.id}:", "\n".join(reports(school.id, stack.imports)))


@command_of_school("pause-school", "make none of its codes link anybody, until resume-school")
def pause(stack: Stack, _given: Given, school: School) -> Answer:
    _set_paused(stack, school, paused=True)
    return Answer("From now on no code links anybody to a child of:", school.id)


@command_of_school("resume-school", "make its codes work again")
def resume(stack: Stack, _given: Given, school: School) -> Answer:
    _set_paused(stack, school, paused=False)
    return Answer("The codes work again of:", school.id)


def _set_paused(stack: Stack, school: School, *, paused: bool) -> None:
    """Again, it changes nothing."""
    if school.paused != paused:
        entry = stack.journal.entry(school.id, "settings_changed", OPERATOR, stack.now(), setting="paused")
        stack.schools.change(school.id, {"paused": paused}, entry)


@command_of_school(
    "suspend-school", "stop everything of it: codes, desk, keys, lists, messages; until unsuspend-school"
)
def suspend(stack: Stack, _given: Given, school: School) -> Answer:
    """Again, it changes nothing."""
    if not school.suspended:
        now = stack.now()
        stack.schools.suspend(school.id, stack.journal.entry(school.id, "school_suspended", OPERATOR, now))
    return Answer("Nothing goes on any more; parents keep their accounts. Messages wait. Suspended:", school.id)


@command_of_school(
    "unsuspend-school",
    "let it go on, with the messages that waited",
    argument("--cancel-overdue", action="store_true", help="not with those that should have gone out meanwhile"),
)
def unsuspend(stack: Stack, given: Given, school: School) -> Answer:
    """Again, it changes nothing."""
    if school.deleted_on:
        raise Refused(f"{school.id} is to be erased on {school.deleted_on}: undelete-school keeps it")
    now = stack.now()
    cancelled = cancel_overdue(stack, school.id, now) if given.cancel_overdue and school.suspended else 0
    if school.suspended:
        stack.schools.resume(school.id, stack.journal.entry(school.id, "school_resumed", OPERATOR, now), now)
    rest = f"{cancelled} overdue messages were cancelled." if given.cancel_overdue else "What waited goes out soon."
    return Answer(f"The school goes on. {rest}", school.id)


@command("resume-mail", "let mail go on after too many bounces or complaints")
def resume_mail(stack: Stack, _given: Given) -> Answer:
    stack.reputations.forget(stack.now())
    return Answer("Mail goes on within a quarter of an hour.")
