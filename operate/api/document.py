"""The OpenAPI 3.1 document of the JSON doors, made of the shapes in the code and the table of operations.

https://spec.openapis.org/oas/v3.1.1.html
"""

import json
import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from operate.api import answers
from operate.api.operations import OPERATIONS, Answer, Operation

PLACE = Path(__file__).parents[2] / "functions" / "messages" / "openapi.json"
_REF = "#/components/schemas/{model}"
_IN_HEADER = {"Idempotency-Key"}
_ABOUT = (
    "For the other systems of a school. Every door but this document takes the school's key as a bearer token; a key is"
    " made with scopes, and each door names its own in `x-scope`. Problems are documents after RFC 9457. Clients ignore"
    " fields that they do not know."
)
_COMMON = {
    "NoKey": "No key, or none that opens anything.",
    "OtherScope": "The key has another scope than the one in `detail`, or the school is suspended.",
    "Unfit": "The body, or a header, does not fit; `errors` says where.",
    "NotThere": "The school has nothing with this id.",
    "TooMany": "Too many calls; `Retry-After` says in how many seconds the next one is answered.",
    "Fault": "A fault of ours. Nothing is lost; try again later.",
    "Closed": "Closed for maintenance.",
}
_HEADERS = {"NoKey": {"headers": {"WWW-Authenticate": {"schema": {"type": "string", "const": "Bearer"}}}}}
_EVERYWHERE = {
    401: _COMMON["NoKey"],
    403: _COMMON["OtherScope"],
    429: _COMMON["TooMany"],
    500: _COMMON["Fault"],
    503: _COMMON["Closed"],
}


def document() -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for one in sorted(OPERATIONS, key=lambda one: one.path):
        paths.setdefault(one.path, {})[one.method] = _operation(one)
    return {
        "openapi": "3.1.1",
        "info": {"title": "Ouderbrief", "version": "1.0.0", "description": _ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "responses": {name: _problem(why) | _HEADERS.get(name, {}) for name, why in _COMMON.items()},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "The school's key."}},
        },
    }


def written() -> str:
    """As it stands in the repository."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def refusals_of(one: Operation) -> dict[int, str]:
    if one.scope is None:
        return {503: _COMMON["Closed"]}
    return {**_EVERYWHERE, **({422: _COMMON["Unfit"]} if one.body else {}), **one.refusals}


def _operation(one: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {"operationId": _name_of(one), "summary": one.summary}
    if one.scope is None:
        described["security"] = []
    else:
        described["x-scope"] = one.scope
    if parameters := [*_parameters_of_path(one), *_other_parameters(one)]:
        described["parameters"] = parameters
    if one.body:
        content = {"application/json": {"schema": _ref(one.body.__name__), "example": one.body_example}}
        described["requestBody"] = {"required": one.body_required, "content": content}
    answered = {
        str(status): {"description": _sentence(answer.shape) or one.summary, **_content(answer)}
        for status, answer in one.answers.items()
    }
    refused = {str(status): _refusal(why) for status, why in sorted(refusals_of(one).items())}
    return {**described, "responses": {**answered, **refused}}


def _refusal(why: str) -> dict[str, Any]:
    """By name, where many doors refuse for the same reason."""
    name = next((name for name, reason in _COMMON.items() if reason == why), "")
    return {"$ref": f"#/components/responses/{name}"} if name else _problem(why)


def _problem(why: str) -> dict[str, Any]:
    return {"description": why, "content": {"application/problem+json": {"schema": _ref("Problem")}}}


def _content(answer: Answer) -> dict[str, Any]:
    if answer.shape is None:
        schema: dict[str, Any] = {"type": "object"} if answer.content_type == "application/json" else {}
        return {"content": {answer.content_type: {"schema": schema}}}
    return {"content": {answer.content_type: {"schema": _ref(answer.shape.__name__), "example": answer.example}}}


def _parameters_of_path(one: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", one.path)
    ]


def _other_parameters(one: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "header" if name in _IN_HEADER else "query",
            "description": description,
            "schema": {"type": "integer", "minimum": 1, "maximum": 100} if name == "limit" else {"type": "string"},
        }
        for name, description in one.parameters.items()
    ]


def _name_of(one: Operation) -> str:
    """Such as postMessages, getMessagesByMessageId."""
    parts = one.path.removeprefix("/api/").replace("{", "by_").replace("}", "")
    words = re.split(r"[/_.]", parts)
    return one.method + "".join(word[:1].upper() + word[1:] for word in words)


def _schemas() -> dict[str, Any]:
    bodies: list[tuple[Any, JsonSchemaMode]] = [(one.body, "validation") for one in OPERATIONS if one.body]
    shapes: list[tuple[Any, JsonSchemaMode]] = [
        (answer.shape, "serialization") for one in OPERATIONS for answer in one.answers.values() if answer.shape
    ]
    problem: list[tuple[Any, JsonSchemaMode]] = [(answers.Problem, "serialization")]
    _, schema = models_json_schema(list(dict.fromkeys(bodies + shapes + problem)), by_alias=True, ref_template=_REF)
    definitions: dict[str, Any] = _without_titles(schema["$defs"])
    return definitions


def _without_titles(schema: Any) -> Any:
    """Pydantic names every field after itself, which says nothing."""
    if isinstance(schema, list):
        return [_without_titles(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: {field: _without_titles(one) for field, one in value.items()}
        if name in ("properties", "$defs")
        else _without_titles(value)
        for name, value in schema.items()
        if not (name == "title" and isinstance(value, str))
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": _REF.format(model=name)}


def _sentence(shape: type[BaseModel] | None) -> str:
    """The first of what the shape says of itself."""
    return (shape.__doc__ or "").strip().splitlines()[0] if shape else ""
