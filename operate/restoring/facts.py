"""The facts of the ledger since a moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from common.ledger import Fact, folders, of_line
from operate.stack import Stack

# A table and its stream need not tell the same second. What was told twice changes nothing.
_SURELY = timedelta(minutes=10)
# A clock that is ahead of this one has filled the next folder already; one that is not there costs a question.
_ONE_MORE = timedelta(hours=1)


def facts_since(stack: Stack, moment: datetime, now: datetime) -> Iterator[Fact]:
    for folder in folders(moment - _SURELY, now + _ONE_MORE):
        for key in stack.files.under(stack.ledger_bucket, folder):
            for line in stack.files.lines(stack.ledger_bucket, key):
                fact = of_line(line)
                if fact.at >= moment - _SURELY:
                    yield fact
