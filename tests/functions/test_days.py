"""A day ends at midnight on the clock of a Dutch school, which in summer is 22:00 UTC."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.journal import OPERATOR
from school import dossiers
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.operator import erase
from tests.functions.parent import ParentVisitor
from tests.pages.ways.desk_pupils import page_of

# A year and more ahead, as clocks are only put forward.
_YEAR = datetime.now(UTC).year + 1
LAST = date(_YEAR, 7, 14)


@pytest.fixture
def evening(house: House) -> None:
    """The last day that a code works, not yet over."""
    put_clock(house, 21, 30)


def put_clock(house: House, hour: int, minute: int) -> None:
    house.services.ahead += datetime(LAST.year, LAST.month, LAST.day, hour, minute, tzinfo=UTC) - house.services.now()


@pytest.mark.usefixtures("evening")
def test_a_code_ends_for_parents_and_for_the_desk_at_once(house: House) -> None:
    child, second = house.child(valid_until=LAST), house.child("Noor", valid_until=LAST)
    parent = ParentVisitor(house)
    assert parent.register(child).goes_to == "/nl/profiel"
    assert state_of(house, second.pupil.id) == "valid"
    put_clock(house, 22, 30)
    parent.link(second)
    assert "De code is verlopen" in parent.get("/nl/koppelen").words
    assert state_of(house, second.pupil.id) == "ended"


def state_of(house: House, pupil: str) -> str:
    return dossiers.dossier_of(REGENBOOG, pupil, house.services.now()).state


@pytest.mark.usefixtures("evening")
def test_whoever_leaves_today_leaves_on_the_day_that_the_desk_sees(house: House) -> None:
    put_clock(house, 22, 30)
    child, tomorrow = house.child(), LAST + timedelta(days=1)
    clerk = Clerk(house)
    clerk.post(f"{page_of(child)}/van-school", day=tomorrow.isoformat())
    (pupil,) = house.services.pupils.find_many(REGENBOOG.id, [child.pupil.id])
    assert (pupil.active, pupil.left_on) == (False, tomorrow)
    assert f'value="{tomorrow}"' in clerk.get(f"{page_of(house.child('Noor'))}/van-school").text


@pytest.mark.usefixtures("evening")
def test_a_school_is_erased_from_the_first_hour_of_its_day(house: House) -> None:
    here, day = house.services, LAST + timedelta(days=1)
    here.erasure.mark(REGENBOOG, day, here.journal.entry(REGENBOOG.id, "school_deleted", OPERATOR, here.now()))
    erase()
    assert here.schools.find(REGENBOOG.id)
    put_clock(house, 22, 30)
    erase()
    assert here.schools.find(REGENBOOG.id) is None
