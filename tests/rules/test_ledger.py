"""The ledger: facts as they are kept, where, and what follows from them in whatever order they came."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from common.ledger import Fact, What, as_line, folder_of, of_line
from operate.restoring.facts import folders
from operate.restoring.standing import Standing

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def fact(what: What, *ids: str, minute: int = 0, number: int = 1, **state: object) -> Fact:
    return Fact(NOON + timedelta(minutes=minute), number, what, ids, state)


def test_a_fact_comes_back_as_it_was_kept() -> None:
    one = fact("code", "de-regenboog", "sanne", version=3, until="2027-07-31")
    assert of_line(as_line(one)) == one
    assert "\n" not in as_line(one)


def test_every_hour_has_its_folder() -> None:
    assert folder_of(NOON + timedelta(minutes=59)) == "facts/2026/11/26/12/"
    assert list(folders(NOON - timedelta(minutes=1), NOON + timedelta(hours=1))) == [
        "facts/2026/11/26/11/",
        "facts/2026/11/26/12/",
        "facts/2026/11/26/13/",
    ]
    assert list(folders(NOON + timedelta(hours=1), NOON)) == []


def test_the_last_word_holds_in_whatever_order_they_came() -> None:
    told = [
        fact("school", "a", minute=1, number=5, suspended=True),
        fact("school", "a", minute=2, number=2, suspended=False),
        fact("school", "a", minute=2, number=9, suspended=True),
    ]
    for some in permutations(told):
        standing = Standing([*some, *some])
        assert standing.last("school") == [told[2]]
        assert standing.newest == told[2].at
    assert Standing([]).newest is None


def test_a_code_never_goes_back() -> None:
    newest, restored = fact("code", "a", "x", version=4), fact("code", "a", "x", minute=9, version=2)
    assert Standing([newest, restored]).last("code") == [newest]
    later = fact("code", "a", "x", minute=10, version=4)
    assert Standing([newest, restored, later]).last("code") == [later]


def test_how_something_stood_that_ended_is_no_matter_any_more() -> None:
    kept = fact("code", "a", "y", version=2)
    standing = Standing([fact("code", "a", "x", version=2), kept, fact("pupil_erased", "a", "x")])
    assert standing.last("code") == [kept]
