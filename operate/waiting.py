"""Messages that should have gone out while their school was suspended."""

from datetime import datetime

from common.journal import OPERATOR
from operate.stack import Stack


def cancel_overdue(stack: Stack, school: str, now: datetime) -> int:
    """How many were cancelled: those whose time has come and that are on their way to nobody yet."""
    overdue = [one for one in stack.messages.open_before(now) if (one.school, one.stage) == (school, "waiting")]
    return sum(
        stack.messages.cancel(one, stack.journal.entry(school, "message_cancelled", OPERATOR, now, message=one.id))
        for one in overdue
    )
