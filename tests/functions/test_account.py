"""The account itself: what a parent changes of it, takes along, and leaves behind."""

import json

import pytest

from tests.functions.house import PASSWORD, REGENBOOG, House, subject_of
from tests.functions.parent import EMAIL, ParentVisitor

NEW = "vier blauwe nijlpaarden"
OTHER = "nieuw@ouders.example"


@pytest.fixture
def parent(house: House, visitor: ParentVisitor) -> ParentVisitor:
    visitor.register(house.child())
    visitor.confirm()
    house.deliver_all()
    house.mails.clear()
    house.pass_time(minutes=2)
    return visitor


def move(visitor: ParentVisitor, email: str = OTHER, password: str = PASSWORD) -> str:
    return visitor.submit("/nl/account/adres", email=email, current=password).words


def test_a_new_password_ends_the_sessions_elsewhere(house: House, parent: ParentVisitor) -> None:
    elsewhere = ParentVisitor(house)
    elsewhere.log_in()
    page = parent.submit("/nl/account/wachtwoord", current=PASSWORD, password=NEW)
    assert "Uw wachtwoord is veranderd" in page.words
    assert elsewhere.get("/nl/profiel").goes_to == "/nl/inloggen"
    assert parent.get("/nl/profiel").status == 200
    assert ParentVisitor(house).log_in(password=NEW).goes_to == "/nl/profiel"
    house.deliver_all()
    assert [subject_of(mail) for mail in house.mails_to(EMAIL)] == ["Uw wachtwoord is veranderd"]


@pytest.mark.parametrize(
    ("current", "password", "sentence"),
    [
        ("", NEW, "Vul uw wachtwoord in"),
        ("x", NEW, "niet uw wachtwoord"),
        (PASSWORD, "kort", "minstens 12 tekens"),
        (PASSWORD, PASSWORD, "twee keer hetzelfde wachtwoord"),
    ],
)
def test_a_password_stays_unless_both_are_good(
    house: House, parent: ParentVisitor, current: str, password: str, sentence: str
) -> None:
    assert sentence in parent.submit("/nl/account/wachtwoord", current=current, password=password).words
    assert ParentVisitor(house).log_in().goes_to == "/nl/profiel"


def test_a_new_address_counts_once_its_digits_are_back(house: House, parent: ParentVisitor) -> None:
    assert OTHER in move(parent)
    assert house.parent(EMAIL).email == EMAIL
    house.deliver_all()
    assert house.mails_to(EMAIL) == []
    assert len(house.mails_to(OTHER)) == 1
    assert "Uw e-mailadres is bevestigd" in parent.submit("/nl/profiel/adres", digits=house.digits_for(EMAIL)).words
    assert house.parent(OTHER).email_confirmed
    assert ParentVisitor(house).log_in(OTHER).goes_to == "/nl/profiel"
    assert ParentVisitor(house).log_in(EMAIL).goes_to == "/nl/inloggen"
    house.deliver_all()
    assert [subject_of(mail) for mail in house.mails_to(EMAIL)] == ["Uw e-mailadres is veranderd"]


def test_digits_of_the_old_address_do_not_confirm_the_new_one(house: House, parent: ParentVisitor) -> None:
    move(parent)
    parent_now = house.parent(EMAIL)
    assert parent_now.new_email == OTHER
    assert "klopt niet" in parent.submit("/nl/profiel/adres", digits="000000").words
    assert house.parent(EMAIL).email == EMAIL


def test_an_address_with_an_account_is_refused_only_to_its_owner(house: House, parent: ParentVisitor) -> None:
    ParentVisitor(house).register(house.child("Daan"), email=OTHER)
    assert OTHER in move(parent)
    assert "al een account" in parent.submit("/nl/profiel/adres", digits=house.digits_for(EMAIL)).words
    assert house.parent(EMAIL).email == EMAIL


def test_a_parent_can_keep_the_address_after_all(house: House, parent: ParentVisitor) -> None:
    move(parent)
    assert "blijft zoals het was" in parent.submit("/nl/account/adres/houden").words
    assert house.parent(EMAIL).new_email == ""
    assert OTHER not in parent.get("/nl/profiel").words


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [("x", PASSWORD, "zoals naam@voorbeeld.nl"), (EMAIL, PASSWORD, "al uw e-mailadres"), (OTHER, "x", "niet uw wacht")],
)
def test_an_address_is_not_asked_without_a_reason(
    house: House, parent: ParentVisitor, email: str, password: str, sentence: str
) -> None:
    assert sentence in move(parent, email, password)
    house.deliver_all()
    assert house.mails == []


def test_mails_come_in_the_language_of_the_account(house: House, parent: ParentVisitor) -> None:
    assert parent.post("/nl/account/taal", language="pl").goes_to == "/pl/account"
    assert parent.get("/profiel").goes_to == "/pl/profiel"
    parent.post("/pl/account/wachtwoord", current=PASSWORD, password=NEW)
    house.deliver_all()
    assert [subject_of(mail) for mail in house.mails_to(EMAIL)] == ["Hasło zostało zmienione"]
    assert parent.post("/pl/account/taal", language="xx").status == 404
    assert house.parent(EMAIL).language == "pl"


def test_logging_out_everywhere_ends_every_session(house: House, parent: ParentVisitor) -> None:
    elsewhere = ParentVisitor(house)
    elsewhere.log_in()
    assert "op alle apparaten uitgelogd" in parent.submit("/nl/account/uitloggen").words
    assert parent.get("/nl/profiel").goes_to == elsewhere.get("/nl/profiel").goes_to == "/nl/inloggen"
    assert not [item for item in house.items() if "SESSION#" in item["PK"]["S"] + item["SK"]["S"]]


def test_a_parent_can_take_its_data_along(parent: ParentVisitor) -> None:
    parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    answer = parent.get("/nl/account/gegevens/json")
    assert answer.headers["content-disposition"] == 'attachment; filename="ouderbrief.json"'
    copy = json.loads(answer.text)
    assert (copy["name"], copy["email"], copy["language"]) == ("Fatima El Amrani", EMAIL, "nl")
    assert [child["name"] for child in copy["children"]] == ["Sanne Bakker"]
    assert [device["platform"] for device in copy["devices"]] == ["fcm"]
    assert "2018" not in answer.text.replace(copy["children"][0]["linked_on"], "")
    words = parent.get("/nl/account/gegevens").words
    assert "Sanne Bakker" in words
    assert "gekoppeld op" in words


def test_nothing_of_a_deleted_account_is_left(house: House, parent: ParentVisitor) -> None:
    child = house.child("Daan")
    parent.link(child)
    parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    parent_id = house.parent(EMAIL).id
    assert "Uw account is verwijderd" in parent.submit("/nl/account/verwijderen", current=PASSWORD).words
    assert house.users() == []
    house.deliver_all()
    left = [item for item in house.items() if EMAIL in str(item) or parent_id in item["PK"]["S"]]
    assert left == []
    assert house.linked(child) == []
    assert parent.get("/nl/profiel").goes_to == "/nl/inloggen"
    assert ParentVisitor(house).register(child).goes_to == "/nl/profiel"


@pytest.mark.parametrize(("typed", "told"), [("", "Vul uw wachtwoord in"), ("x", "niet uw wachtwoord")])
def test_an_account_stays_unless_its_password_is_typed(
    house: House, parent: ParentVisitor, typed: str, told: str
) -> None:
    """A session alone, on a phone that lies about, deletes nothing."""
    page = parent.submit("/nl/account/verwijderen", current=typed)
    assert told in page.words
    assert page.words.startswith("Fout:")
    assert parent.get("/nl/profiel").status == 200
    assert len(house.links_of(EMAIL)) == len(house.users()) == 1


def test_whoever_tries_passwords_there_waits_as_elsewhere(house: House, parent: ParentVisitor) -> None:
    house.pass_time(seconds=900 - house.services.now().timestamp() % 900 + 1)
    answers = [parent.post("/nl/account/verwijderen", current="x").status for _ in range(11)]
    assert answers == [303] * 10 + [429]
    assert parent.post("/nl/account/verwijderen", current=PASSWORD).status == 429
    assert house.parent(EMAIL)


@pytest.mark.parametrize("operation", ["TransactWriteItems", "AdminDeleteUser", "Query"])
def test_a_deletion_that_failed_half_way_can_be_done_again(house: House, parent: ParentVisitor, operation: str) -> None:
    parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    house.refuse(operation)
    assert parent.post("/nl/account/verwijderen", current=PASSWORD).status == 500
    parent.post("/nl/account/verwijderen", current=PASSWORD)
    assert house.users() == []
    assert not [item for item in house.items() if EMAIL in str(item)]


def test_a_child_that_is_linked_while_the_account_goes_keeps_no_place(house: House, parent: ParentVisitor) -> None:
    elsewhere, child, late = ParentVisitor(house), house.child("Daan"), house.child("Noor")
    elsewhere.log_in()
    house.meanwhile("TransactWriteItems", lambda: elsewhere.link(child))
    house.meanwhile("AdminDeleteUser", lambda: elsewhere.link(late))
    parent.post("/nl/account/verwijderen", current=PASSWORD)
    assert house.linked(child) == house.linked(late) == []
    assert [pupil.linked for pupil in house.services.pupils.of_school(REGENBOOG.id)] == [0, 0, 0]


@pytest.fixture
def childless(house: House, parent: ParentVisitor) -> ParentVisitor:
    """Whose account, with a new address that waits for its digits, ends in one transaction."""
    (link,) = house.links_of(EMAIL)
    parent.post(f"/nl/profiel/ontkoppelen/{link.school}/{link.pupil}")
    move(parent)
    return parent


def elsewhere_too(house: House) -> ParentVisitor:
    another = ParentVisitor(house)
    another.log_in()
    return another


def delete(visitor: ParentVisitor) -> str:
    return visitor.post("/nl/account/verwijderen", current=PASSWORD).goes_to


def is_known(house: House, *addresses: str) -> bool:
    house.deliver_all()
    return any(address in str(item) for item in house.items() for address in addresses)


def test_an_address_that_is_confirmed_while_the_account_goes_goes_too(house: House, childless: ParentVisitor) -> None:
    elsewhere, done = elsewhere_too(house), []
    house.meanwhile("TransactWriteItems", lambda: done.append(elsewhere.confirm().goes_to))
    assert delete(childless) == "/nl/start"
    assert done == ["/nl/profiel"]
    assert not is_known(house, EMAIL, OTHER)
    assert house.users() == []
    assert ParentVisitor(house).register(house.child("Daan"), email=OTHER).goes_to == "/nl/profiel"


def test_an_address_that_is_given_up_and_taken_by_somebody_while_the_account_goes_is_theirs(
    house: House, childless: ParentVisitor
) -> None:
    elsewhere, somebody, child = elsewhere_too(house), ParentVisitor(house), house.child("Daan")

    def move_away_and_register() -> None:
        elsewhere.confirm()
        somebody.register(child, name="Iemand Anders")

    house.meanwhile("TransactWriteItems", move_away_and_register)
    delete(childless)
    assert not is_known(house, OTHER)
    assert house.parent(EMAIL).name == "Iemand Anders"
    assert ParentVisitor(house).log_in().goes_to == "/nl/profiel"


def test_an_account_that_goes_while_an_address_is_confirmed_leaves_neither(
    house: House, childless: ParentVisitor
) -> None:
    elsewhere = elsewhere_too(house)
    house.meanwhile("TransactWriteItems", lambda: delete(elsewhere))
    assert childless.confirm().goes_to == "/nl/inloggen"
    assert not is_known(house, EMAIL, OTHER)


@pytest.mark.parametrize(("first", "told"), [("adres", "bevestigd"), ("account/adres/houden", "code is verlopen")])
def test_of_two_who_answer_for_an_address_the_second_is_told_how_it_is(
    house: House, childless: ParentVisitor, first: str, told: str
) -> None:
    elsewhere = elsewhere_too(house)
    typed = {"digits": house.digits_for(EMAIL)}
    page = "/nl/profiel/adres" if first == "adres" else f"/nl/{first}"
    house.meanwhile("TransactWriteItems", lambda: elsewhere.post(page, **typed))
    assert told in childless.submit("/nl/profiel/adres", **typed).words
