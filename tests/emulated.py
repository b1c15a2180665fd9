"""The AWS that function tests run against: moto in this process, with the resources of template.yaml that they use."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

import boto3
import botocore.session
from botocore.loaders import create_loader
from moto import mock_aws

from common.cloud import services as cloud
from common.cloud.services import Services
from common.settings import Settings

REGION: Literal["eu-west-1"] = "eu-west-1"
UPLOADS, LETTERS, TABLE = "uploads", "letters", "table"

# AWS's descriptions of its services, read once for all worlds: reading them is most of the work of making one.
_DESCRIPTIONS = create_loader()


class ServicesOfTests(Services):
    """The real services, with a clock that tests can put ahead."""

    ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


@dataclass
class Emulated:
    """One emulated account: its services, and what was sent."""

    services: ServicesOfTests
    session: boto3.Session
    calls: list[str] = field(default_factory=list)

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
    make_key, find_key = (
        kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["Arn"] for _ in range(2)
    )
    mail.create_email_identity(EmailIdentity="mail.example")
    mail.create_configuration_set(ConfigurationSetName="mail")
    for bucket in (UPLOADS, LETTERS):
        files.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    return Settings(
        aws_region=REGION,
        table_name=TABLE,
        site_url="https://ouders.example",
        letters_bucket=LETTERS,
        letters_queue_url=queues.create_queue(QueueName="letters")["QueueUrl"],
        deliveries_queue_url=queues.create_queue(QueueName="deliveries")["QueueUrl"],
        parents_pool_id=pool,
        parents_client_id=client,
        jwks_base_url=f"https://cognito-idp.{REGION}.amazonaws.com",
        make_key_id=make_key,
        find_key_id=find_key,
        mail_from="berichten@mail.example",
        configuration_set="mail",
        security_contact="veilig@ouders.example",
        firebase_application_arn=session.client("sns").create_platform_application(
            Name="fcm", Platform="GCM", Attributes={"PlatformCredential": "x"}
        )["PlatformApplicationArn"],
        apns_application_arn="",
    )


def _new_session() -> boto3.Session:
    core = botocore.session.get_session()
    core.register_component("data_loader", _DESCRIPTIONS)
    return boto3.Session(region_name=REGION, botocore_session=core)


@contextmanager
def emulated() -> Iterator[Emulated]:
    with mock_aws():
        session = _new_session()
        create_table(session)
        here = ServicesOfTests(_settings(session))
        here.session = _new_session()
        world = Emulated(here, session)
        here.session.events.register(
            "before-call", lambda model, **_: world.calls.append(f"{model.service_model.service_name}:{model.name}")
        )
        cloud.use(here)
        try:
            yield world
        finally:
            cloud.use(None)
