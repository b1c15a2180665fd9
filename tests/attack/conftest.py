from collections.abc import Iterator

import pytest

from tests.attack.town import Town
from tests.emulated import emulated


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    with emulated() as aws:
        yield Town(aws)
