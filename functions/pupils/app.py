"""The door for pupil lists: each object that appears in the uploads bucket comes here through a queue."""

import json
from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.inbox import take_each
from pupils import imports


def take_lists(message: SQSRecord) -> None:
    """S3 sends a test event without records when the notification is set up."""
    for s3_record in json.loads(message.body).get("Records", []):
        imports.take(imports.upload_of(s3_record))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return take_each(event, context, take_lists)
