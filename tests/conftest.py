import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulated import Emulated, emulated
from tests.permissions import Recorder

# These take long for how few they are, so a worker begins with them.
_LONGEST = Path(__file__).parent / "deployed" / "test_deployment.py"

# Before anything imports Powertools or boto3.
os.environ.update(
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="eu-west-1",
)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Recorder(config), "permissions")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Workers take file after file: that which takes longest first, then those with the most tests, as xdist would."""
    if hasattr(config, "workerinput"):
        tests = Counter(item.path for item in items)
        items.sort(key=lambda item: (item.path != _LONGEST, -tests[item.path]))


@pytest.fixture
def aws() -> Iterator[Emulated]:
    with emulated() as world:
        yield world
