"""The frame of every queue's function: each message by itself, the failed ones brought again."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.log import follow, record_failure, record_retry
from common.errors import Permanent, Retry
from common.traces import id_in_body

_processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def take_each(
    event: dict[str, Any], context: LambdaContext, step: Callable[[SQSRecord], None]
) -> dict[str, list[dict[str, str]]]:
    """Runs `step` for each message of an SQS event and says which ones the queue should bring again.

    A step that raises Permanent is done for good; any other exception brings the message again, and after
    the queue's last try to its dead-letter queue. What is logged on the way says what the message is about.
    """

    def guarded(record: SQSRecord) -> None:
        follow(id_in_body(record.body))
        try:
            step(record)
        except Permanent as error:
            record_failure(error)
        except Retry as error:
            record_retry(error)
            raise
        except Exception as error:
            record_failure(error)
            raise

    return process_partial_response(  # type: ignore[return-value]  # a TypedDict is a dict
        event=event, record_handler=guarded, processor=_processor, context=context
    )
