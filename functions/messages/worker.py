"""The door for all that is to be sent: fan-out, deliveries, and the mails of the system itself."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, Field, TypeAdapter

from common.cloud.inbox import take_each
from messages import deliveries, notices


class FanOut(BaseModel):
    kind: Literal["fan_out"]
    school: str
    message: str


class Deliver(BaseModel):
    kind: Literal["deliver"]
    school: str
    message: str
    parent: str


class ConfirmEmail(BaseModel):
    kind: Literal["confirm_email"]
    parent: str


class ResetPassword(BaseModel):
    kind: Literal["reset_password"]
    email: str


class PasswordChanged(BaseModel):
    kind: Literal["password_changed"]
    occasion: str
    parent: str


class AddressChanged(BaseModel):
    kind: Literal["address_changed"]
    occasion: str
    parent: str
    old_email: str


class NewLink(BaseModel):
    kind: Literal["new_link"]
    link: str
    school: str
    pupil: str
    parent: str


class Report(BaseModel):
    kind: Literal["report"]
    school: str
    pupil: str
    id: str


class ImportReport(BaseModel):
    kind: Literal["import_report"]
    school: str
    import_id: str
    state: str


OfAccount = ConfirmEmail | ResetPassword | PasswordChanged | AddressChanged
Task = FanOut | Deliver | OfAccount | NewLink | Report | ImportReport
_TASKS: TypeAdapter[Task] = TypeAdapter(Annotated[Task, Field(discriminator="kind")])


def send(message: SQSRecord) -> None:
    match _TASKS.validate_json(message.body):
        case FanOut(school=school, message=message_id):
            deliveries.fan_out(school, message_id)
        case Deliver(school=school, message=message_id, parent=parent):
            deliveries.deliver(school, message_id, parent)
        case ConfirmEmail(parent=parent):
            notices.ask_confirmation(parent)
        case ResetPassword(email=email):
            notices.send_reset(email)
        case PasswordChanged(occasion=occasion, parent=parent):
            notices.tell_of_password(occasion, parent)
        case AddressChanged(occasion=occasion, parent=parent, old_email=old):
            notices.tell_old_address(occasion, parent, old)
        case NewLink(link=link, school=school, pupil=pupil, parent=parent):
            notices.tell_of_new_link(link, school, pupil, parent)
        case Report(school=school, pupil=pupil, id=report_id):
            notices.pass_on_report(school, pupil, report_id)
        case ImportReport(school=school, import_id=import_id, state=state):
            notices.report_list(school, import_id, state)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return take_each(event, context, send)
