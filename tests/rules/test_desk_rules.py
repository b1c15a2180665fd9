"""Rules of *Berichten* at the desk: the clock of a school, the search for a pupil, whom a message reaches."""

from datetime import UTC, date, datetime, time

import pytest

from common.cloud.table.pupils import Listing
from common.parents import Device, Parent
from common.preferences import KINDS, Kind, Preferences
from common.pupils import sort_name
from messages.desk_moments import NeverComes, comes_twice, day_in, moment_at, time_in
from messages.desk_pupils import matching
from messages.reach import Way, way_to

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        (date(2027, 1, 15), time(8, 30), datetime(2027, 1, 15, 7, 30, tzinfo=UTC)),
        (date(2027, 7, 15), time(8, 30), datetime(2027, 7, 15, 6, 30, tzinfo=UTC)),
        (SPRING, time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (SPRING, time(3), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (AUTUMN, time(1, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (AUTUMN, time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (AUTUMN, time(3), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_that_of_the_clock_on_the_wall(day: date, clock: time, utc: datetime) -> None:
    assert moment_at(day, clock) == utc


@pytest.mark.parametrize("clock", [time(2), time(2, 30), time(2, 59)])
def test_a_time_that_the_clock_skips_never_comes(clock: time) -> None:
    with pytest.raises(NeverComes):
        moment_at(SPRING, clock)


def test_only_the_hour_that_comes_again_comes_twice() -> None:
    twice = [hour for hour in range(24) if comes_twice(moment_at(AUTUMN, time(hour)))]
    assert twice == [2]
    assert not any(comes_twice(moment_at(SPRING, time(hour))) for hour in range(24) if hour != 2)


def test_days_and_times_are_read_as_browsers_and_people_write_them() -> None:
    assert {day_in(text) for text in ("2026-12-01", " 1-12-2026 ", "01/12/2026", "1.12.2026")} == {date(2026, 12, 1)}
    assert [day_in(text) for text in ("", "31-2-2026", "morgen", "1-12-26", "٠١-12-2026")] == [None] * 5
    assert {time_in(text) for text in ("08:30", "8.30", "8:30:00")} == {time(8, 30)}
    assert [time_in(text) for text in ("", "24:00", "8", "half negen", "8:3")] == [None] * 5


@pytest.mark.parametrize("search", ["zoe", "ZOË", "amr zo", "el amrani", "6c", "zoe 6c", "  zoë  ", "aïcha"])
def test_a_pupil_is_found_by_the_beginnings_of_words(search: str) -> None:
    assert list(matching([ZOE], search)) == [ZOE]


@pytest.mark.parametrize("search", ["lukasik", "Łukasik", "isil", "IŞIL", "soren", "o'brien"])
def test_letters_of_other_languages_are_found_as_a_dutch_keyboard_has_them(search: str) -> None:
    others = [Listing("6C", sort_name(*name), name[0]) for name in _OTHERS]
    assert len(list(matching(others, search))) == 1


_OTHERS = (("Finn", "", "Łukasik"), ("Işıl", "", "Kaya"), ("Søren", "", "Holm"), ("Aoife", "", "O’Brien"))


@pytest.mark.parametrize("search", ["oe", "zoe 5b", "zoe x", "%"])
def test_others_are_not(search: str) -> None:
    assert list(matching([ZOE], search)) == []


def test_what_a_search_says_beyond_the_length_of_a_name_is_not_looked_for() -> None:
    assert list(matching([ZOE], f"zoe{' ' * 200}daan")) == [ZOE]


ZOE = Listing("6C", sort_name("Zoë-Aïcha", "el", "Amrani"), "1")
PHONE = Device("d", "fcm", "arn", "", datetime(2026, 9, 1, tzinfo=UTC))
NONE: frozenset[Kind] = frozenset()


def _parent(preferences: Preferences, *devices: Device, confirmed: bool = True, trouble: str = "") -> Parent:
    return Parent("p", "", "a@b.example", confirmed, preferences=preferences, devices=devices, undeliverable=trouble)


@pytest.mark.parametrize(
    ("parent", "way"),
    [
        (_parent(Preferences()), "mail"),
        (_parent(Preferences(), PHONE, confirmed=False, trouble="bounce"), "push"),
        (_parent(Preferences(push=NONE), PHONE), "mail"),
        (_parent(Preferences(email=NONE), PHONE), "push"),
        (_parent(Preferences(email=NONE)), "off"),
        (_parent(Preferences(email=NONE, push=NONE), PHONE), "off"),
        (_parent(Preferences(), confirmed=False), "news"),
        (_parent(Preferences(), trouble="complaint"), "bounces"),
    ],
)
def test_each_parent_is_reached_in_one_way_or_not_at_all(parent: Parent, way: Way) -> None:
    assert {way_to(parent, kind) for kind in KINDS} == {way}
