"""*Schooljaar*: letters that wait to be printed are told before others are offered; what makes a reminder done."""

import pytest

from common.cloud.counting import recount
from common.letters import FILES_LIFE
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import (
    LETTERS_PAGE,
    PLAN,
    WHOLE,
    batch_of,
    fields_of,
    make_batch,
    say_printed,
    three_children,
)
from tests.functions.test_calls import calls_of
from tests.functions.test_desk_year import NEW_CODES, YEAR
from tests.functions.test_letters import make
from tests.functions.uploads import DAAN, SANNE, put, take

WAITS = "Er zijn al brieven die nog niet als gedrukt staan."
DONE = "5. Herinneringen ✓ Klaar"
TO_DO = "5. Herinneringen Nog te doen"


@pytest.fixture
def clerk(house: House) -> Clerk:
    three_children(house)
    return Clerk(house)


def plan(clerk: Clerk, only: str = "everybody") -> str:
    return clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": only})).text


def kill_codes(house: House) -> None:
    for pupil in house.services.pupils.of_school(REGENBOOG.id):
        house.services.pupils.renew_code(REGENBOOG.id, pupil.id, pupil.valid_until)
    recount(REGENBOOG.id)


# -- step 4


def test_letters_that_are_not_printed_yet_are_told_before_others_are_offered(house: House, clerk: Clerk) -> None:
    assert WAITS not in clerk.get(YEAR).words
    batch = make_batch(house, clerk, only="new")
    page = clerk.get(YEAR)
    assert f"3 leerlingen hebben nog geen gedrukte brief. {WAITS}" in page.words
    assert page.text.index(f'href="{batch}"') < page.text.index(f'href="{LETTERS_PAGE}?wie=new"')
    assert "Nieuw sinds het drukken (3 brieven)" in page.words
    say_printed(clerk, batch)
    house.child("Nieuw")
    recount(REGENBOOG.id)
    page = clerk.get(YEAR)
    assert "1 leerling heeft nog geen gedrukte brief. Nieuwe brieven maken" in page.words


def test_letters_of_a_list_wait_too_and_the_letter_of_one_pupil_does_not(house: House) -> None:
    take(put(house, SANNE, DAAN))
    (batch,) = house.services.batches.newest(REGENBOOG.id, "", 9)
    child = house.child("Nieuw")
    recount(REGENBOOG.id)
    clerk = Clerk(house)
    clerk.post(f"/school/leerlingen/{child.pupil.id}", what="letter")
    page = clerk.get(YEAR)
    assert "Van een leerlingenlijst (2 brieven)" in page.words
    assert f'href="{LETTERS_PAGE}/{batch.id}"' in page.text
    assert page.text.count(f'<li><a href="{LETTERS_PAGE}/') == 1


def test_letters_that_are_dead_or_gone_are_not_offered(house: House, clerk: Clerk) -> None:
    make_batch(house, clerk)
    kill_codes(house)
    assert WAITS not in clerk.get(YEAR).words
    make_batch(house, clerk)
    assert WAITS in clerk.get(YEAR).words
    house.pass_time(seconds=FILES_LIFE.total_seconds())
    clerk.sit_down()
    assert WAITS not in clerk.get(YEAR).words


def test_the_plan_tells_what_waits_unless_it_is_the_same(house: House, clerk: Clerk) -> None:
    batch = make_batch(house, clerk, **{"whom": "classes", "group:6A": "1"})
    assert WAITS in plan(clerk)
    assert f'href="{batch}"' in plan(clerk)
    same = make_batch(house, clerk)
    text = plan(clerk)
    assert text.count(f'href="{same}"') == 1
    assert f'href="{batch}"' in text
    say_printed(clerk, same)
    # Nobody is without a printed letter, whatever became of the other batch.
    assert WAITS not in plan(clerk, "nobody_linked")


def test_where_all_have_a_printed_letter_the_plan_tells_of_none(house: House, clerk: Clerk) -> None:
    say_printed(clerk, make_batch(house, clerk))
    once_more = make_batch(house, clerk, whom="classes", **{"group:5B": "1"})
    assert f'href="{once_more}"' not in plan(clerk)


def test_new_codes_for_all_name_the_letters_that_die_unprinted(house: House, clerk: Clerk) -> None:
    assert "Ook deze brieven" not in clerk.get(NEW_CODES).words
    batch = make_batch(house, clerk)
    page = clerk.get(NEW_CODES)
    assert "Ook deze brieven, die nog niet als gedrukt staan, werken daarna niet meer: Brieven van" in page.words
    assert f'href="{batch}"' in page.text


def test_the_page_reads_letters_only_where_some_are_not_printed(house: House, clerk: Clerk) -> None:
    batch = make_batch(house, clerk, only="nobody_linked")
    # Session, staff, school and tally; lists and what was ordered; the reminder, and its letters; the newest letters.
    assert calls_of(house, lambda: clerk.get(YEAR)) == {"dynamodb": 5}
    say_printed(clerk, batch)
    assert calls_of(house, lambda: clerk.get(YEAR)) == {"dynamodb": 4}


# -- step 5


def test_reminders_are_done_once_their_letters_are_printed(house: House, clerk: Clerk) -> None:
    answer = clerk.post(PLAN, **fields_of(clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": "nobody_linked"}))))
    batch = answer.goes_to
    page = clerk.get(YEAR)
    assert "5. Herinneringen Wordt gemaakt (0 van 2 bestanden)" in page.words
    assert f'href="{batch}"' in page.text
    first, second = house.aws.queued("letters")
    make(first)
    assert "5. Herinneringen Wordt gemaakt (1 van 2 bestanden)" in clerk.get(YEAR).words
    make(second)
    page = clerk.get(YEAR)
    assert TO_DO in page.words
    assert "Die brieven staan nog niet als gedrukt. Druk ze, en zeg daar dat u het deed. Naar deze" in page.words
    assert f'href="{batch}"' in page.text
    say_printed(clerk, batch)
    words = clerk.get(YEAR).words
    assert DONE in words
    assert "De laatste herinnering is gemaakt op" in words
    assert "Die brieven" not in words


def test_reminders_whose_codes_are_dead_are_to_do_again(house: House, clerk: Clerk) -> None:
    batch = make_batch(house, clerk, only="nobody_linked")
    say_printed(clerk, batch)
    kill_codes(house)
    assert batch_of(house, batch).is_dead(house.today)
    page = clerk.get(YEAR).words
    assert TO_DO in page
    assert "Die brieven werken niet meer: met deze codes kan niemand zich aanmelden." in page
    assert "Herinneringsbrieven maken" in page
    say_printed(clerk, make_batch(house, clerk, only="nobody_linked"))
    assert DONE in clerk.get(YEAR).words


def test_new_codes_for_all_kill_reminders_also_where_nobody_counts_them_any_more(house: House, clerk: Clerk) -> None:
    say_printed(clerk, make_batch(house, clerk, only="nobody_linked"))
    house.pass_time(seconds=FILES_LIFE.total_seconds())
    clerk.sit_down()
    assert DONE in clerk.get(YEAR).words
    clerk.post(NEW_CODES, pupils="3")
    page = clerk.get(YEAR).words
    assert TO_DO in page
    assert "Die brieven werken niet meer" in page


def test_reminders_that_die_while_they_are_made_are_not_waited_for(house: House, clerk: Clerk) -> None:
    clerk.post(PLAN, **fields_of(clerk.submit(LETTERS_PAGE, **(WHOLE | {"only": "nobody_linked"}))))
    kill_codes(house)
    page = clerk.get(YEAR).words
    assert "Wordt gemaakt" not in page
    assert "Herinneringsbrieven maken" in page


def test_reminders_that_were_deleted_before_anybody_printed_them_are_to_do(house: House, clerk: Clerk) -> None:
    make_batch(house, clerk, only="nobody_linked")
    house.pass_time(seconds=FILES_LIFE.total_seconds())
    clerk.sit_down()
    page = clerk.get(YEAR).words
    assert TO_DO in page
    assert "Die brieven staan niet als gedrukt, en hun bestanden zijn na 30 dagen verwijderd." in page
