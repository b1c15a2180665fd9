"""How many pupils have parents who can be reached."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from common.pupils import Pupil
from common.tallies import Count, tally

NOW = datetime(2026, 9, 1, tzinfo=UTC)
PUPIL = Pupil("de-regenboog", "p", "Noor", "", "Wit", "5B", None, date(2027, 7, 31), "batch")


def pupils(*linked: int, class_name: str = "5B", active: bool = True) -> list[Pupil]:
    return [replace(PUPIL, linked=number, class_name=class_name, active=active) for number in linked]


def test_every_pupil_counts_once_by_how_many_parents_it_has() -> None:
    counted = tally([*pupils(0, 1, 2, 4), *pupils(1, class_name="1A")], NOW)
    assert counted.whole == Count(pupils=5, one=2, more=2)
    assert counted.classes == {"1A": Count(1, 1, 0), "5B": Count(4, 1, 2)}
    assert (counted.whole.none, counted.whole.linked, counted.whole.percentage) == (1, 4, 80)


def test_whoever_left_is_not_counted() -> None:
    assert tally(pupils(1, 2, active=False), NOW).whole == Count()


def test_a_hundred_per_cent_means_all_and_nobody_means_none() -> None:
    assert Count(200, 199, 0).percentage == 99
    assert Count(200, 100, 100).percentage == 100
    assert Count().percentage == 0


@pytest.mark.parametrize(
    ("linked", "pupils", "percentage"),
    [(2, 3, 67), (1, 3, 33), (1, 200, 1), (1, 800, 1), (3, 200, 2), (125, 1000, 13), (249, 250, 99), (799, 800, 99)],
)
def test_a_rate_is_rounded_and_some_are_neither_nobody_nor_all(linked: int, pupils: int, percentage: int) -> None:
    assert Count(pupils, linked, 0).percentage == percentage


def test_whose_old_letter_has_the_code_of_now_is_not_without_a_printed_one() -> None:
    new, old = PUPIL, replace(PUPIL, printed="before.1")
    assert [one.has_old_letter for one in (new, old)] == [False, True]
    other_code, done = replace(old, code_version=2), replace(PUPIL, printed=PUPIL.letter)
    assert [one.has_old_letter for one in (other_code, done)] == [False, False]
    counted = tally([new, old, other_code, done, replace(old, active=False)], NOW)
    assert (counted.new_letters, counted.old_letters, counted.unprinted) == (3, 1, 2)


def test_who_is_silent_is_counted_by_the_day_on_which_the_letter_was_printed() -> None:
    day = date(2026, 9, 1)
    printed = replace(PUPIL, printed=PUPIL.letter, printed_on=day)
    others = [replace(printed, linked=1), replace(printed, code_version=2), replace(printed, active=False), PUPIL]
    counted = tally([printed, replace(printed, printed_on=date(2026, 9, 3)), *others], NOW)
    assert [counted.silent_since(date(2026, 8, 31)), counted.silent_since(day)] == [0, 1]
    assert counted.silent_since(date(2026, 9, 3)) == 2
