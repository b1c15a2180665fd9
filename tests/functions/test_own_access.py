"""Somebody of the staff with their own access: another password, and out where they are logged in."""

import re

import pytest

from common.journal import Entry
from local.desk import digits
from tests.functions.clerk import PASSWORD, SECRET, Clerk, enrolled, with_password
from tests.functions.house import REGENBOOG, House
from tests.functions.visitor import Answer, Visitor

pytestmark = pytest.mark.usefixtures("authenticators_are_checked")

ACCOUNT = "/school/account"
CHANGE = "/school/account/wachtwoord"
NEW = "vier blauwe nijlpaarden"


@pytest.fixture
def clerk(house: House) -> Clerk:
    return enrolled(with_password(house, "medewerker"))


def elsewhere(clerk: Clerk, told: str = "") -> Visitor:
    """The same person in another browser."""
    other = Visitor()
    other.headers["cloudfront-is-mobile-viewer"] = told
    other.post("/school/inloggen", email=clerk.person.email, password=PASSWORD)
    assert other.post("/school/inloggen/code", digits=digits(SECRET)).goes_to == "/school"
    return other


def change(clerk: Clerk, **other: str) -> Answer:
    return clerk.submit(CHANGE, **({"current": PASSWORD, "digits": digits(SECRET), "password": NEW} | other))


def is_in(visitor: Visitor) -> bool:
    return visitor.get(ACCOUNT).status == 200


def entries(house: House) -> list[Entry]:
    return house.services.journal.newest(REGENBOOG.id, "", 50)


def offered(page: Answer) -> list[str]:
    return re.findall(r'name="place" value="([0-9a-f]{20})"', page.text)


def test_every_page_of_the_desk_leads_to_the_account(clerk: Clerk) -> None:
    assert 'href="/school/account"' in clerk.get("/school").text
    assert f'href="{CHANGE}"' in clerk.get(ACCOUNT).text


def test_another_password_ends_all_other_sessions_and_stands_in_the_journal(house: House, clerk: Clerk) -> None:
    other = elsewhere(clerk)
    before = clerk.cookies["__Host-desk"]
    page = change(clerk)
    assert "Uw wachtwoord is veranderd" in page.words
    assert clerk.cookies["__Host-desk"] != before
    assert not is_in(other)
    assert house.services.desks.find(before) is None
    (told,) = [one for one in entries(house) if one.what == "staff_password"]
    assert (told.by.id, told.about) == (clerk.person.id, {"staff": clerk.person.id})
    assert "Eigen wachtwoord veranderd" in clerk.get("/school/logboek").words
    assert "niet bij elkaar" in Visitor().submit("/school/inloggen", email=clerk.person.email, password=PASSWORD).words
    again = Visitor()
    assert again.post("/school/inloggen", email=clerk.person.email, password=NEW).goes_to == "/school/inloggen/code"
    assert again.post("/school/inloggen/code", digits=digits(SECRET)).goes_to == "/school"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"current": ""}, "Vul uw wachtwoord in"),
        ({"current": "x" * 12}, "Dit is niet uw wachtwoord"),
        ({"digits": ""}, "Vul de 6 cijfers in"),
        ({"password": "kort"}, "minstens 12 tekens"),
        ({"password": ""}, "Bedenk een wachtwoord"),
        ({"password": PASSWORD}, "twee keer hetzelfde wachtwoord"),
        ({"password": "deregenboog123"}, "te raden"),
    ],
    ids=str,
)
def test_a_password_stays_unless_all_is_good(house: House, clerk: Clerk, wrong: dict[str, str], sentence: str) -> None:
    other = elsewhere(clerk)
    assert sentence in change(clerk, **wrong).words
    assert is_in(other)
    assert [one for one in entries(house) if one.what == "staff_password"] == []


def test_a_password_without_the_digits_of_now_changes_nothing(clerk: Clerk) -> None:
    right = {digits(SECRET), digits(SECRET, 0)}
    wrong = next(one for one in ("111111", "222222", "333333") if one not in right)
    other = elsewhere(clerk)
    assert "Deze code klopt niet" in change(clerk, digits=wrong).words
    assert is_in(other)


def test_wrong_ones_count_as_at_the_door(clerk: Clerk) -> None:
    for _ in range(10):
        clerk.post(CHANGE, current="x", digits="123456", password=NEW)
    assert clerk.post(CHANGE, current=PASSWORD, digits=digits(SECRET), password=NEW).status == 429
    assert Visitor().post("/school/inloggen", email=clerk.person.email, password=PASSWORD).status == 429


def test_whoever_was_let_in_anew_meanwhile_gets_no_password_through(house: House, clerk: Clerk) -> None:
    """The session may be of whoever stole it; what it chose must not open the desk."""
    manager = Clerk(house)
    anew = f"/school/instellingen/medewerkers/{clerk.person.id}/opnieuw"
    house.meanwhile("AdminSetUserPassword", lambda: manager.post(anew))
    form = {"current": PASSWORD, "digits": digits(SECRET), "password": NEW}
    assert clerk.post(CHANGE, **form).goes_to == "/school/inloggen"
    assert "niet bij elkaar" in Visitor().submit("/school/inloggen", email=clerk.person.email, password=NEW).words
    assert [one for one in entries(house) if one.what == "staff_password"] == []


def test_no_password_is_kept_when_the_session_ended(house: House, clerk: Clerk) -> None:
    house.pass_time(hours=2)
    assert clerk.post(CHANGE, current=PASSWORD, digits="123456", password=NEW).goes_to == "/school/inloggen"
    assert PASSWORD not in str(house.items())
    assert NEW not in str(house.items())


def test_somebody_sees_where_they_are_logged_in(house: House, clerk: Clerk) -> None:
    assert "Op andere apparaten bent u niet ingelogd" in clerk.get(ACCOUNT).words
    elsewhere(clerk, "true")
    elsewhere(clerk, "false")
    page = clerk.get(ACCOUNT)
    assert len(offered(page)) == 2
    assert "Telefoon Ingelogd op" in page.words
    assert "Computer of tablet Ingelogd op" in page.words
    house.pass_time(minutes=30)
    clerk.get(ACCOUNT)
    house.pass_time(minutes=40)
    assert offered(clerk.get(ACCOUNT)) == []


def test_one_session_ends_or_all_others(clerk: Clerk) -> None:
    first, second, third = elsewhere(clerk, "true"), elsewhere(clerk), elsewhere(clerk)
    page = clerk.get(ACCOUNT)
    phone = next(part for part in page.text.split('<div class="pick">') if "Telefoon" in part)
    chosen = next(one for one in offered(page) if one in phone)
    assert "U bent daar uitgelogd" in clerk.submit(ACCOUNT, place=chosen).words
    assert [is_in(first), is_in(second), is_in(third)] == [False, True, True]
    assert "U bent daar uitgelogd" in clerk.submit(ACCOUNT, place=chosen).words
    assert offered(clerk.submit(ACCOUNT, place="others")) == []
    assert [is_in(second), is_in(third), is_in(clerk)] == [False, False, True]


def test_nothing_ends_without_a_choice_or_a_fresh_proof(house: House, clerk: Clerk) -> None:
    other = elsewhere(clerk)
    assert "Kies waar u wilt uitloggen" in clerk.submit(ACCOUNT).words
    house.pass_time(minutes=20)
    assert clerk.post(ACCOUNT, place="others").goes_to == "/school/bevestigen"
    assert is_in(other)
    back = clerk.post("/school/bevestigen", password=PASSWORD, digits=digits(SECRET)).goes_to
    assert back.partition("?")[0] == ACCOUNT
    clerk.post(ACCOUNT, place="others")
    assert not is_in(other)


def test_nobody_ends_the_session_of_a_colleague(house: House, clerk: Clerk) -> None:
    colleague = Clerk(house)
    (theirs,) = house.services.desks.places(REGENBOOG.id, colleague.person.id)
    clerk.post(ACCOUNT, place=theirs.name)
    clerk.post(ACCOUNT, place="others")
    assert is_in(colleague)


def test_the_page_takes_four_calls(house: House, clerk: Clerk) -> None:
    elsewhere(clerk)
    house.aws.calls.clear()
    clerk.get(ACCOUNT)
    assert len(house.aws.calls) <= 4
