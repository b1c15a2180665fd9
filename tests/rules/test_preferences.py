"""When a message goes over which channel, by the clock on the wall of a Dutch school."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.days import LOCAL
from common.preferences import KINDS, URGENT, Preferences, QuietHours, next_digest

NIGHT = QuietHours(21, 7)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
hours = st.integers(0, 23)


def at(text: str) -> datetime:
    """A moment as the clock on the wall shows it; in the hour that comes twice, the first."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def wall(moment: datetime) -> str:
    return moment.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-27T17:59", "2026-03-27T18:00"),
        ("2026-03-27T18:00", "2026-03-28T18:00"),
        # The night of 29 March has 23 hours, that of 25 October 25.
        ("2026-03-28T18:30", "2026-03-29T18:00"),
        ("2026-03-29T01:59", "2026-03-29T18:00"),
        ("2026-10-24T20:00", "2026-10-25T18:00"),
        ("2026-10-25T02:30", "2026-10-25T18:00"),
        ("2026-12-31T19:00", "2027-01-01T18:00"),
    ],
)
def test_a_digest_goes_at_six_on_the_wall_clock(now: str, due: str) -> None:
    assert wall(next_digest(at(now))) == due


def test_two_digests_over_a_change_of_the_clock_are_23_or_25_hours_apart() -> None:
    for before, hours_apart in (("2026-03-28T18:00", 23), ("2026-10-24T18:00", 25)):
        apart = next_digest(at(before)).astimezone(UTC) - at(before).astimezone(UTC)
        assert apart == timedelta(hours=hours_apart)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-11-24T20:59", "2026-11-24T20:59"),
        ("2026-11-24T21:00", "2026-11-25T07:00"),
        ("2026-11-25T06:59", "2026-11-25T07:00"),
        ("2026-11-25T07:00", "2026-11-25T07:00"),
        ("2026-03-28T23:00", "2026-03-29T07:00"),
        ("2026-03-29T03:00", "2026-03-29T07:00"),
        ("2026-10-25T02:30", "2026-10-25T07:00"),
    ],
)
def test_quiet_hours_over_midnight_end_in_the_morning(now: str, end: str) -> None:
    assert wall(NIGHT.end_after(at(now))) == end


def test_quiet_hours_within_a_day_end_the_same_day() -> None:
    work = QuietHours(9, 17)
    assert wall(work.end_after(at("2026-11-24T09:00"))) == "2026-11-24T17:00"
    assert wall(work.end_after(at("2026-11-24T17:00"))) == "2026-11-24T17:00"
    assert wall(work.end_after(at("2026-11-24T08:59"))) == "2026-11-24T08:59"


@given(moments, hours, hours)
def test_when_quiet_hours_are_over_they_do_not_hold_any_more(now: datetime, start: int, end: int) -> None:
    quiet = QuietHours(start, end if end != start else (end + 1) % 24)
    over = quiet.end_after(now)
    assert now <= over <= now + timedelta(hours=25)
    assert quiet.end_after(over) == over


@given(moments)
def test_a_digest_is_always_later_and_within_25_hours(now: datetime) -> None:
    due = next_digest(now)
    assert timedelta(0) < due - now <= timedelta(hours=25)
    assert (due.astimezone(LOCAL).hour, due.astimezone(LOCAL).minute) == (18, 0)


@given(moments)
def test_what_is_urgent_goes_at_once(now: datetime) -> None:
    wishes = Preferences(daily=True, quiet=QuietHours(0, 23))
    assert wishes.due(URGENT, "email", now) == wishes.due(URGENT, "push", now) == now


def test_a_digest_is_for_mail_and_quiet_hours_are_for_pushes() -> None:
    now = at("2026-11-24T22:00")
    wishes = Preferences(daily=True, quiet=NIGHT)
    assert wall(wishes.due("schoolnieuws", "email", now)) == "2026-11-25T18:00"
    assert wall(wishes.due("schoolnieuws", "push", now)) == "2026-11-25T07:00"
    assert Preferences().due("schoolnieuws", "email", now) == now


def test_off_is_off_for_that_kind_and_channel_alone() -> None:
    wishes = Preferences().without("groepsnieuws", channels=("email",))
    off = {(kind, channel) for kind in KINDS for channel in ("email", "push") if not wishes.wants(kind, channel)}
    assert off == {("groepsnieuws", "email")}
    assert wishes.reaches("groepsnieuws", has_devices=True)
    assert not wishes.reaches("groepsnieuws", has_devices=False)
