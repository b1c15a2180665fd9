"""*Inloggen*, *Koppelen* and *Profiel* of a parent with an account."""

import pytest

from tests.functions.house import House
from tests.functions.parent import EMAIL, ParentVisitor


@pytest.fixture
def other(house: House) -> ParentVisitor:
    """Another parent with another child."""
    neighbour = ParentVisitor(house)
    neighbour.register(house.child("Bram"), email="buur@ouders.example", name="Buur Man")
    return neighbour


def test_a_session_changes_at_login_and_the_old_one_is_dead(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    old = visitor.session
    visitor.log_in()
    assert visitor.session != old
    visitor.cookies["__Host-session"] = old
    assert visitor.get("/nl/profiel").goes_to == "/nl/inloggen"


def test_a_session_that_was_logged_out_opens_nothing(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    session = visitor.session
    visitor.post("/nl/uitloggen")
    visitor.cookies["__Host-session"] = session
    assert visitor.get("/nl/profiel").goes_to == "/nl/inloggen"
    assert visitor.post("/nl/profiel").goes_to == "/nl/inloggen"


def test_a_second_child_is_linked_once_however_often_it_is_sent(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    second = house.child("Daan")
    assert visitor.link(second).goes_to == "/nl/profiel"
    assert "Uw kind is gekoppeld." in visitor.get("/nl/profiel").words
    visitor.link(second)
    assert "was al aan uw account gekoppeld" in visitor.get("/nl/profiel").words
    assert len(house.linked(second)) == 1


def test_a_code_typed_by_hand_comes_back_with_the_date_field(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    second = house.child("Daan")
    page = visitor.submit("/nl/koppelen", code=second.code.lower())
    assert "Nog één stap: vul de geboortedatum van uw kind in." in page.words
    assert "Er is een probleem" not in page.words
    assert 'name="year"' in page.text


def test_switches_are_kept_as_they_were_set(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    page = visitor.submit("/nl/profiel", email_dringend="on", push_groepsnieuws="on", pace="daily")
    assert "Uw voorkeuren zijn opgeslagen." in page.words
    kept = house.parent(EMAIL).preferences
    assert (set(kept.email), set(kept.push), kept.daily, kept.quiet) == ({"dringend"}, {"groepsnieuws"}, True, None)


def test_what_is_anothers_is_not_there(house: House, visitor: ParentVisitor, other: ParentVisitor) -> None:
    child = house.child()
    visitor.register(child)
    theirs, nowhere = other.get(child.address), other.get(child.address[:-1] + "x")
    assert (theirs.status, theirs.body) == (nowhere.status, nowhere.body)
    assert theirs.status == 404
    assert other.post(child.address).status == 404
    assert len(house.linked(child)) == 1


def test_unlinking_asks_first_and_acts_at_once(house: House, visitor: ParentVisitor) -> None:
    child = house.child()
    visitor.register(child)
    assert "Wilt u dit kind ontkoppelen?" in visitor.get(child.address).words
    assert len(house.linked(child)) == 1
    assert "Sanne" not in visitor.submit(child.address).words
    assert house.linked(child) == []
    visitor.link(child)
    assert len(house.linked(child)) == 1


def test_the_address_is_confirmed_by_the_digits_from_the_mail(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    digits = house.digits_for(EMAIL)
    assert (
        "Uw e-mailadres is bevestigd"
        in visitor.submit("/nl/profiel/adres", digits=f" {digits[:3]} {digits[3:]} ").words
    )
    assert house.parent(EMAIL).email_confirmed


def test_after_five_wrong_tries_the_right_digits_are_too_late(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    right = house.digits_for(EMAIL)
    wrong = str((int(right) + 1) % 1_000_000).zfill(6)
    for _ in range(5):
        assert "Deze code klopt niet" in visitor.submit("/nl/profiel/adres", digits=wrong).words
    assert "te vaak een verkeerde code" in visitor.submit("/nl/profiel/adres", digits=right).words
    assert not house.parent(EMAIL).email_confirmed


def test_new_digits_are_sent_once_a_minute(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    assert "Wacht een minuut" in visitor.submit("/nl/profiel/adres/opnieuw").words
