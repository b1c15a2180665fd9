"""What each function does is held against its role in template.yaml, in every test that runs a handler."""

import importlib
import json
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

_TEMPLATE = Path(__file__).parents[2] / "template.yaml"
_RUNNING: ContextVar[str] = ContextVar("function", default="")
# These go by the token of whoever logs in, not by a role.
_NEED_NO_ROLE = {"AssociateSoftwareToken", "VerifySoftwareToken"}
_PREFIXES = {"sesv2": "ses"}
# Where an operation is allowed by another name: https://docs.aws.amazon.com/service-authorization/latest/reference/
_ALLOWED_AS = {
    "s3:HeadObject": ("s3:GetObject",),
    "s3:ListObjectsV2": ("s3:ListBucket",),
    "s3:CopyObject": ("s3:GetObject", "s3:PutObject"),
    "s3:DeleteObjects": ("s3:DeleteObject",),
    "s3:CreateMultipartUpload": ("s3:PutObject",),
    "s3:UploadPart": ("s3:PutObject",),
    "s3:CompleteMultipartUpload": ("s3:PutObject",),
    "sqs:SendMessageBatch": ("sqs:SendMessage",),
}
# Words of a statement's resources.
_TABLE, _INDEX = '["Table", "Arn"]', "/index/BySchool"
_PARTS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}

# What was done without leave since the last look.
denied: set[str] = set()


@cache
def hold_functions_to_their_roles() -> None:
    """From now on each handler is known by its function while it runs."""
    for name, properties in functions_of_template().items():
        module_name, _, handler = properties["Handler"].rpartition(".")
        module = importlib.import_module(module_name)
        setattr(module, handler, _known_as(name, getattr(module, handler)))


def as_somebody_else(act: Callable[[], object]) -> None:
    """What happens meanwhile, while a handler runs, is not the handler's doing."""
    before = _RUNNING.set("")
    act()
    _RUNNING.reset(before)


def watch(model: Any, params: Any) -> None:
    """Of each call to AWS, before it is made."""
    function = _RUNNING.get()
    if function and model.name not in _NEED_NO_ROLE:
        allowed = _allowed(function)
        for action, resource in _asked(model, params):
            if not any(action in actions and resource in resources for actions, resources in allowed):
                denied.add(f"{function} may not {action} {resource}".rstrip())


def _known_as(name: str, handler: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(handler)
    def handle(*given: Any, **named: Any) -> Any:
        before = _RUNNING.set(name)
        try:
            return handler(*given, **named)
        finally:
            _RUNNING.reset(before)

    return handle


def _asked(model: Any, params: Any) -> Iterator[tuple[str, str]]:
    """Actions, each with a word that the resources of its statement must hold; '' where any will do."""
    service, name = model.service_model.service_name, model.name
    body = json.loads(params["body"]) if service == "dynamodb" else {}
    if name == "TransactWriteItems":
        for part in body["TransactItems"]:
            yield from ((f"dynamodb:{_PARTS[kind]}", _TABLE) for kind in part)
    elif service == "dynamodb":
        yield f"dynamodb:{name}", _INDEX if "IndexName" in body else _TABLE
    else:
        asked = f"{_PREFIXES.get(service, service)}:{name}"
        yield from ((action, "") for action in _ALLOWED_AS.get(asked, (asked,)))


@cache
def _allowed(function: str) -> list[tuple[list[str], str]]:
    role, _ = functions_of_template()[function]["Role"]["Fn::GetAtt"]
    policies = _template()[role]["Properties"]["Policies"]
    return [
        (statement["Action"], json.dumps(statement["Resource"]))
        for policy in policies
        for statement in policy["PolicyDocument"]["Statement"]
    ]


@cache
def _template() -> dict[str, Any]:
    resources: dict[str, Any] = yaml_parse(_TEMPLATE.read_text("utf-8"))["Resources"]
    return resources


@cache
def functions_of_template() -> dict[str, Any]:
    return {name: one["Properties"] for name, one in _template().items() if one["Type"] == "AWS::Serverless::Function"}
