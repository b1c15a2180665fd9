"""Whatever can fail is watched, by alarms that lead to a page, with metrics that exist."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from samtranslator.yaml_helper import yaml_parse

from common import events, message_events
from common.cloud.metrics import NAMESPACE
from common.event import Event
from common.messages import State
from common.preferences import Channel
from messages.feedback import Feedback

ROOT = Path(__file__).parents[2]
MAIN: dict[str, dict[str, Any]] = yaml_parse((ROOT / "template.yaml").read_text("utf-8"))["Resources"]
WATCH: dict[str, Any] = yaml_parse((ROOT / "watch.yaml").read_text("utf-8"))
ALARMS = {
    name: one["Properties"] for name, one in WATCH["Resources"].items() if one["Type"] == "AWS::CloudWatch::Alarm"
}
# Those of the distribution, which are counted where it lives.
EDGE_ALARMS: dict[str, dict[str, Any]] = {
    name: one["Properties"]
    for name, one in yaml_parse((ROOT / "edge.yaml").read_text("utf-8"))["Resources"].items()
    if one["Type"] == "AWS::CloudWatch::Alarm"
}
DASHBOARD: str = WATCH["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
RUNBOOKS = sorted((ROOT / "docs" / "runbooks").glob("*.md"))

# What AWS measures, each with its dimensions, as the pages of its services say:
# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
# https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-cloudwatch-alarm.html
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
# https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html (CloudFront's have no region)
Dimensions = set[tuple[str, ...]]
_QUEUE: Dimensions = {("QueueName",)}
_FUNCTION: Dimensions = {("FunctionName",), ()}
_API: Dimensions = {("ApiId",)}
_TABLE: Dimensions = {("TableName",), ("TableName", "GlobalSecondaryIndexName")}
OF_AWS: Mapping[tuple[str, str], Dimensions] = {
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): _QUEUE,
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): _QUEUE,
    ("AWS/Lambda", "Errors"): _FUNCTION,
    ("AWS/Lambda", "Throttles"): _FUNCTION,
    ("AWS/Lambda", "Invocations"): _FUNCTION,
    ("AWS/Lambda", "Duration"): _FUNCTION,
    ("AWS/Lambda", "IteratorAge"): {("FunctionName",)},
    ("AWS/Lambda", "ConcurrentExecutions"): _FUNCTION,
    ("AWS/ApiGateway", "4xx"): _API,
    ("AWS/ApiGateway", "5xx"): _API,
    ("AWS/ApiGateway", "Count"): _API,
    ("AWS/ApiGateway", "Latency"): _API,
    ("AWS/ApiGateway", "IntegrationLatency"): _API,
    ("AWS/DynamoDB", "ReadThrottleEvents"): _TABLE,
    ("AWS/DynamoDB", "WriteThrottleEvents"): _TABLE,
    ("AWS/DynamoDB", "ConsumedReadCapacityUnits"): _TABLE,
    ("AWS/DynamoDB", "ConsumedWriteCapacityUnits"): _TABLE,
    ("AWS/DynamoDB", "SystemErrors"): {("TableName", "Operation")},
    ("AWS/SES", "Reputation.BounceRate"): {()},
    ("AWS/SES", "Reputation.ComplaintRate"): {()},
    ("AWS/CloudFront", "5xxErrorRate"): {("DistributionId", "Region")},
    ("AWS/CloudFront", "Requests"): {("DistributionId", "Region")},
    ("AWS/WAFV2", "BlockedRequests"): {("WebACL", "Rule")},
}
OF_OURS: Mapping[tuple[str, str], Dimensions] = {
    (NAMESPACE, metric.name or kind.__name__): {("stack", *metric.by)}
    for kind in (vars(events) | vars(message_events)).values()
    if isinstance(kind, type) and issubclass(kind, Event)
    for metric in kind.metrics
}
KNOWN = {**OF_AWS, **OF_OURS}
Metric = tuple[str, str, dict[str, Any]]


def slug(alarm: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"-\1", alarm.removesuffix("Alarm")).lower()


def metrics_of(alarm: dict[str, Any]) -> list[Metric]:
    found = [one["MetricStat"]["Metric"] for one in alarm.get("Metrics", ()) if "MetricStat" in one]
    return [
        (one["Namespace"], one["MetricName"], {d["Name"]: d["Value"] for d in one.get("Dimensions", ())})
        for one in found or [alarm]
    ]


def watched(metric: str) -> dict[str, dict[str, Any]]:
    """By what is watched: the alarm that has this metric of it."""
    return {
        value["Ref"]: alarm
        for alarm in ALARMS.values()
        for _, name, dimensions in metrics_of(alarm)
        for value in dimensions.values()
        if name == metric and isinstance(value, dict)
    }


def widgets() -> list[dict[str, Any]]:
    body = json.loads(re.sub(r"\$\{[^!}]+\}", "given", DASHBOARD))
    found: list[dict[str, Any]] = body["widgets"]
    return found


def shown() -> Iterator[Metric]:
    for widget in widgets():
        for given in widget["properties"].get("metrics", ()):
            if isinstance(given[0], str):
                namespace, name, *rest = (one for one in given if isinstance(one, str))
                yield namespace, name, dict(zip(rest[::2], rest[1::2], strict=True))
            else:
                yield searched(given[0]["expression"])


def searched(expression: str) -> Metric:
    (schema,), (name,) = re.findall(r"\{([^}]+)\}", expression), re.findall(r'MetricName="(\w+)"', expression)
    namespace, *dimensions = schema.split(",")
    return namespace, name, dict.fromkeys(dimensions)


def test_the_main_template_hands_over_what_is_watched_under_its_own_name() -> None:
    given = MAIN["Watch"]["Properties"]["Parameters"]
    assert given.keys() == WATCH["Parameters"].keys()
    for name in given.keys() & MAIN.keys():
        assert given[name] in ({"Ref": name}, {"Fn::GetAtt": [name, "QueueName"]}), name
    assert {name for name in given if name.endswith(("Function", "Queue", "DeadLetters"))} <= MAIN.keys()


@pytest.mark.parametrize("queue", [name for name, one in MAIN.items() if one["Type"] == "AWS::SQS::Queue"])
def test_every_queue_is_watched(queue: str) -> None:
    if queue.endswith("DeadLetters"):
        alarm = watched("ApproximateNumberOfMessagesVisible")[queue]
        assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", 0)
    else:
        assert watched("ApproximateAgeOfOldestMessage")[queue]["Threshold"] == 1800


@pytest.mark.parametrize("function", [name for name, one in MAIN.items() if one["Type"] == "AWS::Serverless::Function"])
def test_every_function_is_watched(function: str) -> None:
    """By the answers of the API where people ask it, by itself where they do not."""
    kinds = {one["Type"] for one in MAIN[function]["Properties"]["Events"].values()}
    if kinds == {"HttpApi"}:
        assert "Api" in watched("5xx")
    else:
        assert function in watched("Errors")
    if "DynamoDB" in kinds:
        assert function in watched("IteratorAge")


@pytest.mark.parametrize("function", ["ClockFunction", "SweepFunction"])
def test_silence_of_what_looks_after_everything_is_heard(function: str) -> None:
    alarm = watched("Invocations")[function]
    assert (alarm["Period"] * alarm["EvaluationPeriods"], alarm["TreatMissingData"]) == (1800, "breaching")


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_is_told_leads_to_its_page_and_says_what_silence_means(name: str) -> None:
    alarm = ALARMS[name]
    assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "Alarms"}]
    assert alarm["AlarmName"] == {"Fn::Sub": f"${{Stack}}-{slug(name)}"}
    assert alarm["AlarmDescription"]["Fn::Sub"].endswith(f". ${{Runbooks}}/{slug(name)}.md")
    silent = {"ClockStoppedAlarm", "SweepStoppedAlarm"}
    assert (alarm["TreatMissingData"] == "breaching") == (name in silent)


def test_every_alarm_has_its_page_and_every_page_its_alarm() -> None:
    budget = WATCH["Resources"]["Budget"]["Properties"]["Budget"]["BudgetName"]["Fn::Sub"].removeprefix("${Stack}-")
    assert [page.stem for page in RUNBOOKS] == sorted([*map(slug, ALARMS | EDGE_ALARMS), budget])


@pytest.mark.parametrize("page", RUNBOOKS, ids=lambda page: page.stem)
def test_a_page_says_what_it_means_how_to_look_and_what_to_do(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text.startswith(f"# {page.stem}\n")
    assert re.findall(r"^## (.*)", text, re.MULTILINE) == ["What it means", "Look", "Do"]
    assert re.search(r"## Look\n\n```\n(make|aws) ", text)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"EVENT=(\w+)", text)) <= (vars(events) | vars(message_events)).keys()


@pytest.mark.parametrize("name", EDGE_ALARMS)
def test_an_alarm_of_the_distribution_is_told_where_somebody_is_and_leads_to_its_page(name: str) -> None:
    alarm = EDGE_ALARMS[name]
    told = {"Fn::If": ["HasEmail", [{"Ref": "Alarms"}], {"Ref": "AWS::NoValue"}]}
    assert alarm["AlarmActions"] == alarm["OKActions"] == told
    assert alarm["AlarmName"] == {"Fn::Sub": f"${{AWS::StackName}}-{slug(name)}"}
    assert alarm["AlarmDescription"]["Fn::Sub"].endswith(f". ${{Runbooks}}/{slug(name)}.md")
    assert alarm["TreatMissingData"] == "notBreaching"


@pytest.mark.parametrize("name", ALARMS | EDGE_ALARMS)
def test_an_alarm_watches_metrics_that_exist(name: str) -> None:
    metrics = metrics_of((ALARMS | EDGE_ALARMS)[name])
    assert len(metrics) <= 10  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html
    for namespace, metric, dimensions in metrics:
        assert tuple(dimensions) in KNOWN[namespace, metric], metric


@pytest.mark.parametrize(("namespace", "metric", "dimensions"), list(shown()))
def test_the_dashboard_shows_metrics_that_exist(namespace: str, metric: str, dimensions: dict[str, str]) -> None:
    assert tuple(dimensions) in KNOWN[namespace, metric]
    told = get_args(Feedback.model_fields["what"].annotation)
    values = {"channel": get_args(Channel), "state": get_args(State), "what": told}
    for name in dimensions.keys() & values.keys():
        assert dimensions[name] is None or dimensions[name] in values[name]


def test_the_dashboard_shows_every_alarm_and_everything_that_is_counted() -> None:
    (alarms,) = [one["properties"]["alarms"] for one in widgets() if one["type"] == "alarm"]
    assert re.findall(r"\$\{(\w+Alarm)\.Arn\}", DASHBOARD) == list(ALARMS)
    assert len(alarms) == len(ALARMS)
    assert OF_OURS.keys() - {metric[:2] for metric in shown()} == set()


def test_what_the_dashboard_asks_of_the_template_is_there() -> None:
    asked = {name.split(".")[0] for name in re.findall(r"\$\{([^!}]+)\}", DASHBOARD)}
    assert asked - WATCH["Parameters"].keys() - WATCH["Resources"].keys() == {"AWS::Region"}


def test_no_widget_lies_on_another() -> None:
    taken = [
        (x, y)
        for one in widgets()
        for x in range(one["x"], one["x"] + one["width"])
        for y in range(one["y"], one["y"] + one["height"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24


def test_the_decision_says_what_the_alarms_cost() -> None:
    """An alarm costs by the metrics that it looks at."""
    metrics = sum(len(metrics_of(alarm)) for alarm in ALARMS.values())
    decision = (ROOT / "docs" / "decisions" / "43-what-is-watched.md").read_text("utf-8")
    assert f"{len(ALARMS)} alarms look at {metrics} metrics: $ {metrics / 10:.2f} a month" in decision
    at_the_edge = sum(len(metrics_of(alarm)) for alarm in EDGE_ALARMS.values())
    decision = (ROOT / "docs" / "decisions" / "50-alarms-of-the-distribution.md").read_text("utf-8")
    assert f"{len(EDGE_ALARMS)} alarms look at {at_the_edge} metrics: $ {at_the_edge / 10:.2f} a month" in decision
