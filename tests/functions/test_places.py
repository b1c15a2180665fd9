"""Where a parent is logged in: shown to nobody else, and ended from there."""

import json
import re
from datetime import timedelta

import pytest

from common.days import local_date
from tests.functions.house import PASSWORD, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.visitor import Answer

PLACES = "/nl/account/ingelogd"
_PHONE = {"cloudfront-is-mobile-viewer": "true", "cloudfront-is-tablet-viewer": "false"}
_TABLET = {"cloudfront-is-mobile-viewer": "true", "cloudfront-is-tablet-viewer": "true"}
_COMPUTER = {"cloudfront-is-mobile-viewer": "false", "cloudfront-is-tablet-viewer": "false"}
_ODD = {"cloudfront-is-mobile-viewer": "<b>"}


def browser(house: House, told: dict[str, str] | None = None) -> ParentVisitor:
    """Another one in which the parent logs in."""
    other = ParentVisitor(house)
    other.headers |= told or {}
    assert other.log_in().goes_to == "/nl/profiel"
    assert other.get("/nl/profiel").status == 200
    return other


@pytest.fixture
def parent(house: House, visitor: ParentVisitor) -> ParentVisitor:
    visitor.register(house.child())
    return visitor


def offered(page: Answer) -> list[str]:
    return re.findall(r'name="place" value="([0-9a-f]{20})"', page.text)


def is_in(visitor: ParentVisitor) -> bool:
    return visitor.get("/nl/profiel").status == 200


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (_PHONE, "Telefoon"),
        (_TABLET, "Computer of tablet"),
        (_COMPUTER, "Computer of tablet"),
        (_ODD, "Apparaat"),
        ({}, "Apparaat"),
    ],
)
def test_a_parent_sees_where_and_since_when(
    house: House, parent: ParentVisitor, told: dict[str, str], words: str
) -> None:
    assert "Op andere apparaten bent u niet ingelogd" in parent.get(PLACES).words
    elsewhere = browser(house, told)
    house.pass_time(days=3)
    assert is_in(elsewhere)
    house.pass_time(days=2)
    page = parent.get(PLACES)
    assert len(offered(page)) == 1
    assert f"{words} Ingelogd op" in page.words
    here = house.services.sessions
    (place,) = [one for one in here.places(house.parent(EMAIL).id, house.services.now()) if one.name in offered(page)]
    assert (place.used_on - place.since.date()).days in (3, 4)  # a day begins in Amsterdam


@pytest.mark.parametrize("page", ["/nl/profiel", "/nl/berichten", "/nl/account", "/nl/koppelen"])
def test_each_page_notes_the_day_on_which_the_session_was_used(house: House, parent: ParentVisitor, page: str) -> None:
    house.pass_time(days=2)
    assert parent.get(page).status == 200
    now = house.services.now()
    (place,) = house.services.sessions.places(house.parent(EMAIL).id, now)
    assert place.used_on == local_date(now)


def test_of_a_day_only_the_first_page_writes(house: House, parent: ParentVisitor) -> None:
    parent.get(PLACES)
    house.aws.calls.clear()
    parent.get(PLACES)
    assert house.aws.calls == ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Query", "dynamodb:BatchGetItem"]
    house.pass_time(days=1)
    house.aws.calls.clear()
    parent.get("/nl/account")
    assert house.aws.calls == ["dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:Query"]


def test_one_session_ends_and_the_others_go_on(house: House, parent: ParentVisitor) -> None:
    first, second = browser(house, _PHONE), browser(house, _COMPUTER)
    page = parent.get(PLACES)
    chosen = next(one for one in offered(page) if one in place_of(page, "Telefoon"))
    assert "U bent daar uitgelogd" in parent.submit(PLACES, place=chosen, current=PASSWORD).words
    assert (is_in(first), is_in(second), is_in(parent)) == (False, True, True)


def place_of(page: Answer, words: str) -> str:
    """The part of the page with the radio button of the one that is called so."""
    return next(part for part in page.text.split('<div class="pick">') if words in part)


def test_all_others_end_at_once(house: House, parent: ParentVisitor) -> None:
    others = [browser(house) for _ in range(3)]
    page = parent.submit(PLACES, place="others", current=PASSWORD)
    assert offered(page) == []
    assert not any(map(is_in, others))
    assert is_in(parent)


def test_what_ended_meanwhile_is_ended(house: House, parent: ParentVisitor) -> None:
    other = browser(house)
    (chosen,) = offered(parent.get(PLACES))
    other.post("/nl/uitloggen")
    assert "U bent daar uitgelogd" in parent.submit(PLACES, place=chosen, current=PASSWORD).words


@pytest.mark.parametrize(
    ("place", "current", "sentences"),
    [
        ("", PASSWORD, ["Kies waar u wilt uitloggen"]),
        ("others", "", ["Vul uw wachtwoord in"]),
        ("others", "x", ["Dit is niet uw wachtwoord"]),
        ("", "", ["Kies waar u wilt uitloggen", "Vul uw wachtwoord in"]),
    ],
)
def test_without_choice_or_password_nothing_ends(
    house: House, parent: ParentVisitor, place: str, current: str, sentences: list[str]
) -> None:
    other = browser(house)
    page = parent.submit(PLACES, place=place, current=current)
    assert [one for one in sentences if one not in page.words] == []
    assert is_in(other)


def test_wrong_passwords_count_as_at_the_door(house: House, parent: ParentVisitor) -> None:
    browser(house)
    for _ in range(10):
        parent.post(PLACES, place="others", current="x")
    assert parent.post(PLACES, place="others", current=PASSWORD).status == 429


def test_nobody_ends_the_session_of_another_parent(house: House, parent: ParentVisitor) -> None:
    neighbour = ParentVisitor(house)
    neighbour.register(house.child("Daan"), email="buur@ouders.example")
    theirs = house.services.sessions.places(house.parent("buur@ouders.example").id, house.services.now())
    parent.post(PLACES, place=theirs[0].name, current=PASSWORD)
    parent.post(PLACES, place="others", current=PASSWORD)
    assert is_in(neighbour)


def test_a_session_that_ran_out_is_not_shown(house: House, parent: ParentVisitor) -> None:
    browser(house)
    house.services.ahead = timedelta(days=29)
    parent.log_in()
    assert len(offered(parent.get(PLACES))) == 1
    house.services.ahead = timedelta(days=31)
    assert offered(parent.get(PLACES)) == []


def test_a_copy_of_the_data_names_the_places(house: House, parent: ParentVisitor) -> None:
    browser(house, _PHONE)
    copy = json.loads(parent.get("/nl/account/gegevens/json").text)
    assert sorted(one["device"] for one in copy["logged_in"]) == ["", "phone"]
    assert {len(one["used_on"]) for one in copy["logged_in"]} == {10}
    assert "Telefoon · Ingelogd op" in parent.get("/nl/account/gegevens").words


def test_the_page_shows_nothing_that_opens_a_session(house: House, parent: ParentVisitor) -> None:
    other = browser(house)
    (name,) = offered(parent.get(PLACES))
    thief = ParentVisitor(house)
    thief.cookies["__Host-session"] = name
    assert thief.get("/nl/profiel").goes_to == "/nl/inloggen"
    assert other.session not in parent.get(PLACES).text
