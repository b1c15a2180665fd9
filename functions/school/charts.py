"""A line over time, as SVG made here: nothing is loaded from elsewhere, and the table beside it says the same."""

from collections.abc import Sequence
from datetime import date, timedelta

from common.tallies import DayTally
from common.values import Value

WIDTH, HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 8, 12, 40
_FEWEST_DAYS = 14


class Mark(Value):
    """A place on an axis and what is written there."""

    at: float
    text: str


class Month(Value):
    at: float
    first: date


class Chart(Value):
    """path: of the line, each day's percentage kept until the next. levels: of the percentages; months: below them."""

    path: str
    levels: tuple[Mark, ...]
    months: tuple[Month, ...]
    last: tuple[float, float]


def line_of(days: Sequence[DayTally], today: date) -> Chart | None:
    """The percentage of pupils with a parent over the days until today; None where there is nothing to draw yet."""
    if not days:
        return None
    first = min(days[0].day, today - timedelta(days=_FEWEST_DAYS))
    span = max(1, (today - first).days)

    def x(day: date) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (day - first).days / span, 1)

    points = [(x(one.day), _y(one.whole.percentage)) for one in days]
    path = f"M{points[0][0]} {points[0][1]}" + "".join(f"H{across}V{up}" for across, up in points[1:]) + f"H{x(today)}"
    months = tuple(Month(x(month), month) for month in _months(first, today))
    levels = tuple(Mark(_y(percentage), f"{percentage}%") for percentage in (0, 25, 50, 75, 100))
    return Chart(path, levels, months, (x(today), points[-1][1]))


def _y(percentage: int) -> float:
    return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * percentage / 100, 1)


def _months(first: date, last: date) -> list[date]:
    """The first days of the months in between."""
    months, month = [], first.replace(day=1)
    while (month := (month + timedelta(days=32)).replace(day=1)) <= last:
        months.append(month)
    return months
