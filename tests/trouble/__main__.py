"""`python -m tests.trouble --seconds 600`: every flow interrupted everywhere, its events thrice, and races.

Needs nothing of the environment: it starts `tests.trouble.campaign` in one that is made for it.
"""

import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_CODE = ("functions", "layers/common", "layers/typesetting", "layers/lists", ".")
_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "eu-west-1",
    # What the functions log of thousands of interruptions is of no use to anybody.
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
    "PYTHONPATH": os.pathsep.join(str(_ROOT / one) for one in _CODE),
}

if __name__ == "__main__":
    command = [sys.executable, "-m", "tests.trouble.campaign", *sys.argv[1:]]
    sys.exit(subprocess.run(command, check=False, cwd=_ROOT, env=os.environ | _ENVIRONMENT).returncode)
