"""From the table's stream to the queue: what the outbox holds goes on its way, and then leaves the outbox."""

from collections.abc import Iterable
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from boto3.dynamodb.types import TypeDeserializer

from common.batches import in_batches
from common.cloud.log import record_failure
from common.cloud.services import services
from common.cloud.table.keys import OUTBOX
from common.cloud.table.outbox import Entry
from common.errors import Retry

_AT_ONCE = 100
_plain = TypeDeserializer().deserialize


def handler(event: dict[str, Any], _context: LambdaContext) -> None:
    """Sends all entries of a stream event. If it fails the stream brings them again: receivers take repeats."""
    new = [_new_item(one) for one in event["Records"] if one["eventName"] == "INSERT" and _is_outbox(one)]
    now = services().now().timestamp()
    try:
        send_on((item["PK"], item["SK"], item["body"]) for item in new if item["due"] <= now)
    except Exception as error:
        record_failure(error)
        raise Retry("outbox not relayed") from None


def send_on(entries: Iterable[Entry]) -> int:
    """How many there were. What fails after sending is sent again."""
    sent = 0
    for some in in_batches(entries, _AT_ONCE):
        services().deliveries_queue.send(body for _, _, body in some)
        services().outbox.drop((partition, sort_key) for partition, sort_key, _ in some)
        sent += len(some)
    return sent


def _is_outbox(stream_record: dict[str, Any]) -> bool:
    return str(stream_record["dynamodb"]["Keys"]["PK"]["S"]).startswith(OUTBOX)


def _new_item(stream_record: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in stream_record["dynamodb"]["NewImage"].items()}
