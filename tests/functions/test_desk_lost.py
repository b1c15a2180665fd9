"""Whoever is lost below the desk's address is told so at their desk, and a stranger where the login is."""

from datetime import timedelta

import pytest

from tests.functions.clerk import Clerk
from tests.functions.house import House
from tests.functions.visitor import Answer, Visitor

# Of no function; of one that has pages in languages, with another method; of the staff's own, before anybody is asked.
LOST = (
    ("GET", "/school/is/hier/niet"),
    ("POST", "/school/is/hier/niet"),
    ("GET", "/school/start"),
    ("GET", "/school/koppelen"),
    ("GET", "/school/profiel"),
    ("GET", "/school/wachtwoord"),
    ("GET", "/school/berichten/geen/bericht"),
    ("DELETE", "/school/leerlingen"),
    ("GET", "/school/" + "x" * 400),
    ("GET", "/school/uitnodiging/de-regenboog/niemand/niets"),
)
SAME = {"sec-fetch-site": "same-origin"}
LOGIN = "Naar het inloggen voor scholen"


def ask(visitor: Visitor, method: str, path: str) -> Answer:
    answer = visitor.send(method, path, SAME, "" if method == "POST" else None)
    assert answer.status == 404, (method, path)
    return answer


@pytest.mark.parametrize(("method", "path"), LOST)
def test_whoever_sits_at_the_desk_is_lost_there(house: House, method: str, path: str) -> None:
    clerk = Clerk(house)
    before = house.items()
    lost = ask(clerk, method, path)
    assert LOGIN not in lost.words
    assert "Uitloggen" in lost.words
    assert '<li><a href="/school">Overzicht</a></li>' in lost.text
    assert house.items() == before


@pytest.mark.parametrize(("method", "path"), LOST)
def test_a_stranger_is_shown_to_the_login_and_looked_up_nowhere(house: House, method: str, path: str) -> None:
    before = list(house.aws.calls)
    lost = ask(Visitor(), method, path)
    assert LOGIN in lost.words
    assert "Uitloggen" not in lost.words
    assert "Overzicht" not in lost.words
    assert house.aws.calls[len(before) :] in ([], ["dynamodb:GetItem"] if "uitnodiging" in path else [])


def test_who_sits_there_is_asked_once(house: House) -> None:
    clerk = Clerk(house)
    before = len(house.aws.calls)
    ask(clerk, "GET", "/school/is/hier/niet")
    assert house.aws.calls[before:] == ["dynamodb:BatchGetItem"]


def test_whose_session_is_over_is_a_stranger_and_stays_where_they_are(house: House) -> None:
    over, forged = Clerk(house), Clerk(house)
    house.services.ahead = timedelta(hours=2)
    forged.cookies["__Host-desk"] = "de-regenboog.niemand." + "x" * 43
    for clerk in (over, forged):
        lost = ask(clerk, "GET", "/school/is/hier/niet")
        assert LOGIN in lost.words
        assert lost.cookies == ()


def test_what_only_managers_have_is_not_told_from_what_nobody_has(house: House) -> None:
    """Beside an address that there is, one that there is not looks to each as any other."""
    for role in ("beheerder", "medewerker"):
        clerk = Clerk(house, role)
        below, beside = (ask(clerk, "GET", f"/school/instellingen/{one}") for one in ("sleutels/x/y", "niets"))
        assert below.text == beside.text
        assert ("/school/instellingen" in below.text) is (role == "beheerder")


def test_it_is_said_in_the_language_of_the_desk(house: House) -> None:
    clerk = Clerk(house)
    clerk.cookies["__Host-language"] = "en"
    assert "Log out" in ask(clerk, "GET", "/school/start").words
