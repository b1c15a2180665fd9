"""What of AWS a stack that runs leaves traces in: SES, its logs, its outbox."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from common.ids import random_id
from tests.emulated import TABLE
from tests.functions.house import House
from tests.functions.operator import Operator

_TEMPLATE = Path(__file__).parents[2] / "template.yaml"


def dead_letters_of_template() -> list[str]:
    resources = yaml_parse(_TEMPLATE.read_text("utf-8"))["Resources"]
    return [name for name, one in resources.items() if one["Type"] == "AWS::SQS::Queue" and "DeadLetters" in name]


def dashed(name: str) -> str:
    """As runbooks are called."""
    return "-".join(re.findall("[A-Z][a-z]+", name)).lower()


class MailAccount:
    """SES, as it sees the account and the domain."""

    def __init__(self) -> None:
        self.account: dict[str, Any] = {
            "ProductionAccessEnabled": True,
            "SendingEnabled": True,
            "EnforcementStatus": "HEALTHY",
            "SendQuota": {"MaxSendRate": 14.0, "Max24HourSend": 50000.0, "SentLast24Hours": 200.0},
        }
        self.dkim = "SUCCESS"
        self.bounces = "SUCCESS"

    def get_account(self) -> dict[str, Any]:
        return self.account

    def get_email_identity(self, EmailIdentity: str) -> dict[str, Any]:  # noqa: N803 - SES names it so
        assert EmailIdentity == "mail.example"
        return {
            "VerifiedForSendingStatus": self.dkim == "SUCCESS",
            "DkimAttributes": {"Status": self.dkim},
            "MailFromAttributes": {"MailFromDomainStatus": self.bounces},
        }


class Logs:
    """CloudWatch Logs of two functions and the API."""

    def __init__(self, operator: Operator, house: House) -> None:
        self._client = house.aws.session.client("logs")
        self.groups = {name: f"{name}-{random_id()}" for name in ("Letters", "Sweep", "Api")}
        operator.parts |= {f"{name}Logs": group for name, group in self.groups.items()}
        for group in self.groups.values():
            self._client.create_log_group(logGroupName=group)
            self._client.create_log_stream(logGroupName=group, logStreamName="s")

    def write(self, function: str, minutes_ago: float, line: str | dict[str, Any]) -> None:
        at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        event = {
            "timestamp": int(at.timestamp() * 1000),
            "message": line if isinstance(line, str) else json.dumps(line),
        }
        self._client.put_log_events(logGroupName=self.groups[function], logStreamName="s", logEvents=[event])

    def close(self) -> None:
        for group in self.groups.values():
            self._client.delete_log_group(logGroupName=group)


class TableOfTheCloud:
    def __init__(self, house: House) -> None:
        self._real = house.services.session.client("dynamodb")
        self.recovers = self.forgets = "ENABLED"
        self.is_protected = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def describe_continuous_backups(self, **_: str) -> dict[str, Any]:
        state = {"PointInTimeRecoveryStatus": self.recovers}
        return {"ContinuousBackupsDescription": {"PointInTimeRecoveryDescription": state}}

    def describe_table(self, **_: str) -> dict[str, Any]:
        return {"Table": {"DeletionProtectionEnabled": self.is_protected}}

    def describe_time_to_live(self, **_: str) -> dict[str, Any]:
        return {"TimeToLiveDescription": {"TimeToLiveStatus": self.forgets}}


def make_overdue(house: House) -> None:
    """What is in the outbox has been due for an hour."""
    client = house.aws.session.client("dynamodb")
    for item in house.items():
        if item["PK"]["S"].startswith("OUTBOX#"):
            client.delete_item(TableName=TABLE, Key={name: item[name] for name in ("PK", "SK")})
            earlier = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y%m%dT%H%M%S")
            client.put_item(TableName=TABLE, Item={**item, "SK": {"S": f"{earlier}-{item['SK']['S'][16:]}"}})
