"""Rows that are taken, and that somebody had better look at: half a name, and what may be one pupil twice."""

import pytest

from common import list_words as words
from tests.rules.lists import DAAN, ZOE, with_rows


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1;Mono;;;3A;03-02-2018;", words.NO_FAMILY_NAME),
        ("1;;van;Berg;3A;03-02-2018;", words.NO_GIVEN_NAME),
    ],
    ids=["no family name", "no given name"],
)
def test_half_a_name_is_taken_with_a_warning(row: str, reason: str) -> None:
    parsed = with_rows(DAAN, row)
    assert len(parsed.pupils) == 2
    assert [(remark.where, remark.reason) for remark in parsed.warnings] == [("regel 3", reason)]


def test_two_numbers_for_what_may_be_one_pupil_are_both_taken_with_a_warning_each() -> None:
    parsed = with_rows(ZOE, DAAN, ZOE.replace("00017", "00099").replace("Zoë", "ZOË"))
    assert len(parsed.pupils) == 3
    assert [remark.where for remark in parsed.warnings] == ["regel 2", "regel 4"]
    assert {remark.reason for remark in parsed.warnings} == {words.PERHAPS_ONE % {"places": "regel 2 en regel 4"}}


@pytest.mark.parametrize(
    "other",
    [ZOE.replace("3A", "3B"), ZOE.replace("2018", "2017"), ZOE.replace("Zoë", "Zara"), ZOE],
    ids=["another class", "another day", "another name", "the same row"],
)
def test_who_differs_in_more_or_in_nothing_raises_no_doubt(other: str) -> None:
    same = other == ZOE
    assert with_rows(ZOE, other if same else other.replace("00017", "00099")).warnings == ()


def test_a_thousand_rows_that_look_alike_do_not_name_each_other() -> None:
    parsed = with_rows(*(ZOE.replace("00017", str(number)) for number in range(1000)))
    assert len(parsed.warnings) == 1000
    assert "en nog 997" in parsed.warnings[0].reason
    assert max(len(remark.reason) for remark in parsed.warnings) < 200
