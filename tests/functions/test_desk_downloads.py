"""A file of many children wants a fresh proof, and is one button away once it is given."""

import pytest

from local.desk import digits
from tests.functions.cast import Cast, ask
from tests.functions.clerk import PASSWORD, SECRET, Clerk, employ
from tests.functions.decisions import MANAGER, STAFF, TABLE
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import batch_of, make_batch, three_children
from tests.functions.routes import routes
from tests.functions.test_desk_login import come_in, wrong_digits
from tests.functions.test_letters import make
from tests.functions.test_route_table import OF_A_DESK, filled
from tests.functions.visitor import Answer, Visitor

pytestmark = pytest.mark.usefixtures("authenticators_are_checked")

DOWNLOAD, EXPORT, PROOF = "/school/downloaden", "/school/overzicht/excel", "/school/bevestigen"
LOGBOOK = "/school/logboek"
# What everybody at a school may see one by one, or what is of nobody.
WITHOUT_A_PROOF = {
    "GET /school/brieven/{batch}/{file}",  # of one class; of several it wants one, see test_desk_letter_files.py
    "POST /school/leerlingen/{pupil}/brief/{batch}",
    "GET /school/berichten/{message}/bijlage/{number}",
    "GET /school/instellingen/brief/voorbeeld",
    "POST /school/instellingen/brief/voorbeeld",
}
WITH_A_PROOF = {
    "GET /school/overzicht/excel",
    "GET /school/logboek/excel",
    "GET /school/brieven/{batch}/zip",
    "POST /school/leerlingen/{pupil}/gegevens",
}


@pytest.fixture
def visitor(house: House) -> Visitor:
    """At the desk, with two children at school."""
    three_children(house)
    visitor = Visitor()
    come_in(house, visitor, employ(house).email)
    return visitor


def prove(visitor: Visitor) -> str:
    return visitor.post(PROOF, password=PASSWORD, digits=digits(SECRET)).goes_to


def test_after_the_proof_one_button_fetches_what_was_asked_for(house: House, visitor: Visitor) -> None:
    house.pass_time(minutes=20)
    assert visitor.get(EXPORT).goes_to == PROOF
    assert "klopt niet" in visitor.submit(PROOF, password=PASSWORD, digits=wrong_digits()).words
    assert visitor.get(DOWNLOAD).goes_to == PROOF
    assert prove(visitor) == DOWNLOAD
    page = visitor.get(DOWNLOAD)
    assert f'<a class="button go" href="{EXPORT}">Download nu</a>' in page.text
    assert '<a href="/school">Terug naar de pagina waar u was</a>' in page.text
    assert visitor.get(EXPORT).headers["content-disposition"].startswith("attachment")
    assert "Download nu" in visitor.get(DOWNLOAD).words


def test_a_file_that_must_be_made_first_is_ordered_by_that_button(house: House, visitor: Visitor) -> None:
    address = make_batch(house, visitor)
    house.pass_time(minutes=20)
    assert visitor.post(f"{address}/zip").goes_to == PROOF
    assert prove(visitor) == DOWNLOAD
    page = visitor.get(DOWNLOAD)
    form = page.text.split(f'<form method="post" action="{address}/zip">')[1]
    assert '<button class="go">Maak het zip-bestand</button>' in form
    assert "Download nu" not in page.words
    assert f'href="{address}"' in page.text
    assert "Het zip-bestand wordt gemaakt" in visitor.submit(f"{address}/zip").words
    assert make(*house.aws.queued("letters")) == 0
    house.pass_time(minutes=20)
    assert visitor.get(f"{address}/zip").goes_to == PROOF
    assert prove(visitor) == DOWNLOAD
    assert f'href="{address}/zip">Download nu' in visitor.get(DOWNLOAD).text
    assert batch_of(house, address).zip_made
    assert "brieven.zip" in visitor.get(f"{address}/zip").goes_to


def test_without_a_file_that_was_asked_for_the_page_leads_on(house: House, visitor: Visitor) -> None:
    assert visitor.get(DOWNLOAD).goes_to == "/school"
    house.pass_time(minutes=20)
    assert prove(visitor) == "/school"
    visitor.cookies["__Host-desk-return"] = "verzonnen"
    assert visitor.get(DOWNLOAD).goes_to == "/school"


def test_whoever_logs_out_leaves_no_download_behind(house: House, visitor: Visitor) -> None:
    house.pass_time(minutes=20)
    visitor.get(EXPORT)
    visitor.post("/school/uitloggen")
    assert visitor.get(DOWNLOAD).goes_to == "/school/inloggen"


def test_the_copy_of_a_pupil_wants_a_fresh_proof_and_leads_back_to_its_button(house: House, visitor: Visitor) -> None:
    page = f"/school/leerlingen/{house.child().pupil.id}/gegevens"
    house.pass_time(minutes=20)
    assert visitor.post(page).goes_to == PROOF
    assert "pupil_exported" not in told(house)
    assert prove(visitor) == page
    assert "Download (JSON)" in visitor.get(page).words
    assert visitor.post(page).json()["id"]
    assert "pupil_exported" in told(house)


def test_the_whole_log_wants_a_fresh_proof(house: House, visitor: Visitor) -> None:
    house.pass_time(minutes=20)
    assert visitor.get(f"{LOGBOOK}/excel").goes_to == PROOF
    assert "journal_exported" not in told(house)
    assert prove(visitor) == DOWNLOAD
    page = visitor.get(DOWNLOAD)
    assert f'<a class="button go" href="{LOGBOOK}/excel">Download nu</a>' in page.text
    assert f'<a href="{LOGBOOK}">Terug naar de pagina waar u was</a>' in page.text
    assert visitor.get(f"{LOGBOOK}/excel").headers["content-disposition"].startswith("attachment")


def told(house: House) -> set[str]:
    return {entry.what for entry in house.services.journal.newest(REGENBOOG.id, "", 50)}


def test_every_file_that_leaves_the_desk_wants_a_proof_or_is_named_here(house: House) -> None:
    """Of all routes of the desk, each with what there is to fetch: no others lead to a file."""
    cast = Cast(house)
    of_desk = [route.key for route in routes() if TABLE.get(route.key) in (STAFF, MANAGER)]
    things = {key: OF_A_DESK[key](cast) for key in OF_A_DESK}
    clerk, batch = Clerk(house), f"/school/brieven/{cast.batch}"
    assert make(*house.aws.queued("letters")) == 0
    assert clerk.post(f"{batch}/zip").goes_to == batch
    assert make(*house.aws.queued("letters")) == 0
    # Those that take something away come last in the one, and have nothing of it in the other.
    in_turn = [*(key for key in of_desk if key not in things), *things]
    addresses = {key: filled(key, things.get(key, {})) for key in in_turn}
    house.pass_time(minutes=20)
    stale = {key for key in WITH_A_PROOF if ask(clerk, key, addresses[key]).goes_to == PROOF}
    assert stale == WITH_A_PROOF
    found = set()
    for key in in_turn:
        clerk.sit_down()
        if is_file(ask(clerk, key, addresses[key])):
            found.add(key)
    assert found == WITH_A_PROOF | WITHOUT_A_PROOF


def is_file(answer: Answer) -> bool:
    """Itself, or by a link that we signed."""
    return "content-disposition" in answer.headers or "X-Amz-Signature" in answer.goes_to
