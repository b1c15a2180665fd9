"""How many instructions a Python process takes, where valgrind is at hand: the same in every run, whatever else the
machine does, so that what processor time leaves open between two runs is told apart. Not how long they take.
"""

import re
import shutil
import subprocess
from collections.abc import Mapping

_COUNTED = re.compile(r"I +refs: +([\d,]+)")


def can_count() -> bool:
    return shutil.which("valgrind") is not None


def count(command: list[str], environment: Mapping[str, str]) -> int:
    """Raises subprocess.CalledProcessError where the command fails, LookupError where valgrind says no number."""
    # Sets and dictionaries are walked in the same order each time.
    fixed = {**environment, "PYTHONHASHSEED": "0"}
    counting = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", *command]
    said = subprocess.run(counting, env=fixed, check=True, capture_output=True, text=True).stderr
    found = _COUNTED.search(said)
    if found is None:
        raise LookupError(said)
    return int(found[1].replace(",", ""))
