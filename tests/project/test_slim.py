"""What is shipped of Powertools is less than what is installed; everything must still be there that is imported."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import aws_lambda_powertools
import pytest

from layers.common.slim import slim
from tests.functions.grants import functions_of_template


def test_every_function_can_be_imported_with_what_is_shipped(tmp_path: Path) -> None:
    shutil.copytree(Path(aws_lambda_powertools.__file__).parent, tmp_path / "aws_lambda_powertools")
    slim(tmp_path)
    handlers = {one["Handler"].rpartition(".")[0] for one in functions_of_template().values()}
    script = (
        f"import {', '.join(sorted(handlers))}, aws_lambda_powertools, sys;"
        "print(aws_lambda_powertools.__file__, 'aws_lambda_powertools.event_handler.appsync' in sys.modules)"
    )
    settings = {name: "10" for one in functions_of_template().values() for name in _variables(one)}
    environment = {**os.environ, **settings, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    said = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr[-2000:]
    assert said.stdout.split() == [str(tmp_path / "aws_lambda_powertools" / "__init__.py"), "False"]


def test_what_is_installed_elsewhere_stays_as_it_is(tmp_path: Path) -> None:
    """uv gives a file in its cache further names instead of copying it."""
    places = [tmp_path / name / "aws_lambda_powertools" for name in ("cache", "layer")]
    shutil.copytree(Path(aws_lambda_powertools.__file__).parent, places[0])
    shutil.copytree(places[0], places[1], copy_function=os.link)
    inits = [place / "event_handler" / "__init__.py" for place in places]
    before = inits[0].read_text("utf-8")
    slim(tmp_path / "layer")
    assert inits[0].read_text("utf-8") == before
    assert inits[1].read_text("utf-8") != before


def test_another_layout_of_powertools_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        slim(tmp_path)


def _variables(function: dict[str, dict[str, dict[str, str]]]) -> list[str]:
    return list(function.get("Environment", {}).get("Variables", {}))
