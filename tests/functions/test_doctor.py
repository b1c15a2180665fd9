"""Whether all of a stack is as it should be, as the operator is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from operate import checks
from operate.dead_letters import QUEUES
from operate.stack import EDGE_REGION
from tests.functions.house import REGENBOOG, House
from tests.functions.operator import Operator
from tests.functions.parent import ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.uploads import SANNE, just_sent, put, take
from tests.functions.watched import (
    Logs,
    MailAccount,
    TableOfTheCloud,
    dashed,
    dead_letters_of_template,
    make_overdue,
)
from tests.ports import free_port

ADVICE = "→"
RUNBOOKS = Path(__file__).parents[2] / "docs" / "runbooks"


@pytest.fixture
def mail(operator: Operator) -> MailAccount:
    account = MailAccount()
    operator.clients["sesv2"] = account
    return account


class Site(BaseHTTPRequestHandler):
    """What stands under the name on the letters."""

    status = 200
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def site(operator: Operator) -> Iterator[type[Site]]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever).start()
        operator.parts["SiteUrl"] = f"http://127.0.0.1:{server.server_port}"
        yield Site
        server.shutdown()


def alarm(watch: Any, name: str, state: str = "OK") -> None:
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
    watch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="r")


@pytest.fixture
def alarms(house: House) -> Iterator[Any]:
    """Two of them, both quiet; and one that rings, of another stack with a name that begins the same."""
    watch = house.aws.session.client("cloudwatch")
    names = ["school-lists-dead-letters", "school-api-slow", "school-dev-api-slow"]
    for name in names:
        alarm(watch, name, "ALARM" if "dev" in name else "OK")
    yield watch
    watch.delete_alarms(AlarmNames=names)


@pytest.fixture
def well(
    operator: Operator,
    mail: MailAccount,
    dead: dict[str, str],
    logs: Logs,
    alarms: Any,
    site: type[Site],
    house: House,
) -> Operator:
    """A stack in which nothing is wrong; its table in the emulated AWS has neither backups nor an expiry."""
    assert mail.dkim == "SUCCESS"
    assert dead.keys() > QUEUES.keys()
    assert site.status == HTTPStatus.OK
    assert len(alarms.describe_alarms(AlarmNamePrefix="school-")["MetricAlarms"]) == 3
    logs.write("Sweep", 10, {"message": "Swept", "messages": 0})
    operator.clients["dynamodb"] = TableOfTheCloud(house)
    return operator


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


@pytest.mark.parametrize(("status", "advice"), [(403, "OriginSecret"), (503, "Maintenance"), (502, "site-fails.md")])
def test_a_site_that_does_not_answer_as_it_should_is_noticed(
    well: Operator, site: type[Site], monkeypatch: pytest.MonkeyPatch, status: int, advice: str
) -> None:
    monkeypatch.setattr(site, "status", status)
    found = complaints(well.finds_wrong("doctor"))
    assert found.keys() == {"site"}
    assert f": {status} " in found["site"]
    assert advice in found["site"]
    assert site.asked[-1] == "/nl/start"


def test_a_site_that_is_not_there_is_noticed(well: Operator) -> None:
    well.parts["SiteUrl"] = f"http://127.0.0.1:{free_port()}"
    assert "make deploy-edge" in complaints(well.finds_wrong("doctor"))["site"]


def test_a_certificate_that_is_not_the_host_s_is_noticed(well: Operator) -> None:
    """This one speaks no TLS at all."""
    well.parts["SiteUrl"] = well.parts["SiteUrl"].replace("http:", "https:")
    assert "SSL" in complaints(well.finds_wrong("doctor"))["site"]


def test_records_for_bounces_that_are_missing_are_noticed(well: Operator, mail: MailAccount) -> None:
    mail.bounces = "FAILED"
    assert "MailSpf" in complaints(well.finds_wrong("doctor"))["mail domain"]


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


@pytest.mark.parametrize("name", dead_letters_of_template())
def test_dead_letters_are_noticed(well: Operator, house: House, name: str) -> None:
    house.aws.session.client("sqs").send_message(QueueUrl=well.parts[name], MessageBody="{}")
    queue = dashed(name.removesuffix("DeadLetters"))
    found = complaints(well.finds_wrong("doctor"))
    assert found.keys() == {"dead letters"}
    assert found["dead letters"].startswith(f"{queue} 1 ")
    assert f"{queue}-dead-letters.md" in found["dead letters"]
    assert (RUNBOOKS / f"{queue}-dead-letters.md").exists()


def test_each_queue_with_dead_letters_and_each_alarm_has_its_runbook_named(
    well: Operator, house: House, alarms: Any
) -> None:
    for name in ("LedgerDeadLetters", "OutboxDeadLetters"):
        house.aws.session.client("sqs").send_message(QueueUrl=well.parts[name], MessageBody="{}")
    for name in ("school-lists-dead-letters", "school-api-slow"):
        alarms.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="r")
    found = complaints(well.finds_wrong("doctor"))
    assert found.keys() == {"dead letters", "alarms"}
    for what, runbooks in (
        ("dead letters", ["ledger-dead-letters", "outbox-dead-letters"]),
        ("alarms", ["lists-dead-letters", "api-slow"]),
    ):
        assert sorted(found[what].partition("→ see ")[2].split(", ")) == sorted(
            f"docs/runbooks/{name}.md" for name in runbooks
        )


def test_an_alarm_is_noticed_and_so_is_that_there_are_none(well: Operator, alarms: Any) -> None:
    alarms.set_alarm_state(AlarmName="school-api-slow", StateValue="ALARM", StateReason="r")
    assert complaints(well.finds_wrong("doctor")) == {"alarms": "api-slow → see docs/runbooks/api-slow.md"}
    alarms.delete_alarms(AlarmNames=["school-lists-dead-letters", "school-api-slow"])
    assert "watch.yaml" in complaints(well.finds_wrong("doctor"))["alarms"]


def test_an_alarm_of_the_distribution_is_noticed_in_its_own_region(well: Operator, house: House) -> None:
    watch = house.aws.session.client("cloudwatch", region_name=EDGE_REGION)
    assert "no distribution of ours" in well.does("doctor")
    try:
        alarm(watch, "school-edge-site-fails")
        assert "1, all quiet" in well.does("doctor")
        alarm(watch, "school-edge-site-fails", "ALARM")
        assert complaints(well.finds_wrong("doctor")) == {"edge alarms": "site-fails → see docs/runbooks/site-fails.md"}
    finally:
        watch.delete_alarms(AlarmNames=["school-edge-site-fails"])


def test_what_the_clock_does_not_send_is_noticed(well: Operator, house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    make_overdue(house)
    assert "clock-stopped.md" in complaints(well.finds_wrong("doctor"))["outbox"]


def ordered(house: House, visitor: ParentVisitor) -> str:
    """A message for one parent whose address is confirmed."""
    visitor.register(house.child())
    house.deliver_all()
    visitor.confirm()
    return Sender(house).message()


def test_a_message_that_got_stuck_is_noticed_unless_its_school_is_stopped(
    well: Operator, house: House, visitor: ParentVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = ordered(house, visitor)
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
    message = ordered(house, visitor)
    house.refuse("SendEmail", "TooManyRequestsException")
    failed = house.deliver_all()
    monkeypatch.setattr(checks, "_STUCK", -timedelta(minutes=1))
    assert message in complaints(well.finds_wrong("doctor"))["messages"]
    house.work(*failed)
    assert well.does("doctor")


def test_lists_and_letters_that_got_stuck_are_noticed(
    well: Operator, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.refuse("TransactWriteItems", times=10)
    event = just_sent(put(house, SANNE), ago=timedelta(hours=2))
    assert take(event) == 1
    assert complaints(well.finds_wrong("doctor")).keys() == {"lists"}
    house.refuse("TransactWriteItems", times=0)
    house.pass_time(minutes=5)
    assert take(event) == 0
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


def test_of_a_table_only_what_is_wrong_with_it_is_told(well: Operator) -> None:
    table = well.clients["dynamodb"]
    assert "restores to any moment, cannot be deleted, forgets" in well.does("doctor")
    table.recovers = "DISABLED"
    assert complaints(well.finds_wrong("doctor")) == {"table": "does not restore to any moment → deploy again"}
    table.forgets = "DISABLED"
    both = "does not restore to any moment, does not forget → deploy again"
    assert complaints(well.finds_wrong("doctor")) == {"table": both}
    table.recovers, table.forgets, table.is_protected = "ENABLED", "ENABLING", False
    assert complaints(well.finds_wrong("doctor")) == {"table": "can be deleted → deploy again"}


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
