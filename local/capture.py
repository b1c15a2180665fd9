"""Keeps every mail and push whole, in front of MiniStack, which forgets headers and all pushes.

The request goes through first: what the emulated AWS refuses (no permission, an unverified sender) was
not sent and is not in the mailbox.
"""

import asyncio
import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl
from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local.devices import Devices
from local.mailbox import Mailbox
from local.messages import read_attributes, read_mail, read_push

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    Tell = Callable[[Mapping[str, Any], str], None]

_Parameters = dict[str, str]


class Reply:
    """The answer of the application behind, held until we know whether it stands."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def hold(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def succeeded(self) -> bool:
        return any(HTTPStatus.OK <= message.get("status", 0) < HTTPStatus.MULTIPLE_CHOICES for message in self.messages)

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages)


class Capture:
    def __init__(self, app: ASGIApp, mailbox: Mailbox, devices: Devices, tell: "Tell" = lambda *_: None) -> None:
        """tell: is told of each mail that was sent, in a thread of its own."""
        self.app = app
        self.tell = tell
        self._telling: set[asyncio.Task[None]] = set()
        self.mailbox = mailbox
        self.devices = devices
        self._sns: dict[str, Callable[[_Parameters, Reply], Reply]] = {
            "Publish": self._publish,
            "CreatePlatformEndpoint": self._create_endpoint,
            "SetEndpointAttributes": self._set_attributes,
            "DeleteEndpoint": self._delete_endpoint,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _may_send(scope):
            await self.app(scope, receive, send)
            return
        body = await _read(receive)
        reply = Reply()
        await self.app(scope, _again(body, receive), reply.hold)
        if reply.succeeded:
            reply = self._look(scope["path"], body, reply)
        for message in reply.messages:
            await send(message)

    def _look(self, path: str, body: bytes, reply: Reply) -> Reply:
        if path != "/":
            request = json.loads(body)
            self.mailbox.add(read_mail(request))
            task = asyncio.create_task(asyncio.to_thread(self.tell, request, json.loads(reply.body)["MessageId"]))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)
            return reply
        parameters = dict(parse_qsl(body.decode(), keep_blank_values=True))
        look = self._sns.get(parameters.get("Action", ""))
        return look(parameters, reply) if look else reply

    def _publish(self, parameters: _Parameters, reply: Reply) -> Reply:
        device = self.devices.find(parameters.get("TargetArn", ""))
        if device is None:
            return reply
        if not device.enabled:
            return _endpoint_disabled()
        self.mailbox.add(read_push(parameters, device.token))
        return reply

    def _create_endpoint(self, parameters: _Parameters, reply: Reply) -> Reply:
        if arn := re.search(rb"<EndpointArn>([^<]+)</EndpointArn>", reply.body):
            self.devices.remember(arn[1].decode(), parameters["Token"], read_attributes(parameters))
        return reply

    def _set_attributes(self, parameters: _Parameters, reply: Reply) -> Reply:
        self.devices.change(parameters["EndpointArn"], read_attributes(parameters))
        return reply

    def _delete_endpoint(self, parameters: _Parameters, reply: Reply) -> Reply:
        self.devices.forget(parameters["EndpointArn"])
        return reply


def _may_send(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "POST":
        return False
    form = dict(scope["headers"]).get(b"content-type", b"").startswith(b"application/x-www-form-urlencoded")
    path: str = scope["path"]
    return path == "/v2/email/outbound-emails" or (path == "/" and form)


async def _read(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body once more, then what the connection says next."""
    given: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return given.pop() if given else await receive()

    return next_message


def _endpoint_disabled() -> Reply:
    request = uuid4()
    body = (
        '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>'
        "<Code>EndpointDisabled</Code><Message>Endpoint is disabled</Message></Error>"
        f"<RequestId>{request}</RequestId></ErrorResponse>"
    ).encode()
    headers = [(b"content-type", b"text/xml"), (b"content-length", str(len(body)).encode())]
    reply = Reply()
    reply.messages = [
        {"type": "http.response.start", "status": HTTPStatus.BAD_REQUEST.value, "headers": headers},
        {"type": "http.response.body", "body": body},
    ]
    return reply
