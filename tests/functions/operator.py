"""The operator of a stack, as somebody who types commands."""

import io
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from erasing import app
from operate.__main__ import parser, run
from operate.stack import Deployed, Stack
from tests.functions.house import House

_LONG_AGO = datetime(2026, 8, 1, tzinfo=UTC)


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


def stack_of(
    house: House,
    parts: Mapping[str, str] | None = None,
    clients: Mapping[str, Any] | None = None,
    runs_since: datetime | None = None,
) -> Stack:
    """parts: resources and outputs that it has besides, or instead. clients: instead of those of the emulated AWS."""
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
        "MakeKeys": given.make_key_id,
        "FindKeys": given.find_key_id,
        "EraseFunction": "erase",
    }
    session: Any = house.services.session
    others = {"lambda": Functions(), **(clients or {})}
    more = dict(parts or {})
    parameters = {"MailRate": given.mail_rate, "SiteUrl": (parts or {}).get("SiteUrl", given.site_url)}

    def client(service: str, region: str = "") -> Any:
        return others.get(service) or session.client(service, region_name=region or None)

    deployed = Deployed("school", runs_since or _LONG_AGO, outputs | more, parameters, parts_of(house) | more)
    return Stack(client, given.aws_region, deployed, now=house.services.now)


def parts_of(house: House) -> dict[str, str]:
    """As CloudFormation names them, those of the account of these tests."""
    given = house.services.settings
    return {
        "Table": given.table_name,
        "MailIdentity": given.mail_from.partition("@")[2],
        "ListsQueue": given.lists_queue_url,
        "LettersQueue": given.letters_queue_url,
        "DeliveriesQueue": given.deliveries_queue_url,
    }


class Operator:
    def __init__(self, house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.house = house
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.words = ""
        self.parts: dict[str, str] = {}
        self.clients: dict[str, Any] = {}
        self.runs_since: datetime | None = None

    def does(self, *command: str, typed: str = "") -> str:
        """What goes to standard output."""
        assert self._run(command, typed) == 0, self.words
        return self._out

    def finds_wrong(self, *command: str) -> str:
        """What goes to standard output, of a command that looks and does not like what it sees."""
        assert self._run(command, "") == 1
        return self._out

    def is_refused(self, *command: str, typed: str = "") -> str:
        """Why."""
        assert self._run(command, typed) == 1
        assert self._out == ""
        return self.words

    def _run(self, command: tuple[str, ...], typed: str) -> int:
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
        self._capsys.readouterr()
        code = run(parser().parse_args(command), stack_of(self.house, self.parts, self.clients, self.runs_since))
        said = self._capsys.readouterr()
        self._out, self.words = said.out.strip(), said.err.strip()
        return code
