"""What the tests need from the machine itself."""

import os
import shutil
import subprocess


def is_possible() -> bool:
    """Whether packages of the system can be installed here."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def install(*packages: str) -> None:
    """Quietly; whoever calls looks whether it worked."""
    run("apt-get", "update", "-qq")
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)


def run(*command: str) -> None:
    subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    )
