"""What is looked at while a new version is on trial, and what a stack remembers of the version before."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from local.system import ROOT
from operate import beginnings, trials, versions
from operate.beginnings import Beginning
from operate.commands.upgrading import go_back, upgrade
from operate.registry import Given
from operate.stack import Stack
from operate.trials import Standing
from tests.functions.grants import functions_of_template
from tests.functions.house import House
from tests.functions.operator import stack_of

QUIET = Standing({}, frozenset())


class Watch:
    """CloudWatch, whose alarms are looked at again and again. sounding: at each look; the last stays."""

    def __init__(self, *sounding: Sequence[str]) -> None:
        self.sounding = list(sounding)

    def get_paginator(self, _name: str) -> "Watch":
        return self

    def paginate(self, **_asked: str) -> list[dict[str, Any]]:
        now = self.sounding.pop(0) if len(self.sounding) > 1 else self.sounding[0]
        return [{"MetricAlarms": [{"AlarmName": f"school-{one}", "StateValue": "ALARM"} for one in now]}]


def watched(house: House, *sounding: Sequence[str]) -> Stack:
    return stack_of(house, clients={"cloudwatch": Watch(*sounding)})


def listen(stack: Stack, length: timedelta, before: Standing = QUIET) -> str:
    return trials.listen(stack, (), before, length, pause=0.01)


def test_an_alarm_that_sounds_after_a_while_is_heard(house: House) -> None:
    stack = watched(house, [], [], ["functions-failed"])
    assert listen(stack, timedelta(minutes=1)) == "the alarm functions-failed sounds"
    assert listen(watched(house, [], ["functions-failed"], []), timedelta(milliseconds=50)) == ""


def test_the_trial_is_over_when_its_time_is(house: House) -> None:
    assert listen(watched(house, []), timedelta(milliseconds=50)) == ""
    assert listen(watched(house, [], ["handler-failed"]), timedelta(0)) == ""


def test_what_rang_before_says_nothing(house: House) -> None:
    before = Standing({}, frozenset({"handler-failed"}))
    assert listen(watched(house, ["handler-failed"]), timedelta(0), before) == ""


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (200, 303, ""),
        (303, 404, "/a answers 404"),
        (200, 403, "/a answers 403"),
        (200, 500, "/a answers 500"),
        (200, 0, "/a does not answer"),
        (401, 404, ""),
        (401, 502, "/a answers 502"),
        (404, 200, ""),
        (503, 0, ""),
        (0, 500, ""),
        # A door that was not there before.
        (None, 200, ""),
        (None, 404, ""),
        (None, 500, "/a answers 500"),
    ],
)
def test_a_door_that_answers_worse_than_before_is_told(before: int | None, now: int, said: str) -> None:
    stood = Standing({} if before is None else {"/a": before}, frozenset())
    assert Standing({"/a": now}, frozenset()).worse_than(stood) == said


def test_all_that_is_worse_is_told() -> None:
    before = Standing({"/a": 500, "/b": 200}, frozenset())
    now = Standing({"/a": 500, "/c": 0, "/b": 404}, frozenset({"api-fails"}))
    assert now.worse_than(before) == "/b answers 404; /c does not answer; the alarm api-fails sounds"
    assert now.shut == ["/a", "/c"]


def test_a_site_that_cannot_be_reached_is_shut(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "_PAUSE", 0)
    stack = stack_of(house, {"SiteUrl": "http://127.0.0.1:1"}, {"cloudwatch": Watch([])})
    assert trials.standing(stack, ["/nl/start"]) == Standing({"/nl/start": 0}, frozenset())


def test_each_alarm_of_code_is_one_that_there_is() -> None:
    watch = (ROOT / "watch.yaml").read_text("utf-8")
    assert [name for name in trials.OF_CODE if f"AlarmName: !Sub ${{Stack}}-{name}\n" not in watch] == []


# -- versions


def test_every_function_with_a_page_has_a_door_that_is_asked_for() -> None:
    version = versions.Version((ROOT / "template.yaml").read_text("utf-8"))
    events = [one.get("Events", {}).values() for one in functions_of_template().values()]
    with_pages = [each for each in events if any(one["Type"] == "HttpApi" for one in each)]
    assert len(version.doors) == len(with_pages) == len(set(version.doors))
    assert not [door for door in version.doors if "{" in door]


@pytest.mark.parametrize(
    "written",
    [
        "Globals: {Function: {CodeUri: s3://the-code/abc}}",
        '{"Globals": {"Function": {"CodeUri": "s3://the-code/abc"}}}',
        yaml.safe_dump({"Resources": {"F": {"Properties": {"CodeUri": "s3://the-code/abc"}}}}),
    ],
)
def test_the_code_is_found_however_the_template_is_written(written: str) -> None:
    assert versions.Version(written).bucket == "the-code"


# -- upgrades that were broken off

CODE = "{Resources: {}, Globals: {CodeUri: s3://the-code/abc}}"
BEGAN = Beginning(versions.Version(CODE), Standing({"/a": 303}, frozenset({"api-fails"})))


class Shelf:
    """CloudFormation and S3, as far as they keep what runs and what ran."""

    def __init__(self, running: str = CODE) -> None:
        self.running = running
        self.files: dict[str, bytes] = {}
        self.at = datetime.now(UTC)
        self.meta = SimpleNamespace(endpoint_url="https://s3.example")

    def get_template(self, **_asked: str) -> dict[str, str]:
        return {"TemplateBody": self.running}

    def put_object(self, **given: Any) -> None:
        self.files[given["Key"]] = given["Body"]

    def get_object(self, **asked: str) -> dict[str, Any]:
        return {"Body": io.BytesIO(self.files[asked["Key"]]), "LastModified": self.at}

    def delete_object(self, **asked: str) -> None:
        del self.files[asked["Key"]]

    def describe_stacks(self, **_asked: str) -> dict[str, Any]:
        return {"Stacks": [{}]}

    def update_stack(self, **given: Any) -> None:
        self.running = self.files[given["TemplateURL"].partition("/the-code/")[2]].decode()

    def get_waiter(self, _name: str) -> Any:
        return SimpleNamespace(wait=lambda **_given: None)


def shelved(house: House, shelf: Shelf) -> Stack:
    return stack_of(house, clients={"cloudformation": shelf, "s3": shelf})


@pytest.mark.parametrize(("hours", "known"), [(0, BEGAN), (23, BEGAN), (25, None)])
def test_an_upgrade_is_known_to_be_broken_off_for_a_day(house: House, hours: int, known: Beginning | None) -> None:
    shelf = Shelf()
    beginnings.keep(shelved(house, shelf), BEGAN)
    shelf.at -= timedelta(hours=hours)
    assert beginnings.kept(shelved(house, shelf)) == known


def test_the_way_back_from_one_that_was_broken_off_leads_to_where_it_began(house: House) -> None:
    shelf = Shelf(f"{CODE} # new")
    stack = shelved(house, shelf)
    versions.keep(stack, versions.Version(f"{CODE} # long ago"))
    beginnings.keep(stack, BEGAN)
    go_back(stack, Given())
    assert shelf.running == CODE
    assert len(shelf.files) == 1


@pytest.mark.parametrize(("running", "is_tried"), [(CODE, True), (f"{CODE} # new", False)])
def test_a_deployment_that_fails_leaves_nothing_untried_without_a_word(
    house: House, running: str, is_tried: bool
) -> None:
    shelf = Shelf(running)
    stack = stack_of(house, clients={"cloudformation": shelf, "s3": shelf, "cloudwatch": Watch([])})
    beginnings.keep(stack, BEGAN)
    answer = upgrade(stack, Given(words=["false"], minutes=timedelta(0)))
    assert not answer.is_well
    assert answer.words.endswith("goes back by itself." if is_tried else "`make go-back` takes it back.")
    assert bool(shelf.files) is not is_tried
