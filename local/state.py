"""What one folder remembers between two runs: the account's credentials, the lock, MiniStack's state."""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from local.children import plain_environment
from local.problems import StartProblem

REGION = "eu-west-1"


@dataclass(frozen=True)
class Credentials:
    """Those of the emulated account's owner, made once a folder."""

    access_key_id: str
    secret_access_key: str


def origin_secret(folder: Path) -> str:
    """What the front sends along so that the API answers it; made once a folder."""
    path = folder / "origin.json"
    if not path.exists():
        write_secret(path, {"secret": secrets.token_urlsafe(32)})
    return str(json.loads(path.read_text())["secret"])


def credentials(folder: Path) -> Credentials:
    path = folder / "credentials.json"
    if path.exists():
        return Credentials(**json.loads(path.read_text()))
    made = Credentials("AKIA" + secrets.token_hex(8).upper(), secrets.token_hex(20))
    write_secret(path, asdict(made))
    return made


def write_secret(path: Path, content: dict[str, Any]) -> None:
    """Writes a JSON file that only its owner may read, in one step."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(json.dumps(content, indent=2) + "\n")
    new.replace(path)


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """The descriptor of the folder's lock. The children hold it too, so it is free only when all are gone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            problem = f"Another run uses {folder}: stop it first, or wait a moment if it is stopping."
            raise StartProblem(problem) from None
        yield file.fileno()


def forget(folder: Path) -> None:
    """Deletes everything that the folder remembers."""
    if folder.exists():
        with locked(folder):
            shutil.rmtree(folder)


def clear_remains(folder: Path) -> None:
    """Deletes what a killed run left behind and nothing remembers: unpacked code, and the objects of a first
    run that never came so far as to save its state.
    """
    shutil.rmtree(folder / "unpacked", ignore_errors=True)
    (folder / "unpacked").mkdir()
    if not (folder / "state" / "cloudformation.json").exists():
        for name in ("objects", "state"):
            shutil.rmtree(folder / name, ignore_errors=True)


def environment(folder: Path, port: int, owner: Credentials) -> dict[str, str]:
    """What MiniStack is started with; it reads its settings when it is imported."""
    return plain_environment() | {
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": owner.access_key_id,
        "AWS_SECRET_ACCESS_KEY": owner.secret_access_key,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "EDGE_PORT": str(port),
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        "MINISTACK_HOST": "localhost",
        "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1",
        "S3_DATA_DIR": str(folder / "objects"),
        "S3_PERSIST": "1",
        "SFTP_ENABLED": "0",
        "STATE_DIR": str(folder / "state"),
        "TMPDIR": str(folder / "unpacked"),
    }
