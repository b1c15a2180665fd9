"""What template.yaml lets each function do: one action on one kind of resource at a time.

A resource has the name that it has in the template, and buckets, tables and queues have theirs instead of an ARN.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from tests.emulated import ACCOUNT, APPLE, FIREBASE, REGION

_TEMPLATE = Path(__file__).parents[2] / "template.yaml"
_TRUE = {"OwnParentsPool", "OwnStaffPool", "HasFirebase", "HasApns"}
_VALUES = {
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "FirebaseApplicationArn": FIREBASE,
    "ApnsApplicationArn": APPLE,
}


@dataclass(frozen=True, order=True)
class Grant:
    function: str
    action: str
    resource: str  # with * for anything

    @cached_property
    def covers(self) -> re.Pattern[str]:
        return re.compile(".*".join(map(re.escape, self.resource.split("*"))))

    def __str__(self) -> str:
        return f"{self.function} {self.action} {self.resource}"


@cache
def template() -> dict[str, Any]:
    whole: dict[str, Any] = yaml_parse(_TEMPLATE.read_text("utf-8"))
    return whole


@cache
def functions_of_template() -> dict[str, Any]:
    resources = template()["Resources"].items()
    return {name: one["Properties"] for name, one in resources if one["Type"] == "AWS::Serverless::Function"}


@cache
def granted(function: str) -> tuple[Grant, ...]:
    role = role_of(function)
    return tuple(
        Grant(function, action, resource)
        for policy in role["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
        for action in statement["Action"]
        for resource in map(_named, resolved(statement["Resource"]))
    )


@cache
def all_granted() -> tuple[Grant, ...]:
    return tuple(one for function in functions_of_template() for one in granted(function))


def role_of(function: str) -> dict[str, Any]:
    name, _ = functions_of_template()[function]["Role"]["Fn::GetAtt"]
    role: dict[str, Any] = template()["Resources"][name]
    return role


def resolved(node: Any) -> list[str]:
    """What a value of the template says, for a stack that has pools and keys of its own, and push for both kinds."""
    if isinstance(node, list):
        return [one for part in node for one in resolved(part)]
    if isinstance(node, str):
        return [node]
    ((how, what),) = node.items()
    found: list[str] = _INTRINSICS[how](what)
    return found


def _ref(name: str) -> list[str]:
    return [] if name == "AWS::NoValue" else [_VALUES.get(name, name)]


def _sub(text: str) -> list[str]:
    return [re.sub(r"\$\{([\w:]+)(?:\.Arn)?\}", lambda found: _ref(found[1])[0], text)]


def _choice(arguments: Any) -> list[str]:
    condition, then, otherwise = arguments
    return resolved(then if condition in _TRUE else otherwise)


def _split(arguments: Any) -> list[str]:
    at, text = arguments
    return resolved(text)[0].split(at)


def _join(arguments: Any) -> list[str]:
    between, parts = arguments
    return [between.join(resolved(parts))]


_INTRINSICS: Mapping[str, Any] = {
    "Ref": _ref,
    "Fn::GetAtt": lambda what: [what[0] if what[1] == "Arn" else f"{what[0]}.{what[1]}"],
    "Fn::Sub": _sub,
    "Fn::If": _choice,
    "Fn::Split": _split,
    "Fn::Join": _join,
}


def _named(resource: str) -> str:
    """A bucket is one as well where the template spells its ARN, as a reference would lead in a circle."""
    found = next((resource.replace(arn, name) for name, arn in _arns_of_buckets() if arn in resource), resource)
    return without_account(found)


def without_account(arn: str) -> str:
    """Mail domains, applications for push and their endpoints are known by what comes behind it."""
    return re.sub(r"^arn:aws:\w+:[\w-]+:\d+:", "", arn)


def _arns_of_buckets() -> Iterator[tuple[str, str]]:
    for name, one in template()["Resources"].items():
        if one["Type"] == "AWS::S3::Bucket":
            yield name, f"arn:aws:s3:::{resolved(one['Properties']['BucketName'])[0]}"
