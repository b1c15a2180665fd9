"""New codes for all: letters of before are not offered any more, and whoever comes back finds who ordered them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.cloud.counting import recount
from common.cloud.table.desks import new_session
from common.ids import timed_id
from common.tallies import Tally
from common.web.desks import Seat
from school import renewal
from school.present_letters import NEWEST
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import LETTERS_PAGE, PLAN, WHOLE, batch_of, make_batch, three_children
from tests.functions.test_calls import calls_of
from tests.functions.test_desk_year import NEW_CODES, YEAR, ending
from tests.functions.test_letters import make

HOME = "/school"
COMING = "Nieuwe codes en brieven voor iedereen worden gemaakt. Brieven van daarvoor werken dan niet meer"
MADE = "Er zijn net nieuwe codes gemaakt"


@pytest.fixture
def clerk(house: House) -> Clerk:
    three_children(house)
    return Clerk(house)


def order(clerk: Clerk) -> None:
    assert clerk.post(NEW_CODES, pupils="3").goes_to == YEAR


def finish(house: House) -> None:
    house.deliver_all()
    assert make(*house.aws.queued("letters")) == 0


def row_of(clerk: Clerk, address: str) -> str:
    (row,) = [row for row in clerk.get(LETTERS_PAGE).text.split("<tr>") if f'href="{address}"' in row]
    return row


def test_letters_that_are_about_to_die_are_offered_nowhere(house: House, clerk: Clerk) -> None:
    old = make_batch(house, clerk)
    order(clerk)
    clerk.post(LETTERS_PAGE, **(WHOLE | {"only": "everybody"}))
    for path in (PLAN, YEAR, HOME):
        page = clerk.get(path)
        assert COMING in page.words
        assert f'href="{old}"' not in page.text
        assert f'href="{LETTERS_PAGE}/{house.services.years.ordered(REGENBOOG.id).batch}"' in page.text
    assert "4. Brieven voor nieuwe leerlingen Nog te doen" in clerk.get(YEAR).words
    assert "Nieuwe brieven maken" not in clerk.get(HOME).words


def test_that_they_come_is_told_where_all_letters_were_printed_too(house: House, clerk: Clerk) -> None:
    clerk.post(make_batch(house, clerk), do="printed")
    recount(REGENBOOG.id)
    order(clerk)
    for path in (YEAR, HOME):
        assert COMING in clerk.get(path).words
    assert "4. Brieven voor nieuwe leerlingen Nog te doen" in clerk.get(YEAR).words


def test_the_list_of_letters_says_which_die_until_the_new_ones_are_there(house: House, clerk: Clerk) -> None:
    old = make_batch(house, clerk)
    order(clerk)
    assert COMING in clerk.get(LETTERS_PAGE).words
    assert "Werkt straks niet meer" in row_of(clerk, old)
    page = clerk.get(old)
    assert f"Deze brieven werken straks niet meer {COMING}" in page.words
    assert "Download" not in page.words
    finish(house)
    assert COMING not in clerk.get(LETTERS_PAGE).words
    assert "Werkt niet meer" in row_of(clerk, old)
    assert "Deze brieven werken niet meer" in clerk.get(old).words


def test_the_new_letters_wait_to_be_printed(house: House, clerk: Clerk) -> None:
    make_batch(house, clerk)
    order(clerk)
    finish(house)
    new = f"{LETTERS_PAGE}/{house.services.years.ordered(REGENBOOG.id).batch}"
    for path in (YEAR, HOME):
        page = clerk.get(path)
        assert COMING not in page.words
        assert page.text.count(f'<li><a href="{LETTERS_PAGE}/') == 1
        assert f'<li><a href="{new}"' in page.text
    assert "Download pdf" in clerk.get(new).words


def test_an_order_that_never_came_to_anything_is_not_waited_for_for_ever(house: House, clerk: Clerk) -> None:
    order(clerk)
    house.pass_time(days=13)
    clerk.sit_down()
    old = make_batch(house, clerk)
    assert COMING in clerk.get(LETTERS_PAGE).words
    ordered = house.services.years.ordered(REGENBOOG.id)
    before = replace(batch_of(house, old), asked_at=house.services.now() - timedelta(days=14))
    seat = Seat(clerk.person, REGENBOOG, Tally(), ordered, new_session(clerk.person, house.services.now()))
    assert renewal.kills_soon(seat, before, house.services.now())
    house.pass_time(days=1)
    clerk.sit_down()
    assert COMING not in clerk.get(LETTERS_PAGE).words
    assert not renewal.kills_soon(seat, before, house.services.now())


def test_where_many_letters_were_made_since_the_new_ones_are_somewhere_behind_them(house: House, clerk: Clerk) -> None:
    order(clerk)
    batch, now = batch_of(house, make_batch(house, clerk)), house.services.now()
    ordered = house.services.years.ordered(REGENBOOG.id)
    newer = [replace(batch, id=timed_id(now + timedelta(minutes=n), f"{n}")) for n in range(NEWEST, 0, -1)]
    assert renewal.is_on_its_way(ordered, newer[1:], now)
    assert not renewal.is_on_its_way(ordered, newer, now)


def test_letters_that_die_do_not_stand_in_the_way_of_new_ones(house: House, clerk: Clerk) -> None:
    old = make_batch(house, clerk)
    order(clerk)
    finish(house)
    clerk.post(LETTERS_PAGE, **WHOLE)
    text = clerk.get(PLAN).text
    assert f'href="{old}"' not in text
    assert "Naar die brieven" not in text


def test_it_is_said_in_english_too(house: House, clerk: Clerk) -> None:
    make_batch(house, clerk)
    order(clerk)
    clerk.cookies["__Host-language"] = "en"
    assert "New codes and letters for everybody are being made." in clerk.get(YEAR).words
    assert "New codes were made just now Robin de Vries made them on" in clerk.get(NEW_CODES).words


def test_codes_that_are_replaced_are_not_to_be_extended(house: House, clerk: Clerk) -> None:
    ending(house, "Kort")
    recount(REGENBOOG.id)
    assert "Alle codes verlengen" in clerk.get(YEAR).words
    assert clerk.post(NEW_CODES, pupils="4").goes_to == YEAR
    words = clerk.get(YEAR).words
    assert "Alle codes verlengen" not in words
    assert "Met een verlengde code werken ze gewoon" not in words


def test_an_order_that_never_came_is_not_waited_for(house: House, clerk: Clerk) -> None:
    order(clerk)
    house.pass_time(days=14)
    clerk.sit_down()
    for path in (YEAR, HOME, LETTERS_PAGE):
        assert COMING not in clerk.get(path).words


def test_within_the_hour_the_page_says_who_ordered_and_has_no_form(house: House, clerk: Clerk) -> None:
    make_batch(house, clerk)
    order(clerk)
    page = Clerk(house).get(NEW_CODES)
    at = house.services.years.ordered(REGENBOOG.id).renewed_at
    assert at
    assert f"{MADE} Robin de Vries heeft ze gemaakt op" in page.words
    assert "uur kan het opnieuw." in page.words
    assert f'href="{LETTERS_PAGE}"' in page.text
    assert 'name="pupils"' not in page.text
    assert "werken daarna niet meer" not in page.words
    colleague = Clerk(house)
    late = colleague.submit(NEW_CODES, pupils="3")
    assert f"{MADE} Er is nu niets gemaakt." in late.words
    assert 'role="alert"' in late.text


def test_whoever_ordered_may_be_gone(house: House, clerk: Clerk) -> None:
    order(clerk)
    store = house.services.store
    key = {"PK": f"SCHOOL#{REGENBOOG.id}", "SK": f"STAFF#{clerk.person.id}"}
    colleague = Clerk(house)
    store.write(store.delete(key))
    assert f"{MADE} Ze zijn gemaakt op" in colleague.get(NEW_CODES).words


def test_after_the_hour_the_last_order_is_named_and_a_warning_is_no_friendly_note(house: House, clerk: Clerk) -> None:
    before = clerk.get(NEW_CODES)
    assert "zijn al nieuwe codes voor iedereen gemaakt" not in before.words
    assert '<div class="errors"><p><strong>Alle brieven die thuis liggen' in before.text
    order(clerk)
    finish(house)
    house.pass_time(hours=1)
    clerk.sit_down()
    page = clerk.get(NEW_CODES)
    assert "zijn al nieuwe codes voor iedereen gemaakt. Ook de brieven van toen werken daarna niet meer." in page.words
    assert 'name="pupils"' in page.text


def test_what_was_ordered_costs_no_call(house: House, clerk: Clerk) -> None:
    old = make_batch(house, clerk)
    order(clerk)
    # Session, staff, school, tally and what was ordered; days; letters and bounces; locks and the last lists.
    assert calls_of(house, lambda: clerk.get(HOME)) == {"dynamodb": 4}
    # And batches, the last reminder.
    assert calls_of(house, lambda: clerk.get(LETTERS_PAGE)) == {"dynamodb": 3}
    # And the batch, and that of the new codes.
    assert calls_of(house, lambda: clerk.get(old)) == {"dynamodb": 3}
    assert batch_of(house, old).printed_at is None
