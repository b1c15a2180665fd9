"""The door for letters: each message asks for one PDF, or that codes be forgotten. Only here can codes be made."""

import json
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.inbox import take_each
from letters import batches, forgetting

if TYPE_CHECKING:
    from common.letters import LettersTask


def do(message: SQSRecord) -> None:
    task: LettersTask = json.loads(message.body)
    if "kind" in task:
        forgetting.forget_codes(task)
    else:
        batches.make(task)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return take_each(event, context, do)
