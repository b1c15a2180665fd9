"""When the letter of each pupil was printed last, at the desk: a single one once it was fetched."""

from datetime import datetime

import pytest

from common.days import LOCAL
from common.i18n import long_date
from common.pupils import Pupil
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.lettering import LETTERS_PAGE
from tests.functions.test_letters import make
from tests.functions.visitor import Answer
from tests.pages.ways.desk_pupils import page_of

WAITS = "Staat klaar nog niet opgehaald"


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house, "medewerker")


def ask(house: House, clerk: Clerk, child: Child) -> str:
    """The address of the letter, which is made."""
    address = clerk.post(page_of(child), what="letter").goes_to
    assert make(*house.aws.queued("letters")) == 0
    return address


def now(house: House, child: Child) -> Pupil:
    (pupil,) = house.services.pupils.find_many(REGENBOOG.id, [child.pupil.id])
    return pupil


def day(house: House) -> datetime:
    return house.services.now().astimezone(LOCAL)


def test_a_letter_that_nobody_fetched_waits_and_does_not_count_as_printed(house: House, clerk: Clerk) -> None:
    child = house.child()
    assert WAITS not in clerk.get(page_of(child)).words
    address = clerk.post(page_of(child), what="letter").goes_to
    assert "Wordt gemaakt Kijk of de brief klaar is" in clerk.get(page_of(child)).words
    assert f'href="{address}"' in clerk.get(page_of(child)).text
    assert make(*house.aws.queued("letters")) == 0
    clerk.get(address)
    page = clerk.get(page_of(child))
    assert "Nieuw nog niet gedrukt" in page.words
    assert WAITS in page.words
    assert f'action="{address}"' in page.text
    assert "Nieuw nog niet gedrukt" in clerk.get("/school/leerlingen?groep=5B").words
    assert now(house, child).printed_on is None


@pytest.mark.parametrize("renewed", [False, True])
def test_a_letter_counts_as_printed_once_it_was_fetched(house: House, clerk: Clerk, renewed: bool) -> None:
    child, other = house.child(), house.child("Daan")
    form = {"version": "1"} if renewed else {"what": "letter"}
    address = clerk.post(f"{page_of(child)}/code" if renewed else page_of(child), **form).goes_to
    assert clerk.post(address).goes_to == address
    assert now(house, child).has_new_letter
    make(*house.aws.queued("letters"))
    for _ in range(2):
        assert "Expires=" in clerk.post(address).goes_to
        assert not now(house, child).has_new_letter
    first = long_date(day(house))
    page = clerk.get(page_of(child)).words
    assert f"Brief Gedrukt op {first}" in page
    assert WAITS not in page
    assert f"opgehaald op {first}" in clerk.get(address).words
    assert "Nieuw nog niet gedrukt" in clerk.get(page_of(other)).words
    assert f"Gedrukt op {first}" in clerk.get("/school/leerlingen?zoek=bakker").words
    house.services.pupils.renew_code(REGENBOOG.id, child.pupil.id, child.pupil.valid_until)
    assert f"Nieuw vorige gedrukt op {first}" in clerk.get(page_of(child)).words


def test_a_letter_that_is_printed_again_has_the_later_day(house: House, clerk: Clerk) -> None:
    child = house.child()
    clerk.post(ask(house, clerk, child))
    first = long_date(day(house))
    house.pass_time(days=3)
    clerk.sit_down()
    address = ask(house, clerk, child)
    assert f"Gedrukt op {first}" in clerk.get(page_of(child)).words
    assert WAITS in clerk.get(page_of(child)).words
    clerk.post(address)
    assert f"Gedrukt op {long_date(day(house))}" in clerk.get(page_of(child)).words
    kept = clerk.post(f"{page_of(child)}/gegevens").json()
    assert kept["letter"]["printed_on"] == day(house).date().isoformat()


def test_a_letter_that_another_took_the_place_of_waits_no_more_and_never_counts(house: House, clerk: Clerk) -> None:
    child = house.child()
    address = ask(house, clerk, child)
    house.services.pupils.renew_code(REGENBOOG.id, child.pupil.id, child.pupil.valid_until)
    assert WAITS not in clerk.get(page_of(child)).words
    clerk.post(address)
    assert now(house, child).has_new_letter


def test_a_letter_is_not_offered_once_its_file_is_gone(house: House, clerk: Clerk) -> None:
    child = house.child()
    address = ask(house, clerk, child)
    house.pass_time(days=31)
    clerk.sit_down()
    assert WAITS not in clerk.get(page_of(child)).words
    assert "Laat hem opnieuw maken" in clerk.get(address).words
    assert clerk.post(address).goes_to == address
    assert now(house, child).has_new_letter


def test_what_was_said_to_be_printed_at_brieven_waits_no_more(house: House, clerk: Clerk) -> None:
    child = house.child()
    batch = ask(house, clerk, child).rpartition("/")[2]
    clerk.post(f"/school/brieven/{batch}", do="printed")
    assert WAITS not in clerk.get(page_of(child)).words
    assert not now(house, child).has_new_letter


def test_brieven_leads_to_the_page_where_one_letter_counts(house: House, clerk: Clerk) -> None:
    child = house.child()
    address = ask(house, clerk, child)
    page = clerk.get(f"/school/brieven/{address.rpartition('/')[2]}")
    link = page.text.split('">Download pdf')[0].rsplit('href="', 1)[1]
    assert clerk.get(link).goes_to == address
    assert now(house, child).has_new_letter


def test_whoever_was_added_by_hand_has_a_letter_that_waits(house: House, clerk: Clerk) -> None:
    form = {"given_name": "Sanne", "family_name": "Bakker", "class": "", "new_class": "5B"}
    address = clerk.post("/school/leerlingen/nieuw", **form).goes_to
    make(*house.aws.queued("letters"))
    page = clerk.get(address)
    assert WAITS in page.words
    waits = page.text.split("data-download")[0].rsplit('action="', 1)[1].split('"')[0]
    assert "Expires=" in clerk.post(waits).goes_to
    assert WAITS not in clerk.get(address).words


def test_only_a_page_that_ends_at_a_file_may_lead_to_the_bucket(house: House, clerk: Clerk) -> None:
    def leads_to(answer: Answer) -> str:
        return answer.headers["content-security-policy"].split("form-action ")[1].split(";")[0]

    child = house.child()
    address = ask(house, clerk, child)
    allowed = [leads_to(clerk.get(page)) for page in (address, page_of(child))]
    origin = clerk.post(address).goes_to.split("/schools/")[0]
    assert allowed == [f"'self' {origin}"] * 2
    assert leads_to(clerk.get(f"{page_of(child)}/code")) == "'self'"


def test_what_a_letter_of_one_pupil_is_called_tells_whether_its_code_is_another(house: House, clerk: Clerk) -> None:
    child = house.child()
    again = ask(house, clerk, child).rpartition("/")[2]
    batch = house.services.batches.find(REGENBOOG.id, again)
    assert batch
    assert (batch.what, batch.letters) == ("one_pupil", 1)
    assert "Eén leerling (1 brief)" in clerk.get(f"{LETTERS_PAGE}/{again}").words
    page = clerk.get(LETTERS_PAGE).words
    assert "Eén leerling 1 5B" in page
    assert "Nieuwe code" not in page
    renewed = clerk.post(f"{page_of(child)}/code", version="1").goes_to.rpartition("/")[2]
    assert "Nieuwe code (1 brief)" in clerk.get(f"{LETTERS_PAGE}/{renewed}").words
    assert "Eén leerling" in clerk.get(LETTERS_PAGE).words


def test_a_letter_of_before_the_update_is_read_as_it_was(house: House, clerk: Clerk) -> None:
    batch = ask(house, clerk, house.child()).rpartition("/")[2]
    store = house.services.store
    store.write(store.set_to({"PK": f"SCHOOL#{REGENBOOG.id}", "SK": f"BATCH#{batch}"}, {"what": "new_code"}))
    assert "Nieuwe code (1 brief)" in clerk.get(f"{LETTERS_PAGE}/{batch}").words
    assert "Nieuwe code 1 5B" in clerk.get(LETTERS_PAGE).words
