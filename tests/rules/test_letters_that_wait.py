"""Which letters the school must print still, and how it stands with those of a reminder."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from common.class_letters import ClassLetters
from common.cloud.table.years import Ordered
from common.letters import FILES_LIFE, Batch, What
from common.living import Living
from school.turn_of_year import ReminderState, reminder_state

ASKED = datetime(2026, 9, 1, 8, tzinfo=UTC)
NOW = ASKED + timedelta(days=3)
LATER = ASKED + FILES_LIFE
MADE = frozenset({"schools/regenboog/letters/20260901T080000-0000000000/5b.pdf"})
BATCH = Batch(
    "regenboog",
    "20260901T080000-0000000000",
    "nobody_linked",
    "Robin",
    ASKED,
    (ClassLetters("5B", "5b", 2),),
    MADE,
)
ONE = (ClassLetters("5B", "5b", 1),)
PRINTED = replace(BATCH, printed_at=NOW)
DEAD = Living({}, renewed=2)
HALF_DEAD = Living({date(2027, 7, 31): 1}, renewed=1)
NOTHING = Ordered()


@pytest.mark.parametrize("batch", [BATCH, replace(BATCH, made=frozenset()), replace(BATCH, living=HALF_DEAD)])
def test_letters_wait_until_the_school_prints_them(batch: Batch) -> None:
    assert batch.waits(NOW)


@pytest.mark.parametrize(
    "batch", [PRINTED, replace(BATCH, living=DEAD), replace(BATCH, living=Living({date(2026, 9, 3): 2}))]
)
def test_letters_that_are_printed_or_dead_do_not_wait(batch: Batch) -> None:
    assert not batch.waits(NOW)


def test_letters_that_are_gone_or_for_nobody_do_not_wait() -> None:
    assert not BATCH.waits(LATER)
    assert not replace(BATCH, wanted=()).waits(NOW)


@pytest.mark.parametrize("what", ["added", "new_code", "one_pupil"])
def test_the_letter_of_one_pupil_waits_at_the_pupil(what: What) -> None:
    assert not replace(BATCH, what=what, wanted=ONE).waits(NOW)
    assert replace(BATCH, what=what).waits(NOW)


@pytest.mark.parametrize("what", ["list", "again", "new", "everybody"])
def test_letters_for_all_who_are_meant_wait_also_where_that_is_one(what: What) -> None:
    assert replace(BATCH, what=what, wanted=ONE).waits(NOW)


@pytest.mark.parametrize(
    ("batch", "ordered", "now", "state"),
    [
        (None, NOTHING, NOW, "none"),
        (replace(PRINTED, what="added"), NOTHING, NOW, "none"),
        (replace(BATCH, wanted=()), NOTHING, NOW, "none"),
        (BATCH, NOTHING, NOW, "waits"),
        (replace(BATCH, living=HALF_DEAD), NOTHING, NOW, "waits"),
        (replace(BATCH, made=frozenset()), NOTHING, NOW, "being_made"),
        (replace(PRINTED, made=frozenset()), NOTHING, NOW, "being_made"),
        (replace(BATCH, made=frozenset(), living=DEAD), NOTHING, NOW, "dead"),
        (BATCH, NOTHING, LATER, "gone"),
        (replace(BATCH, made=frozenset()), NOTHING, LATER, "gone"),
        (PRINTED, NOTHING, NOW, "printed"),
        (PRINTED, NOTHING, LATER, "printed"),
        (PRINTED, Ordered(renewed_at=ASKED - timedelta(days=1)), LATER, "printed"),
        (PRINTED, Ordered(renewed_at=ASKED + timedelta(seconds=1)), NOW, "dead"),
        (replace(PRINTED, living=HALF_DEAD), Ordered(renewed_at=LATER), LATER, "dead"),
        (replace(PRINTED, living=DEAD), NOTHING, NOW, "dead"),
    ],
)
def test_a_reminder_is_done_once_letters_that_work_are_printed(
    batch: Batch | None, ordered: Ordered, now: datetime, state: ReminderState
) -> None:
    assert reminder_state(batch, ordered, now) == state
