"""The door for what SES tells of the mails that it took."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.inbox import take_each
from messages import feedback


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    def step(message: SQSRecord) -> None:
        told = feedback.event_in(message.body)
        if told:
            feedback.take(told)

    return take_each(event, context, step)
