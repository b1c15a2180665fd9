"""A hundred wrong passwords in a row, and none opens the account any more before its owner chooses another one."""

import io
import json
from datetime import timedelta

import pytest

from common.cloud.table.tries import MOST_AT_ONCE, MOST_IN_A_ROW, Row
from common.errors import TooManyTries
from local.desk import digits
from tests.functions.clerk import PASSWORD as OF_STAFF
from tests.functions.clerk import SECRET, Clerk, employ
from tests.functions.house import PASSWORD, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_desk_login import choose_password, come_in, log_in, wrong_digits
from tests.functions.visitor import Answer, Visitor

NOBODY = "niemand@ouders.example"
NEW = "vier blauwe nijlpaarden"
TOLD = "Er is te vaak een verkeerd wachtwoord ingevuld"


@pytest.fixture
def parent(house: House, visitor: ParentVisitor) -> ParentVisitor:
    """Who registered on a phone, and now stands at another."""
    visitor.register(house.child())
    return ParentVisitor(house)


def fail(house: House, row: Row, times: int = MOST_IN_A_ROW) -> None:
    """Somebody who tries passwords for hours, as fast as they may."""
    for _ in range(times):
        try:
            house.services.tries.take(row, house.services.now())
        except TooManyTries:
            house.pass_time(minutes=15)
            house.services.tries.take(row, house.services.now())
    house.pass_time(minutes=15)


def row_of(house: House, email: str = EMAIL) -> Row:
    return Row("parents", house.services.parents.id_of(email), email)


def log_in_wrong(house: House, email: str) -> tuple[Answer, str, list[str]]:
    """The answer, what is read on the page after it, and what it asked of AWS."""
    visitor = ParentVisitor(house)
    house.aws.calls.clear()
    answer = visitor.log_in(email, "helemaal verkeerd")
    calls = list(house.aws.calls)
    return answer, visitor.get(answer.goes_to).words, calls


def test_after_a_hundred_the_right_password_opens_nothing_and_a_mail_mends_it(
    house: House, parent: ParentVisitor
) -> None:
    fail(house, row_of(house))
    assert TOLD in parent.submit("/nl/inloggen", email=EMAIL, password=PASSWORD).words
    assert parent.session == ""
    parent.post("/nl/wachtwoord", email=EMAIL)
    form = {"email": EMAIL, "digits": house.reset_digits_for(EMAIL), "password": NEW}
    assert parent.post("/nl/wachtwoord/nieuw", **form).goes_to == "/nl/profiel"
    assert ParentVisitor(house).log_in(password=NEW).goes_to == "/nl/profiel"


def test_the_hundredth_is_compared_and_the_next_one_is_not(house: House, parent: ParentVisitor) -> None:
    fail(house, row_of(house), MOST_IN_A_ROW - 1)
    house.aws.calls.clear()
    parent.log_in(password="helemaal verkeerd")
    parent.log_in()
    assert house.aws.calls.count("cognito-idp:AdminInitiateAuth") == 1
    assert parent.session == ""


def test_a_right_password_begins_the_row_anew(house: House, parent: ParentVisitor) -> None:
    for _ in range(2):
        fail(house, row_of(house), MOST_IN_A_ROW - 1)
        assert parent.log_in().goes_to == "/nl/profiel"


def test_who_is_logged_in_stays_so_and_is_told_on_every_page_that_asks_the_password(
    house: House, visitor: ParentVisitor
) -> None:
    visitor.register(house.child())
    fail(house, row_of(house))
    assert visitor.get("/nl/profiel").status == 200
    assert TOLD in visitor.submit("/nl/account/wachtwoord", current=PASSWORD, password=NEW).words
    assert TOLD in visitor.submit("/nl/account/adres", current=PASSWORD, email="nieuw@ouders.example").words
    another = ParentVisitor(house)
    form = {"name": "Fatima El Amrani", "email": EMAIL, "password": PASSWORD}
    form |= {"code": house.child("Daan", None).code}
    assert TOLD in another.submit("/nl/registreren", **form).words
    assert another.session == ""


def test_nobody_learns_from_it_whether_an_address_has_an_account(house: House, parent: ParentVisitor) -> None:
    """Around the limit, both answer the same and ask the same."""
    for email in (EMAIL, NOBODY):
        fail(house, row_of(house, email), MOST_IN_A_ROW - 2)
    seen = []
    for _ in range(4):
        known, unknown = log_in_wrong(house, EMAIL), log_in_wrong(house, NOBODY)
        assert (known[0].status, known[0].goes_to) == (unknown[0].status, unknown[0].goes_to)
        assert known[1:] == unknown[1:]
        seen.append(TOLD in known[1])
    assert seen == [False, False, True, True]
    assert parent.session == ""


def test_an_address_that_was_guessed_at_is_fresh_when_somebody_registers(house: House, visitor: ParentVisitor) -> None:
    fail(house, Row("parents", None, EMAIL))
    visitor.register(house.child())
    assert ParentVisitor(house).log_in().goes_to == "/nl/profiel"


def test_it_is_logged_once_with_our_own_id(house: House, parent: ParentVisitor, logged: io.StringIO) -> None:
    fail(house, row_of(house), MOST_IN_A_ROW - 1)
    for _ in range(3):
        parent.log_in(password="helemaal verkeerd")
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    told = [line["account"] for line in lines if line["message"] == "PasswordsGuessed"]
    assert told == [house.parent(EMAIL).id]


def test_it_is_kept_for_a_year_after_the_last_try(house: House, parent: ParentVisitor) -> None:
    fail(house, row_of(house))
    house.pass_time(days=300)
    parent.log_in()
    (kept,) = [item for item in house.items() if item["SK"]["S"] == "TRIES"]
    assert int(kept["expires_at"]["N"]) >= (house.services.now() + timedelta(days=364)).timestamp()
    assert EMAIL not in str(kept)
    assert house.parent(EMAIL).id not in str(kept)


# -- at the desk


@pytest.mark.usefixtures("authenticators_are_checked")
def test_at_the_desk_a_beheerder_lets_in_anew(house: House) -> None:
    person = employ(house, name="Kim Bos")
    come_in(house, Visitor(), person.email)
    fail(house, Row("desk", person.id, person.email))
    another = Visitor()
    another.post("/school/inloggen", email=person.email, password=OF_STAFF)
    assert "Vraag een beheerder van uw school" in another.get("/school/inloggen").words
    Clerk(house).post(f"/school/instellingen/medewerkers/{person.id}/opnieuw")
    choose_password(house, another, person.email, "een tweede lang wachtwoord")
    log_in(another, person.email, "een tweede lang wachtwoord")
    assert another.post("/school/inloggen/telefoon", digits=digits(SECRET)).goes_to == "/school"


def test_whoever_sits_at_the_desk_is_told_before_data_leaves_in_bulk(house: House) -> None:
    clerk = Clerk(house)
    fail(house, Row("desk", clerk.person.id, clerk.person.email))
    clerk.sit_down()
    page = clerk.submit("/school/bevestigen", password=OF_STAFF, digits=digits(SECRET))
    assert "Vraag een beheerder van uw school" in page.words
    assert clerk.get("/school").status == 200


@pytest.mark.usefixtures("authenticators_are_checked")
def test_wrong_digits_are_in_the_row_and_right_ones_end_it(house: House) -> None:
    person, visitor = employ(house), Visitor()
    row = Row("desk", person.id, person.email)
    come_in(house, visitor, person.email)
    fail(house, row, MOST_IN_A_ROW - 2)
    log_in(visitor, person.email)
    assert "Deze code klopt niet" in visitor.submit("/school/inloggen/code", digits=wrong_digits()).words
    assert "Vraag een beheerder van uw school" in visitor.submit("/school/inloggen/code", digits=digits(SECRET)).words
    house.services.tries.forget(row)
    fail(house, row, MOST_IN_A_ROW - 2)
    log_in(visitor, person.email)
    assert visitor.post("/school/inloggen/code", digits=digits(SECRET)).goes_to == "/school"
    assert log_in(Visitor(), person.email).goes_to == "/school/inloggen/code"


def test_whoever_has_the_password_alone_gets_no_more_tries_by_it(house: House) -> None:
    person = employ(house)
    choose_password(house, Visitor(), person.email)
    answers = [log_in(Visitor(), person.email).status for _ in range(MOST_AT_ONCE + 1)]
    assert answers == [303] * MOST_AT_ONCE + [429]


def test_an_address_that_nobody_has_at_a_desk_is_closed_the_same_way(house: House) -> None:
    person = employ(house)
    Visitor().submit("/school/inloggen", email=person.email, password="")  # the key of cookies is in memory
    told = []
    for row in (Row("desk", person.id, person.email), Row("desk", None, NOBODY)):
        fail(house, row)
        house.aws.calls.clear()
        visitor = Visitor()
        page = visitor.submit("/school/inloggen", email=row.email, password=OF_STAFF)
        told.append((page.words, list(house.aws.calls)))
    assert told[0] == told[1]


@pytest.mark.usefixtures("parent")
def test_what_fails_at_one_door_says_nothing_of_an_address_at_the_other(house: House) -> None:
    """Else the two together would tell who has an account."""
    answers = []
    for email in (EMAIL, NOBODY):
        for _ in range(MOST_AT_ONCE):
            ParentVisitor(house).log_in(email, "helemaal verkeerd")
        answers.append(log_in(Visitor(), email).status)
    assert answers == [303, 303]
    person = employ(house)
    for email in (person.email, "niemand@regenboog.example"):
        for _ in range(MOST_AT_ONCE):
            log_in(Visitor(), email, "helemaal verkeerd")
        answers.append(ParentVisitor(house).log_in(email, "helemaal verkeerd").status)
    assert answers == [303] * 4


def test_a_desk_that_closes_is_told_with_its_school_and_an_address_of_nobody_is_not(
    house: House, logged: io.StringIO
) -> None:
    person = employ(house)
    for row in (Row("desk", person.id, person.email), Row("desk", None, NOBODY)):
        fail(house, row, MOST_IN_A_ROW - 1)
        for _ in range(2):
            log_in(Visitor(), row.email, "helemaal verkeerd")
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    told = [(line["school"], line["staff"]) for line in lines if line["message"] == "DeskClosed"]
    assert told == [(person.school, person.id)]


def test_wrong_digits_that_close_a_desk_are_told_too(house: House, logged: io.StringIO) -> None:
    person, visitor = employ(house), Visitor()
    come_in(house, visitor, person.email)
    fail(house, Row("desk", person.id, person.email), MOST_IN_A_ROW - 2)
    log_in(visitor, person.email)
    visitor.post("/school/inloggen/code", digits=wrong_digits())
    assert logged.getvalue().count('"DeskClosed"') == 1


def test_a_closed_account_is_logged_also_where_the_hundredth_try_was_right(house: House, logged: io.StringIO) -> None:
    person = employ(house)
    choose_password(house, Visitor(), person.email)
    fail(house, Row("desk", person.id, person.email), MOST_IN_A_ROW - 1)
    for _ in range(2):
        log_in(Visitor(), person.email)
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    told = [
        (line["message"], line.get("reason", ""))
        for line in lines
        if line["message"] in ("PasswordsGuessed", "DeskRefused")
    ]
    assert told == [("PasswordsGuessed", ""), ("DeskRefused", "closed")]
