"""The stack that a command is for: one in the cloud, or the one that `make run` started."""

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import boto3

from common.cloud.accounts import StaffAccounts
from common.cloud.table.store import Store
from local.system import ROOT, System


class Stack:
    """client: makes the client of an AWS service. outputs: of the stack."""

    def __init__(self, client: Callable[[str], Any], region: str, outputs: Mapping[str, str]) -> None:
        self._client: Callable[[str], Any] = client
        self._region = region
        self._outputs = outputs

    @cached_property
    def store(self) -> Store:
        return Store(self._client("dynamodb"), self._outputs["TableName"])

    @cached_property
    def staff_accounts(self) -> StaffAccounts:
        """Whose tokens are not looked at: nobody logs in here."""
        pool, app_client = self._outputs["StaffPoolId"], self._outputs["StaffClientId"]
        return StaffAccounts(self._client("cognito-idp"), pool, app_client, self._region, "")


def in_cloud(name: str) -> Stack:
    session = boto3.Session()
    client: Callable[[str], Any] = session.client  # type: ignore[assignment]
    return Stack(client, session.region_name, _outputs(client("cloudformation"), name))


def on_this_machine() -> Stack:
    """Raises SystemExit where it is not running."""
    summary = ROOT / ".local" / "system.json"
    if not summary.exists():
        raise SystemExit("the local system is not running: start it with make run")
    system = System(**json.loads(summary.read_text()))

    def client(service: str) -> Any:
        return system.aws.session.client(  # type: ignore[call-overload]
            service, endpoint_url=system.aws_endpoint, config=system.aws.config
        )

    return Stack(client, system.region, _outputs(client("cloudformation"), system.stack))


def _outputs(stacks: Any, name: str) -> dict[str, str]:
    (found,) = stacks.describe_stacks(StackName=name)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}
