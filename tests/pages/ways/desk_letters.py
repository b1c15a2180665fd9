"""Ways to *Brieven* at the desk."""

from common.cloud import counting
from common.letters import FILES_LIFE
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import LETTERS_PAGE, PLAN, WHOLE, fields_of, make_batch, three_children
from tests.functions.test_letters import make
from tests.functions.visitor import Answer
from tests.pages.ways.desk_pupils import count_classes


def letters_without_pupils(clerk: Clerk, house: House) -> Answer:
    assert house
    return clerk.get(LETTERS_PAGE)


def letters(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    make_batch(house, clerk)
    clerk.post(make_batch(house, clerk, only="nobody_linked", files="together"), do="printed")
    return clerk.get(LETTERS_PAGE)


def letters_of_many_classes(clerk: Clerk, house: House) -> Answer:
    count_classes(house)
    return clerk.get(LETTERS_PAGE)


def letters_nothing_chosen(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    return clerk.submit(LETTERS_PAGE)


def letters_to_nobody(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    plan = clerk.post(LETTERS_PAGE, **(WHOLE | {"only": "one_parent_linked"})).goes_to
    return clerk.get(clerk.get(plan).goes_to)


def letters_plan(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    return clerk.submit(LETTERS_PAGE, **WHOLE)


def letters_plan_once_more(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    make_batch(house, clerk)
    return clerk.submit(LETTERS_PAGE, **WHOLE)


def letters_plan_while_others_wait(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    make_batch(house, clerk, **{"whom": "classes", "group:6A": "1"})
    make_batch(house, clerk)
    return clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": "new", "files": "together"}))


def letters_made_in_another_tab(clerk: Clerk, house: House) -> Answer:
    plan = fields_of(letters_plan(clerk, house))
    make_batch(house, clerk)
    return clerk.submit(PLAN, **plan)


def letters_under_way(clerk: Clerk, house: House) -> Answer:
    return clerk.submit(PLAN, **fields_of(letters_plan(clerk, house)))


def letters_stuck(clerk: Clerk, house: House) -> Answer:
    address = clerk.post(PLAN, **fields_of(letters_plan(clerk, house))).goes_to
    house.pass_time(minutes=20)
    return clerk.get(address)


def letters_made(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    house.child("李娜")
    return clerk.get(make_batch(house, clerk))


def letters_zipping(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    return clerk.submit(f"{make_batch(house, clerk)}/zip")


def letters_printed(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    return clerk.submit(make_batch(house, clerk, files="together"), do="printed")


def letters_gone(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    address = make_batch(house, clerk)
    house.pass_time(seconds=FILES_LIFE.total_seconds())
    clerk.sit_down()
    return clerk.get(address)


def letters_dead(clerk: Clerk, house: House) -> Answer:
    children = three_children(house)
    address = make_batch(house, clerk)
    for child in children:
        house.renew_code(child)
    counting.recount(REGENBOOG.id)
    return clerk.get(address)


def letters_of_whom_nobody_is_left(clerk: Clerk, house: House) -> Answer:
    children = three_children(house)
    address = make_batch(house, clerk)
    for child in children:
        clerk.post(f"/school/leerlingen/{child.pupil.id}/van-school", day=house.today.isoformat())
    counting.recount(REGENBOOG.id)
    return clerk.get(address)


def some_letters_dead(clerk: Clerk, house: House) -> Answer:
    first, second, _ = three_children(house)
    address = make_batch(house, clerk)
    house.renew_code(first)
    clerk.post(f"/school/leerlingen/{second.pupil.id}/van-school", day=house.today.isoformat())
    counting.recount(REGENBOOG.id)
    return clerk.get(address)


def letters_some_dead(clerk: Clerk, house: House) -> Answer:
    some_letters_dead(clerk, house)
    return clerk.get(LETTERS_PAGE)


def letters_all_dead(clerk: Clerk, house: House) -> Answer:
    letters_dead(clerk, house)
    return clerk.get(LETTERS_PAGE)


def letters_refused(clerk: Clerk, house: House) -> Answer:
    children = three_children(house)
    address = make_batch(house, clerk)
    for child in children:
        house.renew_code(child)
    return clerk.submit(address, do="printed")


def letters_of_long_classes(clerk: Clerk, house: House) -> Answer:
    for number in range(3):
        house.child(class_name=f"{number}{'k' * 63}")
    counting.recount(REGENBOOG.id)
    make_batch(house, clerk)
    return clerk.get(LETTERS_PAGE)


def letters_ordered(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    clerk.post("/school/schooljaar/nieuwe-codes", pupils="3")
    return clerk.get(f"{LETTERS_PAGE}/{house.services.years.ordered(REGENBOOG.id).batch}")


def letters_ordered_long_ago(clerk: Clerk, house: House) -> Answer:
    address = letters_ordered(clerk, house).text.partition('<a href="/school/brieven/')[2]
    house.pass_time(minutes=20)
    return clerk.get(f"{LETTERS_PAGE}/{address.partition(chr(34))[0]}")


def _coming(clerk: Clerk, house: House) -> str:
    """Letters that die with the new codes that are on their way."""
    three_children(house)
    address = make_batch(house, clerk)
    clerk.post("/school/schooljaar/nieuwe-codes", pupils="3")
    return address


def letters_die_soon(clerk: Clerk, house: House) -> Answer:
    _coming(clerk, house)
    return clerk.get(LETTERS_PAGE)


def letters_of_a_batch_die_soon(clerk: Clerk, house: House) -> Answer:
    return clerk.get(_coming(clerk, house))


def letters_plan_while_new_codes_come(clerk: Clerk, house: House) -> Answer:
    _coming(clerk, house)
    return clerk.submit(LETTERS_PAGE, **WHOLE)


def letters_dead_with_newer_ones(clerk: Clerk, house: House) -> Answer:
    address = _coming(clerk, house)
    house.deliver_all()
    make(*house.aws.queued("letters"))
    return clerk.get(address)


def letters_there_already(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    address = make_batch(house, clerk)
    house.pass_time(seconds=2)
    make_batch(house, clerk)
    return clerk.submit(address, do="again")


def letters_plan_of_reminders_before_letters(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    return clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": "nobody_linked"}))


NORMAL = [
    letters_die_soon,
    letters_of_a_batch_die_soon,
    letters_plan_while_new_codes_come,
    letters_dead_with_newer_ones,
    letters_there_already,
    letters_plan_of_reminders_before_letters,
    letters_ordered,
    letters_ordered_long_ago,
    letters_of_long_classes,
    letters_dead,
    letters_of_whom_nobody_is_left,
    some_letters_dead,
    letters_some_dead,
    letters_all_dead,
    letters_refused,
    letters_without_pupils,
    letters,
    letters_of_many_classes,
    letters_plan,
    letters_plan_once_more,
    letters_plan_while_others_wait,
    letters_made_in_another_tab,
    letters_under_way,
    letters_stuck,
    letters_made,
    letters_zipping,
    letters_printed,
    letters_gone,
]

WRONG = [
    letters_nothing_chosen,
    letters_to_nobody,
]
