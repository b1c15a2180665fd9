"""The door for pupil lists: objects that appear in the uploads bucket, and what a school orders for its lists."""

from typing import Annotated, Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, Field, TypeAdapter

from common.cloud.inbox import take_each
from common.imports import Order
from pupils import imports


class Uploads(BaseModel):
    """S3 sends a test event without records when the notification is set up."""

    records: Annotated[list[dict[str, Any]], Field(alias="Records")] = []


class Ordered(BaseModel):
    """preview: the one that the school confirms."""

    order: Order
    school: str
    import_id: str
    preview: int = 0


_MESSAGES: TypeAdapter[Ordered | Uploads] = TypeAdapter(Ordered | Uploads)


def take_lists(message: SQSRecord) -> None:
    match _MESSAGES.validate_json(message.body):
        case Ordered(order="go_on", school=school, import_id=import_id):
            imports.go_on(school, import_id)
        case Ordered(order="confirm", school=school, import_id=import_id, preview=preview):
            imports.confirm(school, import_id, preview)
        case Ordered(order="undo", school=school, import_id=import_id):
            imports.undo(school, import_id)
        case Uploads(records=records):
            for s3_record in records:
                imports.take(imports.upload_of(s3_record))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return take_each(event, context, take_lists)
