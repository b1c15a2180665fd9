"""What the operator sees of a system that runs: its log, its dead letters, and whether all is as it should be."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from local.system import System
from operate.__main__ import parser, run
from operate.stack import Stack, of_system

PATIENCE = 60.0
FROM_UPLOAD_TO_MAIL = {
    "ListImported",
    "LettersMade",
    "LettersReady",
    "TasksSent",
    "MailSent",
    "Delivered",
    "MailHeardOf",
}


@pytest.fixture
def stack(system: System) -> Stack:
    return of_system(system, datetime.now(UTC))


def told(stack: Stack, capsys: pytest.CaptureFixture[str], *command: str) -> list[dict[str, Any]]:
    """The lines of the log that the command finds."""
    assert run(parser().parse_args(["tail", "--json", *command]), stack) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_id_leads_from_the_list_through_all_functions_to_its_mails(
    system: System, stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    pupil_list = stack.imports.newest(system.school, 100)[-1].id
    end = time.monotonic() + PATIENCE
    found: set[str] = set()
    while not found >= FROM_UPLOAD_TO_MAIL and time.monotonic() < end:
        found = {line["message"] for line in told(stack, capsys, "--about", pupil_list, "--since", "1d")}
    assert found >= FROM_UPLOAD_TO_MAIL


def test_dead_letters_get_another_chance(system: System, stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    batch = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-0123456789"
    for file in ("one", "two"):
        body = json.dumps({"school": "no-such-school", "batch": batch, "file": file, "pupils": []})
        system.aws.queues.send_message(QueueUrl=stack.deployed.parts["LettersDeadLetters"], MessageBody=body)
    assert run(parser().parse_args(["redrive", "--queue", "letters"]), stack) == 0
    assert "Moved back: 2 of 2 dead letters; 0 are there now." in capsys.readouterr().err
    end = time.monotonic() + PATIENCE
    lines: list[dict[str, Any]] = []
    while len(lines) < 2 and time.monotonic() < end:
        lines = told(stack, capsys, "--about", batch, "--function", "Letters")
    assert [line["error"] for line in lines] == ["Permanent: unknown school"] * 2


def test_the_doctor_can_look_at_all_there_is(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    """What other journeys leave behind may be wrong; that it cannot be looked at may not."""
    run(parser().parse_args(["doctor"]), stack)
    said = capsys.readouterr().out
    assert " answers " not in said
    for well in ("site", "mail account", "mail quota", "keys", "sweep"):
        assert f"ok     {well}" in said
