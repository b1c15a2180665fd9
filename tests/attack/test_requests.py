"""Some requests that no browser makes, by everybody, on all routes; `make attack` sends them for minutes."""

import pytest
from hypothesis import settings

from tests.attack.campaign import CHOSEN, try_all
from tests.attack.town import PEOPLE, Town

# The same ones each time, so that nobody fails on another's day.
_SOME = settings(CHOSEN, max_examples=60, derandomize=True)


@pytest.mark.parametrize("who", PEOPLE)
def test_whatever_is_sent_gets_an_answer_that_harms_nobody(town: Town, who: str) -> None:
    try_all(town, who, _SOME)
