"""When mail must stop before SES stops it."""

import pytest

from common.reputation import Standing


@pytest.mark.parametrize(
    ("standing", "stops"),
    [
        (Standing(), False),
        (Standing(20, 19), False),
        (Standing(20, 20), True),
        (Standing(500, 20), True),
        (Standing(501, 20), False),
        (Standing(100_000, 3_999), False),
        (Standing(100_000, 4_000), True),
        (Standing(6_250, 0, 4), False),
        (Standing(6_250, 0, 5), True),
        (Standing(6_251, 0, 5), False),
        (Standing(100_000, 0, 80), True),
    ],
)
def test_it_stops_at_four_in_a_hundred_bounces_or_eight_in_ten_thousand_complaints(
    standing: Standing, stops: bool
) -> None:
    assert standing.must_stop is stops


def test_what_comes_of_addresses_that_nobody_confirmed_stops_only_asking_for_more() -> None:
    standing = Standing(300, 2, unproven=Standing(60, 18))
    assert not standing.must_stop
    assert standing.of_all == Standing(360, 20)
    assert standing.of_all.must_stop
