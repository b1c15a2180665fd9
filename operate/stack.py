"""The stack that a command is for: one in the cloud, or the one that `make run` started."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Protocol

import boto3

from common.cloud.accounts import Accounts, StaffAccounts
from common.cloud.files import Files
from common.cloud.queues import Queue
from common.cloud.table.addresses import Addresses
from common.cloud.table.apikeys import ApiKeys
from common.cloud.table.batches import Batches
from common.cloud.table.bounces import Bounces
from common.cloud.table.choices import Choices
from common.cloud.table.codes import Codes
from common.cloud.table.deliveries import Deliveries
from common.cloud.table.erasure import Erasure
from common.cloud.table.imports import Imports
from common.cloud.table.journal import Journal
from common.cloud.table.messages import Messages
from common.cloud.table.openings import Openings
from common.cloud.table.outbox import Outbox
from common.cloud.table.parents import Parents
from common.cloud.table.pupils import Pupils
from common.cloud.table.reports import Reports
from common.cloud.table.reputations import Reputations
from common.cloud.table.schools import Schools
from common.cloud.table.sessions import Sessions
from common.cloud.table.staff import StaffTable
from common.cloud.table.store import Store
from common.cloud.table.tallies import Tallies
from local.system import ROOT, System
from operate.standing import region_of, status_of

# Where the distribution's stack is: CloudFront looks for its certificate and its firewall there.
EDGE_REGION = "us-east-1"


class Clients(Protocol):
    def __call__(self, service: str, region: str = ..., /) -> Any:
        """The client of an AWS service, in the stack's own region where none is named."""


@dataclass(frozen=True)
class Deployed:
    """What CloudFormation knows of a stack. parts: what its resources are called, by their name in the template.

    runs_since: its creation; of the system that make run started, that start.
    """

    name: str
    runs_since: datetime
    outputs: Mapping[str, str]
    parameters: Mapping[str, str]
    parts: Mapping[str, str]


def _now() -> datetime:
    return datetime.now(UTC)


class Stack:
    """is_local: the one that make run started. now: what time it is for a command."""

    def __init__(
        self,
        client: Clients,
        region: str,
        deployed: Deployed,
        *,
        is_local: bool = False,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self.client = client
        self.now = now
        self.deployed = deployed
        self.is_local = is_local
        self._region = region
        self._outputs = deployed.outputs
        self.store = Store(client("dynamodb"), deployed.outputs["TableName"])
        self.schools = Schools(self.store)
        self.api_keys = ApiKeys(self.store)
        self.staff = StaffTable(self.store)
        self.journal = Journal(self.store)
        self.imports = Imports(self.store)
        self.messages = Messages(self.store)
        self.deliveries = Deliveries(self.store)
        self.batches = Batches(self.store)
        self.pupils = Pupils(self.store)
        self.parents = Parents(self.store)
        self.sessions = Sessions(self.store)
        self.reports = Reports(self.store)
        self.bounces = Bounces(self.store)
        self.tallies = Tallies(self.store)
        self.erasure = Erasure(self.store)
        self.reputations = Reputations(self.store)
        self.addresses = Addresses(self.store)
        self.choices = Choices(self.store)
        self.outbox = Outbox(self.store)
        self.openings = Openings(self.store)
        self.codes = Codes(self.store)

    @cached_property
    def staff_accounts(self) -> StaffAccounts:
        """Whose tokens are not looked at: nobody logs in here."""
        pool, app_client = self._outputs["StaffPoolId"], self._outputs["StaffClientId"]
        return StaffAccounts(self.client("cognito-idp"), pool, app_client, self._region, "")

    @cached_property
    def accounts(self) -> Accounts:
        """As of the staff: nobody logs in here."""
        return Accounts(self.client("cognito-idp"), self._outputs["ParentsPoolId"], "", self._region, "")

    @cached_property
    def letters_queue(self) -> Queue:
        return Queue(self.client("sqs"), self._outputs["LettersQueueUrl"])

    @cached_property
    def files(self) -> Files:
        return Files(self.client("s3"))

    @property
    def letters_bucket(self) -> str:
        return self._outputs["LettersBucket"]

    @property
    def ledger_bucket(self) -> str:
        return self._outputs["LedgerBucket"]

    @property
    def is_still(self) -> bool:
        """Whether nothing goes on: no pages, no queues, no clocks."""
        return self._outputs["Maintenance"] == "all"

    def table_named(self, name: str) -> Store:
        """Another table of the account."""
        return Store(self.client("dynamodb"), name)

    def start_erasing(self) -> None:
        """What comes every hour by itself, now; its function goes on alone."""
        self.client("lambda").invoke(FunctionName=self._outputs["EraseFunction"], InvocationType="Event")


def in_cloud(name: str) -> Stack:
    """In the region of the shell; where that names none, in the one that it was deployed to.

    Raises SystemExit where there is no such stack, or one of which nothing can be asked.
    """
    session = boto3.Session(region_name=boto3.Session().region_name or region_of(name))

    def client(service: str, region: str = "") -> Any:
        return session.client(service, region_name=region or None)  # type: ignore[call-overload]  # wants a literal

    stacks = client("cloudformation")
    status = status_of(stacks, name)
    if not status:
        raise SystemExit(
            f"There is no stack {name} in {session.region_name}: --stack (or STACK=) names another, "
            "AWS_DEFAULT_REGION another region."
        )
    deployed = _deployed(stacks, name, None)
    if "TableName" not in deployed.outputs:
        raise SystemExit(f"The stack {name} in {session.region_name} has no table: it is {status}, or another kind.")
    return Stack(client, session.region_name, deployed)


def on_this_machine() -> Stack:
    """Raises SystemExit where it is not running."""
    summary = ROOT / ".local" / "system.json"
    if not summary.exists():
        raise SystemExit("the local system is not running: start it with make run")
    return of_system(System(**json.loads(summary.read_text())), datetime.fromtimestamp(summary.stat().st_mtime, UTC))


def of_system(system: System, runs_since: datetime | None = None) -> Stack:
    """That of a local system which runs."""

    def client(service: str, _region: str = "") -> Any:
        return system.aws.session.client(  # type: ignore[call-overload]  # its stub wants a literal
            service, endpoint_url=system.aws_endpoint, config=system.aws.config
        )

    deployed = _deployed(client("cloudformation"), system.stack, runs_since)
    return Stack(client, system.region, deployed, is_local=True)


def _deployed(stacks: Any, name: str, runs_since: datetime | None) -> Deployed:
    (found,) = stacks.describe_stacks(StackName=name)["Stacks"]
    pages = stacks.get_paginator("list_stack_resources").paginate(StackName=name)
    return Deployed(
        name,
        runs_since or found["CreationTime"],
        outputs={one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", ())},
        parameters={one["ParameterKey"]: one["ParameterValue"] for one in found.get("Parameters", ())},
        parts={
            one["LogicalResourceId"]: one.get("PhysicalResourceId", "")
            for page in pages
            for one in page["StackResourceSummaries"]
        },
    )
