"""The school's JSON door for messages: accept one, tell what became of it, take it back before it goes."""

from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.services import services
from common.web.api import ApiDoor
from messages import orders, progress, uploads

door = ApiDoor()
app = door.app


@app.post("/api/messages")
def accept_message() -> Response[str]:
    school = door.school("messages")
    wanted = door.body(orders.NewMessage)
    message = orders.accept(school, wanted, door.header("idempotency-key"), services().now())
    return door.answer(202, {"id": message})


@app.post("/api/attachments")
def offer_place() -> Response[str]:
    school = door.school("messages")
    wanted = door.body(uploads.NewAttachment)
    return door.answer(201, uploads.offer(school, wanted, services().now()))


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
    orders.cancel(door.school("messages"), message_id)
    return door.answer(200, {"id": message_id, "state": "cancelled"})


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
