"""*Registreren + koppelen*, from the letter to the profile."""

import base64
from datetime import date

import pytest

from tests.functions.house import PASSWORD, REGENBOOG, House
from tests.functions.parent import EMAIL, ParentVisitor, filled_in
from tests.functions.visitor import SITE


def session_cookie_of(cookies: tuple[str, ...]) -> str:
    (found,) = (one for one in cookies if one.startswith("__Host-session="))
    return found


@pytest.mark.parametrize("birth_date", [date(2017, 3, 14), None])
def test_a_parent_registers_links_and_is_logged_in_at_once(
    house: House, visitor: ParentVisitor, birth_date: date | None
) -> None:
    child = house.child(birth_date=birth_date)
    answer = visitor.register(child)
    assert answer.goes_to == "/nl/profiel"
    profile = visitor.get("/nl/profiel").words
    assert "Uw account is gemaakt en uw kind is gekoppeld." in profile
    assert "Sanne Bakker" in profile
    assert house.linked(child) == [house.parent(EMAIL).id]


def test_the_session_cookie_is_for_this_host_over_tls_and_out_of_reach_of_scripts(
    house: House, visitor: ParentVisitor
) -> None:
    answer = visitor.register(house.child())
    value, *attributes = session_cookie_of(answer.cookies).split("; ")
    assert len(value.removeprefix("__Host-session=")) >= 43
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes)
    assert not [one for one in attributes if one.startswith("Domain")]


def test_what_a_browser_keeps_of_a_form_that_failed_tells_nobody_anything(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    answer = visitor.register(child, password="kort")
    (kept,) = [cookie for cookie in answer.cookies if cookie.startswith("__Host-form=")]
    value = kept.partition("=")[2].partition(";")[0]
    content = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    for secret in (EMAIL, "Fatima", "kort", child.code, "registreren"):
        assert secret not in kept
        assert secret.encode() not in content
    assert EMAIL in visitor.get("/nl/registreren").text
    house.pass_time(minutes=16)
    assert EMAIL not in visitor.get("/nl/registreren").text


def test_the_account_in_the_pool_is_confirmed_and_bears_our_own_id(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    (user,) = house.users()
    assert user["UserStatus"] == "CONFIRMED"
    assert user["Username"] == house.parent(EMAIL).id
    assert [attribute["Name"] for attribute in user["Attributes"]] == ["sub"]


def test_the_link_and_qr_code_bring_the_code_and_leave_nothing_in_the_address(
    house: House, visitor: ParentVisitor
) -> None:
    child = house.child()
    answer = visitor.get(f"/k/{child.code}")
    assert answer.goes_to == "/nl/start"
    assert child.code not in answer.goes_to
    form = visitor.get("/nl/registreren").text
    assert f'value="{"-".join(child.code[at : at + 4] for at in range(0, 16, 4))}"' in form
    assert 'name="day"' in form


def test_opening_the_link_uses_nothing_up(house: House, visitor: ParentVisitor) -> None:
    child = house.child(birth_date=None)
    before = house.items()
    for _ in range(3):
        visitor.get(f"/k/{child.code}")
        visitor.get("/nl/start")
        visitor.get("/nl/registreren")
    assert house.items() == before


def test_no_date_is_asked_where_the_school_has_none(house: House, visitor: ParentVisitor) -> None:
    visitor.get(f"/k/{house.child(birth_date=None).code}")
    assert 'name="day"' not in visitor.get("/nl/registreren").text


def test_no_page_names_the_child_before_it_is_linked(house: House, visitor: ParentVisitor) -> None:
    child = house.child("Zebedeus", family_name="Quispel", class_name="7Q")
    visitor.get(f"/k/{child.code}")
    pages = [visitor.get("/nl/start"), visitor.get("/nl/registreren")]
    pages.append(visitor.submit("/nl/registreren", **filled_in(child, year="2011")))
    for page in pages:
        assert not [word for word in ("Zebedeus", "Quispel", "7Q") if word in page.text]


def test_a_wrong_date_is_counted_and_answers_are_kept_but_the_password(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    page = visitor.submit("/nl/registreren", **filled_in(child, day="15"))
    assert "Deze geboortedatum hoort niet bij deze code" in page.words
    assert "Fout:" in page.text.partition("</title>")[0]
    assert 'value="Fatima El Amrani"' in page.text
    assert 'value="15"' in page.text
    assert PASSWORD not in page.text
    assert (house.users(), house.linked(child)) == ([], [])
    assert failures_of(house) == (1, 1)


def test_a_right_date_gives_the_try_back(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    visitor.register(child, day="15")
    visitor.register(child)
    assert failures_of(house) == (1, 1)


def test_after_five_wrong_dates_the_right_one_does_not_help_until_a_day_has_passed(
    house: House, visitor: ParentVisitor
) -> None:
    child = house.child()
    for day in range(1, 6):
        visitor.register(child, day=str(day))
    page = visitor.submit("/nl/registreren", **filled_in(child))
    assert "te vaak een verkeerde geboortedatum" in page.words
    assert house.users() == []


@pytest.mark.parametrize("fields", [{"day": "31", "month": "2"}, {"year": ""}, {"day": "x"}, {"year": "1980"}])
def test_what_is_no_date_is_not_counted(house: House, visitor: ParentVisitor, fields: dict[str, str]) -> None:
    page = visitor.submit("/nl/registreren", **filled_in(house.child(), **fields))
    assert "Er is een probleem" in page.words
    assert failures_of(house) == (0, 0)


def test_a_code_typed_by_hand_comes_back_with_the_date_fields_and_the_answers(
    house: House, visitor: ParentVisitor
) -> None:
    child = house.child()
    typed = {**filled_in(child, code=child.code.lower())}
    for field in ("day", "month", "year"):
        del typed[field]
    page = visitor.submit("/nl/registreren", **typed)
    assert "Nog één stap: vul de geboortedatum van uw kind in" in page.words
    assert "Er is een probleem" not in page.words
    assert all(f'name="{field}"' in page.text for field in ("day", "month", "year"))
    assert f'value="{EMAIL}"' in page.text
    assert failures_of(house) == (0, 0)


def test_fields_for_the_date_that_were_left_empty_are_a_mistake(house: House, visitor: ParentVisitor) -> None:
    page = visitor.submit("/nl/registreren", **filled_in(house.child(), day="", month="", year=""))
    assert "Er is een probleem" in page.words
    assert "Vul de geboortedatum van uw kind in" in page.words


@pytest.mark.parametrize("change", [{"day": "15"}, {"name": ""}, {"code": ""}, {"email": "x"}, {"password": "kort!"}])
def test_the_password_comes_back_in_no_page_and_no_cookie(
    house: House, visitor: ParentVisitor, change: dict[str, str]
) -> None:
    form = filled_in(house.child(), **{"password": "zeer-geheime-giraf", **change})
    answer = visitor.post("/nl/registreren", **form)
    page = visitor.get(answer.goes_to)
    assert not [one for one in (*answer.cookies, page.text) if form["password"] in one]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": ""}, "Vul de activatiecode in"),
        ({"code": "0000-0000-0000-0001"}, "Er zit een typefout in de code"),
        ({"code": "0000-0000-0000-0000"}, "We kennen deze code niet"),
        ({"name": "  "}, "Vul uw naam in"),
        ({"name": "x" * 101}, "Vul een kortere naam in"),
        ({"email": ""}, "Vul uw e-mailadres in"),
        ({"email": "geen adres"}, "zoals naam@voorbeeld.nl"),
        ({"password": ""}, "Bedenk een wachtwoord"),
        ({"password": "elf tekens!"}, "minstens 12 tekens"),
        ({"password": "x1" * 200}, "korter wachtwoord"),
        ({"password": "wachtwoord12"}, "makkelijk te raden"),
    ],
)
def test_what_is_wrong_is_said_in_words_and_nothing_is_made(
    house: House, visitor: ParentVisitor, change: dict[str, str], sentence: str
) -> None:
    page = visitor.submit("/nl/registreren", **filled_in(house.child(), **change))
    assert sentence in page.words
    assert house.users() == []


def test_a_code_with_a_typing_error_is_refused_without_a_look_in_the_table(
    house: House, visitor: ParentVisitor
) -> None:
    form = filled_in(house.child(), code="ABCD-EFGH-JKMN-PQRT")
    house.aws.calls.clear()
    visitor.post("/nl/registreren", **form)
    assert house.aws.calls == []


def test_a_code_that_may_be_tried_shows_the_school_and_one_that_is_unknown_does_not(
    house: House, visitor: ParentVisitor
) -> None:
    visitor.get(f"/k/{house.child().code}")
    assert REGENBOOG.phone in visitor.get("/nl/registreren").words
    visitor.get("/k/0000000000000000")
    assert REGENBOOG.name not in visitor.get("/nl/registreren").words


def failures_of(house: House) -> tuple[int, int]:
    """Of the only code: wrong dates since the last pause, and ever."""
    (item,) = (item for item in house.items() if item["PK"]["S"].startswith("CODE#"))
    return int(item["date_failures"]["N"]), int(item["date_failures_ever"]["N"])


def test_a_form_sent_in_base64_is_read_as_any_other(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    answer = visitor.post("/nl/registreren", True, **filled_in(child))
    assert answer.goes_to == "/nl/profiel"


def test_redirects_stay_on_this_site(house: House, visitor: ParentVisitor) -> None:
    house.child()
    for path in ("/", "/k/https:evil.example", "/favicon.ico"):
        where = visitor.get(path).goes_to
        assert where.startswith("/"), path
        assert not where.startswith(("//", SITE)), path
        assert "evil" not in where
    # The API hands them on decoded, and no code has slashes or lines.
    for path in ("/k/https:%2F%2Fevil.example", "/k/%2F%2Fevil.example", "/k/%0d%0aLocation:evil"):
        assert visitor.get(path).status == 404, path
