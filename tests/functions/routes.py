"""The routes of template.yaml, so that no test forgets one."""

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from samtranslator.yaml_helper import yaml_parse

Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]

_TEMPLATE = Path(__file__).parents[2] / "template.yaml"
_FILLED = {
    "lang": "nl",
    "code": "0000-0000-0000-0000",
    "name": "niets.css",
    "device": "0" * 32,
    "school": "de-regenboog",
    "pupil": "0" * 20,
    "token": "eyJ.niets.x",
    "staff": "0" * 20,
    "key": "0" * 8,
    "parent": "0" * 20,
    "file": "5b-0000ff",
    "batch": "20260101T000000-0000000000",
    "import_id": "20260101T000000-0000000000",
    "message": "20260101T000000-0000000000",
    "number": "1",
    "message_id": "20260101T000000-0000000000",
}


@dataclass(frozen=True)
class Route:
    """A path of '' is the route for everything that has none of its own."""

    method: str
    path: str
    handler: Handler

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}" if self.path else "$default"

    @property
    def is_page(self) -> bool:
        return not self.path.startswith("/api/")

    @property
    def example(self) -> str:
        """An address that leads here."""
        return re.sub(r"{(\w+)}", lambda found: _FILLED[found[1]], self.path)

    def fits(self, method: str, path: str) -> bool:
        return method == self.method and re.fullmatch(re.sub(r"{\w+}", "[^/]+", self.path), path) is not None


@cache
def routes() -> tuple[Route, ...]:
    found = []
    for resource in yaml_parse(_TEMPLATE.read_text("utf-8"))["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            properties = resource["Properties"]
            module, _, name = properties["Handler"].rpartition(".")
            events = [event["Properties"] for event in properties["Events"].values() if event["Type"] == "HttpApi"]
            handler = getattr(importlib.import_module(module), name)
            found += [Route(event.get("Method", ""), event.get("Path", ""), handler) for event in events]
    return tuple(found)


def route_for(method: str, path: str) -> Route:
    """Where two fit, the one that is literal sooner, as the API has it."""
    own = [route for route in routes() if route.path and route.fits(method, path)]
    own.sort(key=lambda route: ["{" in part for part in route.path.split("/")])
    return own[0] if own else next(route for route in routes() if not route.path)
