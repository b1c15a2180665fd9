"""What became of a message: every recipient is counted once."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.messages import STATES, State, counts, state_of_recipient

parents = st.sampled_from([f"parent{number}" for number in range(8)])
deliveries = st.lists(st.tuples(parents, st.sampled_from(STATES)), max_size=40)


@given(st.lists(parents, max_size=20), deliveries)
def test_the_states_always_add_up_to_the_audience(recipients: list[str], made: list[tuple[str, State]]) -> None:
    counted = counts(recipients, made)
    assert counted["audience"] == sum(counted[state] for state in STATES)
    assert counted["audience"] == len(set(recipients) | {parent for parent, _ in made})
    assert set(counted) == {"audience", *STATES}
    assert min(counted.values()) >= 0


@given(st.lists(parents, max_size=20), deliveries, st.randoms())
def test_the_order_in_which_deliveries_are_read_does_not_matter(
    recipients: list[str], made: list[tuple[str, State]], random: Random
) -> None:
    shuffled = list(made)
    random.shuffle(shuffled)
    assert counts(recipients, shuffled) == counts(recipients, made)


@given(st.lists(parents, max_size=20), deliveries)
def test_the_same_delivery_read_twice_counts_once(recipients: list[str], made: list[tuple[str, State]]) -> None:
    assert counts(recipients, made + made) == counts(recipients, made)


def test_somebody_who_has_no_delivery_yet_is_queued() -> None:
    assert counts(["a", "b"], [("a", "delivered")])["queued"] == 1
    assert state_of_recipient([]) == "queued"


def test_nobody_in_the_audience_is_all_zeros() -> None:
    assert set(counts([], []).values()) == {0}


@pytest.mark.parametrize(
    ("states", "fared"),
    [
        (("bounced", "delivered"), "delivered"),
        (("failed", "sent"), "sent"),
        (("failed", "queued"), "queued"),
        (("withheld", "bounced"), "bounced"),
        (("withheld", "failed"), "failed"),
        (("withheld",), "withheld"),
        (("announced", "sent"), "sent"),
        (("announced", "queued"), "queued"),
        (("failed", "announced"), "announced"),
    ],
)
def test_the_best_of_mail_and_push_tells_how_a_parent_fared(states: tuple[State, ...], fared: State) -> None:
    assert state_of_recipient(states) == fared
    assert state_of_recipient(reversed(states)) == fared
