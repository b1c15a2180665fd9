"""What is shipped of some packages is less than what is installed; everything must still be there that is used."""

import os
import re
import shutil
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aws_lambda_powertools
import pytest

from layers.common.slim import slim
from tests.functions.grants import functions_of_template
from tests.project.test_docs import ROOT

POWERTOOLS = Path(aws_lambda_powertools.__file__).parent
ZONES = POWERTOOLS.parent / "tzdata"


def installed(place: Path) -> None:
    shutil.copytree(POWERTOOLS, place / POWERTOOLS.name)
    shutil.copytree(ZONES, place / ZONES.name)


def removed() -> list[str]:
    """The packages of Powertools that the layer's makefile leaves out."""
    makefile = (ROOT / "layers/common/Makefile").read_text("utf-8")
    groups = re.findall(r"addprefix aws_lambda_powertools/(\S*),([^)]+)\)", makefile)
    assert len(groups) == 2
    return [inside + name for inside, names in groups for name in re.findall(r"[\w/]+", names)]


def test_every_function_can_be_imported_with_what_is_shipped(tmp_path: Path) -> None:
    installed(tmp_path)
    slim(tmp_path)
    for name in removed():
        shutil.rmtree(tmp_path / POWERTOOLS.name / name)
    handlers = {one["Handler"].rpartition(".")[0] for one in functions_of_template().values()}
    bodies = {f"{one.parent.name}.bodies" for one in (ROOT / "functions").glob("*/bodies.py")}
    ours = ("event_handler.appsync", "event_handler.openapi.merge", "utilities.data_classes.event_source")
    heavy = [*(f"{POWERTOOLS.name}.{one}" for one in ours), "pydantic.v1"]
    script = (
        f"import {', '.join(sorted(handlers | bodies))}, {POWERTOOLS.name}, pydantic, sys;"
        f"print({POWERTOOLS.name}.__file__, *(name in sys.modules for name in {heavy}))"
    )
    settings = {name: "10" for one in functions_of_template().values() for name in _variables(one)}
    environment = {**os.environ, **settings, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    said = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr[-2000:]
    assert said.stdout.split() == [str(tmp_path / POWERTOOLS.name / "__init__.py"), *["False"] * len(heavy)]


def test_our_own_time_zone_is_shipped_and_no_other(tmp_path: Path) -> None:
    installed(tmp_path)
    slim(tmp_path)
    zones = tmp_path / "tzdata/zoneinfo"
    assert [one for one in zones.rglob("*") if one.is_file()] == [zones / "Europe/Amsterdam"]
    summer = datetime(2026, 7, 1, tzinfo=UTC).replace(tzinfo=None)
    with (zones / "Europe/Amsterdam").open("rb") as file:
        assert zoneinfo.ZoneInfo.from_file(file).utcoffset(summer) == timedelta(hours=2)


def test_what_is_installed_elsewhere_stays_as_it_is(tmp_path: Path) -> None:
    """uv gives a file in its cache further names instead of copying it."""
    cache, layer = tmp_path / "cache", tmp_path / "layer"
    installed(cache)
    shutil.copytree(cache, layer, copy_function=os.link)
    before = {one: one.read_bytes() for one in cache.rglob("*") if one.is_file()}
    slim(layer)
    assert {one: one.read_bytes() for one in before} == before
    changed = [one for one in layer.rglob("*.py") if before[cache / one.relative_to(layer)] != one.read_bytes()]
    assert len(changed) == 6


def test_another_layout_of_powertools_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        slim(tmp_path)


@pytest.mark.parametrize(("file", "line"), [("types.py", "has_pydantic"), ("base.py", "import asyncio")])
def test_batches_that_look_different_are_noticed(tmp_path: Path, file: str, line: str) -> None:
    installed(tmp_path)
    (tmp_path / POWERTOOLS.name / "utilities/batch" / file).write_text("", "utf-8")
    with pytest.raises(ValueError, match=line):
        slim(tmp_path)


def _variables(function: dict[str, dict[str, dict[str, str]]]) -> list[str]:
    return list(function.get("Environment", {}).get("Variables", {}))
