"""The door for letters: each message asks for one file. The only function that can make codes."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, Discriminator, Tag, TypeAdapter

from common.cloud.inbox import take_each
from common.letters import LetterRequest
from letters import batches, zips


class MakeLetters(BaseModel):
    """One PDF, see `LetterRequest`; what names no kind is one."""

    kind: Literal["letters"] = "letters"
    school: str
    batch: str
    file: str
    pupils: list[str]

    def do(self) -> None:
        batches.make(LetterRequest(school=self.school, batch=self.batch, file=self.file, pupils=self.pupils))


class ZipLetters(BaseModel):
    """All PDFs of a batch in one file."""

    kind: Literal["zip"]
    school: str
    batch: str

    def do(self) -> None:
        zips.make(self.school, self.batch)


Task = Annotated[
    Annotated[MakeLetters, Tag("letters")] | Annotated[ZipLetters, Tag("zip")],
    Discriminator(lambda body: body.get("kind", "letters")),
]
_task = TypeAdapter[Task](Task)


def take(message: SQSRecord) -> None:
    _task.validate_json(message.body).do()


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return take_each(event, context, take)
