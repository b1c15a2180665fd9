"""From the table's stream to the queue: what the outbox holds goes on its way, and then leaves the outbox."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from boto3.dynamodb.types import TypeDeserializer

from common.cloud.log import record_failure
from common.cloud.services import services
from common.cloud.table.keys import OUTBOX
from common.errors import Retry

_plain = TypeDeserializer().deserialize


def handler(event: dict[str, Any], _context: LambdaContext) -> None:
    """Sends all entries of a stream event. If it fails the stream brings them again: receivers take repeats."""
    new = [_new_item(one) for one in event["Records"] if one["eventName"] == "INSERT" and _is_outbox(one)]
    if not new:
        return
    try:
        services().deliveries_queue.send(item["body"] for item in new)
        services().messages.drop_outbox((item["PK"], item["SK"]) for item in new)
    except Exception as error:
        record_failure(error)
        raise Retry("outbox not relayed") from None


def _is_outbox(stream_record: dict[str, Any]) -> bool:
    return str(stream_record["dynamodb"]["Keys"]["PK"]["S"]).startswith(OUTBOX)


def _new_item(stream_record: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in stream_record["dynamodb"]["NewImage"].items()}
