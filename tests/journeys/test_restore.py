"""The whole drill on a deployed stack: everything still, another table, filled, replayed, and open again."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.deployment import deploy
from local.system import ROOT, Place, System, parameters, running
from operate.__main__ import parser, run
from operate.restoring.facts import facts_since
from operate.stack import of_system
from tests.ports import free_port

RESTORED, NEW = "ouderbrief-restored", "ouderbrief-2"


class Drill:
    def __init__(self, system: System, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
        self.system = system
        self._place = place
        self._capsys = capsys
        self.words = ""

    def operate(self, *command: str) -> str:
        self._capsys.readouterr()
        assert run(parser().parse_args(command), of_system(self.system)) == 0
        said = self._capsys.readouterr()
        self.words = said.err
        return said.out.strip()

    def deploy(self, **changed: str) -> None:
        aws = self.system.aws
        deploy(aws, ROOT / "template.yaml", parameters(aws, self._place) | changed, lambda _: None)

    def awake(self) -> dict[str, str]:
        """Which functions their queue, stream or clock wakes: a part of the name of each, with where it listens."""
        session, address = self.system.aws.session, self.system.aws_endpoint
        with (
            closing(session.client("lambda", endpoint_url=address)) as functions,
            closing(session.client("events", endpoint_url=address)) as clocks,
        ):
            listening: list[Any] = functions.list_event_source_mappings()["EventSourceMappings"]
            ticking: list[Any] = clocks.list_rules()["Rules"]
        found = {one["FunctionArn"]: one["EventSourceArn"] for one in listening if one["State"] == "Enabled"}
        return found | {one["Name"]: "clock" for one in ticking if one["State"] == "ENABLED"}

    def lasting_in(self, table: str, moment: datetime) -> set[tuple[str, str]]:
        """The places of all that a table has, but for what ended by this moment."""
        condition = "attribute_not_exists(expires_at) OR expires_at > :moment"
        found = of_system(self.system).table_named(table).scan(condition, {"moment": int(moment.timestamp())})
        return {(item["PK"], item["SK"]) for item in found}

    def has_told(self, since: datetime, what: str, name: str) -> bool:
        stack = of_system(self.system)
        return any((fact.what, fact.ids[-1]) == (what, name) for fact in facts_since(stack, since, datetime.now(UTC)))


@pytest.fixture
def drill(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Drill]:
    """On a system of its own: its table becomes another one."""
    place = Place(tmp_path.resolve(), free_port(), free_port())
    with running(place.folder, place.port, place.aws_port, demo=True) as system:
        yield Drill(system, place, capsys)


def test_the_stack_goes_on_with_another_table_and_without_what_was_ended(drill: Drill) -> None:
    system, school = drill.system, drill.system.school
    old = system.table
    key = drill.operate("add-key", "--id", school)
    known = of_system(system).api_keys.behind(key)
    assert known
    since = datetime.now(UTC).replace(microsecond=0)
    # The emulator restores a table as it is: it is asked at the very moment.
    system.aws.tables.restore_table_to_point_in_time(
        SourceTableName=old, TargetTableName=RESTORED, UseLatestRestorableTime=True
    )
    drill.operate("withdraw-key", "--id", school, "--key", known.id)
    end = time.monotonic() + 30
    while not drill.has_told(since, "key_withdrawn", known.id):
        assert time.monotonic() < end, "the ledger was not told in time"
        time.sleep(0.2)

    drill.deploy(Maintenance="all")
    assert httpx.get(f"{system.parents_url}/nl/inloggen", trust_env=False, timeout=60).status_code == 503
    (still_awake,) = drill.awake()
    assert "LedgerFunction" in still_awake

    drill.deploy(Maintenance="all", TableName=NEW)
    assert {old, NEW} <= set(system.aws.tables.list_tables()["TableNames"])
    copied, filled_at = int(drill.operate("fill-table", "--from", RESTORED)), datetime.now(UTC)
    restored = drill.lasting_in(RESTORED, filled_at)
    assert copied >= len(restored) > 100
    assert drill.lasting_in(NEW, filled_at) == restored
    assert of_system(system).api_keys.behind(key)
    drill.operate("replay-journal", "--since", since.isoformat(), "--dry-run")
    assert of_system(system).api_keys.behind(key)
    drill.operate("replay-journal", "--since", since.isoformat())
    assert "API keys withdrawn: 1" in drill.words
    assert of_system(system).api_keys.behind(key) is None
    assert of_system(system).api_keys.behind(system.api_key)
    drill.operate("replay-journal", "--since", since.isoformat())
    assert "API keys withdrawn: 0" in drill.words
    assert drill.operate("reconcile-accounts") == ""

    drill.deploy(Maintenance="no", TableName=NEW)
    awake = drill.awake()
    assert {source.split("/")[1] for source in awake.values() if ":table/" in source} == {NEW}
    assert len(awake) > 8
    assert httpx.get(f"{system.parents_url}/nl/inloggen", trust_env=False, timeout=60).status_code == 200
    assert school in drill.operate("schools")
