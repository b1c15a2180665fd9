"""One mail to the school when nobody has registered for some of its pupils, three weeks after the letters."""

import json

import pytest

from common.journal import OPERATOR
from tests.functions.house import REGENBOOG, House, html_of, subject_of, text_of
from tests.functions.parent import ParentVisitor
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import DAAN, NOOR, SANNE, put, take

EVERYBODY = {"audience": {"school": True}}
REMINDER = {"audience": {"school": True}, "only": "nobody_linked"}


def told(house: House) -> list[str]:
    """The subjects of the mails that say so, once all that is due now is done."""
    house.tick()
    assert house.deliver_all() == []
    house.aws.queued("letters")
    return [subject_of(mail) for mail in house.mails_to(REGENBOOG.email) if "nog geen ouder" in subject_of(mail)]


def ask(house: House, body: object = EVERYBODY) -> str:
    return str(SchoolSystem(house).send("POST", "/api/letters", {}, json.dumps(body)).json()["id"])


def looks(house: House) -> list[dict[str, str]]:
    """The tasks that wait for their day."""
    return [body for body in house.aws.outbox() if body["kind"] == "remind"]


def print_all(house: House, batch: str) -> None:
    assert SchoolSystem(house).send("POST", f"/api/letters/{batch}/printed", {}, "{}").status == 200


def test_three_weeks_after_a_list_the_school_is_told_once_of_how_many_and_what_to_do(house: House) -> None:
    take(put(house, SANNE, DAAN, NOOR))
    house.pass_time(days=20)
    assert told(house) == []
    house.pass_time(days=1, minutes=1)
    assert told(house) == ["3 leerlingen hebben nog geen ouder in Ouderbrief"]
    (mail,) = [mail for mail in house.mails_to(REGENBOOG.email) if "nog geen ouder" in subject_of(mail)]
    address = f"{house.services.settings.site_url}/school/brieven?wie=nobody_linked"
    assert address in text_of(mail)
    assert f'href="{address}"' in html_of(mail)
    assert "Voor 3 leerlingen heeft nog niemand zich aangemeld" in text_of(mail)
    assert "Nobody has registered yet for 3 pupils" in text_of(mail)
    assert not [name for name in ("Sanne", "Daan", "Noor", "Bakker", "5B") if name in str(mail)]
    house.pass_time(days=100)
    assert len(told(house)) == 1


def test_who_has_a_parent_is_not_counted(house: House) -> None:
    child = house.child("Milan")
    house.child("Lotte")
    ParentVisitor(house).register(child)
    ask(house)
    house.pass_time(days=22)
    assert told(house) == ["1 leerling heeft nog geen ouder in Ouderbrief"]


def test_where_everybody_of_the_letters_has_a_parent_nothing_is_due(house: House) -> None:
    child = house.child("Milan")
    ParentVisitor(house).register(child)
    ask(house)
    # Without a letter of that day.
    house.child("Lotte")
    house.pass_time(days=22)
    assert told(house) == []


def test_letters_that_came_class_by_class_are_one_mail(house: House) -> None:
    house.child("Milan", class_name="5B")
    house.child("Lotte", class_name="6A")
    for class_name in ("5B", "6A"):
        ask(house, {"audience": {"classes": [class_name]}})
        house.pass_time(hours=1)
    house.pass_time(days=22)
    assert len(told(house)) == 1


def test_letters_of_a_later_wave_are_told_of_again(house: House) -> None:
    house.child("Milan")
    ask(house)
    house.pass_time(days=22)
    assert len(told(house)) == 1
    house.pass_time(minutes=1)
    ask(house)
    house.pass_time(days=22)
    assert len(told(house)) == 2


def test_whoever_made_reminders_meanwhile_is_not_told_and_reminders_begin_no_wave(house: House) -> None:
    house.child("Milan")
    ask(house)
    house.pass_time(days=10)
    reminder = ask(house, REMINDER)
    house.pass_time(days=1)
    print_all(house, reminder)
    assert len(looks(house)) == 2
    house.pass_time(days=30)
    assert told(house) == []
    assert looks(house) == []


def test_letters_that_were_printed_later_are_told_of_later(house: House) -> None:
    house.child("Milan")
    batch = ask(house)
    house.pass_time(days=14)
    print_all(house, batch)
    house.pass_time(days=8)
    assert told(house) == []
    assert len(looks(house)) == 1
    house.pass_time(days=14)
    assert len(told(house)) == 1


def test_however_often_it_is_looked_it_is_one_mail(house: House) -> None:
    house.child("Milan")
    ask(house)
    (task,) = looks(house)
    assert house.work(task) == []
    assert told(house) == []
    house.pass_time(days=22)
    assert house.work(task, task) == []
    assert len(told(house)) == 1
    assert house.work(task) == []
    house.tick()
    assert len(told(house)) == 1


@pytest.mark.parametrize("operation", ["UpdateItem", "PutItem", "SendEmail"])
def test_whatever_fails_the_mail_goes_when_the_task_comes_again(house: House, operation: str) -> None:
    """Also between the mark that the school was told and the mail itself."""
    house.child("Milan")
    ask(house)
    (task,) = looks(house)
    house.pass_time(days=22)
    house.refuse(operation, "ServiceUnavailable")
    assert house.work(task) == [task]
    assert house.mails_to(REGENBOOG.email) == []
    house.pass_time(minutes=5)
    assert len(told(house)) == 1


def test_a_crash_after_the_mark_loses_no_mail_where_other_letters_are_looked_at_first(house: House) -> None:
    house.child("Milan", class_name="5B")
    house.child("Lotte", class_name="6A")
    for class_name in ("5B", "6A"):
        ask(house, {"audience": {"classes": [class_name]}})
        house.pass_time(hours=1)
    first, second = looks(house)
    house.pass_time(days=22)
    house.refuse("SendEmail", "ServiceUnavailable")
    assert house.work(first) == [first]
    assert house.work(second) == []
    assert house.mails_to(REGENBOOG.email) == []
    assert house.work(first) == []
    assert len(told(house)) == 1


def test_looked_at_in_parallel_it_is_one_mail(house: House) -> None:
    house.child("Milan")
    ask(house)
    (task,) = looks(house)
    house.pass_time(days=22)
    house.meanwhile("UpdateItem", lambda: house.work(task))
    assert house.work(task) == []
    assert len(told(house)) == 1


@pytest.mark.parametrize("setting", ["suspended", "paused"])
def test_a_school_that_is_stopped_or_whose_codes_wait_gets_none(house: House, setting: str) -> None:
    house.child("Milan")
    ask(house)
    (task,) = looks(house)
    here = house.services
    entry = here.journal.entry(REGENBOOG.id, "settings_changed", OPERATOR, here.now(), setting=setting)
    here.schools.change(REGENBOOG.id, {setting: True}, entry)
    house.pass_time(days=22)
    assert told(house) == []
    assert house.work(task) == []
    assert house.mails_to(REGENBOOG.email) == []


def test_of_a_school_that_is_gone_nobody_is_told(house: House) -> None:
    assert house.work({"kind": "remind", "school": "weg", "batch": "20260901T120000-0000000001"}) == []
    assert house.mails == []
