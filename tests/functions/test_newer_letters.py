"""Letters that are made again: not where the new ones are there already; what reminds, does so again."""

import pytest

from common.cloud.counting import recount
from common.letters import FILES_LIFE
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.lettering import LETTERS_PAGE, WHOLE, batch_of, link_parents, make_batch, three_children
from tests.functions.test_desk_year import NEW_CODES
from tests.functions.test_letters import make
from tests.functions.visitor import Answer

THERE = "De nieuwe brieven zijn er al"


@pytest.fixture
def children(house: House) -> list[Child]:
    return three_children(house)


@pytest.fixture
def clerk(house: House, children: list[Child]) -> Clerk:
    assert children
    return Clerk(house)


def renew_all(house: House, clerk: Clerk) -> str:
    """The address of the letters with new codes."""
    clerk.post(NEW_CODES, pupils="3")
    house.deliver_all()
    assert make(*house.aws.queued("letters")) == 0
    return f"{LETTERS_PAGE}/{house.services.years.ordered(REGENBOOG.id).batch}"


def dead_batch(house: House, clerk: Clerk, **choice: str) -> str:
    address = make_batch(house, clerk, **choice)
    for pupil in house.services.pupils.of_school(REGENBOOG.id):
        house.services.pupils.renew_code(REGENBOOG.id, pupil.id, pupil.valid_until)
    recount(REGENBOOG.id)
    house.pass_time(seconds=2)
    return address


def again(clerk: Clerk, address: str) -> Answer:
    """The button of the page is pressed."""
    batch = clerk.get(address).text.split('name="batch" value="')[1].split('"')[0]
    return clerk.post(address, do="again", batch=batch)


def test_letters_that_died_with_new_codes_lead_to_the_new_ones(house: House, clerk: Clerk) -> None:
    old = make_batch(house, clerk)
    house.pass_time(seconds=2)
    new = renew_all(house, clerk)
    page = clerk.get(old)
    assert "Deze brieven werken niet meer" in page.words
    assert THERE in page.words
    assert f'href="{new}">Naar de nieuwe brieven' in page.text
    assert "Maak nieuwe brieven" not in page.words
    answer = clerk.submit(old, do="again")
    assert f"{THERE}: het zijn deze. Er is nu niets gemaakt." in answer.words
    assert house.aws.queued("letters") == []


def test_pressed_in_two_tabs_they_are_made_once(house: House, clerk: Clerk) -> None:
    old = dead_batch(house, clerk)
    first, second = (clerk.get(old).text.split('name="batch" value="')[1].split('"')[0] for _ in range(2))
    assert first != second
    made = clerk.post(old, do="again", batch=first).goes_to
    assert clerk.post(old, do="again", batch=first).goes_to == made
    late = clerk.submit(old, do="again", batch=second)
    assert f"{THERE}: het zijn deze." in late.words
    assert len(house.aws.queued("letters")) == 2
    assert f'href="{made}"' in clerk.get(old).text


def test_letters_can_be_made_once_more_from_the_newest(house: House, clerk: Clerk) -> None:
    first = make_batch(house, clerk)
    house.pass_time(seconds=2)
    made = again(clerk, first).goes_to
    make(*house.aws.queued("letters"))
    house.pass_time(seconds=2)
    once_more = again(clerk, made).goes_to
    assert once_more not in ("", first, made)
    assert batch_of(house, once_more).letters == 3


def test_newer_letters_of_some_are_not_those_of_all(house: House, clerk: Clerk) -> None:
    old = dead_batch(house, clerk)
    make_batch(house, clerk, whom="classes", **{"group:6A": "1"})
    assert THERE not in clerk.get(old).words
    answer = clerk.submit(old, do="again")
    assert "De brieven worden gemaakt" in answer.words
    assert len(house.aws.queued("letters")) == 2


def test_newer_letters_of_others_are_not_those_of_these(house: House, clerk: Clerk) -> None:
    old = dead_batch(house, clerk, whom="classes", **{"group:6A": "1"})
    make_batch(house, clerk, whom="classes", **{"group:5B": "1"})
    assert THERE not in clerk.get(old).words
    assert "De brieven worden gemaakt" in clerk.submit(old, do="again").words


def test_newer_letters_of_which_one_works_no_more_are_not_those_of_all(
    house: House, clerk: Clerk, children: list[Child]
) -> None:
    old = dead_batch(house, clerk)
    make_batch(house, clerk)
    house.renew_code(children[0])
    recount(REGENBOOG.id)
    assert THERE not in clerk.get(old).words
    assert "De brieven worden gemaakt" in clerk.submit(old, do="again").words


def test_newer_letters_that_are_dead_are_not_there(house: House, clerk: Clerk) -> None:
    old = dead_batch(house, clerk)
    assert f'href="{old}"' not in clerk.submit(LETTERS_PAGE, **WHOLE).text
    dead_batch(house, clerk)
    assert THERE not in clerk.get(old).words
    assert "De brieven worden gemaakt" in clerk.submit(old, do="again").words


def test_whoever_left_needs_no_new_letter(house: House, clerk: Clerk, children: list[Child]) -> None:
    old = dead_batch(house, clerk)
    clerk.post(f"/school/leerlingen/{children[2].pupil.id}/van-school", day=house.today.isoformat())
    recount(REGENBOOG.id)
    new = make_batch(house, clerk)
    answer = clerk.post(old, do="again")
    assert answer.goes_to == new


def test_reminders_that_are_made_again_are_reminders(house: House, clerk: Clerk, children: list[Child]) -> None:
    old = dead_batch(house, clerk, only="nobody_linked")
    link_parents(house, children[0])
    assert "nog geen gekoppelde ouder heeft, krijgt een nieuwe herinnering" in clerk.get(old).words
    made = again(clerk, old).goes_to
    requests = house.aws.queued("letters")
    assert [one["reminder"] for one in requests] == [True, True]
    assert children[0].pupil.id not in [pupil for one in requests for pupil in one["pupils"]]
    make(*requests)
    house.pass_time(seconds=2)
    again(clerk, made)
    assert all(one["reminder"] for one in house.aws.queued("letters"))


def test_other_letters_are_no_reminders_that_are_there_already(house: House, clerk: Clerk) -> None:
    old = dead_batch(house, clerk, only="nobody_linked")
    make_batch(house, clerk)
    assert "De brieven worden gemaakt" in clerk.submit(old, do="again").words
    assert all(one["reminder"] for one in house.aws.queued("letters"))


def test_where_somebody_is_linked_everywhere_nobody_is_reminded(
    house: House, clerk: Clerk, children: list[Child]
) -> None:
    old = dead_batch(house, clerk, only="nobody_linked")
    for child in children:
        link_parents(house, child)
    assert (
        "heeft iemand zich aangemeld, of ze zijn van school. Er is niets gemaakt."
        in clerk.submit(old, do="again").words
    )
    assert house.aws.queued("letters") == []


def test_letters_whose_files_are_gone_are_made_again(house: House, clerk: Clerk) -> None:
    old = make_batch(house, clerk)
    house.pass_time(seconds=FILES_LIFE.total_seconds())
    clerk.sit_down()
    assert "De brieven worden gemaakt" in clerk.submit(old, do="again").words
