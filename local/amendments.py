"""Where MiniStack differs from AWS in a way that our code or its developer would notice."""

import json
import logging
import time
from collections.abc import Mapping
from email.utils import parseaddr
from functools import wraps
from pathlib import Path
from typing import Any

from ministack.core import iam_actions
from ministack.services import lambda_svc, sqs
from starlette.types import ASGIApp, Receive, Scope, Send

# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
_SINGLE = {
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sns:PublishBatch": "sns:Publish",
}


class AsIfOverTls:
    """Presents loopback as TLS, which AWS is always asked over: bucket policies refuse anything else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = scope.get("headers", [])
        if scope["type"] == "http" and b"x-forwarded-proto" not in dict(headers):
            scope = {**scope, "headers": [*headers, (b"x-forwarded-proto", b"https")]}
        await self.app(scope, receive, send)


def authorize_batches() -> None:
    """A batch needs the permission of its single call; as actions of their own the batches do not exist."""
    extract = iam_actions.extract_iam_action

    @wraps(extract)
    def extract_single(*arguments: Any) -> str | None:
        action: str | None = extract(*arguments)
        return _SINGLE.get(action, action) if action else None

    iam_actions.extract_iam_action = extract_single


def authorize_senders() -> None:
    """Mail needs the permission of its identity, a device that of its application or endpoint, as on AWS.

    MiniStack asks for every resource there.
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html
    """
    extract = iam_actions.extract_resource_arn

    @wraps(extract)
    def extract_sender(service: str, method: str, path: str, headers: Any, body: bytes, *rest: Any) -> str:
        query, region, account = rest
        if path.endswith("/v2/email/outbound-emails"):
            sender = parseaddr(json.loads(body).get("FromEmailAddress", ""))[1]
            return f"arn:aws:ses:{region}:{account}:identity/{sender.rpartition('@')[2]}"
        named = ("PlatformApplicationArn", "EndpointArn", "TargetArn") if service == "sns" else ()
        found = next((query[name] for name in named if query.get(name)), None)
        if found:
            return _as_on_aws(str(found[0] if isinstance(found, list) else found))
        arn: str = extract(service, method, path, headers, body, *rest)
        return arn

    iam_actions.extract_resource_arn = extract_sender


def _as_on_aws(arn: str) -> str:
    """MiniStack names an endpoint app/GCM/<application>/<id>, AWS endpoint/GCM/<application>/<id>."""
    return arn.replace(":app/", ":endpoint/") if arn.count("/") == 3 else arn


def log_functions(path: Path) -> None:
    """Writes what the functions log to a file as well: MiniStack's own log leaves out the HTTP calls."""
    handler = logging.FileHandler(path)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger("functions")
    log.addHandler(handler)
    log.propagate = False
    emit = lambda_svc._emit_lambda_logs

    @wraps(emit)
    def emit_and_write(func: Mapping[str, Any], request_id: str, log_text: str, *rest: Any, **named: Any) -> None:
        config = func.get("config") or func
        for line in log_text.splitlines():
            log.info("%s %s", config.get("FunctionName"), line)
        emit(func, request_id, log_text, *rest, **named)

    lambda_svc._emit_lambda_logs = emit_and_write


def bring_back_what_was_in_flight() -> None:
    """What a function was busy with when an earlier run stopped comes again at once.

    On AWS the functions go on; here nobody is left who could finish it, and its visibility timeout is long.
    """
    load = sqs.load_persisted_state

    @wraps(load)
    def load_and_show(data: Any) -> None:
        load(data)
        for _, queue in sqs._queues.all_items():
            for message in queue["messages"]:
                if message["receive_count"]:
                    message["visible_at"] = time.time()

    sqs.load_persisted_state = load_and_show


def begin_streams_anew() -> None:
    """The records of a table's stream do not outlive a run, but how far they were read does.

    Without this nothing would be read after a restart until there are as many records as before.
    """
    load = lambda_svc.load_persisted_state

    @wraps(load)
    def load_and_rewind(data: Any) -> None:
        load(data)
        lambda_svc._dynamodb_stream_positions.clear()

    lambda_svc.load_persisted_state = load_and_rewind
