import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.system import System, running


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("local")


@pytest.fixture(scope="session")
def system(folder: Path) -> Iterator[System]:
    """The small template, deployed and running, without the demo school."""
    root = Path(__file__).parent / "small"
    with running(folder, free_port(), free_port(), demo=False, root=root) as started:
        yield started


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
