"""Ways to *Schooljaar*."""

from datetime import timedelta

from common.cloud.counting import recount
from common.letters import FILES_LIFE
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import LETTERS_PAGE, PLAN, WHOLE, fields_of, make_batch, three_children
from tests.functions.parent import ParentVisitor
from tests.functions.test_desk_lists import LISTS, always_whole
from tests.functions.visitor import Answer
from tests.pages.ways.desk_lists import one_waits

_YEAR, _NEW_CODES = "/school/schooljaar", "/school/schooljaar/nieuwe-codes"


def _pupils(house: House) -> None:
    ParentVisitor(house).register(house.child())
    house.child("Daan", valid_until=house.today + timedelta(days=5))
    recount(REGENBOOG.id)


def desk_year_empty(clerk: Clerk, house: House) -> Answer:
    assert house
    return clerk.get(_YEAR)


def desk_year(clerk: Clerk, house: House) -> Answer:
    _pupils(house)
    return clerk.get(_YEAR)


def desk_year_lists_always_whole(clerk: Clerk, house: House) -> Answer:
    always_whole(house)
    return clerk.get(_YEAR)


def desk_year_with_a_list_that_waits(clerk: Clerk, house: House) -> Answer:
    one_waits(house)
    return clerk.get(_YEAR)


def desk_year_extended(clerk: Clerk, house: House) -> Answer:
    _pupils(house)
    return clerk.submit(_YEAR)


def desk_year_reminders_are_made(clerk: Clerk, house: House) -> Answer:
    _pupils(house)
    plan = clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": "nobody_linked"}))
    clerk.post(PLAN, **fields_of(plan))
    return clerk.get(_YEAR)


def desk_year_letters_wait(clerk: Clerk, house: House) -> Answer:
    """Those of the last reminder among them."""
    three_children(house)
    make_batch(house, clerk, only="new")
    make_batch(house, clerk, only="nobody_linked", files="together")
    return clerk.get(_YEAR)


def desk_year_pupils_are_back(clerk: Clerk, house: House) -> Answer:
    """Beside one who is new, and some of whose letters work no more."""
    first, second, third = three_children(house)
    clerk.post(make_batch(house, clerk), do="printed")
    for child in (first, second):
        clerk.post(f"/school/leerlingen/{child.pupil.id}/van-school", day=house.today.isoformat())
        clerk.post(f"/school/leerlingen/{child.pupil.id}", what="back")
    recount(REGENBOOG.id)
    make_batch(house, clerk, only="new")
    house.renew_code(third)
    make_batch(house, clerk)
    house.renew_code(third)
    recount(REGENBOOG.id)
    return clerk.get(_YEAR)


def desk_year_reminders_are_dead(clerk: Clerk, house: House) -> Answer:
    children = three_children(house)
    clerk.post(make_batch(house, clerk, only="nobody_linked"), do="printed")
    for child in children:
        house.renew_code(child)
    recount(REGENBOOG.id)
    return clerk.get(_YEAR)


def desk_year_reminders_are_gone(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    make_batch(house, clerk, only="nobody_linked")
    house.pass_time(seconds=FILES_LIFE.total_seconds())
    clerk.sit_down()
    return clerk.get(_YEAR)


def desk_year_list_of_the_whole_school(clerk: Clerk, house: House) -> Answer:
    assert house
    return clerk.get(f"{LISTS}?wie=iedereen")


def desk_year_new_codes_while_letters_wait(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    make_batch(house, clerk)
    return clerk.get(_NEW_CODES)


def desk_year_new_codes(clerk: Clerk, house: House) -> Answer:
    _pupils(house)
    return clerk.get(_NEW_CODES)


def desk_year_renewed(clerk: Clerk, house: House) -> Answer:
    _pupils(house)
    return clerk.submit(_NEW_CODES, pupils="2")


def desk_year_renewed_twice(clerk: Clerk, house: House) -> Answer:
    """On a page that was open already: it is told who was first."""
    _pupils(house)
    clerk.submit(_NEW_CODES, pupils="2")
    return clerk.submit(_NEW_CODES, pupils="2")


def desk_year_renewed_a_moment_ago(clerk: Clerk, house: House) -> Answer:
    _pupils(house)
    clerk.submit(_NEW_CODES, pupils="2")
    return clerk.get(_NEW_CODES)


def desk_year_new_codes_once_more(clerk: Clerk, house: House) -> Answer:
    _pupils(house)
    clerk.submit(_NEW_CODES, pupils="2")
    house.pass_time(hours=1)
    clerk.sit_down()
    return clerk.get(_NEW_CODES)


def desk_year_reminders_of_one_class(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    batch = make_batch(house, clerk, only="nobody_linked", **{"whom": "classes", "group:6A": "1"})
    clerk.post(batch, do="printed")
    recount(REGENBOOG.id)
    return clerk.get(_YEAR)


def desk_year_wrong_number(clerk: Clerk, house: House) -> Answer:
    _pupils(house)
    return clerk.submit(_NEW_CODES, pupils="200")


NORMAL = [
    desk_year_empty,
    desk_year,
    desk_year_lists_always_whole,
    desk_year_with_a_list_that_waits,
    desk_year_reminders_are_made,
    desk_year_letters_wait,
    desk_year_pupils_are_back,
    desk_year_reminders_are_dead,
    desk_year_reminders_are_gone,
    desk_year_list_of_the_whole_school,
    desk_year_new_codes_while_letters_wait,
    desk_year_extended,
    desk_year_new_codes,
    desk_year_renewed,
    desk_year_renewed_twice,
    desk_year_renewed_a_moment_ago,
    desk_year_new_codes_once_more,
    desk_year_reminders_of_one_class,
]
WRONG = [desk_year_wrong_number]
