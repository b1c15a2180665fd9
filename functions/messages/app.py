"""The school's JSON door for messages: accept one, and tell what became of it."""

from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.log import record
from common.cloud.services import services
from common.errors import NotThere
from common.events import MessageAccepted
from common.messages import counts
from common.web.api import ApiDoor, BadBody
from messages.audiences import unknown_in
from messages.requests import NewMessage, message_of, state_of

door = ApiDoor()
app = door.app


@app.post("/api/messages")
def accept_message() -> Response[str]:
    school = door.school()
    message = message_of(school, door.body(NewMessage), services().now())
    unknown = unknown_in(message.audience, services().pupils.of_school(school))
    if unknown:
        raise BadBody([{"at": at, "problem": "this school has no such class or pupil"} for at in unknown])
    services().messages.add(message)
    record(MessageAccepted(school, message.id, message.kind))
    return door.answer(202, {"id": message.id})


@app.get("/api/messages/<message_id>")
def show_message(message_id: str) -> Response[str]:
    message = services().messages.find(door.school(), message_id)
    if message is None:
        raise NotThere
    tally = counts(*services().deliveries.progress(message.id))
    return door.answer(200, {"id": message.id, "state": state_of(message, tally), "counts": tally})


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
