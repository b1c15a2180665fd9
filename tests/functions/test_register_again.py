"""*Registreren* where something is there already: an account, a link, too many parents; and hostile forms."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from common.cloud.table import keys
from common.errors import CodeReplaced
from common.pupils import clean
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import EMAIL, ParentVisitor, filled_in

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE parents; --",
    "{{ 7 * 7 }}",
    "Robert\r\nBcc: everybody@example.org",
    "O’Brien & Zn. <b>",
    "\u202eamitaF",
    "فاطمة الأمراني",
]


def test_the_same_form_twice_makes_one_account_and_one_link(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    first, second = visitor.register(child), visitor.register(child)
    assert first.goes_to == second.goes_to == "/nl/profiel"
    assert len(house.users()) == 1
    assert house.linked(child) == [house.parent(EMAIL).id]


def test_an_address_with_an_account_and_its_own_password_links_the_next_child(
    house: House, visitor: ParentVisitor
) -> None:
    first, second = house.child("Sanne"), house.child("Daan")
    visitor.register(first)
    answer = ParentVisitor(house).register(second, email=EMAIL.upper())
    assert answer.goes_to == "/nl/profiel"
    assert house.linked(second) == house.linked(first) == [house.parent(EMAIL).id]
    assert len(house.users()) == 1


def test_an_address_with_an_account_and_another_password_is_told_and_links_nothing(
    house: House, visitor: ParentVisitor
) -> None:
    first, second = house.child("Sanne"), house.child("Daan")
    visitor.register(first)
    stranger = ParentVisitor(house)
    page = stranger.submit("/nl/registreren", **filled_in(second, password="heel-iets-anders"))
    assert "Met dit e-mailadres is er al een account" in page.words
    assert stranger.session == ""
    assert house.linked(second) == []
    assert len(house.users()) == 1


def test_who_registers_an_address_a_moment_too_late_leaves_no_account_behind(
    house: House, visitor: ParentVisitor
) -> None:
    child, store = house.child(), house.services.store
    theirs = store.put({**keys.login(EMAIL), "parent": "somebody-else"})
    house.meanwhile("AdminSetUserPassword", lambda: store.write(theirs))
    page = visitor.submit("/nl/registreren", **filled_in(child))
    assert "Met dit e-mailadres is er al een account" in page.words
    assert (house.users(), house.linked(child)) == ([], [])


def test_who_takes_the_last_place_a_moment_too_late_leaves_no_account_behind(
    house: House, visitor: ParentVisitor
) -> None:
    child = house.child()
    house.meanwhile("AdminSetUserPassword", lambda: house.renew_code(child))
    page = visitor.submit("/nl/registreren", **filled_in(child))
    assert "Er is een probleem" in page.words
    assert (house.users(), house.linked(child)) == ([], [])


def test_a_table_that_fails_once_does_not_keep_a_parent_out(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    house.refuse("TransactWriteItems", "InternalServerError")
    assert visitor.register(child).status == 500
    assert visitor.register(child).goes_to == "/nl/profiel"
    assert house.linked(child) == [house.parent(EMAIL).id]


def test_who_took_the_last_place_and_saw_no_answer_can_send_the_form_again(
    house: House, visitor: ParentVisitor
) -> None:
    child = house.child(birth_date=None)
    ParentVisitor(house).register(child, email="eerder@ouders.example")
    assert visitor.register(child).goes_to == "/nl/profiel"
    again = ParentVisitor(house)
    assert again.register(child).goes_to == "/nl/profiel"
    assert again.get("/nl/profiel").status == 200
    assert len(house.linked(child)) == 2


@pytest.mark.parametrize("operation", ["AdminCreateUser", "AdminSetUserPassword", "TransactWriteItems"])
def test_a_fault_while_the_account_is_made_leaves_no_user_behind(
    house: House, visitor: ParentVisitor, operation: str
) -> None:
    child = house.child()
    house.refuse(operation)
    assert visitor.register(child).status == 500
    assert house.users() == []
    assert visitor.register(child).goes_to == "/nl/profiel"


@pytest.mark.parametrize(("has_date", "places"), [(True, 4), (False, 2)])
def test_no_more_parents_link_than_there_are_places(house: House, has_date: bool, places: int) -> None:
    child = house.child() if has_date else house.child(birth_date=None)
    for number in range(places):
        assert ParentVisitor(house).register(child, email=f"ouder{number}@ouders.example").goes_to == "/nl/profiel"
    page = ParentVisitor(house).submit("/nl/registreren", **filled_in(child, email="laat@ouders.example"))
    assert "Alle plaatsen voor ouders en verzorgers zijn bezet" in page.words
    assert len(house.linked(child)) == len(house.users()) == places


def test_a_replaced_code_says_that_there_is_a_newer_letter(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    house.renew_code(child)
    page = visitor.submit("/nl/registreren", **filled_in(child))
    assert CodeReplaced.advice in page.words
    assert house.users() == []


def test_the_code_of_the_new_letter_works_where_the_old_one_does_not(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    house.renew_code(child)
    newer = house.letter_of(replace(child.pupil, code_version=2))
    assert newer != child.code
    assert visitor.register(child, code=newer).goes_to == "/nl/profiel"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_as_text(house: House, visitor: ParentVisitor, name: str) -> None:
    child = house.child(given_name=clean(name))
    kept = visitor.submit("/nl/registreren", **filled_in(child, name=name, password="kort"))
    profile = visitor.submit("/nl/registreren", **filled_in(child, name=name))
    for page in (kept, profile):
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "49" not in page.words.replace(REGENBOOG.phone, "")
        assert "\u202e" not in profile.text
    if name.isprintable() and "\u202e" not in name:
        assert name in profile.words


def test_a_name_cannot_write_mail_headers(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child(), name="Robert\r\nBcc: everybody@example.org")
    house.deliver_all()
    (mail,) = house.mails
    assert mail["Destination"] == {"ToAddresses": [EMAIL]}
    assert "\n" not in mail["Content"]["Simple"]["Subject"]["Data"]


@pytest.mark.parametrize(
    "body",
    [
        "&".join(f"veld{n}=x" for n in range(500)),
        urlencode({"name": "x" * 300_000}),
        "%00%ff%fe=%zz&&&===",
        "\x00\x01",
        '{"code": "x"}',
        "",
    ],
)
def test_forms_that_no_page_of_ours_sends_get_an_ordinary_answer(
    house: House, visitor: ParentVisitor, body: str
) -> None:
    answer = visitor.send("POST", "/nl/registreren", {"sec-fetch-site": "same-origin"}, body)
    assert answer.goes_to == "/nl/registreren"
    assert visitor.get("/nl/registreren").status == 200
    assert max(len(cookie) for cookie in answer.cookies) <= 4096
    assert house.users() == []


def test_long_answers_in_every_field_still_fit_a_cookie(visitor: ParentVisitor) -> None:
    fields = ("code", "day", "month", "year", "name", "email", "password")
    for filling in ("x", "é", "𝄞", '"', "\\"):
        answer = visitor.post("/nl/registreren", **dict.fromkeys(fields, filling * 5000))
        assert max(len(cookie) for cookie in answer.cookies) <= 4096, filling
        assert "Er is een probleem" in visitor.get("/nl/registreren").words
