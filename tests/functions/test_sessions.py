"""Sessions, and what a visitor without one meets."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from common.cloud.table.sessions import new_session
from tests.functions.house import PASSWORD, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.routes import Route, routes
from tests.functions.visitor import Answer

_OPEN = (
    "start",
    "registreren",
    "inloggen",
    "uitloggen",
    "wachtwoord",
    "melden",
    "uitschrijven",
    "contact",
    "privacy",
    "toegankelijkheid",
)
_IN_ONE_COOKIE = st.characters(codec="utf-8", exclude_characters=";")
PERSONAL = [route for route in routes() if route.path.startswith("/{lang}/") and route.path.split("/")[2] not in _OPEN]


@pytest.mark.parametrize("route", PERSONAL, ids=lambda route: route.key)
@pytest.mark.parametrize("session", ["", "verzonnen", "x" * 3000])
def test_whoever_is_not_logged_in_is_asked_to(visitor: ParentVisitor, route: Route, session: str) -> None:
    if session:
        visitor.cookies["__Host-session"] = session
    headers = {"sec-fetch-site": "same-origin"}
    answer = visitor.send(route.method, route.example, headers, "" if route.method == "POST" else None)
    assert answer.goes_to == "/nl/inloggen"


def test_no_token_opens_a_session_but_the_one_that_was_given(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    token = visitor.session
    bends = st.tuples(st.integers(0, len(token)), st.integers(0, 3), st.text(_IN_ONE_COOKIE, max_size=3))

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(bends)
    def opens_nothing(bend: tuple[int, int, str]) -> None:
        at, taken_out, put_in = bend
        bent = token[:at] + put_in + token[at + taken_out :]
        assume(bent.rstrip(" \t") != token)
        visitor.cookies["__Host-session"] = bent
        assert visitor.get("/nl/profiel").goes_to == "/nl/inloggen"

    opens_nothing()


def test_a_session_ends_after_thirty_days(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    house.services.ahead = timedelta(days=30, seconds=-60)
    assert visitor.get("/nl/profiel").status == 200
    house.services.ahead = timedelta(days=30, seconds=60)
    assert visitor.get("/nl/profiel").goes_to == "/nl/inloggen"


def test_the_table_cannot_open_a_session(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    assert visitor.session not in str(house.items())


def test_two_browsers_log_in_and_out_apart(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    phone = ParentVisitor(house)
    phone.log_in()
    visitor.post("/nl/uitloggen")
    assert phone.get("/nl/profiel").status == 200


def test_logging_out_forgets_all_that_the_browser_kept(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    visitor.get(f"/k/{house.child('Daan').code}")
    visitor.link(house.child("Bram"), day="1")
    assert visitor.post("/nl/uitloggen").goes_to == "/nl/start"
    assert visitor.cookies == {}


def test_whoever_logs_in_with_a_letter_at_hand_goes_on_to_link_it(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    child, later = house.child("Daan"), ParentVisitor(house)
    later.get(f"/k/{child.code}")
    assert later.log_in().goes_to == "/nl/koppelen"
    page = later.get("/nl/koppelen")
    assert f'value="{child.code[:4]}-' in page.text
    assert "Daan" not in page.text
    assert later.link(child).goes_to == "/nl/profiel"
    assert "Daan Bakker" in later.get("/nl/profiel").words
    assert "__Host-code" not in later.cookies


def test_who_is_logged_in_already_is_not_asked_to_choose(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    assert visitor.get("/nl/start").goes_to == "/nl/profiel"
    visitor.get(f"/k/{house.child('Daan').code}")
    assert visitor.get("/nl/start").goes_to == "/nl/koppelen"


@pytest.mark.parametrize("password", ["", "x", PASSWORD + "x", PASSWORD.upper(), "\x00" * 20, "é" * 300, "x" * 5000])
def test_any_wrong_password_gets_one_answer_and_no_session(house: House, visitor: ParentVisitor, password: str) -> None:
    visitor.register(house.child())
    answer = ParentVisitor(house).log_in(password=password)
    assert answer.goes_to == "/nl/inloggen"
    assert not [cookie for cookie in answer.cookies if cookie.startswith("__Host-session")]


@pytest.mark.parametrize("email", ["geen adres", "@", "x" * 300 + "@ouders.example", "\x00@ouders.example", "ë@ü.nl"])
def test_what_is_no_address_is_answered_as_an_unknown_one(visitor: ParentVisitor, email: str) -> None:
    visitor.log_in(email="niemand@ouders.example")
    unknown = visitor.get("/nl/inloggen").words
    assert visitor.log_in(email=email).goes_to == "/nl/inloggen"
    assert visitor.get("/nl/inloggen").words == unknown


def test_an_address_is_known_in_capitals_and_with_spaces_too(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    assert ParentVisitor(house).log_in(email=f"  {EMAIL.title()} ").goes_to == "/nl/profiel"


def test_a_token_of_another_pool_opens_nothing(house: House, visitor: ParentVisitor) -> None:
    """The signature is right, and the pool that signed is not ours."""
    visitor.register(house.child())
    house.services.accounts._issuer = "https://cognito-idp.eu-west-1.amazonaws.com/another"
    answer = visitor.log_in()
    assert answer.status in (303, 500)
    assert not [cookie for cookie in answer.cookies if cookie.startswith("__Host-session")]


def test_a_wrong_date_on_linking_is_counted_with_those_of_registering(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    second = house.child("Daan")
    for day in range(1, 4):
        visitor.link(second, day=str(day))
    for day in range(4, 6):
        ParentVisitor(house).register(second, day=str(day), email="ander@ouders.example")
    visitor.link(second)
    assert "te vaak een verkeerde geboortedatum" in visitor.get("/nl/koppelen").words
    house.services.ahead = timedelta(hours=25)
    assert visitor.link(second).goes_to == "/nl/profiel"
    assert len(house.linked(second)) == 1


def test_a_code_that_ended_with_the_school_year_says_so(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    second = house.child("Daan", valid_until=house.today - timedelta(days=1))
    visitor.link(second)
    assert "De code is verlopen" in visitor.get("/nl/koppelen").words
    assert house.linked(second) == []


def test_digits_are_too_old_after_ten_minutes_and_new_ones_replace_them(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    old = house.digits_for(EMAIL)
    house.services.ahead = timedelta(minutes=11)
    assert "verlopen" in visitor.submit("/nl/profiel/adres", digits=old).words
    assert "We hebben u een nieuwe code gestuurd" in visitor.submit("/nl/profiel/adres/opnieuw").words
    assert "verlopen" not in visitor.submit("/nl/profiel/adres", digits=old).words
    assert "is bevestigd" in visitor.submit("/nl/profiel/adres", digits=house.digits_for(EMAIL)).words


def test_no_more_than_ten_mails_with_digits_go_out_a_day(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    for minute in range(1, 15):
        house.services.ahead = timedelta(seconds=61 * minute)
        visitor.post("/nl/profiel/adres/opnieuw")
        house.deliver_all()
    days = {(house.services.now() - timedelta(seconds=61 * back)).date() for back in (0, 14)}
    assert len(house.mails_to(EMAIL)) <= 10 * len(days)


def test_an_eleventh_device_is_refused_and_a_known_one_is_not(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    for number in range(10):
        visitor.post("/nl/profiel/apparaten", token=f"token-{number}", platform="fcm")
    assert "al 10 apparaten" in visitor.submit("/nl/profiel/apparaten", token="token-10", platform="fcm").words
    assert "Het apparaat is toegevoegd" in visitor.submit("/nl/profiel/apparaten", token="token-1").words


def test_a_platform_that_is_not_offered_is_refused(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    page = visitor.submit("/nl/profiel/apparaten", token="token", platform="apns")
    assert "geen geldige apparaatcode" in page.words


# -- a session belongs to who logged in, from then on, and no longer


def token_of(answer: Answer) -> str:
    (cookie,) = (one for one in answer.cookies if one.startswith("__Host-session="))
    return cookie.partition("=")[2].partition(";")[0]


PLANTED = "x" * 43


def enters(house: House) -> dict[str, Callable[[ParentVisitor], Answer]]:
    """Every way in, for a parent who has an account."""
    child, second = house.child("Daan"), house.child("Bram")
    return {
        "log in": lambda visitor: visitor.log_in(),
        "register": lambda visitor: visitor.register(child, email="nieuw@ouders.example"),
        "register with an account": lambda visitor: visitor.register(second),
        "forgotten": lambda visitor: visitor.post(
            "/nl/wachtwoord/nieuw",
            email=EMAIL,
            digits=house.reset_digits_for(EMAIL),
            password="vier-losse-woorden-samen",
        ),
    }


@pytest.mark.parametrize("way", ["log in", "register", "register with an account", "forgotten"])
def test_a_session_that_was_there_before_is_never_the_one_after(house: House, visitor: ParentVisitor, way: str) -> None:
    """Somebody else put a token into the browser: one that was made up, or a real one of their own."""
    visitor.register(house.child())
    visitor.post("/nl/wachtwoord", email=EMAIL)
    attacker = ParentVisitor(house)
    attacker.register(house.child("Noor"), email="boef@ouders.example")
    enter = enters(house)[way]
    for planted in (PLANTED, attacker.session):
        victim = ParentVisitor(house)
        victim.cookies["__Host-session"] = planted
        if way == "forgotten" and planted == attacker.session:
            house.pass_time(minutes=2)
            ParentVisitor(house).post("/nl/wachtwoord", email=EMAIL)
        answer = enter(victim)
        assert answer.goes_to in ("/nl/profiel", "/nl/koppelen")
        assert token_of(answer) not in (planted, visitor.session)
        assert len(token_of(answer)) == 43
        thief = ParentVisitor(house)
        thief.cookies["__Host-session"] = planted
        page = thief.get("/nl/profiel")
        assert page.goes_to == "/nl/inloggen" or "Sanne" not in page.words


@pytest.mark.parametrize("way", ["/nl/uitloggen", "/nl/account/uitloggen", "/nl/account/verwijderen"])
def test_what_ends_a_session_ends_it_with_the_next_request(house: House, visitor: ParentVisitor, way: str) -> None:
    visitor.register(house.child())
    old = visitor.session
    visitor.post(way, current=PASSWORD)
    for path in ("/nl/profiel", "/nl/account", "/nl/berichten", "/nl/koppelen"):
        thief = ParentVisitor(house)
        thief.cookies["__Host-session"] = old
        assert thief.get(path).goes_to == "/nl/inloggen", path


def test_a_new_password_ends_every_session_but_the_one_that_chose_it(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    phone = ParentVisitor(house)
    phone.log_in()
    old = visitor.session
    visitor.post("/nl/account/wachtwoord", current=PASSWORD, password="vier-losse-woorden-samen")
    assert visitor.session != old
    assert visitor.get("/nl/profiel").status == 200
    assert phone.get("/nl/profiel").goes_to == "/nl/inloggen"
    phone.cookies["__Host-session"] = old
    assert phone.get("/nl/profiel").goes_to == "/nl/inloggen"


def test_more_sessions_than_fit_one_transaction_all_end(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    here, parent = house.services, house.parent(EMAIL).id
    more = [new_session(parent, here.now()) for _ in range(51)]
    for session in more:
        here.sessions.open(session)
    tokens = [visitor.session, *(session.token for session in more)]
    assert {here.sessions.parent_behind(token, here.now()) for token in tokens} == {parent}
    visitor.post("/nl/account/uitloggen")
    assert {here.sessions.parent_behind(token, here.now()) for token in tokens} == {None}


@pytest.mark.parametrize("way", ["log in", "register", "register with an account", "forgotten"])
def test_whoever_comes_in_ends_the_session_that_this_browser_had_of_whomever(
    house: House, visitor: ParentVisitor, way: str
) -> None:
    visitor.register(house.child())
    visitor.post("/nl/wachtwoord", email=EMAIL)
    browser = ParentVisitor(house)
    browser.register(house.child("Noor"), email="ander@ouders.example")
    old = browser.session
    enters(house)[way](browser)
    assert browser.get("/nl/profiel").status == 200
    browser.cookies["__Host-session"] = old
    assert browser.get("/nl/profiel").goes_to == "/nl/inloggen"


def test_logging_in_again_ends_the_session_that_this_browser_had(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    old = visitor.session
    visitor.log_in()
    assert visitor.session != old
    thief = ParentVisitor(house)
    thief.cookies["__Host-session"] = old
    assert thief.get("/nl/profiel").goes_to == "/nl/inloggen"


def test_an_unlinked_child_is_gone_with_the_next_request(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    visitor.register(child)
    phone = ParentVisitor(house)
    phone.log_in()
    visitor.post(child.address)
    assert "Sanne" not in phone.get("/nl/profiel").words
    for way in (child.address, child.address.replace("ontkoppelen", "klopt-niet")):
        assert phone.get(way).status == phone.post(way).status == 404
