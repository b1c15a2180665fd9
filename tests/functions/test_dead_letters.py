"""Letters whose codes are dead: *Brieven* says so, and nobody hands them out."""

from datetime import timedelta

import pytest

from common.cloud import counting
from common.cloud.table.store import Cancelled
from common.letters import FILES_LIFE
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.lettering import LETTERS_PAGE, batch_of, make_batch, three_children, told
from tests.functions.test_letters import make
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import DAAN, NOOR, put, reports, settle, take
from tests.pages.ways.desk_pupils import page_of

DEAD = "Deze brieven werken niet meer"


@pytest.fixture
def children(house: House) -> list[Child]:
    return three_children(house)


def list_of_now(house: House, *rows: str) -> str:
    """The id of a list that was applied a moment ago, whose letters are made."""
    event = put(house, *rows)
    event["Records"][0]["eventTime"] = house.services.now().isoformat()
    assert take(event) == 0
    settle(house)
    assert make(*house.aws.queued("letters")) == 0
    return reports(house)[-1].id


def all_renewed(house: House, clerk: Clerk, children: list[Child]) -> None:
    for child in children:
        clerk.post(f"{page_of(child)}/code", version="1")
    house.deliver_all()


def test_letters_of_before_new_codes_say_that_they_do_not_work(house: House, children: list[Child]) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    assert "Gemaakt, nog niet gedrukt" in clerk.get(LETTERS_PAGE).words
    all_renewed(house, clerk, children)
    page = clerk.get(address)
    assert DEAD in page.words
    assert "3 leerlingen hebben intussen een nieuwe code." in page.words
    assert "Download" not in page.words
    assert 'value="printed"' not in page.text
    (row,) = [row for row in clerk.get(LETTERS_PAGE).text.split("<tr>") if address in row]
    assert "Werkt niet meer" in row
    again = clerk.submit(address, do="again")
    assert "De brieven worden gemaakt" in again.words
    assert house.aws.queued("letters")


def test_of_some_letters_it_is_said_how_many_work_no_more(house: House, children: list[Child]) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    clerk.post(f"{page_of(children[0])}/code", version="1")
    clerk.post(f"{page_of(children[1])}/van-school", day=house.today.isoformat())
    house.deliver_all()
    page = clerk.get(address)
    assert "2 van de 3 brieven werken niet meer" in page.words
    assert "1 leerling heeft intussen een nieuwe code. 1 leerling is van school" in page.words
    assert "Maak deze brieven opnieuw" in page.words
    assert "Download pdf" in page.words
    assert "2 werken niet meer" in clerk.get(LETTERS_PAGE).words
    clerk.post(page_of(children[1]), what="back")
    house.deliver_all()
    assert "1 van de 3 brieven werkt niet meer" in clerk.get(address).words


def test_whoever_was_deleted_is_among_the_reasons_why_letters_work_no_more(house: House, children: list[Child]) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    clerk.post(f"{page_of(children[0])}/verwijderen")
    house.deliver_all()
    page = clerk.get(address)
    assert "1 van de 3 brieven werkt niet meer" in page.words
    assert "1 leerling is van school of verwijderd" in page.words


def test_letters_of_a_list_that_was_undone_are_not_handed_out(house: House) -> None:
    clerk = Clerk(house)
    one = list_of_now(house, DAAN, NOOR)
    house.deliver_all()
    assert "Download pdf" in clerk.get(f"{LETTERS_PAGE}/{one}").words
    clerk.post(f"/school/lijsten/{one}/terugdraaien")
    settle(house)
    house.deliver_all()
    page = clerk.get(f"{LETTERS_PAGE}/{one}")
    assert DEAD in page.words
    assert "2 leerlingen zijn van school of verwijderd, of kwamen met een lijst die is teruggedraaid" in page.words
    assert "U hoeft niets te doen" in page.words
    assert 'value="again"' not in page.text


def test_codes_that_end_by_themselves_are_seen_without_a_count(house: House, children: list[Child]) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    for child in children:
        key = {"PK": f"SCHOOL#{REGENBOOG.id}", "SK": f"PUPIL#{child.pupil.id}"}
        tomorrow = (house.today + timedelta(days=1)).isoformat()
        house.services.store.write(house.services.store.set_to(key, {"valid_until": tomorrow}))
    counting.recount(REGENBOOG.id)
    assert DEAD not in clerk.get(address).words
    house.pass_time(days=2)
    clerk.sit_down()
    page = clerk.get(address)
    assert DEAD in page.words
    assert "3 codes zijn verlopen" in page.words


def test_a_page_that_is_old_hands_out_no_dead_letters(house: House, children: list[Child]) -> None:
    """Nothing was counted since: the codes died a moment ago."""
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    file = batch_of(house, address).wanted[0].file
    clerk.post(f"{address}/zip")
    assert make(*house.aws.queued("letters")) == 0
    for child in children:
        house.renew_code(child)
    for method, path in (("get", f"{address}/{file}"), ("get", f"{address}/zip"), ("post", f"{address}/zip")):
        answer = clerk.get(path) if method == "get" else clerk.post(path)
        assert answer.goes_to == address
        page = clerk.get(address)
        assert "Dat is niet gedaan: " in page.words
        assert "Download" not in page.words or "in dit bestand" in page.words
    assert "Dat is niet gedaan: deze brieven werken niet meer" in clerk.submit(address, do="printed").words
    assert batch_of(house, address).printed_at is None
    assert "letters_fetched" not in [what for what, _ in told(house)]


def test_a_file_with_one_letter_that_works_is_handed_out(house: House, children: list[Child]) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    house.renew_code(children[0])
    house.renew_code(children[2])
    of_5b, of_6a = batch_of(house, address).wanted
    assert f"{of_5b.file}.pdf" in clerk.get(f"{address}/{of_5b.file}").goes_to
    assert clerk.get(f"{address}/{of_6a.file}").goes_to == address
    assert "in dit bestand werkt geen enkele brief meer" in clerk.get(address).words


def test_a_single_letter_that_a_newer_one_replaced_is_not_handed_out(house: House) -> None:
    clerk, child = Clerk(house), house.child()
    first = clerk.post(f"{page_of(child)}/code", version="1").goes_to
    assert make(*house.aws.queued("letters")) == 0
    assert "Download de brief" in clerk.get(first).words
    clerk.post(f"{page_of(child)}/code", version="2")
    page = clerk.get(first)
    assert "Deze brief werkt niet meer" in page.words
    assert "Download" not in page.words
    assert clerk.post(first).goes_to == first
    house.deliver_all()
    address = f"{LETTERS_PAGE}/{first.rpartition('/')[2]}"
    assert DEAD in clerk.get(address).words
    assert batch_of(house, address).printed_at is None
    assert clerk.submit(page_of(child), what="letter").status == 200


def test_a_letter_that_waits_is_offered_no_more_once_its_code_ended(house: House) -> None:
    clerk = Clerk(house)
    child = house.child(valid_until=house.today + timedelta(days=1))
    key = {"PK": f"SCHOOL#{REGENBOOG.id}", "SK": f"PUPIL#{child.pupil.id}"}
    address = clerk.post(page_of(child), what="letter").goes_to
    assert make(*house.aws.queued("letters")) == 0
    assert "Download de brief" in clerk.get(page_of(child)).words
    yesterday = (house.today - timedelta(days=1)).isoformat()
    house.services.store.write(house.services.store.set_to(key, {"valid_until": yesterday}))
    page = clerk.get(page_of(child))
    assert "Verlopen op" in page.words
    assert "Staat klaar" not in page.words
    assert "Download de brief" not in page.words
    assert "Deze brief werkt niet meer" in clerk.get(address).words
    again = clerk.post(page_of(child), what="letter").goes_to
    assert again != address
    assert make(*house.aws.queued("letters")) == 0
    assert "Download de brief" in clerk.get(page_of(child)).words


def test_a_count_of_earlier_does_not_replace_a_later_one(house: House, children: list[Child]) -> None:
    """Two count at once; the one who began first is the last to write."""
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    counting.recount(REGENBOOG.id)
    began, living = house.services.now(), batch_of(house, address).living
    assert living
    all_renewed(house, clerk, children)
    with pytest.raises(Cancelled):
        house.services.batches.note_living(batch_of(house, address), living, began)
    assert batch_of(house, address).is_dead(house.today)


def test_letters_of_deleted_pupils_are_dead_and_no_batch_comes_back(house: House, children: list[Child]) -> None:
    clerk = Clerk(house)
    address = make_batch(house, clerk)
    for child in children:
        clerk.post(f"{page_of(child)}/verwijderen")
    house.deliver_all()
    batch = batch_of(house, address)
    assert batch.is_dead(house.today)
    key = {"PK": f"SCHOOL#{REGENBOOG.id}", "SK": f"BATCH#{batch.id}"}
    house.services.store.write(house.services.store.delete(key))
    counting.recount(REGENBOOG.id)
    assert house.services.batches.find(REGENBOOG.id, batch.id) is None


def given_to(system: SchoolSystem, house: House, address: str) -> list[tuple[str, bool, bool]]:
    """Of each file: its class, whether it works, and whether there is a link, which the journal tells."""
    before = told(house)
    files = system.send("GET", f"/api/letters/{batch_of(house, address).id}", {}).json()["files"]
    given = [(one["class"], one["works"], one["link"] is not None) for one in files]
    assert len(told(house)) - len(before) == any(link for _, _, link in given)
    return given


def test_a_program_is_given_no_letters_that_the_desk_would_not_hand_out(house: House, children: list[Child]) -> None:
    system, address = SchoolSystem(house), make_batch(house, Clerk(house))
    assert given_to(system, house, address) == [("5B", True, True), ("6A", True, True)]
    house.pass_time(minutes=2)
    house.renew_code(children[0])
    house.renew_code(children[2])
    assert given_to(system, house, address) == [("5B", True, True), ("6A", False, False)]
    house.pass_time(minutes=2)
    house.renew_code(children[1])
    assert given_to(system, house, address) == [("5B", False, False), ("6A", False, False)]


def test_a_program_is_given_no_link_to_files_that_are_gone(house: House, children: list[Child]) -> None:
    system, address = SchoolSystem(house), make_batch(house, Clerk(house))
    assert children
    house.pass_time(seconds=FILES_LIFE.total_seconds())
    assert given_to(system, house, address) == [("5B", True, False), ("6A", True, False)]
