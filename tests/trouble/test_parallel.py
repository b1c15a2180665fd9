"""What some do at the same moment, and the events that follow, all at once."""

from collections.abc import Iterator

import pytest

from local.aws import Aws
from local.system import emulator_alone
from tests.ports import free_port
from tests.trouble.parallel import RACES, Race, race_once


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    with emulator_alone(tmp_path_factory.mktemp("elsewhere"), free_port()) as aws:
        yield aws


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_whatever_happens_at_once_comes_to_its_end_once(elsewhere: Aws, race: type[Race]) -> None:
    outcome = race_once(race, elsewhere)
    assert not outcome.found, str(outcome)
