"""The switches on *Profiel*, and how mail is stopped from within a mail."""

import re
from datetime import timedelta
from typing import Any

import pytest

from common.preferences import KINDS, QuietHours
from common.web import unsubscribing
from common.web.kept import read, sign
from tests.functions.house import PASSWORD, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.functions.visitor import Visitor

ALL_ON = {f"{channel}_{kind}": "on" for channel in ("email", "push") for kind in KINDS}


@pytest.fixture
def parent(house: House, visitor: ParentVisitor) -> ParentVisitor:
    """A parent with a confirmed address, whose first mails are read."""
    visitor.register(house.child())
    visitor.confirm()
    house.deliver_all()
    house.mails.clear()
    return visitor


def save(parent: ParentVisitor, *off: str, **more: str) -> Any:
    """All switches on but these."""
    return parent.submit("/nl/profiel", **{name: on for name, on in ALL_ON.items() if name not in off}, **more)


def checked(page: str) -> set[str]:
    """The names of the switches that are on."""
    return {name for name in ALL_ON if f'name="{name}" checked' in page}


def test_everything_is_on_until_a_parent_says_otherwise(parent: ParentVisitor) -> None:
    assert checked(parent.get("/nl/profiel").text) == set(ALL_ON)


def test_the_page_shows_what_was_saved(parent: ParentVisitor) -> None:
    page = save(parent, "email_groepsnieuws", pace="daily", quiet="on", quiet_start="22", quiet_end="6")
    assert checked(page.text) == set(ALL_ON) - {"email_groepsnieuws"}
    assert 'value="daily" checked' in page.text
    assert 'value="22" selected' in page.text
    assert 'value="6" selected' in page.text


def test_quiet_may_begin_and_end_at_every_hour_of_a_clock(parent: ParentVisitor) -> None:
    offered = re.findall(r'<option value="(\d+)"(?: selected)?>([\d.]+)<', parent.get("/nl/profiel").text)
    clock = [(str(hour), f"{hour // 10}{hour % 10}.00") for hour in range(24)]
    assert offered == clock + clock
    assert 'value="23" selected' in save(parent, quiet="on", quiet_start="23", quiet_end="0").text


def test_without_a_device_a_kind_that_comes_by_push_alone_does_not_come(parent: ParentVisitor) -> None:
    assert save(parent, "email_herinnering").words.count("U krijgt deze berichten nu niet.") == 1
    parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm", name="Mijn telefoon")
    page = parent.get("/nl/profiel").words
    assert "U krijgt deze berichten nu niet." not in page
    assert "Mijn telefoon" in page


def test_urgent_off_asks_first_and_keeps_all_else(house: House, parent: ParentVisitor) -> None:
    page = save(parent, "email_dringend", "push_dringend", "email_herinnering", pace="daily")
    assert "Wilt u geen dringende berichten meer?" in page.words
    kept = house.parent(EMAIL).preferences
    assert kept.wants("dringend", "email")
    assert not kept.wants("herinnering", "email")
    assert kept.daily
    after = parent.submit("/nl/profiel/dringend")
    assert "Uw voorkeuren zijn opgeslagen." in after.words
    kept = house.parent(EMAIL).preferences
    assert not kept.wants("dringend", "email")
    assert not kept.wants("dringend", "push")
    assert "Uw voorkeuren zijn opgeslagen." in save(parent, "email_dringend", "push_dringend").words


def test_urgent_that_still_comes_by_push_needs_no_question(parent: ParentVisitor) -> None:
    parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    assert "Uw voorkeuren zijn opgeslagen." in save(parent, "email_dringend").words


@pytest.mark.parametrize(
    ("start", "end"),
    [("7", "7"), ("", ""), ("24", "7"), ("-1", "7"), ("9" * 4999, "7"), ("٧", "8")],
    ids=lambda x: x[:5],
)
def test_hours_that_are_none_are_told_and_nothing_is_saved(
    house: House, parent: ParentVisitor, start: str, end: str
) -> None:
    page = save(parent, "email_herinnering", quiet="on", quiet_start=start, quiet_end=end)
    assert "Kies een begin en een einde die verschillen" in page.words
    assert page.text.count("<title>Fout:") == 1
    assert house.parent(EMAIL).preferences.quiet is None
    assert house.parent(EMAIL).preferences.wants("herinnering", "email")
    assert checked(page.text) == set(ALL_ON) - {"email_herinnering"}


def test_where_no_push_is_offered_its_switches_stay_as_they_were(house: House, parent: ParentVisitor) -> None:
    save(parent, "push_herinnering", quiet="on", quiet_start="21", quiet_end="7")
    house.services.push._applications = {}
    page = parent.submit("/nl/profiel", **{name: "on" for name in ALL_ON if name.startswith("email_")})
    assert "Pushmelding" not in page.words
    kept = house.parent(EMAIL).preferences
    assert kept.quiet == QuietHours(21, 7)
    assert set(kept.push) == set(KINDS) - {"herinnering"}


def test_a_trial_comes_over_mail_and_push_once_a_minute(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    assert "een proefbericht gestuurd" in parent.submit("/nl/profiel/proefbericht").words
    assert "net al een proefbericht" in parent.submit("/nl/profiel/proefbericht").words
    house.deliver_all()
    assert (len(house.mails), len(house.pushes)) == (1, 1)
    house.pass_time(seconds=61)
    parent.post("/nl/profiel/proefbericht")
    house.deliver_all()
    assert (len(house.mails), len(house.pushes)) == (2, 2)


def test_a_trial_takes_no_way_that_is_off(house: House, parent: ParentVisitor) -> None:
    parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    parent.post("/nl/profiel", push_dringend="on")
    parent.post("/nl/profiel/proefbericht")
    house.deliver_all()
    assert (len(house.mails), len(house.pushes)) == (0, 1)


# -- from within a mail


@pytest.fixture
def leave(house: House, parent: ParentVisitor) -> str:
    """Where the mail of a piece of school news says that it can be stopped."""
    assert parent
    Sender(house).message(kind="schoolnieuws")
    house.deliver_all()
    (mail,) = house.mails_to(EMAIL)
    headers = {one["Name"]: one["Value"] for one in mail["Content"]["Simple"]["Headers"]}
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address: str = headers["List-Unsubscribe"].strip("<>")
    assert address in mail["Content"]["Simple"]["Body"]["Html"]["Data"]
    return address.removeprefix("https://ouders.example")


def test_a_mail_program_stops_the_mail_with_one_post_from_nowhere(house: House, leave: str) -> None:
    program = Visitor()
    for _ in range(2):
        answer = program.send("POST", leave, {}, "List-Unsubscribe=One-Click")
        assert (answer.status, answer.goes_to) == (200, "")
    left = house.parent(EMAIL).preferences
    assert set(left.email) == set(KINDS) - {"schoolnieuws"}
    assert set(left.push) == set(KINDS)


def test_a_scanner_that_opens_it_changes_nothing(house: House, leave: str) -> None:
    scanner = Visitor()
    assert scanner.get(scanner.get(leave).goes_to).status == 200
    scanner.send("HEAD", leave, {})
    assert house.parent(EMAIL).preferences.wants("schoolnieuws", "email")


def test_a_person_is_asked_and_told(house: House, leave: str) -> None:
    person = Visitor()
    page = person.get(person.get(leave).goes_to)
    assert "Wilt u geen e-mail meer over dit soort berichten?" in page.words
    assert "Nieuws van de school" in page.words
    assert "Sanne" not in page.words
    done = person.submit(f"/nl{leave}")
    assert "U krijgt deze e-mails niet meer." in done.words
    assert not house.parent(EMAIL).preferences.wants("schoolnieuws", "email")


def test_what_is_stopped_does_not_come(house: House, leave: str) -> None:
    Visitor().send("POST", leave, {}, "List-Unsubscribe=One-Click")
    house.mails.clear()
    Sender(house).message(kind="schoolnieuws")
    Sender(house).message(kind="groepsnieuws")
    house.deliver_all()
    assert len(house.mails) == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_token_that_was_changed_opens_nothing(house: House, leave: str, method: str) -> None:
    start, _, token = leave.rpartition("/")
    head, claims, signature = token.split(".")
    for forged in (f"{head}.{claims}.{signature[:-2]}xx", f"{head}.{claims}.", "x", claims):
        address = f"{start}/{forged}"
        answer = Visitor().send(method, f"/nl{address}" if method == "GET" else address, {}, "")
        assert answer.status == 404, forged
    assert house.parent(EMAIL).preferences.wants("schoolnieuws", "email")


def test_a_mail_of_long_ago_can_still_be_stopped(house: House, parent: ParentVisitor) -> None:
    """Kinds were numbers in it: those of the order that they had then."""
    assert parent
    here, value = house.services, {"parent": house.parent(EMAIL).id, "kinds": [1, 3]}
    token = sign(here.keys.signing_key, "unsubscribe", value, here.now(), timedelta(days=400))
    assert Visitor().send("POST", f"/uitschrijven/{token}", {}, "List-Unsubscribe=One-Click").status == 200
    assert house.parent(EMAIL).preferences.email == {"dringend", "groepsnieuws"}


def test_a_token_names_its_kinds_whatever_their_order_becomes(house: House, parent: ParentVisitor) -> None:
    assert parent
    here = house.services
    token = unsubscribing.token_for(house.parent(EMAIL).id, EMAIL, KINDS, here.now())
    assert read(here.keys.signing_keys, "unsubscribe", token)["k"] == sorted(KINDS)
    proof = unsubscribing.read(token)
    assert proof
    assert (proof.parent, proof.kinds) == (house.parent(EMAIL).id, KINDS)
    assert Visitor().get(f"/nl/uitschrijven/{token}").status == 200


def test_after_the_account_is_gone_the_mail_says_nothing_of_it(parent: ParentVisitor, leave: str) -> None:
    parent.post("/nl/account/verwijderen", current=PASSWORD)
    gone, never = Visitor().get(f"/nl{leave}"), Visitor().get("/nl/uitschrijven/x")
    assert gone.status == 404
    assert gone.body == never.body


def test_what_is_stopped_at_the_same_moment_from_several_mails_is_all_stopped(
    house: House, parent: ParentVisitor
) -> None:
    here = house.services
    first, second = (unsubscribing.token_for(house.parent(EMAIL).id, EMAIL, [kind], here.now()) for kind in KINDS[:2])
    house.meanwhile("UpdateItem", lambda: parent.send("POST", f"/uitschrijven/{second}", {}, ""))
    assert parent.send("POST", f"/uitschrijven/{first}", {}, "").status == 200
    assert house.parent(EMAIL).preferences.email == set(KINDS[2:])
    assert house.parent(EMAIL).preferences.push == set(KINDS)
