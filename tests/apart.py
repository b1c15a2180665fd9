"""Campaigns run in a process of their own, in an environment that is made for them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
# Where what only some of them need is installed.
_ADDED = ".cache/attack/packages"
_CODE = ("functions", "layers/common", "layers/fonts", "layers/lists", ".", _ADDED)
_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "eu-west-1",
    # What the functions log of thousands of interruptions is of no use to anybody.
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
    "PYTHONPATH": os.pathsep.join(str(ROOT / one) for one in _CODE),
}


def start(module: str, *arguments: str, out: IO[str] | int | None = None) -> subprocess.Popen[str]:
    """A module of ours as a program. out: as `subprocess` takes it; None for where this one writes."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | _ENVIRONMENT, stdout=out, text=True)
