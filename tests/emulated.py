"""The AWS that function tests run against: moto in this process, with the resources of template.yaml that they use."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal

import boto3
import botocore.session
from botocore.config import Config
from botocore.loaders import create_loader
from moto import mock_aws
from moto.core.custom_responses_mock import reset_responses_mock
from moto.core.model_instances import reset_model_data
from moto.core.models import DEFAULT_ACCOUNT_ID, responses_mock

from common.cloud import services as cloud
from common.cloud.services import Services
from common.settings import Settings
from local.aws import Aws
from tests import emulation

REGION: Literal["eu-west-1"] = "eu-west-1"
ACCOUNT = DEFAULT_ACCOUNT_ID
FIREBASE, APPLE = (f"arn:aws:sns:{REGION}:{ACCOUNT}:app/{name}" for name in ("GCM/fcm", "APNS/apple"))
Watcher = Callable[[Any, Any], None]
AnswerWatcher = Callable[[Any, Any, int], None]
SignatureWatcher = Callable[[str, Any], None]
# Seconds.
_QUARTER, _LONGER_THAN_ANY_TEST = 900.0, 60.0
UPLOADS, LETTERS, ATTACHMENTS, LEDGER, TABLE = "uploads", "letters", "attachments", "ledger", "table"

# AWS's descriptions of its services, read once for all worlds: reading them is most of the work of making one.
_DESCRIPTIONS = create_loader()
emulation.transact_lightly()
emulation.take_digits_of_a_moment_ago()


class ServicesOfTests(Services):
    """The real services, with a clock that tests can put ahead. What is counted by the quarter of an hour, the hour or
    the day does not begin anew in the middle of a test: close to it the clock is past it at once.
    """

    ahead = timedelta()

    def __init__(self, given: Settings) -> None:
        super().__init__(given)
        left = _QUARTER - super().now().timestamp() % _QUARTER
        self._past_the_quarter = timedelta(seconds=left if left < _LONGER_THAN_ANY_TEST else 0)

    def now(self) -> datetime:
        return super().now() + self._past_the_quarter + self.ahead

    def wait(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)


@dataclass
class Emulated:
    """One emulated account: its services, and what was sent."""

    services: ServicesOfTests
    session: boto3.Session
    calls: list[str] = field(default_factory=list)

    def note(self, model: Any, _params: Any) -> None:
        self.calls.append(f"{model.service_model.service_name}:{model.name}")

    def watch(self, watcher: "Watcher") -> None:
        """From now on `watcher(model, params)` is told of each call before it is made; what it raises is raised."""
        assert isinstance(self.services.session, _Session)
        self.services.session.watchers.append(watcher)

    def interpose(self, before: "Watcher", after: "AnswerWatcher") -> None:
        """As `watch`, ahead of all other watchers; and `after` is told as by `watch_answers`."""
        assert isinstance(self.services.session, _Session)
        self.services.session.watchers.insert(0, before)
        self.watch_answers(after)

    def watch_answers(self, watcher: "AnswerWatcher") -> None:
        """From now on `watcher(model, context, status)` is told once AWS did what was asked."""
        assert isinstance(self.services.session, _Session)
        self.services.session.answer_watchers.append(watcher)

    def watch_signatures(self, watcher: "SignatureWatcher") -> None:
        """From now on `watcher(operation, request)` is told of each file that others get leave to fetch or put."""
        assert isinstance(self.services.session, _Session)
        self.services.session.signature_watchers.append(watcher)

    def empty_queues(self) -> None:
        for name in ("lists", "letters", "deliveries"):
            self.queued(name)

    def queued(self, name: str) -> list[dict[str, Any]]:
        """Takes all messages off a queue."""
        client = self.session.client("sqs")
        url = client.get_queue_url(QueueName=name)["QueueUrl"]
        bodies: list[dict[str, Any]] = []
        while messages := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                bodies.append(json.loads(message["Body"]))
                client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return bodies

    def outbox(self) -> list[dict[str, Any]]:
        items: Any = self.session.resource("dynamodb").Table(TABLE).scan()["Items"]
        return [item["body"] for item in items if item["PK"].startswith("OUTBOX#")]


def create_table(session: boto3.Session, endpoint_url: str | None = None, name: str = TABLE) -> None:
    strings = [{"AttributeName": one, "AttributeType": "S"} for one in ("PK", "SK", "GSI1PK", "GSI1SK")]
    session.client("dynamodb", endpoint_url=endpoint_url).create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=strings,  # type: ignore[arg-type]
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "BySchool",
                "KeySchema": [
                    {"AttributeName": "GSI1PK", "KeyType": "HASH"},
                    {"AttributeName": "GSI1SK", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["parent", "pupil"]},
            }
        ],
    )


# As in template.yaml: length alone.
_PASSWORDS: Any = {"MinimumLength": 12} | dict.fromkeys(
    ("RequireUppercase", "RequireLowercase", "RequireNumbers", "RequireSymbols"), False
)


def _settings(session: boto3.Session) -> Settings:
    cognito, kms, mail, files = (
        session.client("cognito-idp"),
        session.client("kms"),
        session.client("sesv2"),
        session.client("s3"),
    )
    queues = session.client("sqs")
    pool = cognito.create_user_pool(PoolName="parents", Policies={"PasswordPolicy": _PASSWORDS})["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="pages", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    staff_pool = cognito.create_user_pool(
        PoolName="staff", Policies={"PasswordPolicy": _PASSWORDS}, MfaConfiguration="OPTIONAL"
    )["UserPool"]["Id"]
    staff_client = cognito.create_user_pool_client(
        UserPoolId=staff_pool, ClientName="desk", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    make_key, find_key = (
        kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["Arn"] for _ in range(2)
    )
    mail.create_email_identity(EmailIdentity="mail.example")
    # Another account of this process may have made it: only tables and files are ever elsewhere.
    if "mail" not in mail.list_configuration_sets()["ConfigurationSets"]:
        mail.create_configuration_set(ConfigurationSetName="mail")
    for bucket in (UPLOADS, LETTERS, ATTACHMENTS, LEDGER):
        files.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    return Settings(
        aws_region=REGION,
        table_name=TABLE,
        site_url="https://ouders.example",
        uploads_bucket=UPLOADS,
        letters_bucket=LETTERS,
        attachments_bucket=ATTACHMENTS,
        ledger_bucket=LEDGER,
        lists_queue_url=queues.create_queue(QueueName="lists")["QueueUrl"],
        letters_queue_url=queues.create_queue(QueueName="letters")["QueueUrl"],
        deliveries_queue_url=queues.create_queue(QueueName="deliveries")["QueueUrl"],
        parents_pool_id=pool,
        parents_client_id=client,
        staff_pool_id=staff_pool,
        staff_client_id=staff_client,
        jwks_base_url=f"https://cognito-idp.{REGION}.amazonaws.com",
        make_key_id=make_key,
        find_key_id=find_key,
        mail_from="berichten@mail.example",
        configuration_set="mail",
        mail_rate="14",
        security_contact="veilig@ouders.example",
        firebase_application_arn=session.client("sns").create_platform_application(
            Name="fcm", Platform="GCM", Attributes={"PlatformCredential": "x"}
        )["PlatformApplicationArn"],
        apns_application_arn="",
        firebase_project_id="ouders",
        firebase_app_id="1:100000000000:web:0123456789abcdef",
        firebase_api_key="a-key-for-browsers-only",
        firebase_vapid_key="B" + "A" * 86,
    )


class _Session(boto3.Session):
    """Makes each client once, which takes longer than most tests, and tells its watchers of every call."""

    def __init__(self, elsewhere: Aws | None) -> None:
        """elsewhere: another emulated AWS whose tables and files are right under threads; moto's are not."""
        core = botocore.session.get_session()
        core.register_component("data_loader", _DESCRIPTIONS)
        core.set_default_client_config(cloud.CALLS)
        super().__init__(region_name=REGION, botocore_session=core)
        self.watchers: list[Watcher] = []
        self.answer_watchers: list[AnswerWatcher] = []
        self.signature_watchers: list[SignatureWatcher] = []
        self._clients: dict[str, Any] = {}
        self._elsewhere: dict[str, Any] = {}
        # A client hears what its session heard when it was made.
        self.events.register("before-call", self._pass_on)
        self.events.register("after-call", self._pass_answer_on)
        self.events.register("before-sign.s3", self._pass_signature_on)
        if elsewhere:
            self._elsewhere = {name: self._client_elsewhere(name, elsewhere) for name in ("dynamodb", "s3")}

    def client(self, service_name: str, config: Config | None = None, **_: Any) -> Any:  # type: ignore[override]
        if service_name in self._elsewhere:
            return self._elsewhere[service_name]
        name = f"{service_name} {config and sorted(vars(config).items(), key=str)}"
        if name not in self._clients:
            self._clients[name] = super().client(service_name, config=config)  # type: ignore[call-overload]
        return self._clients[name]

    def _client_elsewhere(self, name: Literal["dynamodb", "s3"], aws: Aws) -> Any:
        return super().client(
            name,
            endpoint_url=aws.endpoint,
            aws_access_key_id=aws.access_key_id,
            aws_secret_access_key=aws.secret_access_key,
            config=aws.config.merge(Config(max_pool_connections=32)),
        )

    def _pass_on(self, model: Any, params: Any, **_: Any) -> None:
        for watcher in self.watchers:
            watcher(model, params)

    def _pass_answer_on(self, model: Any, context: Any, http_response: Any, **_: Any) -> None:
        for watcher in self.answer_watchers:
            watcher(model, context, http_response.status_code)

    def _pass_signature_on(self, operation_name: str, request: Any, signature_version: str, **_: Any) -> None:
        if signature_version.endswith(("-query", "-presign-post")):
            for watcher in self.signature_watchers:
                watcher(operation_name, request)


class _Account:
    """One account for all tests of a process: making its keys and its user pool takes long, emptying it does not."""

    def __init__(self, elsewhere: Aws | None) -> None:
        self.is_elsewhere = elsewhere is not None
        self.outside, self.inside = _Session(elsewhere), _Session(elsewhere)
        create_table(self.outside)
        self.settings = _settings(self.outside)

    def empty(self) -> None:
        """What tests made."""
        emulation.forget(REGION, (self.settings.parents_pool_id, self.settings.staff_pool_id))
        tables, files = self.outside.client("dynamodb"), self.outside.client("s3")
        if self.is_elsewhere:
            for page in tables.get_paginator("scan").paginate(TableName=TABLE, ProjectionExpression="PK, SK"):
                for item in page["Items"]:
                    tables.delete_item(TableName=TABLE, Key=item)
        else:
            emulation.table(REGION, TABLE).items.clear()
        for bucket in (UPLOADS, LETTERS, ATTACHMENTS, LEDGER):
            for item in files.list_objects_v2(Bucket=bucket).get("Contents", []):
                files.delete_object(Bucket=bucket, Key=item["Key"])


@cache
def _account(elsewhere: Aws | None) -> _Account:
    return _Account(elsewhere)


@contextmanager
def emulated(elsewhere: Aws | None = None) -> Iterator[Emulated]:
    """elsewhere: where tables and files are others than moto's."""
    moto = mock_aws()
    moto.start(reset=False)
    account = _account(elsewhere)
    here = ServicesOfTests(account.settings)
    here.session = account.inside
    world = Emulated(here, account.outside)
    world.watch(world.note)
    cloud.use(here)
    try:
        yield world
    finally:
        cloud.use(None)
        account.inside.watchers.clear()
        account.inside.answer_watchers.clear()
        account.inside.signature_watchers.clear()
        world.empty_queues()
        account.empty()
        moto.stop(remove_data=False)
        # Without them moto keeps all that was ever made, and its addresses once more for each test.
        reset_model_data()
        reset_responses_mock(responses_mock)
