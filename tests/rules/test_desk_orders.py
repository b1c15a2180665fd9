"""From a draft at the desk to the order of a message: whatever it says, an order is whole and as it is kept."""

from datetime import UTC, datetime

import pytest

from common.attachments import Attachment
from common.audiences import Audience
from messages.desk_drafts import Draft, new_draft
from messages.desk_orders import order_of
from messages.orders import Order

NOW = datetime(2026, 9, 1, 10, tzinfo=UTC)
WORDS = {"kind": "schoolnieuws", "title": "Sportdag", "text": "Neem schoenen mee.", "audience": "school", "when": "now"}
FILES = tuple(Attachment(f"{number:020}", f"{number}.pdf", "application/pdf", 5) for number in range(6))


def draft(*named: str, **other: str) -> Draft:
    """named: what is chosen of classes and pupils."""
    return new_draft({**WORDS, **other, **dict.fromkeys(named, "on")})


def ordered(one: Draft) -> Order:
    order = order_of(one, NOW)
    assert isinstance(order, Order), order
    return order


def test_an_order_is_as_it_is_kept_and_not_as_it_was_typed() -> None:
    order = ordered(draft(title=" Sport\u202e\u200bdag\n ", text=" Neem\r\n\r\n\tschoenen\x07 mee. "))
    assert (order.title, order.text) == ("Sportdag", "Neem\n\n schoenen mee.")
    assert (order.kind, order.audience, order.send_at) == ("schoolnieuws", Audience(school=True), None)


def test_a_class_counts_once_however_it_is_written() -> None:
    order = ordered(draft("class.6A", "class.5B", "class.5B ", "class. 5B", "pupil.x", audience="classes"))
    assert order.audience == Audience(classes=("5B", "6A"))


def test_pupils_are_meant_alone() -> None:
    assert ordered(draft("class.5B", "pupil.b", "pupil.a", audience="pupils")).audience == Audience(pupils=("a", "b"))


def test_a_moment_says_how_far_it_is_from_utc() -> None:
    later = ordered(draft(when="later", day="2026-12-01", time="8:30"))
    assert later.send_at == datetime(2026, 12, 1, 7, 30, tzinfo=UTC)


def test_files_go_along_in_their_order() -> None:
    assert ordered(draft().with_files(FILES[:5][::-1], slot=False)).attachments == tuple(
        one.id for one in FILES[:5][::-1]
    )


@pytest.mark.parametrize(
    ("one", "field"),
    [
        (draft(*(f"class.{number}" for number in range(201)), audience="classes"), "audience"),
        (draft(*(f"pupil.{number}" for number in range(76)), audience="pupils"), "audience"),
        (draft("class." + "x" * 1001, audience="classes"), "audience"),
        (draft("pupil." + "x" * 41, audience="pupils"), "audience"),
        (draft(title="x" * 151), "title"),
        (draft(title=" " * 151), "title"),
        (draft(text="x" + " " * 20_000), "text"),
        (draft().with_files(FILES, slot=False), "files"),
    ],
    ids=["classes", "pupils", "class", "pupil", "title", "empty title", "text", "files"],
)
def test_what_is_too_much_is_no_order(one: Draft, field: str) -> None:
    wrong = order_of(one, NOW)
    assert isinstance(wrong, dict)
    assert list(wrong) == [field]
