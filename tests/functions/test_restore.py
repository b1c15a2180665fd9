"""The drill: the table is put back to an earlier moment, and nothing that was ended or replaced since comes back."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from account.farewell import delete_account
from common.journal import OPERATOR
from common.parents import Parent
from common.preferences import Preferences
from common.staff import Invitation
from messages import orders
from operate.restoring import accounts
from tests.emulated import TABLE
from tests.functions.clerk import Clerk, employ
from tests.functions.drill import (
    OTHER,
    disaster,
    erase_pupil,
    opens,
    pupil_now,
    registered,
    renew_code,
    scene,
    work_off,
)
from tests.functions.history import History
from tests.functions.house import PASSWORD, REGENBOOG, Child, House, subject_of
from tests.functions.operator import Operator, erase
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_delivery_faults import Sender

NEW = "nieuw@ouders.example"


def test_a_link_that_was_undone_stays_undone_and_the_others_work(house: House, history: History) -> None:
    child, sister = house.child(), house.child("Noor")
    parent, partner = registered(house, child), registered(house, child, OTHER)
    parent.link(sister)
    history.remember()
    assert parent.post(child.address).goes_to
    disaster(history)
    assert len(house.linked(child)) == 2
    history.replay()
    history.go_on()
    assert house.linked(child) == [house.parent(OTHER).id]
    assert house.linked(sister) == [house.parent(EMAIL).id]
    assert partner.get("/nl/profiel").goes_to == "/nl/inloggen"
    partner.log_in(OTHER)
    assert "Sanne" in partner.get("/nl/profiel").words
    pupil = pupil_now(house, child)
    assert pupil
    assert pupil.linked == 1


def test_a_link_that_is_made_anew_afterwards_is_another_one(house: House, history: History) -> None:
    child = house.child()
    parent = registered(house, child)
    history.remember()
    parent.post(child.address)
    disaster(history)
    history.replay()
    history.go_on()
    house.pass_time(minutes=1)
    parent.log_in()
    assert parent.link(child).goes_to
    history.tell()
    history.replay()
    assert house.linked(child) == [house.parent(EMAIL).id]


def test_a_letter_that_was_replaced_stays_dead_and_the_newest_works(house: House, history: History) -> None:
    child, untouched = house.child(), house.child("Noor")
    history.remember()
    before_last, last = renew_code(house, child), renew_code(house, child)
    disaster(history)
    history.replay()
    history.go_on()
    work_off(house)
    assert not any(opens(house, Child(child.pupil, code), EMAIL) for code in (child.code, before_last))
    assert opens(house, Child(child.pupil, last), EMAIL)
    assert opens(house, untouched, OTHER)


def test_whoever_was_erased_stays_erased(house: House, history: History) -> None:
    child, sister = house.child(), house.child("Noor")
    registered(house, child)
    parent = registered(house, sister, OTHER)
    parent.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
    gone = house.parent(OTHER).id
    history.remember()
    erase_pupil(house, child)
    delete_account(gone, house.services.now())
    disaster(history)
    assert house.parent(OTHER)
    history.replay()
    history.go_on()
    work_off(house)
    whole = json.dumps(house.items())
    assert OTHER not in whole
    assert "Sanne" not in whole
    assert not [item for item in house.items() if gone in item["PK"]["S"]]
    assert not [item for item in house.items() if item["PK"]["S"].startswith("CODE#")][1:]
    assert house.parent(EMAIL)
    assert [user["Username"] for user in house.users()] == [house.parent(EMAIL).id]
    assert not opens(house, child, NEW)


def test_a_school_that_was_erased_is_erased_again(house: House, history: History) -> None:
    house.child()
    here = house.services
    day = house.today
    history.remember()
    here.erasure.mark(REGENBOOG, day, here.journal.entry(REGENBOOG.id, "school_deleted", OPERATOR, here.now()))
    erase()
    assert here.schools.find(REGENBOOG.id) is None
    disaster(history)
    assert here.schools.find(REGENBOOG.id)
    history.replay()
    assert here.schools.find(REGENBOOG.id) is None
    assert here.pupils.of_school(REGENBOOG.id) == []
    # The same id once more is another school.
    house.pass_time(minutes=1)
    here.schools.add(REGENBOOG, here.now())
    item = {"PK": {"S": "SCHOOLS"}, "SK": {"S": REGENBOOG.id}, "since": {"N": f"{here.now().timestamp():.0f}"}}
    house.aws.session.client("dynamodb").put_item(TableName=TABLE, Item=item)
    history.replay()
    assert here.schools.find(REGENBOOG.id)


def test_a_school_stays_stopped_and_one_that_goes_on_is_left_alone(house: House, history: History) -> None:
    here = house.services
    history.remember()
    house.set_paused(True)
    history.tell()
    house.set_paused(False)
    here.schools.suspend(REGENBOOG.id, here.journal.entry(REGENBOOG.id, "school_suspended", OPERATOR, here.now()))
    history.tell()
    day = house.today + timedelta(days=9)
    here.erasure.mark(REGENBOOG, day, here.journal.entry(REGENBOOG.id, "school_deleted", OPERATOR, here.now()))
    disaster(history)
    history.replay()
    assert here.schools.find(REGENBOOG.id) == replace(REGENBOOG, suspended=True, deleted_on=day)
    assert here.erasure.due(day) == [(day, REGENBOOG.id)]


def test_keys_and_people_of_a_desk_do_not_come_back(house: House, history: History) -> None:
    here, manager = house.services, Clerk(house)
    key = here.api_keys.make(REGENBOOG.id, here.now())
    kept = here.api_keys.make(REGENBOOG.id, here.now())
    gone, humbler = employ(house), employ(house)
    history.remember()
    here.api_keys.withdraw(REGENBOOG.id, here.api_keys.of_school(REGENBOOG.id)[0].id)
    here.staff.remove(gone, here.journal.entry(REGENBOOG.id, "staff_removed", OPERATOR, here.now()))
    here.staff.change_role(
        humbler, "medewerker", here.journal.entry(REGENBOOG.id, "staff_changed", OPERATOR, here.now())
    )
    opens = [here.api_keys.behind(one) is not None for one in (key, kept)]
    assert sorted(opens) == [False, True]
    disaster(history)
    assert here.api_keys.behind(key)
    history.replay()
    assert [here.api_keys.behind(one) is not None for one in (key, kept)] == opens
    there = {person.id: person.role for person in here.staff.of_school(REGENBOOG.id)}
    assert there == {manager.person.id: "beheerder", humbler.id: "medewerker"}
    assert here.staff.behind(gone.email) is None


def test_the_last_who_may_do_everything_keeps_it_and_the_operator_is_told(house: House, history: History) -> None:
    here, first = house.services, employ(house)
    history.remember()
    later = Clerk(house).person
    here.staff.change_role(first, "medewerker", here.journal.entry(REGENBOOG.id, "staff_changed", OPERATOR, here.now()))
    assert later.is_manager
    disaster(history)
    assert "staff_invited  1" in history.replay()
    assert f"{first.id} stays beheerder of {REGENBOOG.id}" in history.operator.words


def test_what_opened_something_opens_nothing_any_more(house: House, history: History) -> None:
    child, clerk = house.child(), Clerk(house)
    parent = registered(house, child)
    ParentVisitor(house).post("/nl/wachtwoord", email=EMAIL)
    house.services.resets.ask(OTHER, house.services.now())
    history.remember()
    disaster(history)
    history.replay()
    history.go_on()
    assert parent.get("/nl/profiel").goes_to == "/nl/inloggen"
    assert clerk.get("/school").goes_to.startswith("/school/inloggen")
    assert house.services.resets.waiting(OTHER) is None
    assert [one.invitation for one in house.services.staff.of_school(REGENBOOG.id)] == [None]


def parents_now(house: House, *emails: str) -> list[Parent]:
    return [house.parent(email) for email in emails]


def test_who_wanted_no_mail_gets_none_and_an_address_of_before_is_not_used(house: House, history: History) -> None:
    here = house.services
    visitors = [registered(house, house.child(f"Kind{n}"), f"p{n}@ouders.example") for n in range(4)]
    tired, bounced, moved, fine = parents_now(house, *(f"p{n}@ouders.example" for n in range(4)))
    history.remember()
    here.choices.save_preferences(tired.id, Preferences().without("groepsnieuws", channels=("email",)))
    here.addresses.give_up(bounced.id, bounced.email, "complaint", here.now())
    house.pass_time(minutes=2)
    visitors[2].post("/nl/account/adres", email=NEW, current=PASSWORD)
    visitors[2].post("/nl/profiel/adres", digits=house.digits_for(moved.email))
    assert house.parent(NEW).addresses == 1
    here.choices.save_language(fine.id, "pl")
    disaster(history)
    history.replay()
    tired, bounced, moved, fine = parents_now(house, *(f"p{n}@ouders.example" for n in range(4)))
    assert not tired.preferences.wants("groepsnieuws", "email")
    assert tired.preferences.wants("groepsnieuws", "push")
    assert (tired.undeliverable, bounced.undeliverable, moved.undeliverable) == ("", "complaint", "bounce")
    assert (fine.undeliverable, fine.preferences) == ("", Preferences())
    assert {one.parent for one in here.bounces.of_school(REGENBOOG.id)} == {bounced.id, moved.id}


def planned(house: House, title: str, **wait: int) -> str:
    """A message that goes out later."""
    body = {"kind": "dringend", "title": title, "text": "Blijf thuis.", "audience": {"school": True}}
    later = {"send_at": (house.services.now() + timedelta(**wait)).isoformat()}
    return str(Sender(house).send("POST", "/api/messages", {}, json.dumps(body | later)).json()["id"])


def subjects(house: House) -> list[str]:
    house.tick()
    assert house.deliver_all() == []
    found = [subject_of(mail).rpartition(": ")[2] for mail in house.mails]
    house.mails.clear()
    return found


def test_a_message_goes_out_once_and_not_where_it_was_cancelled(house: House, history: History) -> None:
    registered(house, house.child())
    house.deliver_all()
    house.mails.clear()
    planned(house, "Vandaag", minutes=30)
    cancelled = planned(house, "Toch niet", days=1)
    planned(house, "Toch wel", days=1)
    history.remember()
    orders.cancel(REGENBOOG.id, cancelled, OPERATOR, house.services.now())
    house.pass_time(minutes=31)
    assert subjects(house) == ["Vandaag"]
    disaster(history)
    history.replay()
    history.go_on()
    assert subjects(house) == []
    house.sweep()
    house.pass_time(days=1)
    assert subjects(house) == ["Toch wel"]
    house.pass_time(hours=1)
    house.sweep()
    assert subjects(house) == []


def test_twice_replayed_is_the_same_and_a_dry_run_changes_nothing(house: House, history: History) -> None:
    scene(house, history)
    history.tell(twice=True)
    history.put_back()
    before = house.items()
    would = history.replay("--dry-run").splitlines(), history.operator.words.splitlines()[1:]
    assert house.items() == before
    done = history.replay().splitlines(), history.operator.words.splitlines()[1:]
    assert would == done
    assert not [line for line in done[1] if line.endswith(("links ended: 0", "parents erased: 0", "pupils erased: 0"))]
    after = sorted(map(json.dumps, house.items()))
    history.tell()
    assert history.replay() == ""
    assert sorted(map(json.dumps, house.items())) == after


def test_the_journal_is_whole_again_with_the_names_of_who_is_still_there(house: House, history: History) -> None:
    here, person = house.services, employ(house)
    history.remember()
    actor = replace(OPERATOR, kind="staff", id=person.id, name=person.name)
    here.journal.note(REGENBOOG.id, "list_uploaded", actor, here.now(), list="een", file="Sanne Bakker.csv")
    disaster(history)
    assert history.replay() == f"{REGENBOOG.id}  list_uploaded  1"
    (told,) = [one for one in here.journal.newest(REGENBOOG.id, "", 9) if one.what == "list_uploaded"]
    assert (told.by, dict(told.about)) == (actor, {"list": "een"})


def odd(operator: Operator) -> list[str]:
    return operator.does("reconcile-accounts").splitlines()


def test_accounts_that_only_one_side_knows_are_told_and_mended(
    house: House, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    child, clerk = house.child(), Clerk(house)
    registered(house, child)
    here, operator = house.services, history.operator
    history.remember()
    registered(house, child, OTHER)
    stray = house.parent(OTHER).id
    disaster(history)
    history.replay()
    here.accounts.delete(house.parent(EMAIL).id)
    staff = f"staff  {REGENBOOG.id}  {clerk.person.id}"
    assert odd(operator) == [f"parent  {house.parent(EMAIL).id}", staff]
    monkeypatch.setattr(accounts, "_BEING_MADE", timedelta(0))
    assert f"stray  {stray}" in odd(operator)
    assert "nothing was changed" in operator.is_refused("reconcile-accounts", "--mend", typed="2")
    assert operator.does("reconcile-accounts", "--mend", typed="1")
    assert house.users() == []
    history.go_on()
    visitor = ParentVisitor(house)
    visitor.post("/nl/wachtwoord", email=EMAIL)
    visitor.post("/nl/wachtwoord/nieuw", email=EMAIL, digits=house.reset_digits_for(EMAIL), password="een-andere-giraf")
    assert ParentVisitor(house).log_in(password="een-andere-giraf").goes_to == "/nl/profiel"
    assert odd(operator) == [staff]


def test_who_can_still_follow_an_invitation_is_not_odd(house: House, operator: Operator) -> None:
    here, invited = house.services, employ(house)
    staff = f"staff  {REGENBOOG.id}  {invited.id}"
    assert odd(operator) == []
    assert "new invitation, mends it: 0" in operator.words
    now = here.now()
    expired = replace(invited, invitation=Invitation("nonce", now - timedelta(seconds=1)))
    here.staff.invite_again(expired, now)
    assert odd(operator) == [staff]
    assert "new invitation, mends it: 1" in operator.words
    here.staff.withdraw_invitation(expired)
    assert odd(operator) == [staff]


@pytest.mark.parametrize(
    ("since", "why"),
    [
        ("gisteren", "is written as"),
        ("2026-11-26T10:00:00", "needs its zone"),
        ("2999-01-01T00:00:00Z", "is in the future"),
    ],
)
def test_a_moment_that_is_none_is_refused(operator: Operator, since: str, why: str) -> None:
    assert why in operator.is_refused("replay-journal", "--since", since)


def test_a_table_is_filled_only_while_all_is_still_and_only_an_empty_one(house: House, history: History) -> None:
    operator = history.operator
    assert "Maintenance=all" in operator.is_refused("fill-table", "--from", "restored")
    history.stop()
    assert "not empty" in operator.is_refused("fill-table", "--from", "restored")
    assert "no table restored" in operator.is_refused("fill-table", "--from", "restored", "--go-on")
    assert house.services.schools.find(REGENBOOG.id) == REGENBOOG
