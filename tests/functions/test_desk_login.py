"""The way to a school's desk: an invitation, a password, an authenticator; and out again."""

import re
from datetime import timedelta

import pytest

from common.staff import invitation_token
from local.desk import digits
from tests.functions.clerk import PASSWORD, SECRET, Clerk, employ
from tests.functions.house import House, text_of
from tests.functions.test_desk_messages import STER
from tests.functions.visitor import Answer, Visitor
from tests.pages.ways.desk_pupils import page_of

pytestmark = pytest.mark.usefixtures("authenticators_are_checked")


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def link_for(house: House, email: str) -> str:
    house.deliver_all()
    found = re.search(r"https://ouders\.example(/school/uitnodiging/\S+)", text_of(house.mails_to(email)[-1]))
    assert found
    return found[1]


def wrong_digits() -> str:
    right = {digits(SECRET), digits(SECRET, 0)}
    return next(one for one in ("111111", "222222", "333333") if one not in right)


def choose_password(house: House, visitor: Visitor, email: str, password: str = PASSWORD) -> Answer:
    return visitor.submit(link_for(house, email), password=password)


def log_in(visitor: Visitor, email: str, password: str = PASSWORD) -> Answer:
    return visitor.post("/school/inloggen", email=email, password=password)


def come_in(house: House, visitor: Visitor, email: str) -> Answer:
    """From the invitation to the desk."""
    choose_password(house, visitor, email)
    log_in(visitor, email)
    return visitor.post("/school/inloggen/telefoon", digits=digits(SECRET))


def test_an_invitation_leads_to_the_desk_with_a_password_and_an_authenticator(house: House, visitor: Visitor) -> None:
    person = employ(house)
    assert "Uw wachtwoord is gekozen" in choose_password(house, visitor, person.email).words
    assert log_in(visitor, person.email).goes_to == "/school/inloggen/telefoon"
    shown = visitor.get("/school/inloggen/telefoon")
    assert "".join(SECRET.split()) in shown.words.replace(" ", "")
    assert "<svg" in shown.text
    assert "__Host-desk" not in visitor.cookies
    assert visitor.post("/school/inloggen/telefoon", digits=digits(SECRET)).goes_to == "/school"
    assert visitor.get("/school/instellingen/medewerkers").status == 200


def test_the_second_time_the_authenticator_is_asked_and_not_shown(house: House, visitor: Visitor) -> None:
    person = employ(house)
    come_in(house, visitor, person.email)
    another = Visitor()
    assert log_in(another, person.email).goes_to == "/school/inloggen/code"
    assert SECRET not in another.get("/school/inloggen/code").text
    assert another.get("/school/inloggen/telefoon").goes_to == "/school/inloggen"
    log_in(another, person.email)
    assert another.post("/school/inloggen/code", digits=f" {digits(SECRET)} ").goes_to == "/school"


def test_a_password_alone_opens_nothing(house: House, visitor: Visitor) -> None:
    person = employ(house)
    choose_password(house, visitor, person.email)
    log_in(visitor, person.email)
    for path in ("/school/instellingen/medewerkers", "/school/bevestigen"):
        assert visitor.get(path).goes_to == "/school/inloggen"


def test_wrong_digits_are_refused_and_after_five_the_login_begins_anew(house: House, visitor: Visitor) -> None:
    person = employ(house)
    come_in(house, visitor, person.email)
    another = Visitor()
    log_in(another, person.email)
    for _ in range(5):
        assert "Deze code klopt niet" in another.submit("/school/inloggen/code", digits=wrong_digits()).words
    assert another.post("/school/inloggen/code", digits=digits(SECRET)).goes_to == "/school/inloggen"
    assert "Dat duurde te lang" in another.get("/school/inloggen").words
    assert another.get("/school/instellingen/medewerkers").goes_to == "/school/inloggen"


def test_wrong_digits_count_in_all_logins_together(house: House, visitor: Visitor) -> None:
    person = employ(house)
    come_in(house, visitor, person.email)
    for _ in range(2):
        another = Visitor()
        log_in(another, person.email)
        for _ in range(5):
            another.post("/school/inloggen/code", digits=wrong_digits())
    assert log_in(Visitor(), person.email).status == 429


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "12345٣٤", "²²²²²²"])
def test_what_are_no_six_digits_is_told_and_counts_nothing(house: House, visitor: Visitor, typed: str) -> None:
    person = employ(house)
    choose_password(house, visitor, person.email)
    log_in(visitor, person.email)
    assert "Vul de 6 cijfers in" in visitor.submit("/school/inloggen/telefoon", digits=typed).words
    assert visitor.post("/school/inloggen/telefoon", digits=digits(SECRET)).goes_to == "/school"
    another = Visitor()
    log_in(another, person.email)
    assert "Vul de 6 cijfers in" in another.submit("/school/inloggen/code", digits=typed).words
    assert "Vul de 6 cijfers in" in visitor.submit("/school/bevestigen", password=PASSWORD, digits=typed).words


def test_an_unknown_address_and_a_wrong_password_answer_the_same(house: House, visitor: Visitor) -> None:
    person = employ(house)
    choose_password(house, visitor, person.email)
    house.aws.calls.clear()
    wrong = log_in(visitor, person.email, "helemaal verkeerd")
    of_wrong = list(house.aws.calls)
    page = visitor.get("/school/inloggen").words.replace(person.email, "")
    house.aws.calls.clear()
    unknown = log_in(visitor, "niemand@school.example")
    assert house.aws.calls == of_wrong
    assert (wrong.status, wrong.goes_to) == (unknown.status, unknown.goes_to)
    assert visitor.get("/school/inloggen").words.replace("niemand@school.example", "") == page


def test_after_ten_wrong_passwords_everybody_waits(house: House, visitor: Visitor) -> None:
    person = employ(house)
    choose_password(house, visitor, person.email)
    for _ in range(10):
        log_in(visitor, person.email, "helemaal verkeerd")
    answer = log_in(visitor, person.email)
    assert answer.status == 429
    assert "Even wachten" in answer.words


def test_an_invitation_works_once_and_for_a_week(house: House, visitor: Visitor) -> None:
    person = employ(house)
    link = link_for(house, person.email)
    assert "12 tekens" in visitor.submit(link, password="kort").words
    visitor.submit(link, password=PASSWORD)
    assert visitor.get(link).status == 404
    assert visitor.post(link, password="een ander wachtwoord").status == 404
    late = employ(house)
    link = link_for(house, late.email)
    house.pass_time(days=8)
    assert visitor.get(link).status == 404


def test_whoever_is_lost_at_the_desk_reads_nothing_of_a_letter(house: House, visitor: Visitor) -> None:
    over = visitor.get("/school/uitnodiging/de-regenboog/x/y")
    assert "Deze link is al gebruikt of te oud. Log in, of vraag uw collega om een nieuwe." in over.words
    pages = [over, visitor.get("/school/is/er/niet"), visitor.post("/school/is/er/niet")]
    pages.append(Clerk(house).get("/school/instellingen/medewerkers/niemand"))
    for page in pages:
        assert page.status == 404
        assert "QR-code" not in page.words
    assert all('href="/school/inloggen"' in page.text for page in pages[:3])
    assert "Uitloggen" in pages[3].words
    assert "scan de QR-code" in visitor.get("/schoolplein").words


@pytest.mark.parametrize("part", ["school", "staff", "token"])
def test_an_invitation_of_somebody_else_is_none(house: House, visitor: Visitor, part: str) -> None:
    person, other = employ(house), employ(house)
    token = invitation_token(house.services.keys.invitation_key, person)
    parts = {"school": person.school, "staff": person.id, "token": token}
    wrong = {"school": "de-ster", "staff": other.id, "token": token[:-2] + "xx"}
    path = "/".join((parts | {part: wrong[part]}).values())
    assert visitor.get(f"/school/uitnodiging/{path}").status == 404


def test_a_session_ends_after_an_hour_without_anything_and_after_twelve_hours(house: House) -> None:
    clerk = Clerk(house)
    for _ in range(12):
        house.pass_time(minutes=55)
        assert clerk.get("/school/instellingen/medewerkers").status == 200
    house.pass_time(minutes=61)
    assert clerk.get("/school/instellingen/medewerkers").goes_to == "/school/inloggen"
    clerk.sit_down()
    for _ in range(13):
        house.pass_time(minutes=55)
        clerk.get("/school/instellingen/medewerkers")
    house.pass_time(minutes=20)
    assert clerk.get("/school/instellingen/medewerkers").goes_to == "/school/inloggen"


def test_whoever_says_that_they_are_still_there_stays(house: House) -> None:
    clerk = Clerk(house)
    house.pass_time(minutes=55)
    assert clerk.post("/school/blijven").status == 200
    house.pass_time(minutes=55)
    assert clerk.get("/school/instellingen/medewerkers").status == 200


def test_what_was_filled_in_when_the_session_ended_is_there_after_the_next_login(house: House) -> None:
    clerk = Clerk(house)
    house.pass_time(hours=2)
    answer = clerk.post(
        "/school/instellingen/medewerkers", name="Kim Jansen", email="kim@school.example", role="beheerder"
    )
    assert answer.goes_to == "/school/inloggen"
    assert "Wat u het laatst had ingevuld, staat er dan nog" in clerk.get("/school/inloggen").words
    clerk.sit_down()
    page = clerk.get("/school/instellingen/medewerkers?concept=1")
    assert 'value="Kim Jansen"' in page.text
    assert 'value="kim@school.example"' in page.text
    assert 'value="Kim Jansen"' not in Clerk(house).get("/school/instellingen/medewerkers?concept=1").text


def test_logging_in_leads_to_the_page_that_was_asked_for(house: House, visitor: Visitor) -> None:
    person = employ(house)
    choose_password(house, visitor, person.email)
    visitor.get("/school/instellingen/medewerkers")
    log_in(visitor, person.email)
    assert (
        visitor.post("/school/inloggen/telefoon", digits=digits(SECRET)).goes_to == "/school/instellingen/medewerkers"
    )


@pytest.mark.parametrize(("asks", "told"), [("GET", False), ("POST", True)])
def test_whoever_pressed_a_button_in_vain_is_told_after_the_login(
    house: House, visitor: Visitor, asks: str, told: bool
) -> None:
    person = employ(house)
    choose_password(house, visitor, person.email)
    page = page_of(house.child())
    assert (visitor.post(page, what="letter") if asks == "POST" else visitor.get(page)).goes_to == "/school/inloggen"
    log_in(visitor, person.email)
    back = visitor.post("/school/inloggen/telefoon", digits=digits(SECRET)).goes_to
    assert back == page
    assert ("Dat is nog niet gedaan" in visitor.get(back).words) == told
    assert house.aws.queued("letters") == []


def test_a_page_says_how_long_its_session_lasts_once_that_is_less_than_an_hour(house: House) -> None:
    clerk = Clerk(house)
    for _ in range(12):
        house.pass_time(minutes=55)
        assert 'data-over=""' in clerk.get("/school/berichten").text
        left = int(clerk.post("/school/blijven").text)
    assert 3590 < left <= 3600
    house.pass_time(minutes=10)
    found = re.search(r'data-over="(\d+)"', clerk.get("/school/berichten").text)
    assert found
    assert left - int(found[1]) in (600, 601, 602, 603)


def test_logging_out_ends_the_session_for_good(house: House) -> None:
    clerk = Clerk(house)
    before = dict(clerk.cookies)
    assert clerk.post("/school/uitloggen").goes_to == "/school/inloggen"
    clerk.cookies.update(before)
    assert clerk.get("/school/instellingen/medewerkers").goes_to == "/school/inloggen"


def test_a_session_that_somebody_else_planted_is_not_the_one_after_login(house: House, visitor: Visitor) -> None:
    person = employ(house)
    choose_password(house, visitor, person.email)
    planted = Clerk(house).cookies["__Host-desk"]
    visitor.cookies["__Host-desk"] = planted
    log_in(visitor, person.email)
    visitor.post("/school/inloggen/telefoon", digits=digits(SECRET))
    assert visitor.cookies["__Host-desk"] != planted


def test_what_a_cookie_says_of_its_owner_is_believed_in_nothing(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    ours, theirs = Clerk(house), Clerk(house, school=STER)
    school, staff, secret = ours.cookies["__Host-desk"].split(".")
    for token in (
        f"{STER.id}.{theirs.person.id}.{secret}",
        f"{school}.{theirs.person.id}.{secret}",
        f"{STER.id}.{staff}.{secret}",
        f"{school}.{staff}.{'0' * 43}",
        f"{school}.{staff}",
        secret,
        f"{school}#x.{staff}.{secret}",
        "..",
    ):
        ours.cookies["__Host-desk"] = token
        assert ours.get("/school").goes_to == "/school/inloggen", token


def test_data_in_bulk_needs_password_and_digits_again_and_gives_another_session(house: House, visitor: Visitor) -> None:
    person = employ(house)
    come_in(house, visitor, person.email)
    before = visitor.cookies["__Host-desk"]
    assert "Dit is niet uw wachtwoord" in visitor.submit("/school/bevestigen", password="x" * 12, digits="123456").words
    assert "klopt niet" in visitor.submit("/school/bevestigen", password=PASSWORD, digits=wrong_digits()).words
    house.pass_time(minutes=20)
    assert visitor.post("/school/bevestigen", password=PASSWORD, digits=digits(SECRET)).goes_to == "/school"
    after = house.services.desks.find(visitor.cookies["__Host-desk"])
    assert after
    assert after.is_proven(house.services.now())
    assert house.services.desks.find(before) is None


def test_pages_come_in_the_language_that_was_chosen(house: House) -> None:
    clerk = Clerk(house)
    assert clerk.post("/school/taal", language="en").goes_to == "/school"
    colleagues = "/school/instellingen/medewerkers"
    page = clerk.get(colleagues)
    assert f'name="back" value="{colleagues}"' in page.text
    assert clerk.post("/school/taal", language="en", back=colleagues).goes_to == colleagues
    assert '<html lang="en"' in page.text
    assert "Invite a colleague" in page.words
    clerk.post("/school/taal", language="tr")
    assert '<html lang="en"' in clerk.get("/school/instellingen/medewerkers").text


def test_another_language_is_that_of_the_page_on_which_it_was_chosen(house: House) -> None:
    page = Clerk(house).get("/school/leerlingen?wie=zonder-brief&groep=5B")
    assert 'name="back" value="/school/leerlingen?wie=zonder-brief&amp;groep=5B"' in page.text
    invitation = "/school/uitnodiging/de-regenboog/abc/verzonnen"
    assert Visitor().post("/school/taal", language="en", back=invitation).goes_to == invitation


@pytest.mark.parametrize(
    "back",
    ["//evil.example", "https://evil.example/school", "/schoolx", "/school//evil.example", "/school\\x", "/nl/start"],
)
@pytest.mark.usefixtures("house")
def test_nobody_is_led_away_by_a_language(back: str) -> None:
    assert Visitor().post("/school/taal", language="en", back=back).goes_to == "/school"


def test_nothing_is_counted_or_kept_of_a_session_that_never_was(house: House, visitor: Visitor) -> None:
    visitor.cookies["__Host-desk"] = "verzonnen"
    before = len(house.items())
    assert visitor.get("/school/instellingen/medewerkers").goes_to == "/school/inloggen"
    assert visitor.post("/school/instellingen/medewerkers", name="x").goes_to == "/school/inloggen"
    assert len(house.items()) == before
    assert timedelta(0) == house.services.ahead
