"""The version that a stack runs: kept before another one is deployed, so that it can be put back."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, WaiterError
from samtranslator.yaml_helper import yaml_parse

from operate.stack import Stack

_BEFORE = "version-before.yaml"
_PLACE = re.compile(r"CodeUri\W+s3://([a-z0-9.-]+)/")
# The template makes roles, and a stack within the stack by SAM's transform.
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
# Seconds, and how often: an hour, longer than it ever takes.
_WAIT = {"Delay": 5, "MaxAttempts": 720}


class NotPutBack(Exception):
    """Why, in the words of CloudFormation."""


@dataclass(frozen=True)
class Version:
    """text: the template as `sam deploy` packaged it: with the places of the code, and without parameters' values."""

    text: str

    @property
    def doors(self) -> list[str]:
        """A path of each function with pages or JSON doors that anybody may ask for, without changing anything."""
        return [door for one in self._functions() if (door := _door_of(one))]

    @property
    def bucket(self) -> str:
        """Where SAM put the code."""
        places: list[str] = _PLACE.findall(self.text)
        return places[0]

    @property
    def parameters(self) -> list[str]:
        return list(yaml_parse(self.text).get("Parameters", {}))

    def _functions(self) -> Iterator[dict[str, Any]]:
        for one in yaml_parse(self.text)["Resources"].values():
            if one["Type"] == "AWS::Serverless::Function":
                yield one["Properties"]


def running(stack: Stack) -> Version:
    stacks, name = stack.client("cloudformation"), stack.deployed.name
    body = stacks.get_template(StackName=name, TemplateStage="Original")["TemplateBody"]
    return Version(body if isinstance(body, str) else json.dumps(body))


def keep(stack: Stack, version: Version) -> None:
    """In the place of the one that was kept before."""
    keep_beside(stack, version, _BEFORE, version.text)


def kept(stack: Stack) -> Version | None:
    """None where none was."""
    found = beside(stack, _BEFORE)
    return Version(found["Body"].read().decode()) if found else None


def keep_beside(stack: Stack, version: Version, name: str, text: str) -> None:
    """A file beside the code of a version."""
    stack.client("s3").put_object(Bucket=version.bucket, Key=_key(stack, name), Body=text.encode())


def beside(stack: Stack, name: str) -> dict[str, Any] | None:
    """Such a file as S3 tells of it, with its `Body` and `LastModified`; None where there is none."""
    try:
        found: dict[str, Any] = stack.client("s3").get_object(Bucket=running(stack).bucket, Key=_key(stack, name))
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            return None
        raise
    return found


def forget_beside(stack: Stack, name: str) -> None:
    stack.client("s3").delete_object(Bucket=running(stack).bucket, Key=_key(stack, name))


def put_back(stack: Stack, version: Version) -> None:
    """The kept version runs again, with the parameters that the stack has now.

    Raises NotPutBack.
    """
    stacks, name = stack.client("cloudformation"), stack.deployed.name
    (now,) = stacks.describe_stacks(StackName=name)["Stacks"]
    has = {one["ParameterKey"] for one in now.get("Parameters", ())}
    try:
        stacks.update_stack(
            StackName=name,
            TemplateURL=f"{stack.client('s3').meta.endpoint_url}/{version.bucket}/{_key(stack, _BEFORE)}",
            Parameters=[{"ParameterKey": one, "UsePreviousValue": True} for one in version.parameters if one in has],
            Capabilities=_CAPABILITIES,
        )
        stacks.get_waiter("stack_update_complete").wait(StackName=name, WaiterConfig=_WAIT)
    except (ClientError, WaiterError) as error:
        raise NotPutBack(str(error)) from error


def _key(stack: Stack, name: str) -> str:
    return f"{stack.deployed.name}/{name}"


def _door_of(function: dict[str, Any]) -> str:
    """'' for one that works by itself."""
    events = [one["Properties"] for one in function.get("Events", {}).values() if one["Type"] == "HttpApi"]
    paths = [one["Path"].replace("{lang}", "nl") for one in events if one.get("Method") == "GET"]
    return next((one for one in paths if "{" not in one), "")
