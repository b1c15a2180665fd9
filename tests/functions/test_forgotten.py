"""A password forgotten: for its owner a way back in, for everybody else nothing to learn."""

import re

import pytest

from common.preferences import Preferences
from tests.functions.house import PASSWORD, House, subject_of, text_of
from tests.functions.parent import EMAIL, ParentVisitor

NEW = "vier blauwe nijlpaarden"


@pytest.fixture
def parent(house: House, visitor: ParentVisitor) -> ParentVisitor:
    """Who registered on a phone, and now stands at another."""
    visitor.register(house.child())
    house.deliver_all()
    house.mails.clear()
    return ParentVisitor(house)


def renew(visitor: ParentVisitor, digits: str, **other: str) -> str:
    """What is read on the page after it."""
    form = {"email": EMAIL, "digits": digits, "password": NEW} | other
    return visitor.submit("/nl/wachtwoord/nieuw", **form).words


def test_the_digits_in_the_mail_make_a_new_password(house: House, parent: ParentVisitor) -> None:
    page = parent.submit("/nl/wachtwoord", email=f" {EMAIL.upper()} ")
    assert "Is er een account met dit e-mailadres?" in page.words
    house.deliver_all()
    (mail,) = house.mails_to(EMAIL)
    (digits,) = re.findall(r"\b\d{6}\b", text_of(mail))
    assert "Uw code voor een nieuw wachtwoord" in subject_of(mail)
    assert "Uw wachtwoord is veranderd" in renew(parent, digits)
    assert house.parent(EMAIL).email_confirmed
    assert ParentVisitor(house).log_in(password=NEW).goes_to == "/nl/profiel"
    assert ParentVisitor(house).log_in(password=PASSWORD).goes_to == "/nl/inloggen"


def test_all_other_sessions_end_and_the_owner_is_told(
    house: House, visitor: ParentVisitor, parent: ParentVisitor
) -> None:
    parent.post("/nl/wachtwoord", email=EMAIL)
    renew(parent, house.reset_digits_for(EMAIL))
    assert visitor.get("/nl/profiel").goes_to == "/nl/inloggen"
    assert parent.get("/nl/profiel").status == 200
    house.deliver_all()
    assert "Uw wachtwoord is veranderd" in [subject_of(mail) for mail in house.mails_to(EMAIL)]


def test_an_unknown_address_is_answered_and_costs_the_same(house: House, parent: ParentVisitor) -> None:
    house.aws.calls.clear()
    known = parent.submit("/nl/wachtwoord", email=EMAIL).words
    of_known = list(house.aws.calls)
    house.aws.calls.clear()
    unknown = ParentVisitor(house).submit("/nl/wachtwoord", email="niemand@ouders.example").words
    assert house.aws.calls == of_known
    assert known == unknown
    house.deliver_all()
    assert [mail["Destination"]["ToAddresses"] for mail in house.mails] == [[EMAIL]]


def test_nobody_gets_in_with_the_digits_of_an_address_without_an_account(house: House, parent: ParentVisitor) -> None:
    nobody = "niemand@ouders.example"
    parent.post("/nl/wachtwoord", email=nobody)
    assert "Deze code klopt niet" in renew(parent, house.reset_digits_for(nobody), email=nobody)
    assert parent.session == ""


@pytest.mark.parametrize("digits", ["000000", "", "12345", "١٢٣", "x" * 4000])
def test_wrong_digits_change_nothing(house: House, parent: ParentVisitor, digits: str) -> None:
    parent.post("/nl/wachtwoord", email=EMAIL)
    assert "6 cijfers" in renew(parent, digits)
    assert ParentVisitor(house).log_in().goes_to == "/nl/profiel"


def test_after_five_wrong_tries_the_right_digits_are_wrong_too(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/wachtwoord", email=EMAIL)
    for _ in range(5):
        renew(parent, "000000")
    assert "te vaak" in renew(parent, house.reset_digits_for(EMAIL))
    assert ParentVisitor(house).log_in().goes_to == "/nl/profiel"


def test_digits_work_once_and_for_ten_minutes(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/wachtwoord", email=EMAIL)
    digits = house.reset_digits_for(EMAIL)
    renew(parent, digits)
    assert "te vaak" in renew(ParentVisitor(house), digits, password="vijf gele giraffen")
    house.pass_time(minutes=2)
    parent.post("/nl/wachtwoord", email=EMAIL)
    fresh = house.reset_digits_for(EMAIL)
    house.pass_time(minutes=11)
    assert "verlopen" in renew(ParentVisitor(house), fresh, password="vijf gele giraffen")


def test_digits_of_one_request_are_none_of_the_next(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/wachtwoord", email=EMAIL)
    first = house.reset_digits_for(EMAIL)
    house.pass_time(minutes=2)
    parent.post("/nl/wachtwoord", email=EMAIL)
    second = house.reset_digits_for(EMAIL)
    assert first == second or "klopt niet" in renew(parent, first)
    assert "Uw wachtwoord is veranderd" in renew(parent, second)


def test_a_second_mail_has_to_wait_a_minute_and_there_are_ten_a_day(house: House, parent: ParentVisitor) -> None:
    house.wait_for_noon()
    parent.post("/nl/wachtwoord", email=EMAIL)
    for _ in range(7):
        assert "Wacht een minuut" in parent.submit("/nl/wachtwoord", email=EMAIL).words
    for n in range(9):
        # Of one network there are fewer.
        parent.source = "192.0.2.1" if n < 5 else "192.0.2.2"
        house.pass_time(minutes=1.1)
        assert "/nieuw" in parent.post("/nl/wachtwoord", email=EMAIL).goes_to
    house.pass_time(minutes=1.1)
    assert parent.post("/nl/wachtwoord", email=EMAIL).goes_to == "/nl/wachtwoord"


def test_a_weak_password_costs_no_try(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/wachtwoord", email=EMAIL)
    for _ in range(6):
        assert "minstens 12 tekens" in renew(parent, "000000", password="kort")
    assert "Uw wachtwoord is veranderd" in renew(parent, house.reset_digits_for(EMAIL))


def test_registering_with_somebody_elses_address_is_undone_by_its_owner(house: House, visitor: ParentVisitor) -> None:
    """Whoever reads the mail has the last word."""
    visitor.register(house.child())
    owner = ParentVisitor(house)
    owner.post("/nl/wachtwoord", email=EMAIL)
    renew(owner, house.reset_digits_for(EMAIL))
    assert visitor.get("/nl/profiel").goes_to == "/nl/inloggen"
    assert visitor.log_in().goes_to == "/nl/inloggen"


def test_a_letter_scanned_before_it_is_not_forgotten(house: House, parent: ParentVisitor) -> None:
    second = house.child("Daan")
    parent.get(f"/k/{second.code}")
    parent.post("/nl/wachtwoord", email=EMAIL)
    digits = house.reset_digits_for(EMAIL)
    assert parent.post("/nl/wachtwoord/nieuw", email=EMAIL, digits=digits, password=NEW).goes_to == "/nl/koppelen"


def test_one_network_uses_up_neither_the_mails_of_an_account_nor_their_digits(
    house: House, parent: ParentVisitor
) -> None:
    house.wait_for_noon()
    enemy = ParentVisitor(house)
    enemy.source = "203.0.113.9"
    for _ in range(7):
        enemy.post("/nl/wachtwoord", email=EMAIL)
        house.pass_time(minutes=2)
        for _ in range(5):
            enemy.post("/nl/wachtwoord/nieuw", email=EMAIL, digits="000000", password=NEW)
    assert enemy.post("/nl/wachtwoord", email=EMAIL).status == 429
    assert enemy.post("/nl/wachtwoord/nieuw", email=EMAIL, digits="000000", password=NEW).status == 429
    parent.post("/nl/wachtwoord", email=EMAIL)
    assert enemy.post("/nl/wachtwoord/nieuw", email=EMAIL, digits="000000", password=NEW).status == 429
    assert "Uw wachtwoord is veranderd" in renew(parent, house.reset_digits_for(EMAIL))


def test_whose_address_was_never_confirmed_finds_no_devices_and_choices_of_somebody_else(
    house: House, visitor: ParentVisitor, parent: ParentVisitor
) -> None:
    """Somebody registered an address that is not theirs, and waits for its owner to link a child."""
    visitor.post("/nl/profiel/apparaten", token="token-of-a-tablet", platform="fcm")
    visitor.post("/nl/profiel", push_herinnering="on", push_dringend="on", email_dringend="on")
    before = house.parent(EMAIL)
    assert (len(before.devices), before.preferences == Preferences()) == (1, False)
    parent.post("/nl/wachtwoord", email=EMAIL)
    renew(parent, house.reset_digits_for(EMAIL))
    after = house.parent(EMAIL)
    assert (after.devices, after.preferences) == ((), Preferences())


def test_whose_address_was_confirmed_keeps_devices_and_choices(
    house: House, visitor: ParentVisitor, parent: ParentVisitor
) -> None:
    visitor.confirm()
    visitor.post("/nl/profiel", push_herinnering="on", push_dringend="on", email_dringend="on")
    chosen = house.parent(EMAIL).preferences
    parent.post("/nl/wachtwoord", email=EMAIL)
    renew(parent, house.reset_digits_for(EMAIL))
    assert house.parent(EMAIL).preferences == chosen
