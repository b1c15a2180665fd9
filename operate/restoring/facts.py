"""The facts of the ledger since a moment."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from common.ledger import Fact, folder_of, of_line
from operate.stack import Stack

# A table and its stream need not tell the same second. What was told twice changes nothing.
_SURELY = timedelta(minutes=10)
# A clock that is ahead of this one has filled the next folder already; one that is not there costs a question.
_ONE_MORE = timedelta(hours=1)
_HOUR = timedelta(hours=1)


def facts_since(stack: Stack, moment: datetime, now: datetime) -> Iterator[Fact]:
    for folder in folders(moment - _SURELY, now + _ONE_MORE):
        for key in stack.files.under(stack.ledger_bucket, folder):
            for line in stack.files.lines(stack.ledger_bucket, key):
                fact = of_line(line)
                if fact.at >= moment - _SURELY:
                    yield fact


def folders(since: datetime, until: datetime) -> Iterator[str]:
    """Of every hour from one moment to the other, the first first."""
    hour = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    while hour <= until:
        yield folder_of(hour)
        hour += _HOUR
