"""The school's JSON door for messages: accept one, tell what became of it, take it back before it goes."""

from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.attachments import LARGEST_TOGETHER
from common.cloud.services import services
from common.errors import Unfit
from common.web import security
from common.web.api import ApiDoor
from messages import orders, progress, uploads
from messages.faults import DoesNotFit, What

# Of all JSON doors; `make api-document` writes it.
_DOCUMENT = Path(__file__).parent / "openapi.json"

door = ApiDoor()
app = door.app

_PROBLEMS: dict[What, str] = {
    "unknown": "this school has no such class or pupil",
    "moment": "give a moment from now on, within a year",
    "long_key": f"takes at most {orders.LONGEST_KEY} characters",
    "no_file": "this school has no such attachment, or it waited longer than a week",
    "not_uploaded": "this file was not uploaded yet",
    "other_file": "another file was uploaded than was announced",
    "other_kind": "what is in this file is not what the ending of its name says",
    "too_large": f"together they may have at most {LARGEST_TOGETHER} bytes",
}


@app.post("/api/messages")
def accept_message() -> Response[str]:
    from messages.bodies import NewMessage

    key = door.key("messages")
    wanted = door.body(NewMessage).plain()
    try:
        message = orders.accept(key.school, wanted, door.header("idempotency-key"), key.actor, services().now())
    except DoesNotFit as unfit:
        raise Unfit(*({"at": one.at, "problem": _PROBLEMS[one.what]} for one in unfit.faults)) from None
    return door.answer(202, {"id": message})


@app.post("/api/attachments")
def offer_place() -> Response[str]:
    from messages.bodies import NewAttachment

    school = door.school("messages")
    attachment = door.body(NewAttachment).plain()
    return door.answer(201, uploads.offer(school, attachment, services().now()))


@app.get("/api/messages")
def list_messages() -> Response[str]:
    school = door.school("messages")
    return door.answer(200, progress.newest(school, door.query("before"), door.query("limit")))


@app.get("/api/messages/<message_id>")
def show_message(message_id: str) -> Response[str]:
    return door.answer(200, progress.of_message(door.school("messages"), message_id))


@app.get("/api/messages/<message_id>/recipients")
def list_recipients(message_id: str) -> Response[str]:
    school = door.school("messages")
    return door.answer(200, progress.of_recipients(school, message_id, door.query("after"), door.query("limit")))


@app.delete("/api/messages/<message_id>")
def cancel_message(message_id: str) -> Response[str]:
    key = door.key("messages")
    orders.cancel(key.school, message_id, key.actor, services().now())
    return door.answer(200, {"id": message_id, "state": "cancelled"})


@app.get("/api/openapi.json")
def show_document() -> Response[str]:
    headers = {**security.HEADERS, "Cache-Control": "public, max-age=300"}
    return Response(200, "application/json", _DOCUMENT.read_text("utf-8"), headers)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
