"""*Gedrukt* that was pressed by mistake is taken back: the letters wait again, and nobody goes without."""

import pytest

from common.cloud import counting
from common.days import local_date
from common.pupils import LastPrinted
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.lettering import LETTERS_PAGE, batch_of, make_batch, three_children, told
from tests.functions.test_letters import make

BUTTON, AGAIN = ">Toch niet gedrukt</button>", "Deze brieven staan weer als niet gedrukt."


@pytest.fixture
def children(house: House) -> list[Child]:
    return three_children(house)


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house, "medewerker")


def last_of(house: House) -> dict[str, LastPrinted]:
    return {pupil.id: pupil.last_printed for pupil in house.services.pupils.of_school(REGENBOOG.id)}


def say(clerk: Clerk, address: str, what: str) -> str:
    return clerk.submit(address, do=what).words


def refuse_write(house: House, nth: int) -> None:
    """The one that so many come to; none for 0."""
    if nth < 2:
        house.refuse("TransactWriteItems", times=nth)
    house.meanwhile("TransactWriteItems", (lambda: refuse_write(house, nth - 1)) if nth > 1 else bool)


@pytest.mark.usefixtures("children")
def test_letters_wait_again_and_the_log_tells_both(house: House, clerk: Clerk) -> None:
    address = make_batch(house, clerk)
    assert BUTTON not in clerk.get(address).text
    say(clerk, address, "printed")
    assert BUTTON in clerk.get(address).text
    page = say(clerk, address, "not_printed")
    assert AGAIN in page
    assert "Gedrukt nog niet" in page
    assert set(last_of(house).values()) == {LastPrinted("", None)}
    counting.recount(REGENBOOG.id)
    assert "Dan weten we wie nog geen brief heeft" in clerk.get("/school/schooljaar").words
    batch = {"batch": batch_of(house, address).id}
    assert [told(house).count((what, batch)) for what in ("letters_printed", "letters_not_printed")] == [1, 1]
    assert "Brieven toch niet gedrukt" in Clerk(house).get("/school/logboek").words


def test_what_was_printed_before_counts_again(house: House, clerk: Clerk, children: list[Child]) -> None:
    say(clerk, make_batch(house, clerk), "printed")
    before = last_of(house)
    house.pass_time(days=3)
    clerk.sit_down()
    house.renew_code(children[0])
    counting.recount(REGENBOOG.id)
    address = make_batch(house, clerk, only="new")
    say(clerk, address, "printed")
    assert last_of(house)[children[0].pupil.id].on == local_date(house.services.now())
    say(clerk, address, "not_printed")
    assert last_of(house) == before


@pytest.mark.usefixtures("children")
def test_said_twice_taken_back_twice_and_said_again(house: House, clerk: Clerk) -> None:
    address = make_batch(house, clerk)
    for _ in range(2):
        say(clerk, address, "printed")
    said = last_of(house)
    assert AGAIN in say(clerk, address, "not_printed")
    assert AGAIN not in say(clerk, address, "not_printed")
    assert set(last_of(house).values()) == {LastPrinted("", None)}
    assert [what for what, _ in told(house)].count("letters_not_printed") == 1
    say(clerk, address, "printed")
    assert last_of(house) == said


@pytest.mark.usefixtures("children")
@pytest.mark.parametrize("does", ["printed", "not_printed"])
@pytest.mark.parametrize("nth", range(1, 5))
def test_whatever_fails_halfway_the_second_time_all_is_as_it_was(
    house: House, clerk: Clerk, does: str, nth: int
) -> None:
    address = make_batch(house, clerk)
    if does == "not_printed":
        say(clerk, address, "printed")
    refuse_write(house, nth)
    clerk.post(address, do=does)
    refuse_write(house, 0)
    say(clerk, address, does)
    if does == "printed":
        say(clerk, address, "not_printed")
    assert set(last_of(house).values()) == {LastPrinted("", None)}
    assert batch_of(house, address).printed_at is None


def test_what_another_batch_printed_since_stays_printed(house: House, clerk: Clerk, children: list[Child]) -> None:
    first = make_batch(house, clerk)
    say(clerk, first, "printed")
    house.pass_time(days=1)
    clerk.sit_down()
    second = make_batch(house, clerk, whom="classes", **{"group:6A": "1"})
    say(clerk, second, "printed")
    say(clerk, first, "not_printed")
    sanne, daan, noor = (last_of(house)[child.pupil.id] for child in children)
    assert sanne == daan == LastPrinted("", None)
    assert noor.on == local_date(house.services.now())


def test_a_letter_with_a_new_code_that_another_batch_printed_on_the_same_day_stays_printed(
    house: House, clerk: Clerk, children: list[Child]
) -> None:
    first = make_batch(house, clerk)
    say(clerk, first, "printed")
    house.renew_code(children[0])
    counting.recount(REGENBOOG.id)
    say(clerk, make_batch(house, clerk, only="new"), "printed")
    said = last_of(house)[children[0].pupil.id]
    assert AGAIN in say(clerk, first, "not_printed")
    assert last_of(house) == {child.pupil.id: LastPrinted("", None) for child in children} | {
        children[0].pupil.id: said
    }


def test_whoever_fetched_the_letter_of_one_pupil_did_not_say_that_it_is_printed(house: House, clerk: Clerk) -> None:
    page = clerk.post("/school/leerlingen/nieuw", given_name="Bo", new_class="5B").goes_to
    batch = clerk.get(page).text.split("/brief/")[1].partition('"')[0]
    assert make(*house.aws.queued("letters")) == 0
    assert clerk.post(f"{page}/brief/{batch}").goes_to
    answer = clerk.get(f"{LETTERS_PAGE}/{batch}")
    assert "Gedrukt nog niet" not in answer.words
    assert BUTTON not in answer.text


def test_one_who_went_or_has_a_new_code_since_stands_in_nobodys_way(
    house: House, clerk: Clerk, children: list[Child]
) -> None:
    address = make_batch(house, clerk)
    say(clerk, address, "printed")
    house.renew_code(children[0])
    house.services.store.write(
        house.services.store.delete({"PK": f"SCHOOL#{REGENBOOG.id}", "SK": f"PUPIL#{children[1].pupil.id}"})
    )
    assert AGAIN in say(clerk, address, "not_printed")
    assert set(last_of(house).values()) == {LastPrinted("", None)}


@pytest.mark.usefixtures("children")
def test_what_nobody_said_cannot_be_taken_back(house: House, clerk: Clerk) -> None:
    address = make_batch(house, clerk)
    assert AGAIN not in say(clerk, address, "not_printed")
    assert clerk.post(f"{LETTERS_PAGE}/20260901T120000-0000000000", do="not_printed").status == 404
    assert [what for what, _ in told(house)].count("letters_not_printed") == 0


@pytest.mark.usefixtures("children")
def test_what_was_taken_back_once_does_not_speak_for_later(house: House, clerk: Clerk) -> None:
    first = make_batch(house, clerk)
    for what in ("printed", "not_printed"):
        say(clerk, first, what)
    say(clerk, make_batch(house, clerk, files="together"), "printed")
    said = last_of(house)
    for what in ("printed", "not_printed"):
        say(clerk, first, what)
    assert last_of(house) == said
