"""*Schooljaar*: the turn of the year at the desk."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from common.cloud.counting import recount
from common.pupils import end_of_school_year
from common.schools import School
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.parent import ParentVisitor
from tests.functions.test_calls import calls_of
from tests.functions.test_desk_lists import LISTS, always_whole, whole
from tests.functions.test_letters import make
from tests.functions.uploads import DAAN, SANNE, SENT_ON_IN_WORDS, order, put, reports, settle, take

YEAR, NEW_CODES = "/school/schooljaar", "/school/schooljaar/nieuwe-codes"
STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")


def ending(house: House, name: str = "Sanne", days: int = 10) -> Child:
    """A pupil whose code works for some days."""
    return house.child(name, valid_until=house.today + timedelta(days=days))


def until_of(house: House, child: Child) -> date:
    return house.services.pupils.find_many(child.pupil.school, [child.pupil.id])[0].valid_until


def end(house: House) -> date:
    return end_of_school_year(house.today)


def told(house: House, what: str) -> int:
    return sum(one.what == what for one in house.services.journal.newest(REGENBOOG.id, "", 50))


def test_a_new_school_is_told_what_there_is_to_do(house: House) -> None:
    page = Clerk(house).get(YEAR).words
    assert "Er is nog geen lijst van de hele school gekomen." in page
    assert "Liever nieuwe codes" not in page


def test_each_step_says_where_the_school_stands(house: House, visitor: ParentVisitor) -> None:
    visitor.register(house.child())
    ending(house, "Daan")
    recount(REGENBOOG.id)
    page = Clerk(house).get(YEAR).words
    assert "Van 1 leerling stopt de code vóór" in page
    assert "2 leerlingen hebben nog geen gedrukte brief." in page
    assert "1 leerling heeft nog geen gekoppelde ouder. Er is nog geen herinnering gemaakt." in page


def test_a_whole_list_is_shown_with_its_day_and_can_be_undone(house: House) -> None:
    take(put(house, SANNE, DAAN))
    settle(house)
    house.services.store.write(
        house.services.store.set_to(
            {"PK": f"SCHOOL#{REGENBOOG.id}", "SK": "LISTS"}, {"whole_at": int(house.services.now().timestamp())}
        )
    )
    page = Clerk(house).get(YEAR)
    assert "De laatste lijst van de hele school kwam op" in page.words
    undoable = house.services.imports.last(REGENBOOG.id).undoable
    assert f'href="/school/lijsten/{undoable}/terugdraaien"' in page.text
    assert take(order(house, "undo")) == 0


def test_a_school_whose_lists_name_everybody_is_not_told_to_choose_so(house: House) -> None:
    clerk = Clerk(house)
    assert "Stuur de lijst van het nieuwe schooljaar en kies daarbij ‘De hele school’." in clerk.get(YEAR).words
    always_whole(house)
    assert "Stuur de lijst van het nieuwe schooljaar. Dan krijgt iedereen" in clerk.get(YEAR).words


def test_as_long_as_a_list_waits_for_the_school_its_step_is_not_done(house: House) -> None:
    whole(house, *(f"{n};Kind{n};;Bos;3A;" for n in range(60)), at="12:00:00")
    clerk = Clerk(house)
    assert "1. Nieuwe lijst ✓ Klaar" in clerk.get(YEAR).words
    whole(house, "1;Kind1;;Bos;3A;", at="13:00:00")
    waiting = f"/school/lijsten/{reports(house)[-1].id}"
    page = clerk.get(YEAR)
    assert f"1. Nieuwe lijst Nog te doen De lijst van {SENT_ON_IN_WORDS} om 15:00 uur wacht op uw" in page.words
    assert f'href="{waiting}"' in page.text
    assert "2. Wie is van school Nog te doen" in page.words
    clerk.submit(f"{waiting}/bevestigen")
    settle(house)
    page = clerk.get(YEAR)
    assert "1. Nieuwe lijst ✓ Klaar" in page.words
    assert "wacht op uw" not in page.words


def test_the_page_asks_for_little(house: House) -> None:
    for number in range(5):
        house.child(f"Kind{number}")
    recount(REGENBOOG.id)
    clerk = Clerk(house)
    # Session, staff, school and tally; lists and what was ordered; last reminder; the newest letters.
    assert calls_of(house, lambda: clerk.get(YEAR)) == {"dynamodb": 4}


def test_all_codes_are_extended_and_no_letter_is_made(house: House) -> None:
    child, gone = ending(house), ending(house, "Weg")
    house.services.pupils.close([gone.pupil])
    clerk = Clerk(house, "medewerker")
    assert "We verlengen nu alle codes" in clerk.submit(YEAR).words
    assert house.deliver_all() == []
    assert until_of(house, child) == end(house)
    assert until_of(house, gone) < end(house)
    assert house.aws.queued("letters") == []
    assert "Alle codes werken tot en met" in clerk.get(YEAR).words
    assert told(house, "codes_extended") == 1


def test_extended_twice_late_or_after_a_failure_it_is_the_same(house: House) -> None:
    child = ending(house)
    clerk = Clerk(house)
    clerk.post(YEAR)
    clerk.post(YEAR)
    house.relay()
    tasks = house.aws.queued("deliveries")
    house.refuse("Query")
    again = house.work(*tasks)
    assert house.work(*again, *tasks) == []
    assert until_of(house, child) == end(house)


def test_a_code_that_works_longer_is_not_shortened(house: House) -> None:
    far = end(house) + timedelta(days=30)
    child = house.child(valid_until=far)
    house.services.schools.change(REGENBOOG.id, {"code_weeks": 3}, house.services.store.put({"PK": "x", "SK": "x"}))
    clerk = Clerk(house)
    clerk.post(YEAR)
    house.deliver_all()
    assert until_of(house, child) == far
    task = {"kind": "extend_codes", "school": REGENBOOG.id, "until": "2020-01-01"}
    assert house.work(task) == []
    assert until_of(house, child) == far


def test_a_rule_in_weeks_counts_the_codes_that_ended(house: House) -> None:
    house.services.schools.change(REGENBOOG.id, {"code_weeks": 3}, house.services.store.put({"PK": "x", "SK": "x"}))
    ended, _works = ending(house, "Daan", days=-1), ending(house)
    recount(REGENBOOG.id)
    clerk = Clerk(house)
    assert "Van 1 leerling werkt de code niet meer." in clerk.get(YEAR).words
    clerk.post(YEAR)
    house.deliver_all()
    assert until_of(house, ended) == house.today + timedelta(weeks=3)


def renew(clerk: Clerk, pupils: str = "2") -> str:
    return clerk.submit(NEW_CODES, pupils=pupils).words


def test_new_codes_for_all_kill_the_old_letters_and_keep_the_links(house: House, visitor: ParentVisitor) -> None:
    linked, other = house.child(), ending(house, "Daan")
    visitor.register(linked)
    house.deliver_all()
    assert "We maken nu nieuwe codes" in renew(Clerk(house))
    assert house.deliver_all() == []
    requests = house.aws.queued("letters")
    assert sorted(pupil for one in requests for pupil in one["pupils"]) == sorted([linked.pupil.id, other.pupil.id])
    assert make(*requests) == 0
    assert house.linked(linked) != []
    (after,) = house.services.pupils.find_many(REGENBOOG.id, [other.pupil.id])
    assert (after.code_version, after.valid_until, after.has_new_letter) == (2, end(house), True)
    stranger = ParentVisitor(house)
    assert stranger.register(other, email="ander@ouders.example").goes_to == "/nl/registreren"
    assert told(house, "codes_renewed") == 1
    assert house.services.batches.newest(REGENBOOG.id, "", 1)[0].by == "Robin de Vries"


def test_the_number_must_be_right_and_nothing_happens_before(house: House) -> None:
    child = house.child()
    recount(REGENBOOG.id)
    page = renew(Clerk(house), "2")
    assert "Dit is niet het aantal leerlingen dat hierboven staat" in page
    house.deliver_all()
    assert house.services.pupils.find_many(REGENBOOG.id, [child.pupil.id])[0].code_version == 1
    assert told(house, "codes_renewed") == 0


def test_new_codes_that_are_ordered_twice_come_once(house: House) -> None:
    children = [house.child(), house.child("Daan")]
    recount(REGENBOOG.id)
    clerk, colleague = Clerk(house), Clerk(house)
    page = clerk.get(NEW_CODES)
    batch = page.text.split('name="batch" value="')[1].split('"')[0]
    for _ in range(2):
        assert clerk.post(NEW_CODES, pupils="2", batch=batch).goes_to == YEAR
    assert "Er zijn net nieuwe codes gemaakt" in renew(colleague)
    house.relay()
    tasks = house.aws.queued("deliveries")
    assert house.work(*tasks, *tasks) == []
    make(*house.aws.queued("letters"))
    assert house.work(*tasks) == []
    house.child("Nieuw")
    found = house.services.pupils.find_many(REGENBOOG.id, [one.pupil.id for one in children])
    assert {one.code_version for one in found} == {2}
    assert told(house, "codes_renewed") == 1


def test_new_codes_that_fail_on_their_way_are_finished_the_next_time(house: House) -> None:
    for number in range(3):
        house.child(f"Kind{number}")
    recount(REGENBOOG.id)
    renew(Clerk(house), "3")
    house.relay()
    tasks = house.aws.queued("deliveries")
    for operation in ("Query", "TransactWriteItems", "BatchWriteItem", "SendMessageBatch"):
        house.refuse(operation)
        tasks = house.work(*tasks)
        assert tasks
    assert house.work(*tasks) == []
    assert {one.code_version for one in house.services.pupils.of_school(REGENBOOG.id)} == {2}
    assert len({json.dumps(one, sort_keys=True) for one in house.aws.queued("letters")}) == 1


def test_a_medewerker_orders_no_new_codes_for_all(house: House) -> None:
    house.child()
    recount(REGENBOOG.id)
    clerk = Clerk(house, "medewerker")
    assert "Liever nieuwe codes" not in clerk.get(YEAR).words
    assert clerk.get(NEW_CODES).status == 403
    assert clerk.post(NEW_CODES, pupils="1").status == 403


def test_another_school_sees_and_changes_nothing_of_this_one(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    child = ending(house)
    recount(REGENBOOG.id)
    clerk = Clerk(house, school=STER)
    page = clerk.get(YEAR).words
    assert "Er is nog geen leerlingenlijst." in page
    assert "1 leerling" not in page
    clerk.post(YEAR)
    clerk.post(NEW_CODES, pupils="0")
    house.deliver_all()
    assert house.services.pupils.find_many(REGENBOOG.id, [child.pupil.id]) == [replace(child.pupil)]


def test_the_links_to_letters_choose_for_whom(house: House) -> None:
    house.child()
    recount(REGENBOOG.id)
    page = Clerk(house).get("/school/brieven?wie=new").text
    assert 'name="only" value="new" checked' in page
    assert Clerk(house).get("/school/brieven?wie=anders").status == 200


def test_the_way_to_lists_chooses_the_whole_school(house: House) -> None:
    clerk = Clerk(house)
    assert f'href="{LISTS}?wie=iedereen">Lijst sturen</a>' in clerk.get(YEAR).text
    page = clerk.get(f"{LISTS}?wie=iedereen").text
    assert 'value="yes" checked' in page
    assert 'value="no" checked' not in page
    assert f'href="{LISTS}?wie=iedereen">Ververs</a>' in page


@pytest.mark.parametrize("query", ["", "?wie=", "?wie=deel", "?wie=IEDEREEN", "?wie=%3Cb%3E"])
def test_whoever_comes_to_lists_by_another_way_sends_a_part(house: House, query: str) -> None:
    page = Clerk(house).get(f"{LISTS}{query}").text
    assert 'value="no" checked' in page
    assert 'value="yes" checked' not in page
    assert f'href="{LISTS}">Ververs</a>' in page


def test_a_school_whose_lists_name_everybody_has_nothing_to_choose(house: House) -> None:
    always_whole(house)
    page = Clerk(house).get(f"{LISTS}?wie=iedereen").text
    assert 'name="x-amz-meta-whole-school" value="yes" data-answer' in page
    assert 'type="radio"' not in page


def test_where_nobody_is_at_school_yet_nothing_is_done(house: House) -> None:
    page = Clerk(house).get("/school/schooljaar").words
    assert "Klaar" not in page
    assert "1970" not in page
