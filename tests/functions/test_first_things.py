"""What *Overzicht* says first: letters to print, and reminders only once letters were printed and time has passed."""

import pytest

from common.cloud.counting import recount
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import LETTERS_PAGE, link_parents, make_batch, say_printed, three_children
from tests.functions.test_calls import calls_of
from tests.functions.test_dead_letters import list_of_now
from tests.functions.uploads import DAAN, NOOR
from tests.pages.ways.desk_pupils import page_of

HOME = "/school"
REMIND = f'href="{LETTERS_PAGE}?wie=nobody_linked"'
NEW = f'href="{LETTERS_PAGE}?wie=new"'


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house)


def later(house: House, clerk: Clerk, **time: float) -> None:
    house.pass_time(**time)
    clerk.sit_down()


def test_on_the_first_day_the_letters_that_wait_come_first_and_no_reminder(house: House, clerk: Clerk) -> None:
    one = list_of_now(house, DAAN, NOOR)
    house.deliver_all()
    page = clerk.get(HOME)
    assert "Eerst doen 2 leerlingen hebben nog geen gedrukte brief. Deze brieven wachten tot u ze drukt." in page.words
    assert "Van een leerlingenlijst (2 brieven)" in page.words
    assert page.text.index(f'href="{LETTERS_PAGE}/{one}"') < page.text.index('class="figure"')
    assert REMIND not in page.text
    assert NEW not in page.text


def test_it_is_said_in_english_too(house: House, clerk: Clerk) -> None:
    list_of_now(house, DAAN, NOOR)
    house.deliver_all()
    clerk.cookies["__Host-language"] = "en"
    words = clerk.get(HOME).words
    assert "To do first 2 pupils have no printed letter yet. These letters wait for you to print them." in words


def test_pupils_without_any_letter_are_told_with_the_way_to_make_them(house: House, clerk: Clerk) -> None:
    three_children(house)
    page = clerk.get(HOME)
    assert "Eerst doen 3 leerlingen hebben nog geen gedrukte brief. Nieuwe brieven maken" in page.words
    assert NEW in page.text
    assert REMIND not in page.text


def test_reminders_are_offered_three_weeks_after_the_letters_were_printed(house: House, clerk: Clerk) -> None:
    children = three_children(house)
    say_printed(clerk, make_batch(house, clerk))
    page = clerk.get(HOME)
    assert "Eerst doen" not in page.words
    assert REMIND not in page.text
    later(house, clerk, days=20)
    assert REMIND not in clerk.get(HOME).text
    later(house, clerk, days=1)
    page = clerk.get(HOME)
    assert "Van 3 leerlingen is de brief drie weken of langer geleden gedrukt" in page.words
    assert REMIND in page.text
    link_parents(house, children[0])
    house.renew_code(children[1])
    recount(REGENBOOG.id)
    page = clerk.get(HOME)
    assert "Van 1 leerling is de brief drie weken of langer geleden gedrukt" in page.words
    assert "1 leerling heeft nog geen gedrukte brief." in page.words


def test_reminders_that_wait_are_to_be_printed_not_made_again(house: House, clerk: Clerk) -> None:
    three_children(house)
    say_printed(clerk, make_batch(house, clerk))
    later(house, clerk, weeks=4)
    make_batch(house, clerk, only="nobody_linked")
    house.pass_time(seconds=1)
    batch = make_batch(house, clerk, only="nobody_linked", files="together")
    page = clerk.get(HOME)
    assert "Eerst doen Deze brieven wachten tot u ze drukt." in page.words
    assert f'href="{batch}"' in page.text
    assert page.text.count(f'<li><a href="{LETTERS_PAGE}/') == 1
    assert REMIND not in page.text
    say_printed(clerk, batch)
    page = clerk.get(HOME)
    assert "Eerst doen" not in page.words
    assert REMIND not in page.text
    later(house, clerk, weeks=3)
    assert REMIND in clerk.get(HOME).text


def test_letters_of_whom_some_have_another_code_say_how_many_work(house: House, clerk: Clerk) -> None:
    children = three_children(house)
    first = make_batch(house, clerk)
    clerk.post(f"{page_of(children[0])}/code", version="1")
    house.deliver_all()
    for page in (HOME, "/school/schooljaar"):
        words = clerk.get(page).words
        assert "Iedereen (3 brieven, waarvan er 2 werken)" in words
        assert "Eén gedrukte brief is genoeg" not in words
    house.pass_time(seconds=1)
    make_batch(house, clerk)
    house.renew_code(children[1])
    recount(REGENBOOG.id)
    for page in (HOME, "/school/schooljaar", "/school/schooljaar/nieuwe-codes"):
        words = clerk.get(page).words
        assert "(3 brieven, waarvan er 2 werken)" in words
        assert "(3 brieven, waarvan er 1 werkt)" in words
        assert "Een leerling kan in meer van deze stapels een brief hebben. Eén gedrukte brief is genoeg." in words
    house.renew_code(children[2])
    recount(REGENBOOG.id)
    assert f'href="{first}"' not in clerk.get(HOME).text
    assert f'href="{first}"' not in clerk.get("/school/schooljaar").text


def test_a_school_where_everybody_is_linked_is_told_of_no_letter(house: House, clerk: Clerk) -> None:
    children = three_children(house)
    say_printed(clerk, make_batch(house, clerk))
    for child in children:
        link_parents(house, child)
    later(house, clerk, weeks=4)
    page = clerk.get(HOME)
    assert "hebben nog geen gekoppelde ouder" not in page.words
    assert REMIND not in page.text


def test_letters_cost_the_first_page_no_call(house: House, clerk: Clerk) -> None:
    three_children(house)
    make_batch(house, clerk)
    # Session, staff, school and tally together; days; letters and bounces; locks and the last lists.
    assert calls_of(house, lambda: clerk.get(HOME)) == {"dynamodb": 4}
