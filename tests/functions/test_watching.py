"""What an operator sees of a stack that runs: its logs, its dead letters, and whether all is as it should be."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from common.ids import random_id
from operate import checks
from operate.__main__ import parser
from operate.dead_letters import QUEUES, waiting
from operate.stack import in_cloud
from tests.emulated import TABLE
from tests.functions.house import REGENBOOG, House
from tests.functions.operator import Operator
from tests.functions.parent import ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.uploads import SANNE, put, take

ADVICE = "→"


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

    def get_account(self) -> dict[str, Any]:
        return self.account

    def get_email_identity(self, EmailIdentity: str) -> dict[str, Any]:  # noqa: N803 - SES names it so
        assert EmailIdentity == "mail.example"
        return {"VerifiedForSendingStatus": self.dkim == "SUCCESS", "DkimAttributes": {"Status": self.dkim}}


@pytest.fixture
def mail(operator: Operator) -> MailAccount:
    account = MailAccount()
    operator.clients["sesv2"] = account
    return account


@pytest.fixture
def dead(operator: Operator, house: House) -> Iterator[dict[str, str]]:
    """The dead letters of each queue, by the name that an operator types."""
    queues = house.aws.session.client("sqs")
    urls = {name: queues.create_queue(QueueName=f"{name}-{random_id()}")["QueueUrl"] for name in QUEUES}
    operator.parts |= {f"{QUEUES[name]}DeadLetters": url for name, url in urls.items()}
    operator.parts["MailEventsQueue"] = queues.create_queue(QueueName=random_id())["QueueUrl"]
    yield urls
    for url in (*urls.values(), operator.parts["MailEventsQueue"]):
        queues.delete_queue(QueueUrl=url)


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


@pytest.fixture
def logs(operator: Operator, house: House) -> Iterator[Logs]:
    written = Logs(operator, house)
    yield written
    written.close()


@pytest.fixture
def alarms(house: House) -> Iterator[Any]:
    """Two of them, both quiet."""
    watch = house.aws.session.client("cloudwatch")
    names = ["school-lists-dead-letters", "school-api-slow"]
    for name in names:
        watch.put_metric_alarm(
            AlarmName=name,
            ComparisonOperator="GreaterThanThreshold",
            EvaluationPeriods=1,
            MetricName="m",
            Namespace="n",
            Period=60,
            Statistic="Sum",
            Threshold=0,
        )
        watch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="r")
    yield watch
    watch.delete_alarms(AlarmNames=names)


def letters_made(batch: str, **more: Any) -> dict[str, Any]:
    rest = {"level": "INFO", "location": "_write:40", "service": "ouderbrief", "timestamp": "now", **more}
    return {"message": "LettersMade", "school": REGENBOOG.id, "batch": batch, "letters": 28, **rest}


# -- tail


def test_the_newest_lines_of_all_functions_come_in_their_order(operator: Operator, logs: Logs) -> None:
    logs.write("Letters", 3, letters_made("one"))
    logs.write("Api", 2, '{"time":"now","route":"GET /{lang}","status":"200","ms":"12","id":"x"}')
    logs.write("Sweep", 1, {"message": "Swept", "messages": 2, "level": "INFO"})
    lines = operator.does("tail").splitlines()
    said = [line.split("  ", 1)[1] for line in lines]
    assert said[0] == f"Letters  LettersMade  school={REGENBOOG.id}  batch=one  letters=28"
    assert said[1].startswith('Api    {"time"')
    assert said[2] == "Sweep  Swept  messages=2"
    assert operator.does("tail", "--most", "1").splitlines() == lines[-1:]
    assert "1, the newest" in operator.words


def test_a_line_shows_what_happened_and_not_how_it_is_counted(operator: Operator, logs: Logs) -> None:
    directive = {"Namespace": "Ouderbrief", "Dimensions": [["stack"]], "Metrics": [{"Name": "LettersMade"}]}
    counted = {"stack": "school", "LettersMade": 28, "_aws": {"Timestamp": 1, "CloudWatchMetrics": [directive]}}
    logs.write("Letters", 3, letters_made("one", **counted))
    assert operator.does("tail").endswith("LettersMade  school=de-regenboog  batch=one  letters=28")
    assert json.loads(operator.does("tail", "--json")) == letters_made("one", **counted)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["--event", "LettersMade"], ["one", "two"]),
        (["--about", "two"], ["two"]),
        (["--event", "LettersMade", "--about", "one"], ["one"]),
        (["--event", "Letters"], []),
        (["--function", "letters"], ["one", "two"]),
        (["--function", "Sweep"], []),
        (["--since", "30m"], ["two"]),
    ],
    ids=str,
)
def test_lines_are_chosen_by_event_id_function_and_age(
    operator: Operator, logs: Logs, wanted: list[str], found: list[str]
) -> None:
    logs.write("Letters", 40, letters_made("one"))
    logs.write("Letters", 5, letters_made("two"))
    said = operator.does("tail", *wanted)
    assert [line.split("batch=")[1].split()[0] for line in said.splitlines()] == found


def test_that_lambda_began_and_ended_well_is_not_shown(operator: Operator, logs: Logs) -> None:
    for line in ("START RequestId: 1", "END RequestId: 1", "REPORT RequestId: 1\tDuration: 3 ms"):
        logs.write("Letters", 3, line)
    for kind, status in (("platform.start", None), ("platform.report", "success"), ("platform.report", "timeout")):
        logs.write("Letters", 2, {"type": kind, "record": {"status": status} if status else {}})
    assert "timeout" in operator.does("tail")
    assert len(operator.does("tail").splitlines()) == 1


@pytest.mark.parametrize(
    "wrong", [["--since", "3"], ["--most", "0"], ["--about", 'a" "b'], ["--event", "a b"]], ids=str
)
def test_what_makes_no_search_is_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["tail", *wrong])
    assert "takes" in capsys.readouterr().err


def test_a_function_that_is_not_there_is_named_with_those_that_are(operator: Operator, logs: Logs) -> None:
    assert "Letters" in logs.groups
    assert operator.is_refused("tail", "--function", "Leters") == ("there is no function Leters: Api, Letters, Sweep")


# -- redrive


def test_dead_letters_go_back_as_they_were_and_the_counts_are_told(
    operator: Operator, house: House, dead: dict[str, str]
) -> None:
    queues = house.aws.session.client("sqs")
    for number in range(23):
        queues.send_message(QueueUrl=dead["letters"], MessageBody=json.dumps({"batch": number}))
    assert operator.does("redrive", "--queue", "letters") == "letters"
    assert operator.words == "Moved back: 23 of 23 dead letters; 0 are there now."
    assert sorted(body["batch"] for body in house.aws.queued("letters")) == list(range(23))
    assert operator.does("redrive", "--queue", "letters") == ""
    assert operator.words == "Nothing is among the dead letters of letters."


def test_what_the_queue_does_not_take_stays_among_the_dead_letters(
    operator: Operator, house: House, dead: dict[str, str]
) -> None:
    class Refusing:
        """SQS that takes every message but the first."""

        def __init__(self) -> None:
            self._real = house.aws.session.client("sqs")

        def __getattr__(self, name: str) -> Any:
            return getattr(self._real, name)

        def send_message_batch(self, QueueUrl: str, Entries: list[Any]) -> dict[str, Any]:  # noqa: N803 - so at SQS
            return {**self._real.send_message_batch(QueueUrl=QueueUrl, Entries=Entries[1:]), "Failed": [{"Id": "0"}]}

    operator.clients["sqs"] = Refusing()
    for number in range(3):
        house.aws.session.client("sqs").send_message(QueueUrl=dead["lists"], MessageBody=json.dumps(number))
    assert operator.finds_wrong("redrive", "--queue", "lists") == "lists"
    assert operator.words.startswith("Of 3 dead letters 2 were moved back; 1 are left.")
    assert len(house.aws.queued("lists")) == 2


def test_notes_of_the_stream_are_thrown_away_once_the_clock_has_sent_what_they_are_about(
    operator: Operator, house: House, visitor: ParentVisitor, dead: dict[str, str]
) -> None:
    queues = house.aws.session.client("sqs")
    queues.send_message(QueueUrl=dead["outbox"], MessageBody="a note")
    visitor.register(house.child())
    make_overdue(house)
    assert "the outbox still holds" in operator.is_refused("redrive", "--queue", "outbox")
    house.tick()
    assert operator.does("redrive", "--queue", "outbox") == "outbox"
    assert operator.does("redrive", "--queue", "outbox") == ""


def make_overdue(house: House) -> None:
    """What is in the outbox has been due for an hour."""
    client = house.aws.session.client("dynamodb")
    for item in house.items():
        if item["PK"]["S"].startswith("OUTBOX#"):
            client.delete_item(TableName=TABLE, Key={name: item[name] for name in ("PK", "SK")})
            earlier = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y%m%dT%H%M%S")
            client.put_item(TableName=TABLE, Item={**item, "SK": {"S": f"{earlier}-{item['SK']['S'][16:]}"}})


# -- doctor


@pytest.fixture
def well(
    operator: Operator, mail: MailAccount, dead: dict[str, str], logs: Logs, alarms: Any, house: House
) -> Operator:
    """A stack in which nothing is wrong; its table in the emulated AWS has neither backups nor an expiry."""
    assert mail.dkim == "SUCCESS"
    assert dead.keys() == QUEUES.keys()
    assert len(alarms.describe_alarms()["MetricAlarms"]) == 2
    logs.write("Sweep", 10, {"message": "Swept", "messages": 0})
    operator.clients["dynamodb"] = TableOfTheCloud(house)
    return operator


class TableOfTheCloud:
    def __init__(self, house: House) -> None:
        self._real = house.services.session.client("dynamodb")
        self.recovers = "ENABLED"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def describe_continuous_backups(self, **_: str) -> dict[str, Any]:
        state = {"PointInTimeRecoveryStatus": self.recovers}
        return {"ContinuousBackupsDescription": {"PointInTimeRecoveryDescription": state}}

    def describe_table(self, **_: str) -> dict[str, Any]:
        return {"Table": {"DeletionProtectionEnabled": True}}

    def describe_time_to_live(self, **_: str) -> dict[str, Any]:
        return {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED"}}


def complaints(said: str) -> dict[str, str]:
    """What is wrong, by what was looked at."""
    lines = said.splitlines()
    found = {}
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("WRONG"):
            assert ADVICE in after, f"no advice for {line}"
            found[line[7:23].strip()] = f"{line[24:]} {after.strip()}"
    return found


def test_a_stack_that_is_well_is_said_to_be(well: Operator) -> None:
    said = well.does("doctor")
    assert well.words == f"Looked at {len(checks.CHECKS)} things; none wrong."
    assert [line[:2] for line in said.splitlines()] == ["ok"] * len(checks.CHECKS)


def test_mail_that_cannot_go_out_is_noticed(well: Operator, mail: MailAccount) -> None:
    mail.dkim = "PENDING"
    mail.account |= {"ProductionAccessEnabled": False}
    mail.account["SendQuota"] = {"MaxSendRate": 1.0, "Max24HourSend": 200.0, "SentLast24Hours": 195.0}
    found = complaints(well.finds_wrong("doctor"))
    assert found.keys() == {"mail domain", "mail account", "mail quota"}
    assert "MailDkim1" in found["mail domain"]
    assert "sandbox" in found["mail account"]
    assert "MailRate 14 of 1 a second" in found["mail quota"]
    mail.account |= {"ProductionAccessEnabled": True, "SendingEnabled": False}
    mail.account["SendQuota"]["MaxSendRate"] = 14.0
    found = complaints(well.finds_wrong("doctor"))
    assert "mail-bounces.md" in found["mail account"]
    assert "195 of 200" in found["mail quota"]


def test_mail_that_is_stopped_is_noticed(well: Operator, house: House) -> None:
    for _ in range(20):
        for what in ("heard_of", "bounced"):
            house.services.reputations.note(what, house.services.now())
    assert "mail-stopped.md" in complaints(well.finds_wrong("doctor"))["mail standing"]


@pytest.mark.parametrize("queue", QUEUES)
def test_dead_letters_are_noticed(well: Operator, house: House, dead: dict[str, str], queue: str) -> None:
    house.aws.session.client("sqs").send_message(QueueUrl=dead[queue], MessageBody="{}")
    found = complaints(well.finds_wrong("doctor"))
    assert found.keys() == {"dead letters"}
    assert found["dead letters"].startswith(f"{queue} 1 ")
    assert f"{queue}-dead-letters.md" in found["dead letters"]


def test_an_alarm_is_noticed_and_so_is_that_there_are_none(well: Operator, alarms: Any) -> None:
    alarms.set_alarm_state(AlarmName="school-api-slow", StateValue="ALARM", StateReason="r")
    assert complaints(well.finds_wrong("doctor")) == {"alarms": "api-slow → see docs/runbooks/api-slow.md"}
    alarms.delete_alarms(AlarmNames=["school-lists-dead-letters", "school-api-slow"])
    assert "watch.yaml" in complaints(well.finds_wrong("doctor"))["alarms"]


def test_what_the_clock_does_not_send_is_noticed(well: Operator, house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    make_overdue(house)
    assert "clock-stopped.md" in complaints(well.finds_wrong("doctor"))["outbox"]


def test_a_message_that_got_stuck_is_noticed_unless_its_school_is_stopped(
    well: Operator, house: House, visitor: ParentVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.register(house.child())
    house.deliver_all()
    visitor.confirm()
    message = Sender(house).message()
    house.relay()
    house.aws.queued("deliveries")
    assert well.does("doctor")
    monkeypatch.setattr(checks, "_STUCK", -timedelta(minutes=1))
    found = complaints(well.finds_wrong("doctor"))
    assert found.keys() == {"messages"}
    assert message in found["messages"]
    well.does("suspend-school", "--id", REGENBOOG.id)
    assert well.does("doctor")


def test_a_delivery_that_got_stuck_is_noticed(
    well: Operator, house: House, visitor: ParentVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.register(house.child())
    house.deliver_all()
    visitor.confirm()
    message = Sender(house).message()
    house.refuse("SendEmail", "TooManyRequestsException")
    failed = house.deliver_all()
    monkeypatch.setattr(checks, "_STUCK", -timedelta(minutes=1))
    assert message in complaints(well.finds_wrong("doctor"))["messages"]
    house.work(*failed)
    assert well.does("doctor")


def test_lists_and_letters_that_got_stuck_are_noticed(
    well: Operator, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_WORRIES", timedelta(days=4000))
    house.refuse("TransactWriteItems", times=10)
    assert take(put(house, SANNE)) == 1
    assert complaints(well.finds_wrong("doctor")).keys() == {"lists"}
    house.refuse("TransactWriteItems", times=0)
    house.pass_time(minutes=5)
    assert take(put(house, SANNE)) == 0
    monkeypatch.setattr(checks, "_STUCK", -timedelta(minutes=10))
    found = complaints(well.finds_wrong("doctor"))
    assert found.keys() == {"letters"}
    assert house.services.imports.ids(REGENBOOG.id)[0] in found["letters"]


def test_a_key_that_is_to_be_deleted_is_noticed(well: Operator, house: House) -> None:
    keys = house.aws.session.client("kms")
    key = keys.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]
    keys.schedule_key_deletion(KeyId=key)
    well.parts["MakeKeys"] = f"{house.services.settings.make_key_id},{key}"
    found = complaints(well.finds_wrong("doctor"))
    assert found.keys() == {"keys"}
    assert "MakeKeys 2 PendingDeletion" in found["keys"]


def test_a_table_that_cannot_be_restored_is_noticed(well: Operator) -> None:
    well.clients["dynamodb"].recovers = "DISABLED"
    assert "not: restores to any moment" in complaints(well.finds_wrong("doctor"))["table"]


def test_that_nobody_swept_is_noticed(well: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_SILENCE", timedelta(minutes=9))
    assert complaints(well.finds_wrong("doctor")).keys() == {"sweep"}
    well.runs_since = datetime.now(UTC) - timedelta(minutes=8)
    assert "has not gone round yet" in well.does("doctor")


def test_what_may_not_be_asked_is_said_and_the_rest_is_looked_at(well: Operator) -> None:
    well.parts["FindKeys"] = "alias/gone"
    found = complaints(well.finds_wrong("doctor"))
    assert found.keys() == {"keys"}
    assert "DescribeKey answers NotFoundException" in found["keys"]


# -- which stack


TEMPLATE = """
Parameters: {MailRate: {Type: Number}}
Resources:
  LettersDeadLetters: {Type: AWS::SQS::Queue, Properties: {QueueName: dead-of-a-stack}}
Outputs:
  TableName: {Value: table}
"""


def test_what_a_stack_consists_of_is_asked_of_cloudformation(house: House) -> None:
    stacks = house.aws.session.client("cloudformation")
    rate: Any = [{"ParameterKey": "MailRate", "ParameterValue": "5"}]
    stacks.create_stack(StackName="whole", TemplateBody=TEMPLATE, Parameters=rate)
    try:
        found = in_cloud("whole")
        assert found.deployed.parts["LettersDeadLetters"].endswith("/dead-of-a-stack")
        assert found.deployed.parameters == {"MailRate": "5"}
        assert waiting(found, "letters") == 0
        assert datetime.now(UTC) - found.deployed.runs_since < timedelta(minutes=1)
        assert not found.is_local
    finally:
        stacks.delete_stack(StackName="whole")
