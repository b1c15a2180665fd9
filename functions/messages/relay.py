"""From the table's stream to the queue: what the outbox holds goes on its way, and then leaves the outbox."""

from collections.abc import Iterable, Sequence
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from common.batches import in_batches
from common.cloud.log import follow, record, record_failure
from common.cloud.services import services
from common.cloud.table.keys import OUTBOX
from common.cloud.table.outbox import Entry
from common.cloud.table.store import plain
from common.errors import Retry
from common.message_events import TasksSent
from common.traces import id_in, ids_in

_AT_ONCE = 100


def handler(event: dict[str, Any], _context: LambdaContext) -> None:
    """Sends all entries of a stream event. If it fails the stream brings them again: receivers take repeats."""
    new = [_new_item(one) for one in event["Records"] if one["eventName"] == "INSERT" and _is_outbox(one)]
    now = services().now().timestamp()
    try:
        send_on((item["PK"], item["SK"], item["body"]) for item in new if item["due"] <= now)
    except Retry:
        # Each failure behind it was recorded.
        raise
    except Exception as error:
        record_failure(error)
        raise Retry("outbox not relayed") from None


def send_on(entries: Iterable[Entry]) -> int:
    """How many there were. What fails after sending is sent again.

    Raises Retry for those that failed, after all others: one that cannot be sent keeps nobody waiting.
    """
    sent = failed = 0
    for some in in_batches(entries, _AT_ONCE):
        failed += _failed_of(some)
        sent += len(some)
    if failed:
        raise Retry(f"{failed} of {sent} not sent")
    return sent


def _failed_of(some: Sequence[Entry]) -> int:
    """Sends some, by halves where that fails; how many failed by themselves."""
    follow("")
    try:
        services().deliveries_queue.send(body for _, _, body in some)
        services().outbox.drop((partition, sort_key) for partition, sort_key, _ in some)
    except Exception as error:
        if len(some) == 1:
            follow(id_in(some[0][2]))
            record_failure(error)
            return 1
        half = len(some) // 2
        return _failed_of(some[:half]) + _failed_of(some[half:])
    record(TasksSent(len(some), ids_in(body for _, _, body in some)))
    return 0


def _is_outbox(stream_record: dict[str, Any]) -> bool:
    return str(stream_record["dynamodb"]["Keys"]["PK"]["S"]).startswith(OUTBOX)


def _new_item(stream_record: dict[str, Any]) -> dict[str, Any]:
    return plain(stream_record["dynamodb"]["NewImage"])
