"""A shell of somebody who deploys to the local system's AWS."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from local.system import ROOT, System


def environment(system: System) -> dict[str, str]:
    """Of a shell that names no region."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
        "AWS_ENDPOINT_URL": system.aws_endpoint,
        "AWS_ACCESS_KEY_ID": system.aws_access_key_id,
        "AWS_SECRET_ACCESS_KEY": system.aws_secret_access_key,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONPATH": os.pathsep.join(str(ROOT / "layers" / one) for one in ("common", "fonts")),
    }


def run(variables: dict[str, str], *command: str) -> tuple[int, str, str]:
    """Its exit code, standard output and standard error. Ctrl-C reaches it, though tests may run in the background."""
    said = subprocess.run(
        command,
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_heed_interrupts,
    )
    return said.returncode, said.stdout, said.stderr


def make(system: System, *given: str, sam: str = "echo sam") -> tuple[int, str, str]:
    """sam: what is run in the place of the SAM CLI; it says what it is asked, and does nothing.

    So other tests may deploy from this folder meanwhile.
    """
    tools = (f"BIN={Path(sys.executable).parent}", f"DEPLOYING=.cache/tests/deploying-{os.getpid()}")
    return run(environment(system), "make", "-s", "-o", ".venv/.ready", *tools, f"SAM={sam}", *given)


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
