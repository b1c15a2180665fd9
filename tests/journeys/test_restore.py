"""The deployed stream keeps what ended, under its own role, and the operator makes it so again."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from local.system import System
from operate.__main__ import parser, run
from operate.restoring.facts import facts_since
from operate.stack import Stack, of_system


@pytest.fixture
def stack(system: System) -> Stack:
    return of_system(system)


def told(stack: Stack, since: datetime) -> set[tuple[str, str]]:
    return {(fact.what, fact.ids[-1]) for fact in facts_since(stack, since, datetime.now(UTC))}


def operate(stack: Stack, capsys: pytest.CaptureFixture[str], *command: str) -> str:
    capsys.readouterr()
    assert run(parser().parse_args(command), stack) == 0
    return capsys.readouterr().out.strip()


def of_school(stack: Stack, school: str) -> list[str]:
    return sorted(map(str, stack.store.scan("begins_with(PK, :school)", {"school": f"SCHOOL#{school}"})))


def within(seconds: float, look: Any) -> None:
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)


def test_a_key_that_was_withdrawn_opens_nothing_after_a_restore_either(
    system: System, stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    key = operate(stack, capsys, "add-key", "--id", system.school)
    known = stack.api_keys.behind(key)
    assert known
    partitions = (f"SCHOOL#{system.school}", "APIKEY#")
    before = [item for item in stack.store.scan() if item["PK"].startswith(partitions) and known.id in str(item)]
    since = datetime.now(UTC).replace(microsecond=0)
    operate(stack, capsys, "withdraw-key", "--id", system.school, "--key", known.id)
    operate(stack, capsys, "pause-school", "--id", system.school)
    operate(stack, capsys, "resume-school", "--id", system.school)
    within(20, lambda: {("key_withdrawn", known.id), ("school", system.school)} <= told(stack, since))
    assert {what for what, _ in told(stack, since)} >= {"key_withdrawn", "school", "journal"}

    stack.store.write_all(before)
    assert stack.api_keys.behind(key)
    operate(stack, capsys, "replay-journal", "--since", since.isoformat())
    assert stack.api_keys.behind(key) is None
    school = stack.schools.find(system.school)
    assert school
    assert not school.paused
    after = of_school(stack, system.school)
    operate(stack, capsys, "replay-journal", "--since", since.isoformat())
    assert of_school(stack, system.school) == after
