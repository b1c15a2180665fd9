"""The door for what SES tells of the mails that it took."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.inbox import take_each
from messages import feedback
from messages.feedback import Feedback


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    def step(message: SQSRecord) -> None:
        feedback.take(Feedback.model_validate_json(message.body))

    return take_each(event, context, step)
