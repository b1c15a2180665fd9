"""The door for letters: each message asks for one PDF. The only function that can make codes."""

import json
from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.inbox import take_each
from letters import batches


def make_letters(message: SQSRecord) -> None:
    batches.make(json.loads(message.body))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return take_each(event, context, make_letters)
