"""The checklist of the ASVS names every requirement once, and what it points at is there."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "asvs.md").read_text("utf-8")
ASKED = dict(line.split() for line in Path(__file__).with_name("asvs.txt").read_text("utf-8").splitlines()[1:])
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if re.match(r"\| \d", line)]
STATES = {"met", "does not apply", "deployment", "deviation", "open"}


def test_every_requirement_of_levels_one_and_two_is_answered_once_and_in_order() -> None:
    assert [(number, level) for number, level, *_ in ROWS] == list(ASKED.items())
    assert len(ASKED) == 253


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_an_answer_says_where_or_why(row: list[str]) -> None:
    _number, _level, about, state, where = row
    assert state in STATES
    assert about
    assert where


def test_whatever_is_named_is_there() -> None:
    named = re.findall(r"\[[^\]` ]+(?: `(\w+)`)?\]\(([^)#:]+)\)", "\n".join(row[4] for row in ROWS))
    assert len(named) > 200
    for test, path in named:
        assert (DOCS / path).is_file(), path
        assert f"def {test}(" in (DOCS / path).read_text("utf-8") if test else True, (path, test)


def test_every_deviation_stands_in_the_trust_model() -> None:
    """And what stands there as a deviation from the checklist is one in it."""
    told = (DOCS / "trust-model.md").read_text("utf-8").partition("## Where we deviate")[2].partition("## ")[0]
    assert set(re.findall(r"\b\d+\.\d+\.\d+\b", told)) == {row[0] for row in ROWS if row[3] == "deviation"}


def test_the_sum_above_the_tables_is_theirs() -> None:
    met, none, deployment, deviations, gaps = (
        sum(row[3] == state for row in ROWS) for state in ("met", "does not apply", "deployment", "deviation", "open")
    )
    said = (
        f"{met} are met, {none} do not apply, {deployment} are up to the deployment, "
        f"{deviations} are deviations and {gaps} is open"
    )
    assert said in PAGE
