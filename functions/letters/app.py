"""The door for letters: each message asks for a file, or about the index of codes. Only here can codes be made."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, Discriminator, Tag, TypeAdapter

from common.cloud.inbox import take_each
from common.letters import LetterRequest
from letters import batches, forgetting, making, zips


class MakeLetters(BaseModel):
    """One PDF, see `LetterRequest`; what names no kind is one."""

    kind: Literal["letters"] = "letters"
    school: str
    batch: str
    file: str
    pupils: list[str]
    reminder: bool = False

    def do(self) -> None:
        request = LetterRequest(
            school=self.school, batch=self.batch, file=self.file, pupils=self.pupils, reminder=self.reminder
        )
        batches.make(request)


class ZipLetters(BaseModel):
    """All PDFs of a batch in one file."""

    kind: Literal["zip"]
    school: str
    batch: str

    def do(self) -> None:
        zips.make(self.school, self.batch)


class ForgetCodes(BaseModel):
    """All codes that a pupil who was deleted ever had: versions 1 to `versions`."""

    kind: Literal["forget_codes"]
    school: str
    pupil: str
    versions: int

    def do(self) -> None:
        forgetting.forget_codes(self.school, self.pupil, self.versions)


class KnowCode(BaseModel):
    """See `CodeToKnow`."""

    kind: Literal["know_code"]
    school: str
    pupil: str
    version: int

    def do(self) -> None:
        making.know_code(self.school, self.pupil, self.version)


Task = Annotated[
    Annotated[MakeLetters, Tag("letters")]
    | Annotated[ZipLetters, Tag("zip")]
    | Annotated[ForgetCodes, Tag("forget_codes")]
    | Annotated[KnowCode, Tag("know_code")],
    Discriminator(lambda body: body.get("kind", "letters")),
]
_task = TypeAdapter[Task](Task)


def take(message: SQSRecord) -> None:
    _task.validate_json(message.body).do()


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return take_each(event, context, take)
