"""The operator of a stack, as somebody who types commands."""

import io
import sys
from typing import Any

import pytest

from erasing import app
from operate.__main__ import parser, run
from operate.stack import Stack
from tests.functions.house import House


class Time:
    """Of a run of a function: so many batches, and then it is up."""

    def __init__(self, batches: int = 10_000) -> None:
        self.batches = batches

    def get_remaining_time_in_millis(self) -> int:
        self.batches -= 1
        return 900_000 if self.batches >= 0 else 0


class Functions:
    """Lambda, where only one function can be invoked."""

    def invoke(self, **asked: str) -> None:
        assert asked == {"FunctionName": "erase", "InvocationType": "Event"}
        erase()


def erase(batches: int = 10_000) -> None:
    """What comes every hour."""
    app.handler({}, Time(batches))  # type: ignore[arg-type]


def stack_of(house: House) -> Stack:
    given = house.services.settings
    outputs = {
        "TableName": given.table_name,
        "StaffPoolId": given.staff_pool_id,
        "StaffClientId": given.staff_client_id,
        "ParentsPoolId": given.parents_pool_id,
        "LettersBucket": given.letters_bucket,
        "LedgerBucket": given.ledger_bucket,
        "LettersQueueUrl": given.letters_queue_url,
        "Maintenance": given.maintenance,
        "EraseFunction": "erase",
    }
    client: Any = house.services.session.client
    return Stack(lambda name: Functions() if name == "lambda" else client(name), given.aws_region, outputs)


class Operator:
    def __init__(self, house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.house = house
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.words = ""

    def does(self, *command: str, typed: str = "") -> str:
        """What goes to standard output."""
        assert self._run(command, typed) == 0, self.words
        return self._out

    def is_refused(self, *command: str, typed: str = "") -> str:
        """Why."""
        assert self._run(command, typed) == 1
        assert self._out == ""
        return self.words

    def _run(self, command: tuple[str, ...], typed: str) -> int:
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
        self._capsys.readouterr()
        code = run(parser().parse_args(command), stack_of(self.house))
        said = self._capsys.readouterr()
        self._out, self.words = said.out.strip(), said.err.strip()
        return code
