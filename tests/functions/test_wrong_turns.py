"""Wrong turns: a session that ended, too many tries, a code with a slip, a closed site. Nothing typed is lost."""

from dataclasses import replace
from typing import Any

import pytest

from common.schools import School
from letters import logos
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.routes import Route, routes
from tests.functions.visitor import Visitor, hidden_in
from tests.pages.ways.profile import LOGO


@pytest.fixture
def logged_out(house: House, visitor: ParentVisitor) -> ParentVisitor:
    """A parent whose session ended while a page was open."""
    visitor.register(house.child())
    visitor.in_forms = hidden_in(visitor.get("/nl/profiel"), "/nl/profiel")
    house.services.sessions.close(visitor.session)
    return visitor


# -- a session that ended


def test_the_answers_of_a_form_are_there_after_logging_in_again(logged_out: ParentVisitor) -> None:
    page = logged_out.submit("/nl/profiel", email_dringend="on", pace="daily", quiet_start="20", quiet_end="8")
    assert "U bent niet meer ingelogd" in page.words
    assert logged_out.log_in().goes_to == "/nl/profiel"
    page = logged_out.get("/nl/profiel")
    assert 'name="email_dringend" checked' in page.text
    assert 'name="email_schoolnieuws" checked' not in page.text
    assert 'value="daily" checked' in page.text


@pytest.mark.parametrize(
    ("form", "fields", "kept"),
    [
        ("koppelen", {"code": "1234"}, "1234"),
        ("account/adres", {"email": "nieuw@ouders.example", "current": "geheim wachtwoord"}, "nieuw@ouders.example"),
    ],
)
def test_each_form_comes_back_filled_in_and_never_with_a_password(
    logged_out: ParentVisitor, form: str, fields: dict[str, str], kept: str
) -> None:
    logged_out.submit(f"/nl/{form}", **fields)
    assert "geheim" not in str(logged_out.cookies)
    assert logged_out.log_in().goes_to == f"/nl/{form}"
    assert f'value="{kept}"' in logged_out.get(f"/nl/{form}").text


def test_a_browser_that_forgot_the_session_is_told_too(logged_out: ParentVisitor) -> None:
    del logged_out.cookies["__Host-session"]
    page = logged_out.submit("/nl/profiel", email_dringend="on")
    assert "U bent niet meer ingelogd" in page.words


def test_a_wrong_password_does_not_lose_the_way_back(logged_out: ParentVisitor) -> None:
    logged_out.get("/nl/account/wachtwoord")
    assert logged_out.log_in(password="mis").goes_to == "/nl/inloggen"
    assert logged_out.log_in().goes_to == "/nl/account/wachtwoord"
    assert "__Host-return" not in logged_out.cookies


def test_a_form_within_a_page_leads_back_to_the_page(logged_out: ParentVisitor) -> None:
    logged_out.submit("/nl/profiel/adres", digits="123456")
    assert "123456" not in str(logged_out.cookies)
    assert logged_out.log_in().goes_to == "/nl/profiel"


def test_whoever_was_never_logged_in_is_not_told_otherwise(house: House) -> None:
    stranger = ParentVisitor(house)
    assert "niet meer ingelogd" not in stranger.get(stranger.get("/nl/profiel").goes_to).words


def test_the_way_back_is_ours_alone(house: House, logged_out: ParentVisitor) -> None:
    """A way back that somebody else put into the browser leads nowhere."""
    for forged in ("//evil.example", "x.y.z", ""):
        logged_out.cookies["__Host-return"] = forged
        assert logged_out.log_in().goes_to == "/nl/profiel"
        house.services.sessions.close(logged_out.session)


def test_a_letter_that_is_scanned_later_goes_before_the_way_back(house: House, logged_out: ParentVisitor) -> None:
    logged_out.get("/nl/account")
    logged_out.get(f"/k/{house.child('Daan').code}")
    assert logged_out.log_in().goes_to == "/nl/koppelen"


# -- too many tries


def test_ten_wrong_passwords_close_the_door_for_a_while(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    for _ in range(10):
        assert visitor.log_in(password="mis").goes_to == "/nl/inloggen"
    answer = visitor.log_in()
    assert answer.status == 429
    seconds = int(answer.headers["retry-after"])
    assert 0 < seconds <= 15 * 60
    assert f"Dat kan over {-(-seconds // 60)} minu" in answer.words
    house.pass_time(seconds=seconds)
    assert visitor.log_in().goes_to == "/nl/profiel"


def test_right_passwords_are_never_too_many(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    for _ in range(25):
        assert visitor.log_in().goes_to == "/nl/profiel"


def test_an_unknown_address_is_closed_just_so(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    answers = []
    for email in (EMAIL, "niemand@ouders.example"):
        tries = [ParentVisitor(house).log_in(email=email, password="mis") for _ in range(11)]
        answers.append([one.status for one in tries])
    assert answers[0] == answers[1] == [303] * 10 + [429]
    assert "niemand@" not in str(house.items())


# -- a slip in the code


@pytest.mark.parametrize(
    ("slip", "group"),
    [
        (lambda c: f"{c[:3]} {c[4:8]} {c[8:12]} {c[12:]}", "eerste"),
        (lambda c: f"{c[:4]}-{c[4:8]}0-{c[8:12]}-{c[12:]}", "tweede"),
        (lambda c: f"{c[:8]}U{c[9:]}", "derde"),
        (lambda c: f"{c[:4]} {c[4:8]} {c[8:12]} {c[12:15]}", "laatste"),
    ],
)
def test_the_group_is_named_where_it_is_certain(house: House, visitor: ParentVisitor, slip: Any, group: str) -> None:
    page = visitor.submit("/nl/registreren", code=slip(house.child().code))
    assert f"typefout in de code: in de {group} groep van 4 tekens" in page.words


def test_no_group_is_named_where_it_is_not(house: House, visitor: ParentVisitor) -> None:
    code = house.child().code
    other = "0" if code[5] != "0" else "1"
    for slip in (code[:5] + other + code[6:], code[:10], "U" * 16):
        page = visitor.submit("/nl/registreren", code=slip).words
        assert "Er zit een typefout in de code." in page, slip


# -- a check of the date that is closed


def test_the_moment_is_told_when_the_date_can_be_tried_again(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    for _ in range(5):
        visitor.register(child, day="15")
    visitor.get(f"/k/{child.code}")
    for page in (visitor.get("/nl/start").words, visitor.get("/nl/registreren").words):
        assert "U kunt het weer proberen op" in page
        assert REGENBOOG.phone in page


# -- a closed site


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.key)
def test_nothing_but_its_looks_comes_from_a_closed_site(house: House, visitor: Visitor, route: Route) -> None:
    house.services.settings = replace(house.services.settings, maintenance="yes")
    answer = visitor.send(route.method or "GET", route.example or "/nl/niets", {"origin": "https://ouders.example"}, "")
    if route.path.startswith("/static/"):
        assert answer.status == 404
        return
    assert answer.status == 503
    assert "900" in answer.headers.get("retry-after", "900")


# -- about the site


def test_a_parent_finds_each_of_the_schools(house: House, visitor: ParentVisitor) -> None:
    ster = School(
        "de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 12", "a@ster.example", privacy_url="https://s.example/p"
    )
    house.services.schools.add(ster, house.services.now())
    visitor.register(house.child())
    visitor.link(house.child("Daan", None, school=ster.id))
    page = visitor.get("/nl/contact").words
    assert REGENBOOG.phone in page
    assert ster.phone in page
    assert 'href="https://s.example/p"' in visitor.get("/nl/privacy").text


def test_whoever_has_a_letter_finds_its_school_and_nobody_else_any(house: House, visitor: ParentVisitor) -> None:
    assert "030" not in visitor.get("/nl/contact").words
    visitor.get(f"/k/{house.child().code}")
    page = visitor.get("/nl/contact").words
    assert REGENBOOG.phone in page
    assert "Sanne" not in page


def test_a_logo_is_on_the_pages_and_comes_from_our_own_site(house: House, visitor: ParentVisitor) -> None:
    house.services.schools.set_logo(REGENBOOG.id, LOGO, logos.small(LOGO))
    visitor.get(f"/k/{house.child().code}")
    page = visitor.get("/nl/start").text
    address = page.partition('class="logo" src="')[2].partition('"')[0]
    answer = visitor.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.body.startswith(b"\x89PNG")
    assert len(answer.body) < 16_000
    assert "immutable" in answer.headers["cache-control"]
    assert visitor.get("/static/logo.de-regenboog.0123456789.png").status == 404
    house.services.schools.remove_logo(REGENBOOG.id)
    assert 'class="logo"' not in visitor.get("/nl/start").text
    assert visitor.get(address).status == 404
    assert visitor.get("/static/logo.geen-school.0123456789.png").status == 404
