"""Letters that are there or on their way: which of them work, and which a school has to print still.

Apart from `letter_orders`, as pages that make no letters tell of them too.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from common.cloud.services import services
from common.days import local_date
from common.letters import Batch
from common.web.desks import Seat

# How many batches the pages of the desk look at: if not that many were found, there are no others.
NEWEST = 20
# Longer than this nothing takes that goes well.
PATIENCE = timedelta(minutes=15)


def there_still(school: str, now: datetime) -> list[Batch]:
    """The newest letters whose files are there or on their way, the newest first."""
    return [one for one in services().batches.newest(school, "", NEWEST) if not one.are_gone(now)]


def waiting_of(seat: Seat, there: Iterable[Batch], now: datetime) -> list[Batch]:
    """Those that nobody printed yet, and in which somebody has a letter who has no printed one."""
    return [one for one in there if waits(seat, one, now) and one.has_new] if seat.tally.new_letters else []


def waits(seat: Seat, batch: Batch, now: datetime) -> bool:
    """Whether a batch can still be printed and be of use: it does not die with new codes for all."""
    return batch.waits(now) and not seat.ordered.replaces(batch)


def that_work(seat: Seat, there: Iterable[Batch], now: datetime) -> list[Batch]:
    """Those in which a letter works, and that do not die with new codes for all."""
    return [one for one in there if not one.is_dead(local_date(now)) and not seat.ordered.replaces(one)]


def takes_long(batch: Batch, now: datetime) -> bool:
    return not batch.is_made and takes_long_since(batch.asked_at, now)


def takes_long_since(asked_at: datetime, now: datetime) -> bool:
    return now >= asked_at + PATIENCE
