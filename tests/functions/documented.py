"""What the OpenAPI document says: every answer of a JSON door that any test sees is held against it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

DOCUMENT: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "functions" / "messages" / "openapi.json").read_text("utf-8")
)


def faults_of_answer(method: str, path: str, status: int, content_type: str, body: bytes) -> list[str]:
    """Where an answer is not what is documented; `path` is the route's. What nobody documented is a fault too."""
    responses = DOCUMENT["paths"][path][method.lower()]["responses"]
    if str(status) not in responses:
        return [f"{status} is not documented"]
    content = _resolved(responses[str(status)])["content"]
    if content_type not in content:
        return [f"{content_type} is not documented"]
    return [] if content_type == "application/pdf" else faults(content[content_type]["schema"], json.loads(body))


def faults_of_body(method: str, path: str, body: bytes | str | None) -> list[str]:
    """Where a body that was taken is not what is documented."""
    wanted = DOCUMENT["paths"][path][method.lower()].get("requestBody")
    return faults(wanted["content"]["application/json"]["schema"], json.loads(body or "{}")) if wanted else []


def faults(schema: dict[str, Any], value: object) -> list[str]:
    return [f"{one.json_path}: {one.message}" for one in _validator(json.dumps(schema)).iter_errors(value)]


@cache
def _validator(schema: str) -> Draft202012Validator:
    rules = {**json.loads(schema), "components": _closed(DOCUMENT["components"])}
    return Draft202012Validator(rules, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _closed(schema: Any) -> Any:
    """The same, but whatever is not named there may not be there."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(one) for name, one in schema.items()}
    return {"additionalProperties": False, **closed} if isinstance(schema.get("properties"), dict) else closed


def _resolved(response: dict[str, Any]) -> dict[str, Any]:
    named = response.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = DOCUMENT["components"]["responses"][named] if named else response
    return found
