"""Answers sent with a session that somebody had ended: for the same person in the same browser, or for nobody."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from common.ids import random_id
from common.schools import School
from common.web.sealed import unseal
from common.web.visits import DESK, DESK_LEFT, DESK_RETURN
from local.desk import digits
from tests.functions.clerk import PASSWORD, SECRET, Clerk, enrolled, with_password
from tests.functions.decisions import MANAGER, STAFF, TABLE
from tests.functions.house import REGENBOOG, House
from tests.functions.routes import routes
from tests.functions.visitor import Answer, Visitor

pytestmark = pytest.mark.usefixtures("authenticators_are_checked")

FORM = {"given_name": "Noor", "prefix": "", "family_name": "Zoutelande", "class": "", "new_class": "6A", "day": "3"}
PAGE = "/school/leerlingen/nieuw"
NEW = "vier blauwe nijlpaarden"
STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")
FORMS = [route for route in routes() if route.method == "POST" and TABLE.get(route.key) in (STAFF, MANAGER)]

End = Callable[[House, Clerk], object]


def employed(house: House, school: School = REGENBOOG) -> Clerk:
    """With a password and an authenticator that the pool knows."""
    clerk = with_password(house, school=school)
    house.pass_time(seconds=1)
    return enrolled(clerk)


@pytest.fixture
def clerk(house: House) -> Clerk:
    return employed(house)


def come_back(browser: Visitor, clerk: Clerk, password: str = PASSWORD) -> Answer:
    """This person logs in, in this browser; the page that it leads to."""
    browser.post("/school/inloggen", email=clerk.person.email, password=password)
    return browser.get(browser.post("/school/inloggen/code", digits=digits(SECRET)).goes_to)


def elsewhere(clerk: Clerk) -> Visitor:
    other = Visitor()
    assert come_back(other, clerk).status == 200
    return other


def log_out_elsewhere(_house: House, clerk: Clerk) -> None:
    elsewhere(clerk).post("/school/account", place="others")


def change_password(_house: House, clerk: Clerk) -> None:
    form = {"current": PASSWORD, "password": NEW, "digits": digits(SECRET)}
    assert elsewhere(clerk).post("/school/account/wachtwoord", **form).goes_to == "/school/account"


def let_in_anew(house: House, clerk: Clerk) -> None:
    Clerk(house).post(f"/school/instellingen/medewerkers/{clerk.person.id}/opnieuw")


def remove(house: House, clerk: Clerk) -> None:
    Clerk(house).post(f"/school/instellingen/medewerkers/{clerk.person.id}/verwijderen")


def left_in(house: House, browser: Visitor) -> str:
    """What the browser keeps, as we read it."""
    here, token = house.services, browser.cookies.get(DESK_LEFT, "")
    return json.dumps(unseal(here.keys.sealing_keys, token, here.now(), timedelta(hours=1)))


@pytest.mark.parametrize(("end", "password"), [(log_out_elsewhere, PASSWORD), (change_password, NEW)])
def test_the_same_person_finds_them_back(house: House, clerk: Clerk, end: End, password: str) -> None:
    end(house, clerk)
    before = json.dumps(house.items())
    assert clerk.post(PAGE, **FORM).goes_to == "/school/inloggen"
    assert "Wat u het laatst had ingevuld, staat er dan nog" in clerk.get("/school/inloggen").words
    # A session that was ended writes nothing.
    assert json.dumps(house.items()) == before
    page = come_back(clerk, clerk, password)
    assert 'value="Zoutelande"' in page.text
    assert "6A" in page.text
    assert "Zoutelande" not in clerk.get(PAGE).text
    assert DESK_LEFT not in clerk.cookies


@pytest.mark.parametrize("end", [log_out_elsewhere, change_password, let_in_anew, remove])
def test_one_that_was_ended_and_would_have_run_out_since_writes_nothing_either(
    house: House, clerk: Clerk, end: End
) -> None:
    end(house, clerk)
    house.pass_time(hours=2)
    before = json.dumps(house.items())
    assert clerk.post(PAGE, **FORM).goes_to == "/school/inloggen"
    assert json.dumps(house.items()) == before


def test_whoever_was_let_in_anew_finds_them_back_behind_the_new_password(house: House, clerk: Clerk) -> None:
    let_in_anew(house, clerk)
    clerk.post(PAGE, **FORM)
    assert "Open de e-mail" in clerk.get("/school/inloggen").words
    here = house.services
    person = here.staff.find(REGENBOOG.id, clerk.person.id)
    assert person
    here.staff_accounts.set_first_password(person.id, NEW)
    here.staff.accept(person, here.now())
    clerk.post("/school/inloggen", email=person.email, password=NEW)
    back = clerk.post("/school/inloggen/telefoon", digits=digits(SECRET)).goes_to
    assert 'value="Zoutelande"' in clerk.get(back).text


def test_whoever_was_removed_leaves_nothing(house: House, clerk: Clerk) -> None:
    remove(house, clerk)
    clerk.post(PAGE, **FORM)
    assert not {DESK, DESK_LEFT, DESK_RETURN} & clerk.cookies.keys()
    assert "Zoutelande" not in json.dumps(house.items())


def test_another_who_logs_in_there_sees_nothing_and_ends_it(house: House, clerk: Clerk) -> None:
    colleague = employed(house)
    log_out_elsewhere(house, clerk)
    clerk.post(PAGE, **FORM)
    page = come_back(clerk, colleague)
    assert page.status == 200
    assert "Zoutelande" not in page.text
    clerk.post("/school/uitloggen")
    assert come_back(clerk, clerk).status == 200
    assert "Zoutelande" not in clerk.get(PAGE).text


def test_neither_does_another_school_nor_who_takes_the_cookie_along(house: House, clerk: Clerk) -> None:
    house.services.schools.add(STER, house.services.now())
    theirs, colleague = employed(house, STER), employed(house)
    log_out_elsewhere(house, clerk)
    clerk.post(PAGE, **FORM)
    for other in (theirs, colleague):
        other.cookies[DESK_LEFT] = clerk.cookies[DESK_LEFT]
        page = other.get(PAGE)
        assert page.status == 200
        assert "Zoutelande" not in page.text


def test_a_wrong_password_in_between_loses_nothing(house: House, clerk: Clerk) -> None:
    log_out_elsewhere(house, clerk)
    clerk.post(PAGE, **FORM)
    assert "horen niet bij elkaar" in clerk.submit("/school/inloggen", email=clerk.person.email, password="x").words
    assert 'value="Zoutelande"' in come_back(clerk, clerk).text


def test_they_wait_a_quarter_of_an_hour(house: House, clerk: Clerk) -> None:
    log_out_elsewhere(house, clerk)
    clerk.post(PAGE, **FORM)
    house.pass_time(minutes=16)
    come_back(clerk, clerk)
    assert "Zoutelande" not in clerk.get(PAGE).text


def test_some_pages_of_text_are_kept_whole_and_of_more_the_beginning(house: House, clerk: Clerk) -> None:
    log_out_elsewhere(house, clerk)
    new = "/school/berichten/nieuw"
    words = [random_id() for _ in range(600)]
    clerk.post(new, title="Schoolreis", text=" ".join(words[:60]))
    assert "staat er dan nog" in clerk.get("/school/inloggen").words
    assert words[59] in come_back(clerk, clerk).text
    log_out_elsewhere(house, clerk)
    clerk.post(new, title="Schoolreis", text=" ".join(words))
    assert len(clerk.cookies[DESK_LEFT]) < 4000
    assert "het begin staat er nog" in clerk.get("/school/inloggen").words
    page = come_back(clerk, clerk)
    assert 'value="Schoolreis"' in page.text
    assert words[0] in page.text
    assert words[599] not in page.text


def test_passwords_and_digits_are_not_among_them(house: House) -> None:
    kept = ""
    for route in FORMS:
        clerk = Clerk(house)
        house.services.desks.close(clerk.cookies[DESK])
        secrets = {"password": "zes-groene-olifanten", "current": "zes-rode-olifanten", "digits": "314159"}
        assert clerk.post(route.example, name="Kim van het formulier", **secrets).goes_to == "/school/inloggen"
        kept += left_in(house, clerk)
    assert kept.count("Kim van het formulier") > 5
    assert not [one for one in ("olifanten", "314159") if one in kept + json.dumps(house.items())]


@pytest.mark.parametrize("token", ["", "verzonnen", "..", "a.b.c"])
def test_nothing_is_kept_of_who_names_nobody(house: House, token: str) -> None:
    visitor = Visitor()
    visitor.cookies[DESK] = token
    visitor.post(PAGE, **FORM)
    assert DESK_LEFT not in visitor.cookies
    assert left_in(house, visitor) == "{}"
