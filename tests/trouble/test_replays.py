"""Each flow with all its events up to three times, shuffled, some of them much later."""

from random import Random

import pytest

from tests.trouble.campaign import once
from tests.trouble.flows import FLOWS
from tests.trouble.scene import Flow

# Another one each time would find more and fail on somebody else's day: `python -m tests.trouble` takes others.
_SEED = 2026


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_events_that_come_thrice_and_shuffled_have_their_effect_once(flow: type[Flow]) -> None:
    outcome = once(flow, seed=Random(f"{_SEED} {flow.__name__}").randrange(10_000), most=3)
    assert not outcome.found, str(outcome)
