"""One pupil taken along as a file, and one deleted with everything that hangs on it, whatever fails on the way."""

import json

import pytest

from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.lettering import batch_of, make_batch, three_children
from tests.functions.parent import EMAIL, ParentVisitor, filled_in
from tests.functions.test_letters import make
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import DAAN, SANNE, order, put, take
from tests.pages.ways.desk_pupils import busy_child, page_of

# What was told, that a mail of a report went, and whose letters were in which file: ids, which end by themselves.
IDS_ONLY = {"JOURNAL", "DELIVERY", "FILE"}


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house)


def from_list(house: House) -> Child:
    """A pupil whom lists brought and changed, with a parent, a report, two letters and a lock."""
    take(put(house, SANNE, DAAN))
    take(put(house, SANNE.replace("5B", "6A"), DAAN, at="12:10:00"))
    house.deliver_all()
    (pupil,) = [one for one in house.services.pupils.of_school(REGENBOOG.id) if one.given_name == "Sanne"]
    house.letter_of(pupil)
    house.services.pupils.renew_code(REGENBOOG.id, pupil.id, pupil.valid_until)
    (pupil,) = house.services.pupils.find_many(REGENBOOG.id, [pupil.id])
    child = Child(pupil, house.letter_of(pupil))
    ParentVisitor(house).register(child)
    ParentVisitor(house).post("/nl/melden", code=child.code, name="Jan", contact="06 12345678")
    for _ in range(5):
        ParentVisitor(house).register(child, day="15", email="wie@ouders.example")
    house.deliver_all()
    house.aws.queued("letters")
    return child


def left_of(house: House, child: Child) -> set[str]:
    """The kinds of items in which the pupil still is."""
    return {
        item["SK"]["S"].split("#")[0]
        for item in house.items()
        if child.pupil.id in json.dumps(item) or "Sanne" in json.dumps(item)
    }


def settle(house: House) -> None:
    """All that follows a deletion, as it comes."""
    house.pass_time(minutes=2)
    house.tick()
    assert house.deliver_all() == []
    assert make(*house.aws.queued("letters")) == 0


def test_nothing_of_a_deleted_pupil_is_left_but_what_was_told(house: House, clerk: Clerk) -> None:
    child = from_list(house)
    assert left_of(house, child) > {"PUPIL", "KNOWN", "CODE", "CHILD", "REPORT", "LOCK", "WAS"}
    page = clerk.submit(f"{page_of(child)}/verwijderen")
    assert "De leerling is verwijderd" in page.words
    assert clerk.get(page_of(child)).status == 404
    settle(house)
    assert left_of(house, child) <= IDS_ONLY
    assert "Sanne" not in json.dumps(house.items())
    assert [one.given_name for one in house.services.pupils.of_school(REGENBOOG.id)] == ["Daan"]
    tally = house.services.tallies.now(REGENBOOG.id)
    assert tally
    assert tally.whole.pupils == 1


def test_whoever_deletes_a_pupil_is_told_who_is_linked_and_what_waits_and_that_nobody_is_mailed(
    house: House, clerk: Clerk
) -> None:
    quiet, busy = house.child(), busy_child(house)
    words = clerk.get(f"{page_of(quiet)}/verwijderen").words
    assert "gekoppeld. Die" not in words
    assert "Er wacht" not in words
    page = clerk.get(f"{page_of(busy)}/verwijderen")
    assert "Er zijn 2 ouders gekoppeld. Die zien deze leerling dan niet meer" in page.words
    assert "Er wachten nog 2 meldingen op de school." in page.words
    assert f'href="{page_of(busy)}#meldingen"' in page.text
    house.deliver_all()
    house.mails.clear()
    clerk.post(f"{page_of(busy)}/verwijderen")
    settle(house)
    assert house.mails == []


def test_a_deleted_pupil_is_gone_for_parents_at_once(house: House, clerk: Clerk) -> None:
    child, parent = house.child(), ParentVisitor(house)
    parent.register(child)
    clerk.post(f"{page_of(child)}/verwijderen")
    assert "Sanne" not in parent.get("/nl/profiel").words
    stranger = ParentVisitor(house)
    assert stranger.register(child, email="ander@ouders.example").goes_to == "/nl/registreren"
    assert parent.get(child.address).status == 404
    assert parent.post(child.address).status in (303, 404)
    settle(house)
    assert house.services.pupils.of_school(REGENBOOG.id) == []


@pytest.mark.parametrize("operation", ["Query", "BatchWriteItem", "DeleteItem", "SendMessageBatch", "BatchGetItem"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_deletion_that_fails_on_its_way_is_finished_the_next_time(
    house: House, clerk: Clerk, operation: str, times: int
) -> None:
    child = from_list(house)
    clerk.post(f"{page_of(child)}/verwijderen")
    house.relay()
    house.pass_time(minutes=2)
    house.tick()
    tasks = house.aws.queued("deliveries")
    house.refuse(operation, times=times)
    for _ in range(3):
        tasks = house.work(*tasks) if tasks else []
    requests = house.aws.queued("letters")
    assert [make(*requests) for _ in range(3)][-1] == 0
    assert tasks == []
    assert left_of(house, child) <= IDS_ONLY


def test_a_deletion_that_does_not_begin_deletes_nothing(house: House, clerk: Clerk) -> None:
    child = from_list(house)
    before = left_of(house, child)
    house.refuse("TransactWriteItems", "InternalServerError")
    assert clerk.post(f"{page_of(child)}/verwijderen").status == 500
    assert left_of(house, child) == before


def test_what_is_done_again_changes_nothing_more(house: House, clerk: Clerk) -> None:
    child, other = from_list(house), house.child("Bram")
    ParentVisitor(house).register(other, email="bram@ouders.example")
    clerk.post(f"{page_of(child)}/verwijderen")
    assert clerk.post(f"{page_of(child)}/verwijderen").status == 404
    task = {"kind": "forget_pupil", "school": REGENBOOG.id, "pupil": child.pupil.id, "versions": 2}
    settle(house)
    after = sorted(map(json.dumps, house.items()))
    assert house.work(task, task) == []
    assert make(*house.aws.queued("letters")) == 0
    assert sorted(map(json.dumps, house.items())) == after
    assert house.linked(other)


def test_the_codes_of_a_pupil_who_is_there_are_not_forgotten(house: House) -> None:
    child = house.child()
    request = {"kind": "forget_codes", "school": REGENBOOG.id, "pupil": child.pupil.id, "versions": 1}
    assert make(request) == 1
    assert "CODE" in left_of(house, child)


def test_a_code_that_is_renewed_meanwhile_is_forgotten_too(house: House, clerk: Clerk) -> None:
    child = house.child()
    until = child.pupil.valid_until
    house.meanwhile("TransactWriteItems", lambda: house.services.pupils.renew_code(REGENBOOG.id, child.pupil.id, until))
    page = clerk.submit(f"{page_of(child)}/verwijderen")
    assert "intussen veranderd" in page.words
    clerk.submit(f"{page_of(child)}/verwijderen")
    settle(house)
    assert left_of(house, child) <= IDS_ONLY


def test_a_list_can_be_undone_after_one_of_its_pupils_was_deleted(house: House, clerk: Clerk) -> None:
    child = from_list(house)
    clerk.post(f"{page_of(child)}/verwijderen")
    take({"Records": []})
    assert take(order(house, "undo")) == 0
    settle(house)
    assert left_of(house, child) <= IDS_ONLY


def test_the_same_child_can_be_added_anew(house: House, clerk: Clerk) -> None:
    system = SchoolSystem(house)
    first = system.add().json()["id"]
    clerk.post(f"/school/leerlingen/{first}/verwijderen")
    answer = system.add()
    assert answer.status == 201
    settle(house)
    assert [one.id for one in house.services.pupils.of_school(REGENBOOG.id)] == [answer.json()["id"]]
    assert system.add().json() == answer.json()


# -- letters that were made before


def test_letters_stay_their_time_with_a_code_that_nobody_knows_and_are_made_again_without_the_pupil(
    house: House, clerk: Clerk
) -> None:
    child, other, _ = three_children(house)
    address = make_batch(house, clerk)
    clerk.post(f"{page_of(child)}/verwijderen")
    settle(house)
    (of_class,) = [one for one in batch_of(house, address).wanted if one.class_name == "5B"]
    assert of_class.file in clerk.get(f"{address}/{of_class.file}").goes_to
    assert "We kennen deze code niet" in ParentVisitor(house).submit("/nl/registreren", **filled_in(child)).words
    again = clerk.post(address, do="again").goes_to
    assert again != address
    pupils = house.services.batches.pupils_of(REGENBOOG.id, again.rpartition("/")[2])
    assert child.pupil.id not in pupils
    assert other.pupil.id in pupils
    house.pass_time(days=30)
    assert "X-Amz" not in clerk.get(f"{address}/{of_class.file}").goes_to


# -- a copy of all that is kept


def test_a_copy_has_everything_but_the_code_and_whole_addresses(house: House, clerk: Clerk) -> None:
    child = from_list(house)
    assert "Download" in clerk.get(f"{page_of(child)}/gegevens").words
    answer = clerk.post(f"{page_of(child)}/gegevens")
    assert answer.status == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="leerling-{child.pupil.id}.json"'
    assert answer.headers["cache-control"] == "no-store"
    kept = answer.json()
    assert (kept["given_name"], kept["class"], kept["birth_date"], kept["number"]) == ("Sanne", "6A", "2017-03-14", "1")
    assert [parent["name"] for parent in kept["parents"]] == ["Fatima El Amrani"]
    assert [report["contact"] for report in kept["reports"]] == ["…"]
    assert kept["code"]["state"] == "locked"
    assert [one["before"] for one in kept["changed_by_lists"]] == [{"class_name": "5B"}]
    assert EMAIL not in answer.text
    assert child.code not in answer.text
    assert [one.what for one in house.services.journal.newest(REGENBOOG.id, "", 50)].count("pupil_exported") == 1


def test_a_copy_for_one_parent_does_not_tell_where_another_is_who_reported_something(
    house: House, clerk: Clerk
) -> None:
    child, parent = house.child(), ParentVisitor(house)
    parent.register(child)
    ParentVisitor(house).register(child, email="ander@ouders.example")
    parent.post(child.address.replace("ontkoppelen", "klopt-niet"))
    ParentVisitor(house).post("/nl/melden", code=child.code, name="Jan", contact="06 1 of jan@ouders.example")
    page = clerk.get(page_of(child))
    assert EMAIL in page.words
    assert "06 1 of jan@ouders.example" in page.words
    answer = clerk.post(f"{page_of(child)}/gegevens")
    assert sorted(report["contact"] for report in answer.json()["reports"]) == ["f…@….example", "…"]
    assert "ouders.example" not in answer.text
    assert "telefoonnummers staan er niet in" in clerk.get(f"{page_of(child)}/gegevens").words


def test_hostile_names_are_data_in_the_copy(house: House, clerk: Clerk) -> None:
    child = busy_child(house)
    assert clerk.post(f"{page_of(child)}/gegevens").json()["given_name"] == "<b>Zoë</b> ’t Hoén"


def test_whoever_still_has_the_page_of_the_pupil_is_told_what_may_have_happened_and_where_to_look(house: House) -> None:
    child, colleague, clerk = house.child(), Clerk(house), Clerk(house)
    page = page_of(child)
    assert clerk.get(page).status == 200
    colleague.post(f"{page}/verwijderen")
    for answer in (clerk.get(page), clerk.post(page, what="letter"), clerk.get(f"{page}/wijzigen")):
        assert answer.status == 404
        assert "Misschien is de leerling net verwijderd" in answer.words
        assert "Naar Leerlingen" in answer.words
        assert '<a href="/school/leerlingen" aria-current="page">' in answer.text
    assert clerk.get(page).body == clerk.get("/school/leerlingen/0123456789abcdef0123").body


def test_what_is_not_there_elsewhere_says_nothing_of_pupils(house: House) -> None:
    answer = Clerk(house).get("/school/lijsten/20260101T000000-0000000000")
    assert answer.status == 404
    assert "Misschien is wat hier stond intussen weg" in answer.words
    assert "Naar Lijsten" in answer.words
