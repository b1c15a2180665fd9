"""What a school sends, on the terms of six parents: which way, and when, by the clock on the wall."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest

from common.days import LOCAL, local_date
from common.preferences import Preferences, QuietHours
from tests.functions.house import House, subject_of, text_of
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender

Join = Callable[..., None]


@pytest.fixture
def join(house: House) -> Join:
    """Makes a parent with a confirmed address who wants what the test says."""

    def make(email: str, preferences: Preferences, *, device: bool = False, confirmed: bool = True) -> None:
        parent = ParentVisitor(house)
        parent.register(house.child(), email=email)
        if confirmed:
            parent.confirm(email)
        if device:
            parent.post("/nl/profiel/apparaten", token=f"token van {email.split('@', maxsplit=1)[0]}", platform="fcm")
        house.services.choices.save_preferences(house.parent(email).id, preferences)
        house.deliver_all()
        house.mails.clear()

    return make


def set_clock(house: House, text: str) -> None:
    """Puts the clock on the wall at this moment, which must be ahead."""
    wanted = datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    house.services.ahead += wanted - house.services.now()


def minutes_pass(house: House) -> None:
    house.tick()
    assert house.deliver_all() == []


def subjects(house: House, email: str) -> list[str]:
    return [subject_of(mail) for mail in house.mails_to(email)]


def test_each_is_reached_as_they_chose(house: House, join: Join) -> None:
    join("alles@ouders.example", Preferences(), device=True)
    join("mail@ouders.example", Preferences(push=frozenset()), device=True)
    join("push@ouders.example", Preferences(email=frozenset()), device=True)
    join("niets@ouders.example", Preferences(email=frozenset(), push=frozenset()), device=True)
    join("dringend@ouders.example", Preferences(email=frozenset({"dringend"})))
    join("samen@ouders.example", Preferences(daily=True))
    sender = Sender(house)
    message = sender.message(kind="schoolnieuws")
    assert house.deliver_all() == []
    who = ["alles", "mail", "push", "niets", "dringend", "samen"]
    assert [len(house.mails_to(f"{one}@ouders.example")) for one in who] == [1, 1, 0, 0, 0, 0]
    assert len(house.pushes) == 2
    counts = sender.progress(message)["counts"]
    assert (counts["audience"], counts["sent"], counts["withheld"], counts["queued"]) == (6, 3, 2, 1)
    house.pass_time(days=1)
    minutes_pass(house)
    assert subjects(house, "samen@ouders.example") == ["1 bericht van De Regenboog"]
    assert sender.progress(message)["state"] == "done"


def test_a_digest_holds_all_of_a_day_once_however_often_it_is_due(house: House, join: Join) -> None:
    join(EMAIL, Preferences(daily=True))
    sender = Sender(house)
    set_clock(house, "2026-12-01T09:00")
    first = sender.message(kind="schoolnieuws")
    house.deliver_all()
    house.pass_time(hours=2)
    sender.message(kind="herinnering")
    urgent = sender.message(kind="dringend")
    house.deliver_all()
    assert subjects(house, EMAIL) == ["Dringend: IJsvrij"]
    assert sender.progress(urgent)["state"] == "done"
    set_clock(house, "2026-12-01T17:59")
    minutes_pass(house)
    assert len(house.mails) == 1
    assert sender.progress(first)["counts"]["queued"] == 1
    set_clock(house, "2026-12-01T18:00:30")
    tasks = list(house.services.outbox.due_before(house.services.now()))
    minutes_pass(house)
    for _ in range(3):
        assert house.work(*(task for _, _, task in tasks)) == []
    assert subjects(house, EMAIL) == ["Dringend: IJsvrij", "2 berichten van De Regenboog"]
    assert text_of(house.mails[-1]).count("Blijf thuis.") == 2
    house.pass_time(days=1)
    minutes_pass(house)
    assert len(house.mails) == 2


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_the_digest_keeps_to_the_wall_when_the_clock_changes(house: House, join: Join, day: str) -> None:
    """On 28 March 2027 summer time begins, on 31 October it ends."""
    join(EMAIL, Preferences(daily=True))
    evening = (datetime.fromisoformat(day) - timedelta(days=1)).date().isoformat()
    set_clock(house, f"{evening}T18:05")
    Sender(house).message(kind="schoolnieuws")
    house.deliver_all()
    set_clock(house, f"{day}T17:59:00")
    minutes_pass(house)
    assert house.mails == []
    set_clock(house, f"{day}T18:00:05")
    minutes_pass(house)
    assert len(house.mails) == 1


@pytest.mark.parametrize("night", ["2026-12-01", "2027-03-27", "2027-10-30"])
def test_quiet_hours_hold_a_push_until_morning_and_never_an_urgent_one(house: House, join: Join, night: str) -> None:
    join(EMAIL, Preferences(email=frozenset(), quiet=QuietHours(21, 7)), device=True)
    sender = Sender(house)
    set_clock(house, f"{night}T21:30")
    message = sender.message(kind="groepsnieuws")
    sender.message(kind="dringend")
    house.deliver_all()
    assert len(house.pushes) == 1
    morning = (datetime.fromisoformat(night) + timedelta(days=1)).date().isoformat()
    set_clock(house, f"{morning}T06:59:00")
    minutes_pass(house)
    assert len(house.pushes) == 1
    assert sender.progress(message)["counts"]["queued"] == 1
    set_clock(house, f"{morning}T07:00:05")
    minutes_pass(house)
    assert len(house.pushes) == 2
    assert sender.progress(message)["counts"]["sent"] == 1


def test_what_waits_is_not_sent_to_whoever_left_or_changed_their_mind(house: House, join: Join) -> None:
    set_clock(house, f"{local_date(house.services.now()) + timedelta(days=1)}T09:00")
    join("weg@ouders.example", Preferences(daily=True, quiet=QuietHours(0, 23)), device=True)
    join("stil@ouders.example", Preferences(daily=True))
    sender = Sender(house)
    message = sender.message(kind="schoolnieuws")
    house.deliver_all()
    (link,) = house.links_of("weg@ouders.example")
    house.services.parents.unlink(link.parent, link.school, link.pupil, house.services.now())
    stil = house.parent("stil@ouders.example")
    house.services.choices.save_preferences(stil.id, stil.preferences.without("schoolnieuws"))
    house.pass_time(days=2)
    minutes_pass(house)
    assert (house.mails, house.pushes) == ([], [])
    counts = sender.progress(message)["counts"]
    assert (counts["withheld"], counts["queued"]) == (2, 0)


def test_a_digest_to_an_unconfirmed_address_holds_nothing_of_its_messages(house: House, join: Join) -> None:
    join(EMAIL, Preferences(daily=True), confirmed=False)
    Sender(house).message(kind="schoolnieuws")
    house.deliver_all()
    house.pass_time(days=1)
    minutes_pass(house)
    (mail,) = house.mails_to(EMAIL)
    assert "IJsvrij" not in str(mail)
    assert "Blijf thuis" not in str(mail)


def test_a_digest_that_ses_cannot_take_now_comes_again_whole(house: House, join: Join) -> None:
    join(EMAIL, Preferences(daily=True))
    sender = Sender(house)
    sender.message(kind="schoolnieuws")
    sender.message(kind="herinnering")
    house.deliver_all()
    house.pass_time(days=1)
    house.tick()
    house.refuse("SendEmail", "TooManyRequestsException")
    failed = house.deliver_all()
    assert len(failed) == 1
    assert house.work(*failed) == []
    assert subjects(house, EMAIL) == ["2 berichten van De Regenboog"]


def test_the_last_device_gone_a_mail_comes_in_its_place(house: House, join: Join) -> None:
    join(EMAIL, Preferences(email=frozenset()), device=True)
    house.refuse("Publish", "EndpointDisabled")
    sender = Sender(house)
    message = sender.message(kind="herinnering")
    assert house.deliver_all() == []
    assert len(house.mails_to(EMAIL)) == 1
    assert house.parent(EMAIL).devices == ()
    assert sender.progress(message)["counts"]["sent"] == 1


def test_without_a_device_mail_goes_on_until_the_parent_chooses_anew(house: House, join: Join) -> None:
    join(EMAIL, Preferences(email=frozenset(), push=frozenset({"herinnering", "dringend"})), device=True)
    house.refuse("Publish", "EndpointDisabled")
    sender = Sender(house)
    for kind in ("herinnering", "herinnering", "dringend", "schoolnieuws"):
        sender.message(kind=kind)
        assert house.deliver_all() == []
    assert subjects(house, EMAIL) == ["IJsvrij", "IJsvrij", "Dringend: IJsvrij"]
    visitor = ParentVisitor(house)
    visitor.log_in(EMAIL)
    page = visitor.get("/nl/profiel").words
    told = "Uw apparaat krijgt geen meldingen meer. Wat u alleen als pushmelding wilt, mailen we u"
    assert page.count(told) == 1
    assert page.count("U krijgt deze berichten nu niet.") == 2
    visitor.post("/nl/profiel", push_herinnering="on", push_dringend="on")
    visitor.post("/nl/profiel/dringend")
    house.mails.clear()
    sender.message(kind="herinnering")
    assert house.deliver_all() == []
    assert house.mails == []


def test_mail_that_came_for_a_push_is_stopped_like_any_other(house: House, join: Join) -> None:
    join(EMAIL, Preferences(email=frozenset()), device=True)
    house.refuse("Publish", "EndpointDisabled")
    sender = Sender(house)
    sender.message(kind="herinnering")
    house.deliver_all()
    (mail,) = house.mails_to(EMAIL)
    headers = {one["Name"]: one["Value"] for one in mail["Content"]["Simple"]["Headers"]}
    path = urlsplit(headers["List-Unsubscribe"].strip("<>")).path
    assert ParentVisitor(house).send("POST", path, {}, "").status == 200
    sender.message(kind="herinnering")
    house.deliver_all()
    assert len(house.mails_to(EMAIL)) == 1


def test_no_mail_comes_for_a_push_at_an_address_that_was_given_up(house: House, join: Join) -> None:
    join(EMAIL, Preferences(email=frozenset()), device=True)
    house.services.addresses.give_up(house.parent(EMAIL).id, EMAIL, "bounce", house.services.now())
    house.refuse("Publish", "EndpointDisabled")
    sender = Sender(house)
    message = sender.message(kind="herinnering")
    assert house.deliver_all() == []
    assert house.mails == []
    assert sender.progress(message)["counts"]["bounced"] == 1


# -- how fast


def test_pushes_do_not_wait_in_the_line_of_mails(house: House, join: Join) -> None:
    join(EMAIL, Preferences(), device=True)
    house.services.pace.reserve(14 * 60, house.services.now())
    Sender(house).message(kind="schoolnieuws")
    house.relay()
    house.work(*house.aws.queued("deliveries"))
    house.work(*house.aws.queued("deliveries"))
    assert (len(house.pushes), len(house.mails)) == (1, 0)
    assert house.deliver_all() == []
    assert (len(house.pushes), len(house.mails)) == (1, 1)


def test_mail_leaves_no_faster_than_it_may(house: House, join: Join) -> None:
    for number in range(12):
        join(f"ouder{number}@ouders.example", Preferences())
    house.services.pace.rate = 2
    start = house.services.now()
    Sender(house).message(kind="schoolnieuws")
    assert house.deliver_all() == []
    assert len(house.mails) == 12
    assert house.services.now() - start >= timedelta(seconds=5)


def test_a_delivery_takes_less_than_four_calls(house: House, join: Join) -> None:
    """Claim, mail and settle; what is read is read for all of a task at once."""
    for number in range(20):
        join(f"ouder{number}@ouders.example", Preferences())
    Sender(house).message(kind="schoolnieuws")
    house.relay()
    house.work(*house.aws.queued("deliveries"))
    tasks = house.aws.queued("deliveries")
    house.aws.calls.clear()
    house.work(*tasks)
    assert len(house.mails) == 20
    assert len(house.aws.calls) <= 4 * 20 - 10, Counter(house.aws.calls)


def test_urgent_mail_does_not_stand_in_line(house: House, join: Join) -> None:
    join(EMAIL, Preferences())
    house.services.pace.reserve(14 * 60, house.services.now())
    Sender(house).message(kind="schoolnieuws")
    Sender(house).message(kind="dringend")
    house.relay()
    while tasks := [task for task in house.aws.queued("deliveries") if "slot" not in task]:
        house.work(*tasks)
    assert subjects(house, EMAIL) == ["Dringend: IJsvrij"]
    assert 55 <= house.delays[0] <= 60
