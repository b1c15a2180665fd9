"""What an operator sees of a stack that runs: its logs, its dead letters, and what it consists of."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from operate.__main__ import parser
from operate.dead_letters import waiting
from operate.stack import in_cloud
from tests.functions.house import REGENBOOG, House
from tests.functions.operator import Operator
from tests.functions.parent import ParentVisitor
from tests.functions.watched import Logs, make_overdue


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
        (["--event", "Swept"], []),
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


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("LetersMade", "LettersMade"), ("handlerfailed", "HandlerFailed"), ("X", "docs/logs.md")],
    ids=str,
)
def test_an_event_that_is_not_in_the_catalogue_is_named_with_those_that_are_like_it(
    operator: Operator, logs: Logs, wrong: str, near: str
) -> None:
    logs.write("Letters", 3, letters_made("one"))
    why = operator.is_refused("tail", "--event", wrong)
    assert why.startswith(f"there is no event {wrong}: ")
    assert near in why


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
