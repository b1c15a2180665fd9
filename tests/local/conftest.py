from collections.abc import Iterator
from pathlib import Path

import pytest

from local.system import System, running
from tests.ports import free_port


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("local")


@pytest.fixture(scope="session")
def system(folder: Path) -> Iterator[System]:
    """The small template, deployed and running, without the demo school."""
    root = Path(__file__).parent / "small"
    with running(folder, free_port(), free_port(), demo=False, root=root) as started:
        yield started
