import os
from collections.abc import Iterator

import pytest

from tests.emulated import Emulated, emulated

# Before anything imports Powertools or boto3.
os.environ.update(
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="eu-west-1",
)


@pytest.fixture
def aws() -> Iterator[Emulated]:
    with emulated() as world:
        yield world
