"""One browser, several tabs, several people: answers wait for whoever gave them, and for nobody else."""

import json
import re
from collections.abc import Callable

import pytest

from common.web.visits import DESK_LEFT, SHOWN_TO
from tests.functions.clerk import Clerk
from tests.functions.house import House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_ended_sessions import come_back, employed
from tests.functions.visitor import hidden_in

pytestmark = pytest.mark.usefixtures("authenticators_are_checked")

PAGE = "/school/leerlingen/nieuw"
FORM = {"given_name": "Noor", "prefix": "", "family_name": "Zoutelande", "class": "", "new_class": "6A"}

End = Callable[[House, ParentVisitor], None]


@pytest.fixture
def clerk(house: House) -> Clerk:
    return employed(house)


def opened(clerk: Clerk) -> dict[str, str]:
    """A form that is open in a tab, filled in."""
    return FORM | hidden_in(clerk.get(PAGE), PAGE)


def test_answers_are_there_after_logging_out_in_another_tab(house: House, clerk: Clerk) -> None:
    form = opened(clerk)
    clerk.post("/school/uitloggen")
    before = json.dumps(house.items())
    assert clerk.post(PAGE, **form).goes_to == "/school/inloggen"
    assert "Wat u het laatst had ingevuld, staat er dan nog" in clerk.get("/school/inloggen").words
    assert json.dumps(house.items()) == before
    page = come_back(clerk, clerk)
    assert 'value="Zoutelande"' in page.text
    assert "6A" in page.text
    assert DESK_LEFT not in clerk.cookies


def test_a_colleague_who_logs_in_there_instead_sees_nothing_of_them(house: House, clerk: Clerk) -> None:
    colleague = employed(house)
    form = opened(clerk)
    clerk.post("/school/uitloggen")
    clerk.post(PAGE, **form)
    page = come_back(clerk, colleague)
    assert page.status == 200
    assert "Zoutelande" not in page.text
    assert "Zoutelande" not in clerk.get(PAGE).text


@pytest.mark.parametrize("hours", [0, 2])
def test_a_colleague_who_came_and_went_since_does_not_get_them_either(house: House, clerk: Clerk, hours: int) -> None:
    """hours: after which their session would have run out by itself, with its cookie still there."""
    colleague = employed(house)
    form = opened(clerk)
    clerk.post("/school/uitloggen")
    come_back(clerk, colleague)
    if hours:
        house.pass_time(hours=hours)
    else:
        clerk.post("/school/uitloggen")
    assert clerk.post(PAGE, **form).goes_to == "/school/inloggen"
    assert "Zoutelande" not in json.dumps(house.items())
    assert "Zoutelande" not in come_back(clerk, colleague).text
    assert "Zoutelande" not in clerk.get(PAGE).text


def test_nothing_is_done_in_the_name_of_a_colleague_who_came_in_since(house: House, clerk: Clerk) -> None:
    colleague = employed(house)
    form = opened(clerk)
    clerk.post("/school/uitloggen")
    come_back(clerk, colleague)
    before = json.dumps(house.items())
    answer = clerk.post(PAGE, **form)
    assert answer.status == 409
    assert "nu iemand anders ingelogd" in answer.words
    assert json.dumps(house.items()) == before


def test_a_form_that_failed_shows_its_answers_to_whoever_sent_it_alone(house: House, clerk: Clerk) -> None:
    colleague = employed(house)
    assert clerk.post(PAGE, **FORM | {"given_name": "", "family_name": "Zoutelande"}).goes_to == PAGE
    kept = clerk.cookies["__Host-form"]
    colleague.cookies["__Host-form"] = kept
    assert "Zoutelande" not in colleague.get(PAGE).text
    assert "Zoutelande" in clerk.get(PAGE).text


def test_a_new_key_is_told_to_whoever_made_it_alone(house: House, clerk: Clerk) -> None:
    colleague = employed(house)
    page = "/school/instellingen/sleutels"
    clerk.post(page, name="Leerlingadministratie", scope_pupils="on")
    colleague.cookies["__Host-form"] = clerk.cookies["__Host-form"]
    assert "Dit is de nieuwe sleutel" not in colleague.get(page).words
    assert "Dit is de nieuwe sleutel" in clerk.get(page).words


def test_files_go_to_their_store_without_it(clerk: Clerk) -> None:
    """The store refuses a form with a field that it was not told of."""
    page = clerk.get("/school/lijsten").text
    (form,) = re.findall(r'<form[^>]*enctype="multipart/form-data".*?</form>', page, re.DOTALL)
    assert SHOWN_TO not in form
    assert SHOWN_TO in page


@pytest.mark.parametrize("name", ['"><script>', "a b", "x" * 200, "\n/school/leerlingen/nieuw"])
def test_whoever_a_form_names_that_can_be_nobody_keeps_nothing(clerk: Clerk, name: str) -> None:
    clerk.post("/school/uitloggen")
    clerk.post(PAGE, **FORM, shown_to=name)
    assert DESK_LEFT not in clerk.cookies


# -- parents

OTHER = "de.ander@ouders.example"
# A page of a parent, and what is typed there.
TYPED = [
    ("koppelen", {"code": "7H3K-9MQ2"}, 'value="7H3K-9MQ2"'),
    ("account/adres", {"email": "nieuw@ouders.example"}, 'value="nieuw@ouders.example"'),
    ("profiel", {"pace": "daily", "email_dringend": "on"}, 'value="daily" checked'),
]


@pytest.fixture
def both(house: House) -> ParentVisitor:
    """A device on which two parents have an account; the first is logged in."""
    child, device = house.child(), ParentVisitor(house)
    device.register(child, email=OTHER)
    device.post("/nl/uitloggen")
    device.register(child)
    return device


def log_out_here(_house: House, device: ParentVisitor) -> None:
    device.post("/nl/uitloggen")


def run_out(house: House, device: ParentVisitor) -> None:
    house.services.sessions.close(device.session)


ENDS = pytest.mark.parametrize("end", [log_out_here, run_out])
PAGES = pytest.mark.parametrize(("page", "typed", "shown"), TYPED)


@ENDS
@PAGES
def test_a_parent_finds_answers_back(
    house: House, both: ParentVisitor, page: str, typed: dict[str, str], shown: str, end: End
) -> None:
    form = typed | hidden_in(both.get(f"/nl/{page}"), f"/nl/{page}")
    end(house, both)
    assert "U bent niet meer ingelogd" in both.submit(f"/nl/{page}", **form).words
    assert both.log_in().goes_to == f"/nl/{page}"
    assert shown in both.get(f"/nl/{page}").text


@ENDS
@PAGES
def test_the_other_parent_does_not_see_them(
    house: House, both: ParentVisitor, page: str, typed: dict[str, str], shown: str, end: End
) -> None:
    form = typed | hidden_in(both.get(f"/nl/{page}"), f"/nl/{page}")
    end(house, both)
    both.post(f"/nl/{page}", **form)
    assert both.log_in(OTHER).goes_to == f"/nl/{page}"
    assert shown not in both.get(f"/nl/{page}").text


def test_the_other_parent_does_not_see_what_failed_either(house: House, both: ParentVisitor) -> None:
    assert both.post("/nl/koppelen", code="7H3K-9MQ2").goes_to == "/nl/koppelen"
    run_out(house, both)
    both.log_in(OTHER)
    assert "7H3K" not in both.get("/nl/koppelen").text
    assert "7H3K" not in both.get("/nl/melden").text


def test_nothing_is_saved_for_the_other_parent_who_came_in_since(both: ParentVisitor, house: House) -> None:
    form = {"pace": "daily"} | hidden_in(both.get("/nl/profiel"), "/nl/profiel")
    both.post("/nl/uitloggen")
    both.log_in(OTHER)
    before = json.dumps(house.items())
    answer = both.post("/nl/profiel", **form)
    assert answer.status == 409
    assert "nu iemand anders ingelogd" in answer.words
    assert json.dumps(house.items()) == before


def test_a_personal_form_that_names_nobody_keeps_nothing(house: House, both: ParentVisitor) -> None:
    run_out(house, both)
    both.post("/nl/koppelen", code="7H3K-9MQ2")
    assert "__Host-form" not in both.cookies


def test_before_anybody_is_logged_in_answers_stay_with_the_browser(house: House) -> None:
    stranger = ParentVisitor(house)
    page = stranger.submit("/nl/registreren", code="7H3K", name="Fatima", email=EMAIL, password="")
    assert 'value="Fatima"' in page.text
    assert SHOWN_TO not in page.text
