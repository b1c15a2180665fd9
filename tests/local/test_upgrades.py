"""`make upgrade`: another version is deployed, and goes again where its doors do not open or its alarms sound."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.system import System, running
from tests.local.another_version import DOOR
from tests.local.shells import make
from tests.ports import free_port

WELL, BROKEN = "echo.app.handler", "echo.app.gone"


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Of its own: what is tried with the shared one changes where its site is."""
    root = Path(__file__).parent / "small"
    with running(tmp_path_factory.mktemp("upgrades"), free_port(), free_port(), demo=False, root=root) as started:
        yield started


@pytest.fixture
def watch(system: System) -> Iterator[Any]:
    client = system.aws.session.client("cloudwatch", endpoint_url=system.aws_endpoint, config=system.aws.config)
    yield client
    client.delete_alarms(AlarmNames=[f"{system.stack}-handler-failed", f"{system.stack}-codes-guessed"])
    client.close()


def upgrade(system: System, handler: str, alarm: str = "", broken_off: str = "") -> tuple[int, str]:
    """The exit code, and what people are told. Once it is deployed: alarm: that sounds; broken_off: by which signal."""
    sounds = f"ALARM={alarm}" * bool(alarm) + f" BROKEN_OFF={broken_off}" * bool(broken_off)
    deploys = f"env HANDLER={handler} {sounds} {sys.executable} -m tests.local.another_version"
    code, _, words = make(system, "upgrade", "MINUTES=0", sam=deploys)
    return code, words


def parameter(system: System, name: str, value: str) -> str:
    """Another value, and the others as they are; what it was."""
    stacks = system.aws.stacks
    (now,) = stacks.describe_stacks(StackName=system.stack)["Stacks"]
    given: list[Any] = [{"ParameterKey": one["ParameterKey"], "UsePreviousValue": True} for one in now["Parameters"]]
    for one in given:
        if one["ParameterKey"] == name:
            one |= {"UsePreviousValue": False, "ParameterValue": value}
    stacks.update_stack(
        StackName=system.stack,
        UsePreviousTemplate=True,
        Parameters=given,
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    waiter = stacks.get_waiter("stack_update_complete")
    waiter.wait(StackName=system.stack, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
    return {one["ParameterKey"]: one["ParameterValue"] for one in now["Parameters"]}[name]


def routes(system: System) -> set[str]:
    """Which the API knows by themselves."""
    api = system.aws.session.client("apigatewayv2", endpoint_url=system.aws_endpoint, config=system.aws.config)
    (only,) = api.get_apis()["Items"]
    known = api.get_routes(ApiId=only["ApiId"])["Items"]
    api.close()
    return {one["RouteKey"] for one in known}


def test_a_version_that_is_well_stays_until_it_is_taken_back(system: System) -> None:
    code, words = upgrade(system, WELL)
    assert (code, "The new version stays." in words) == (0, True)
    assert f"GET {DOOR}" in routes(system)
    # Neither a deployment of nothing new nor one that failed forgets it.
    assert "It was not deployed" in upgrade(system, WELL)[1]
    assert "The stack runs what it ran before." in make(system, "upgrade", "MINUTES=0", sam="true")[2]
    code, _, words = make(system, "go-back")
    assert (code, words) == (0, "The version before runs again, with the parameters of now.\n")
    assert f"GET {DOOR}" not in routes(system)
    code, _, words = make(system, "go-back")
    assert (code, words.startswith("no other version is kept")) == (2, True)


def test_a_version_whose_pages_fail_goes_again(system: System) -> None:
    code, words = upgrade(system, BROKEN)
    assert code == 2
    assert f"The version before runs again. With the new one: {DOOR} answers 502." in words
    assert f"GET {DOOR}" not in routes(system)
    assert httpx.get(f"{system.parents_url}/k/A", timeout=60, trust_env=False).is_success


def test_a_version_with_which_an_alarm_of_code_sounds_goes_again(system: System, watch: Any) -> None:
    code, words = upgrade(system, WELL, "handler-failed")
    assert code == 2
    assert "With the new one: the alarm handler-failed sounds." in words
    assert f"GET {DOOR}" not in routes(system)
    assert watch.describe_alarms()["MetricAlarms"]


def test_an_alarm_that_has_another_cause_takes_nothing_back(system: System, watch: Any) -> None:
    code, words = upgrade(system, WELL, "codes-guessed")
    assert (code, "The new version stays." in words) == (0, True)
    assert watch.describe_alarms()["MetricAlarms"]
    assert make(system, "go-back")[0] == 0


def test_what_sounded_before_says_nothing_of_the_new_version(system: System, watch: Any) -> None:
    code, _ = upgrade(system, WELL, "handler-failed")
    assert code == 2
    code, words = upgrade(system, WELL)
    assert (code, "The new version stays." in words) == (0, True)
    assert watch.describe_alarms()["MetricAlarms"]
    assert make(system, "go-back")[0] == 0


@pytest.mark.parametrize("by", ["INT", "KILL"])
def test_an_upgrade_that_was_broken_off_is_tried_by_the_next(system: System, by: str) -> None:
    code, words = upgrade(system, BROKEN, broken_off=by)
    assert (code, "What runs then was never on trial" in words) == (2, by == "INT")
    assert f"GET {DOOR}" in routes(system)
    code, _, words = make(system, "upgrade", "MINUTES=0", sam="true")
    assert (code, "what runs was never on trial: now it will be" in words) == (2, True)
    assert f"The version before runs again. With the new one: {DOOR} answers 502." in words
    assert f"GET {DOOR}" not in routes(system)
    code, _, words = make(system, "upgrade", "MINUTES=0", sam="true")
    assert (code, "The stack runs what it ran before." in words) == (0, True)


def test_an_upgrade_that_was_broken_off_is_taken_back(system: System) -> None:
    assert upgrade(system, WELL, broken_off="KILL")[0] == 2
    code, _, words = make(system, "go-back")
    assert (code, words) == (0, "The version before runs again, with the parameters of now.\n")
    assert f"GET {DOOR}" not in routes(system)


def test_one_that_was_broken_off_before_it_began_forgets_no_way_back(system: System) -> None:
    assert upgrade(system, WELL)[0] == 0
    for signal in ("INT", "KILL"):
        code, _, _ = make(system, "upgrade", sam=f"sh -c 'test $$0 = build || kill -{signal} $$PPID' ")
        assert code == 2
    assert make(system, "go-back")[0] == 0
    assert f"GET {DOOR}" not in routes(system)


@pytest.mark.parametrize("target", ["upgrade", "go-back"])
@pytest.mark.parametrize("other", ["STACK=ouderbrief-dev", "LOCAL=1"])
def test_nobody_who_means_another_stack_gets_this_one(system: System, target: str, other: str) -> None:
    code, said, why = make(system, target, other)
    assert (code, said) == (2, "")
    assert "neither STACK nor LOCAL" in why


def test_a_deployment_that_fails_is_not_listened_to(system: System) -> None:
    code, _, words = make(system, "upgrade", sam="sh -c 'test $$0 = build' ")
    assert (code, "It was not deployed" in words) == (2, True)


def test_where_no_door_opens_before_or_after_no_trial_is_claimed(system: System) -> None:
    """The site is not where the stack thinks, or not there yet."""
    assert upgrade(system, WELL)[0] == 0
    site = parameter(system, "SiteUrl", "http://localhost:1")
    code, words = upgrade(system, BROKEN)
    assert (code, f"1 of 1 doors did not open before: {DOOR}." in words) == (2, True)
    assert "The new version stays, and was not tried: no door opens, now as before." in words
    assert make(system, "go-back")[0] == 0
    parameter(system, "SiteUrl", site)
    code, words = upgrade(system, BROKEN)
    assert (code, "did not open before" in words, f"{DOOR} answers 502" in words) == (2, False, True)
