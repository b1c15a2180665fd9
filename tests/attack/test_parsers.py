"""Each parser with what it takes gladly, a little bent; `make attack` bends for minutes, led by what the code does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.attack.parsers import PARSERS, Parser

Damage = list[tuple[float, bytes, int]]


def bent(content: bytes, damage: Damage) -> bytes:
    """With some bytes put in, and some taken out."""
    for place, put_in, taken_out in damage:
        at = int(place * len(content))
        content = content[:at] + put_in + content[at + taken_out :]
    return content


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
@settings(max_examples=60, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_the_bytes_there_is_a_value_or_a_refusal(parser: Parser, data: st.DataObject) -> None:
    seed = data.draw(st.sampled_from(parser.seeds))
    damage = st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 9)), max_size=5)
    parser.take(bent(seed, data.draw(damage)))


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_each_seed_is_taken(parser: Parser) -> None:
    for seed in parser.seeds:
        parser.take(seed)
