"""The page about security names the limits that are kept."""

from datetime import timedelta
from pathlib import Path

import pytest

from common.cloud.table.limits import Limit
from common.cloud.table.tries import MOST_AT_ONCE, MOST_IN_A_ROW, WINDOW
from common.links import DATE_FAILURES_A_DAY, DATE_FAILURES_FOR_LIFE
from common.web import attempts

PAGE = (Path(__file__).parents[2] / "docs" / "security.md").read_text("utf-8")
WINDOWS = {timedelta(minutes=15): "15 minutes", timedelta(hours=1): "an hour", timedelta(days=1): "a day"}


@pytest.mark.parametrize("limit", [one for one in vars(attempts).values() if isinstance(one, Limit)], ids=str)
def test_a_limit_is_in_the_table(limit: Limit) -> None:
    most = limit.most * attempts.SHARDS if limit is attempts.CODES_OF_ALL else limit.most
    assert f"| {most} in {WINDOWS[limit.window]} |" in PAGE


def test_so_are_those_of_passwords_at_the_pages_and_at_the_desk() -> None:
    assert PAGE.count(f"| {MOST_AT_ONCE} in {WINDOWS[WINDOW]} |") == 2
    assert PAGE.count(f"| {MOST_IN_A_ROW} in a row |") == 2


def test_so_are_the_tries_at_a_date() -> None:
    assert f"| {DATE_FAILURES_A_DAY}, and {DATE_FAILURES_FOR_LIFE} in its life |" in PAGE
