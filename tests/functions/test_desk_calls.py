"""Every page of the desk asks AWS for at most five things, and for what it shows alone."""

from collections.abc import Iterator

import pytest

from tests.emulated import emulated
from tests.functions import full_school
from tests.functions.clerk import MOST_CALLS, Clerk
from tests.functions.house import House

PUPILS = 48
School = tuple[House, Clerk, dict[str, str]]


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    """With more parents than one read takes."""
    with emulated() as world:
        house = House(world)
        yield house, *full_school.fill(house, PUPILS)


@pytest.mark.parametrize("page", full_school.pages())
def test_no_page_makes_more_than_five_calls(school: School, page: str) -> None:
    house, clerk, given = school
    assert house.services.keys.signing_key
    address = full_school.way_to(clerk, page, given)
    house.aws.calls.clear()
    answer = clerk.get(address)
    assert answer.status == 200, answer.words
    assert len(house.aws.calls) <= MOST_CALLS
