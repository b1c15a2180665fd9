"""What CloudWatch counts of the events."""

from datetime import UTC, datetime
from typing import Any

import pytest

from common import events, message_events
from common.cloud.metrics import NAMESPACE, embedded
from common.event import Event, Metric
from common.events import ListImported, LoggedIn, ParentRegistered
from common.message_events import Delivered

NOW = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
COUNTED = [
    (kind, metric)
    for kind in (vars(events) | vars(message_events)).values()
    if isinstance(kind, type) and issubclass(kind, Event)
    for metric in kind.metrics
]


def test_an_event_is_counted_by_the_line_that_tells_it() -> None:
    event = Delivered(message_id="m", parent="p", channel="email", state="sent")
    assert embedded(event, "school", NOW) == {
        "stack": "school",
        "Delivered": 1,
        "_aws": {
            "Timestamp": 1788244200000,
            "CloudWatchMetrics": [
                {
                    "Namespace": "Ouderbrief",
                    "Dimensions": [["stack", "channel", "state"]],
                    "Metrics": [{"Name": "Delivered", "Unit": "Count"}],
                }
            ],
        },
    }


def test_an_event_may_say_how_many_of_several_things() -> None:
    counts: dict[str, Any] = dict.fromkeys(ListImported.__annotations__, 0) | {
        "rows": 500,
        "new": 480,
        "held": 20,
        "left": 3,
    }
    line = embedded(ListImported(**counts), "school", NOW)
    amounts = {name: line[name] for name in ("ListImported", "PupilsRead", "PupilsNew", "PupilsHeld", "PupilsLeft")}
    assert list(amounts.values()) == [1, 500, 480, 20, 3]
    declared = [one["Metrics"][0]["Name"] for one in line["_aws"]["CloudWatchMetrics"]]
    assert declared == list(amounts)


def named(given: Event | type[Event] | Metric | str) -> str:
    if isinstance(given, Metric):
        return given.name or "own name"
    return given or "none" if isinstance(given, str) else getattr(given, "__name__", type(given).__name__)


@pytest.mark.parametrize(("event", "stack"), [(LoggedIn("p"), "school"), (ParentRegistered("p"), "")], ids=named)
def test_nothing_is_added_where_nothing_is_counted(event: Event, stack: str) -> None:
    assert embedded(event, stack, NOW) == {}


@pytest.mark.parametrize(("kind", "metric"), COUNTED, ids=named)
def test_a_metric_names_fields_that_its_event_has(kind: type[Event], metric: Metric) -> None:
    fields: dict[str, Any] = kind.__annotations__
    assert set(metric.by) <= fields.keys()
    assert not metric.amount or fields[metric.amount] is int
    assert (metric.name or kind.__name__) not in fields


@pytest.mark.parametrize(("kind", "metric"), COUNTED, ids=named)
def test_what_is_counted_apart_is_no_school_no_person_and_nothing_else_with_many_values(
    kind: type[Event], metric: Metric
) -> None:
    assert set(metric.by) <= {"channel", "kind", "reason", "state", "what", "why"}, kind


def test_no_two_events_are_counted_under_one_name() -> None:
    names = [metric.name or kind.__name__ for kind, metric in COUNTED]
    assert len(names) == len(set(names))
    assert NAMESPACE not in names
