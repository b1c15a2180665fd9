"""What may be done: by functions what they do, by Lambda in their name what wakes them, by nobody everything."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from tests.functions.grants import Grant, all_granted, functions_of_template, granted, resolved, role_of, template
from tests.permissions import is_for, problems, reasons_of

ROOT = Path(__file__).parents[2]
FUNCTIONS = functions_of_template()
# https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html and with-ddb.html: what Lambda does with a function's role
LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")
QUEUE = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
STREAM = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
STREAMS = "dynamodb:ListStreams"
# Who may do everything with something, and why: (resource, statement).
EVERYTHING = {
    # A key that not even its account may administer could never be mended; within the policy of a key, * is that key.
    ("MakeKey", "AccountAdministers"),
    ("FindKey", "AccountAdministers"),
    ("DataKey", "AccountAdministers"),
    ("DataKey", "WithTheData"),
    ("DataKey", "WhoTellsAQueue"),
    ("AlarmsKey", "AccountAdministers"),
    ("AlarmsKey", "AlarmsAreTold"),
}


def of_lambda(function: str) -> Iterator[Grant]:
    """What Lambda itself needs to wake this function, and to write down what it says."""
    (group,) = resolved(FUNCTIONS[function]["LoggingConfig"]["LogGroup"])
    yield from (Grant(function, action, group) for action in LOGS)
    for event in FUNCTIONS[function].get("Events", {}).values():
        if event["Type"] == "SQS":
            (queue,) = resolved(event["Properties"]["Queue"])
            yield from (Grant(function, action, queue) for action in QUEUE)
        if event["Type"] == "DynamoDB":
            (stream,) = resolved(event["Properties"]["Stream"])
            yield from (Grant(function, action, stream) for action in STREAM)
            yield Grant(function, STREAMS, "Table/stream/*")
            (dead,) = resolved(event["Properties"]["DestinationConfig"]["OnFailure"]["Destination"])
            yield Grant(function, "sqs:SendMessage", dead)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_lambda_may_read_what_wakes_a_function_and_nothing_else(function: str) -> None:
    dead = [one for one in granted(function) if one.resource.endswith("DeadLetters")]
    allowed = [one for one in granted(function) if one.action in (*LOGS, *QUEUE, *STREAM, STREAMS)]
    assert sorted({*allowed, *dead}) == sorted(of_lambda(function))


def test_a_reason_that_goes_for_every_role_is_given_for_nothing_but_what_lambda_does() -> None:
    assert reasons_of(template()).keys() <= {*LOGS, *QUEUE, *STREAM, STREAMS}


@pytest.mark.parametrize("file", ["template.yaml", "watch.yaml", "edge.yaml"])
def test_nobody_is_allowed_everything(file: str) -> None:
    for name, resource in yaml_parse((ROOT / file).read_text("utf-8"))["Resources"].items():
        for one in statements(resource):
            everything = "*" in str(one["Action"]) or "*" in _as_list(one.get("Resource", []))
            if one["Effect"] == "Allow" and everything:
                assert (name, one["Sid"]) in EVERYTHING


def statements(node: Any) -> Iterator[dict[str, Any]]:
    """Of every policy in it."""
    if isinstance(node, dict) and "Effect" in node:
        yield node
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from statements(one)


def _as_list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


# -- the recorder


def excused(one: Grant, by: dict[str, Any]) -> bool:
    return any(is_for(reason, one) for reason in reasons_of(by))


EXCUSED_BY_ROLE = [one for one in all_granted() if excused(one, role_of(one.function))]
EXCUSED = [*EXCUSED_BY_ROLE, *(one for one in all_granted() if excused(one, template()))]


def test_all_is_well_where_everything_without_a_reason_was_used() -> None:
    assert problems(map(str, set(all_granted()) - set(EXCUSED))) == []


def test_what_no_test_used_is_named() -> None:
    unused = next(one for one in all_granted() if one not in EXCUSED)
    (problem,) = problems(map(str, set(all_granted()) - {unused, *EXCUSED}))
    assert problem.startswith(f"{unused}: no test used it")


def test_a_reason_for_what_is_used_is_out_of_date() -> None:
    found = problems(map(str, set(all_granted()) - set(EXCUSED) | set(EXCUSED_BY_ROLE)))
    assert {one.split()[0] for one in found} == {one.function for one in EXCUSED_BY_ROLE}
    assert all("Take its reason away" in one for one in found)


@pytest.mark.parametrize(
    "role", [name for name, one in template()["Resources"].items() if one["Type"].endswith("Role")]
)
def test_a_reason_is_a_sentence(role: str) -> None:
    for reason in {**reasons_of(template()), **reasons_of(template()["Resources"][role])}.values():
        assert len(reason.split()) >= 4
        assert reason.endswith(".")
