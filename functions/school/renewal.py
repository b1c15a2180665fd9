"""New codes for all pupils: whether they are on their way, and which letters die with them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from common.cloud.services import services
from common.cloud.table.years import Ordered
from common.errors import NotThere
from common.letters import Batch
from common.web.desks import Seat
from school.present_letters import NEWEST

# An order that fails waits so long among the dead letters.
_ORDER_LIFE = timedelta(days=14)


def is_recent(ordered: Ordered, now: datetime) -> bool:
    return ordered.renewed_at is not None and now < ordered.renewed_at + _ORDER_LIFE


def is_on_its_way(ordered: Ordered, found: Sequence[Batch], now: datetime) -> bool:
    """Whether the letters with the new codes are not there yet. found: the newest of the school, the newest first."""
    if not is_recent(ordered, now) or any(one.id == ordered.batch for one in found):
        return False
    return len(found) < NEWEST or found[-1].id < ordered.batch


def kills_soon(seat: Seat, batch: Batch, now: datetime) -> bool:
    """Whether new codes are on their way, with which the letters of this batch die."""
    here, ordered = services(), seat.ordered
    if not is_recent(ordered, now) or not ordered.replaces(batch):
        return False
    return here.batches.find(seat.school.id, ordered.batch) is None


def ordered_at(seat: Seat, batch_id: str, now: datetime) -> datetime:
    """When new codes for all were ordered, whose letters come in this batch, of which nothing is noted yet.

    Raises NotThere.
    """
    ordered = seat.ordered
    if ordered.renewed_at is None or ordered.batch != batch_id or not is_recent(ordered, now):
        raise NotThere
    return ordered.renewed_at


def ordered_by(seat: Seat) -> str:
    """The name of whoever ordered them last; '' where nobody knows, or the person is gone."""
    by = seat.ordered.renewed_by
    person = services().staff.find(seat.school.id, by) if by else None
    return person.name if person else ""
