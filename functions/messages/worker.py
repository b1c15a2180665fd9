"""The door for all that is to be sent: fan-out, deliveries, and the mails of the system itself."""

from datetime import date
from typing import Annotated, Any, Literal

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, Field, TypeAdapter

from common.cloud import counting
from common.cloud.inbox import take_each
from common.messages import Recipient
from messages import deliveries, digests, fanout, goodbyes, notices, pushes, reminders, yearly


class FanOut(BaseModel):
    kind: Literal["fan_out"]
    school: str
    message: str

    def do(self) -> None:
        fanout.fan_out(self.school, self.message)


class Deliver(BaseModel):
    """to: parents, each with the children who are meant. slot: see `messages.turns`."""

    kind: Literal["deliver"]
    school: str
    message: str
    to: list[list[str]]
    slot: float = 0

    def do(self) -> None:
        recipients = [Recipient(parent, tuple(pupils)) for parent, *pupils in self.to]
        deliveries.deliver(self.school, self.message, recipients, self.slot)


class Digest(BaseModel):
    kind: Literal["digest"]
    parent: str
    school: str
    due: int
    slot: float = 0

    def do(self) -> None:
        digests.send_digest(self.parent, self.school, self.due, self.slot)


class TryOut(BaseModel):
    kind: Literal["try_out"]
    occasion: str
    parent: str

    def do(self) -> None:
        notices.try_out(self.occasion, self.parent)


class ConfirmEmail(BaseModel):
    kind: Literal["confirm_email"]
    parent: str

    def do(self) -> None:
        notices.ask_confirmation(self.parent)


class ResetPassword(BaseModel):
    kind: Literal["reset_password"]
    email: str

    def do(self) -> None:
        notices.send_reset(self.email)


class PasswordChanged(BaseModel):
    kind: Literal["password_changed"]
    occasion: str
    parent: str

    def do(self) -> None:
        notices.tell_of_password(self.occasion, self.parent)


class AddressChanged(BaseModel):
    kind: Literal["address_changed"]
    occasion: str
    parent: str
    old_email: str

    def do(self) -> None:
        notices.tell_old_address(self.occasion, self.parent, self.old_email)


class NewLink(BaseModel):
    kind: Literal["new_link"]
    link: str
    school: str
    pupil: str
    parent: str

    def do(self) -> None:
        counting.recount(self.school)
        notices.tell_of_new_link(self.link, self.school, self.pupil, self.parent)


class Unlinked(BaseModel):
    kind: Literal["unlinked"]
    link: str
    school: str
    parent: str

    def do(self) -> None:
        notices.tell_of_ended_link(self.link, self.school, self.parent)


class Report(BaseModel):
    kind: Literal["report"]
    school: str
    pupil: str
    id: str

    def do(self) -> None:
        notices.pass_on_report(self.school, self.pupil, self.id)


class ImportReport(BaseModel):
    kind: Literal["import_report"]
    school: str
    import_id: str
    state: str

    def do(self) -> None:
        counting.recount(self.school)
        notices.report_list(self.school, self.import_id, self.state)


class InviteStaff(BaseModel):
    kind: Literal["invite_staff"]
    school: str
    staff: str

    def do(self) -> None:
        notices.invite_staff(self.school, self.staff)


class Recount(BaseModel):
    """Something changed in how many parents a school has."""

    kind: Literal["recount"]
    school: str

    def do(self) -> None:
        counting.recount(self.school)


class LettersReady(BaseModel):
    kind: Literal["letters_ready"]
    school: str
    batch: str

    def do(self) -> None:
        notices.tell_letters_ready(self.school, self.batch)


class Remind(BaseModel):
    """Letters were handed out three weeks ago."""

    kind: Literal["remind"]
    school: str
    batch: str

    def do(self) -> None:
        reminders.remind(self.school, self.batch)


class DropEndpoint(BaseModel):
    kind: Literal["drop_endpoint"]
    device: str
    endpoint: str

    def do(self) -> None:
        pushes.drop_endpoint(self.device, self.endpoint)


class Leave(BaseModel):
    """The day on which a pupil leaves has come."""

    kind: Literal["leave"]
    school: str
    pupil: str
    day: date

    def do(self) -> None:
        goodbyes.leave(self.school, self.pupil, self.day)


class ForgetPupil(BaseModel):
    """versions: how many codes the pupil had."""

    kind: Literal["forget_pupil"]
    school: str
    pupil: str
    versions: int

    def do(self) -> None:
        goodbyes.forget(self.school, self.pupil, self.versions)


class ExtendCodes(BaseModel):
    kind: Literal["extend_codes"]
    school: str
    until: date

    def do(self) -> None:
        yearly.extend(self.school, self.until)


class RenewCodes(BaseModel):
    """by: the id of whoever of the staff ordered it."""

    kind: Literal["renew_codes"]
    school: str
    batch: str
    by: str
    until: date

    def do(self) -> None:
        yearly.renew(self.school, self.batch, self.by, self.until)


OfMessages = FanOut | Deliver | Digest | TryOut
OfAccount = ConfirmEmail | ResetPassword | PasswordChanged | AddressChanged
OfSchool = ImportReport | LettersReady | Remind | InviteStaff | Recount | Leave | ForgetPupil
OfLinks = NewLink | Unlinked | Report
OfYear = ExtendCodes | RenewCodes
Task = OfMessages | OfAccount | OfSchool | OfLinks | OfYear | DropEndpoint
_TASKS: TypeAdapter[Task] = TypeAdapter(Annotated[Task, Field(discriminator="kind")])


def send(message: SQSRecord) -> None:
    _TASKS.validate_json(message.body).do()


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return take_each(event, context, send)
