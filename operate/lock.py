"""Writes the lock files: exact versions with hashes, no addresses, so that any package index serves them."""

import subprocess
import sys

LOCKS = {
    "layers/common/requirements.txt": ["pyproject.toml"],
    "layers/typesetting/requirements.txt": ["--group", "pyproject.toml:typesetting"],
    "layers/lists/requirements.txt": ["--group", "pyproject.toml:lists"],
    "tests/attack/requirements.txt": ["--group", "pyproject.toml:attack"],
    "benchmarks/requirements.txt": ["--group", "pyproject.toml:benchmarks"],
    "requirements-dev.txt": ["pyproject.toml", "--group", "dev"],
}
_OPTIONS = ("--quiet", "--universal", "--python-version", "3.11", "--no-annotate", "--no-header", "--generate-hashes")


def write_locks() -> None:
    for lock, sources in LOCKS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", *_OPTIONS, *sources, "--output-file", lock]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own arguments


if __name__ == "__main__":
    write_locks()
