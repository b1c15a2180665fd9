"""One pupil at the desk: what is shown, changed, mended; and what two people do at the same moment."""

import re
from datetime import date, timedelta

import pytest

from common.cloud.table.store import Cancelled
from common.i18n import long_date
from common.pupils import Pupil
from common.schools import School
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_letters import make
from tests.functions.test_locks import fail, opens
from tests.functions.uploads import NOOR as ROW
from tests.functions.uploads import put, take
from tests.pages.ways.desk_pupils import page_of

STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")
FORM = {"given_name": "Sanne", "prefix": "", "family_name": "Bakker", "class": "5B", "new_class": ""} | {
    "day": "14",
    "month": "3",
    "year": "2017",
    "language": "",
}


@pytest.fixture
def clerk(house: House) -> Clerk:
    return Clerk(house, "medewerker")


def now(house: House, child: Child) -> Pupil:
    (pupil,) = house.services.pupils.find_many(REGENBOOG.id, [child.pupil.id])
    return pupil


def told(house: House) -> list[str]:
    return [entry.what for entry in house.services.journal.newest(REGENBOOG.id, "", 50)]


def seen_by(clerk: Clerk, child: Child) -> str:
    """What the form says that whoever fills it in has seen."""
    return clerk.get(f"{page_of(child)}/wijzigen").text.split('name="seen" value="')[1].split('"')[0]


def edit(clerk: Clerk, child: Child, **other: str) -> str:
    return clerk.submit(f"{page_of(child)}/wijzigen", **(FORM | {"seen": seen_by(clerk, child)} | other)).words


# -- what is shown


def test_all_of_a_pupil_is_shown_and_of_a_parent_only_a_masked_address(house: House, clerk: Clerk) -> None:
    child = house.child(source_key="0017")
    ParentVisitor(house).register(child)
    page = clerk.get(page_of(child))
    for shown in ("Sanne Bakker", "5B", "14 maart 2017", "0017", "1 van 4", "Fatima El Amrani", "f…@….example"):
        assert shown in page.words
    assert "Niet bevestigd" in page.words
    assert "versie 1" in page.words
    assert EMAIL not in page.text
    assert "ouders.example" not in page.text


def test_what_is_another_schools_is_not_there(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    child, theirs = house.child(), Clerk(house, school=STER)
    parent = ParentVisitor(house)
    parent.register(child)
    (linked,) = house.linked(child)
    not_there = "0" * 20
    for way in ("", "/wijzigen", "/van-school", "/code", f"/ontkoppelen/{linked}", "/gegevens", "/verwijderen"):
        for method in (theirs.get, theirs.post):
            ours, nobody = method(page_of(child) + way), method(f"/school/leerlingen/{not_there}{way}")
            assert ours.status == 404, way
            assert (ours.body, ours.headers) == (nobody.body, nobody.headers)
    for what in ("back", "letter", "lift", "settle"):
        assert theirs.post(page_of(child), what=what).status == 404
    assert now(house, child) == child.pupil.__class__(**{**vars(child.pupil), "linked": 1})
    assert house.linked(child) == [linked]


def test_what_no_button_says_is_not_there(house: House, clerk: Clerk) -> None:
    assert clerk.post(page_of(house.child()), what="x").status == 404


# -- changing


def test_names_class_date_and_language_are_changed_together(house: House, clerk: Clerk) -> None:
    child = house.child()
    words = edit(clerk, child, given_name="Sanna", new_class="6A", day="15", language="pl")
    assert "Opgeslagen" in words
    after = now(house, child)
    assert (after.given_name, after.class_name, after.birth_date) == ("Sanna", "6A", date(2017, 3, 15))
    assert after.language == "pl"
    assert [one.id for one in house.services.pupils.listed(REGENBOOG.id, "6A")] == [child.pupil.id]
    assert "pupil_changed" in told(house)
    house.deliver_all()
    tally = house.services.tallies.now(REGENBOOG.id)
    assert tally
    assert list(tally.classes) == ["6A"]


def test_saving_what_is_there_changes_nothing(house: House, clerk: Clerk) -> None:
    child = house.child()
    edit(clerk, child)
    assert now(house, child) == child.pupil
    assert "pupil_changed" not in told(house)


def test_whoever_comes_second_sees_both_and_may_still_save(house: House, clerk: Clerk) -> None:
    child, colleague = house.child(), Clerk(house)
    before = seen_by(clerk, child)
    edit(colleague, child, given_name="Susanne")
    page = clerk.submit(f"{page_of(child)}/wijzigen", **(FORM | {"family_name": "Visser", "seen": before}))
    assert "Iemand heeft deze leerling intussen veranderd" in page.words
    assert "Susanne" in page.words
    assert 'value="Visser"' in page.text
    assert now(house, child).name == "Susanne Bakker"
    edit(clerk, child, family_name="Visser")
    assert now(house, child).name == "Sanne Visser"


def test_two_who_save_in_the_same_moment_do_not_undo_each_other(house: House, clerk: Clerk) -> None:
    child, colleague = house.child(), Clerk(house)
    before = seen_by(clerk, child)
    house.meanwhile("TransactWriteItems", lambda: edit(colleague, child, given_name="Susanne"))
    page = clerk.submit(f"{page_of(child)}/wijzigen", **(FORM | {"family_name": "Visser", "seen": before}))
    assert "Iemand heeft deze leerling intussen veranderd" in page.words
    assert now(house, child).name == "Susanne Bakker"


def test_a_list_that_comes_meanwhile_loses_nothing(house: House, clerk: Clerk) -> None:
    take(put(house, ROW))
    (pupil,) = house.services.pupils.of_school(REGENBOOG.id)
    child = Child(pupil, "")
    wijzig = FORM | {"given_name": "Noortje", "family_name": "Wit", "prefix": "de", "class": "6A", "day": "1"}
    wijzig |= {"month": "6", "year": "2015", "seen": seen_by(clerk, child)}
    event = put(house, ROW.replace("6A", "7A"), at="12:10:00")
    house.meanwhile("TransactWriteItems", lambda: take(event))
    page = clerk.submit(f"{page_of(child)}/wijzigen", **wijzig)
    assert "Iemand heeft deze leerling intussen veranderd" in page.words
    after = now(house, child)
    assert (after.given_name, after.class_name) == ("Noor", "7A")
    listed = house.services.pupils.listed(REGENBOOG.id)
    assert [(one.class_name, one.sort_name) for one in listed] == [("7A", after.sort_name)]


def test_undoing_a_list_keeps_the_place_of_whoever_was_renamed_since(house: House, clerk: Clerk) -> None:
    take(put(house, ROW))
    take(put(house, ROW.replace("6A", "7A"), at="12:10:00"))
    (pupil,) = house.services.pupils.of_school(REGENBOOG.id)
    wijzig = {"given_name": "Noortje", "family_name": "Wit", "prefix": "de", "class": "7A", "day": "1", "month": "6"}
    edit(clerk, Child(pupil, ""), **wijzig, year="2015")
    last = house.services.imports.last(REGENBOOG.id).undoable
    assert not house.services.pupils.put_back(REGENBOOG.id, last, 10)
    (after,) = house.services.pupils.of_school(REGENBOOG.id)
    assert (after.given_name, after.class_name) == ("Noortje", "6A")
    assert [one.sort_name for one in house.services.pupils.listed(REGENBOOG.id, "6A")] == [after.sort_name]


def test_a_name_that_is_another_pupils_is_refused(house: House, clerk: Clerk) -> None:
    form = FORM | {"new_class": "5B"}
    for given_name in ("Sanne", "Daan"):
        clerk.submit("/school/leerlingen/nieuw", **(form | {"given_name": given_name}))
    sanne, daan = sorted(house.services.pupils.of_school(REGENBOOG.id), key=lambda one: one.name, reverse=True)
    assert "al een andere leerling met deze naam" in edit(clerk, Child(daan, ""))
    assert now(house, Child(daan, "")).name == "Daan Bakker"
    assert sanne.name == "Sanne Bakker"


# -- leaving and coming back


def test_who_leaves_today_has_no_code_and_parents_for_two_weeks(house: House, clerk: Clerk) -> None:
    child, parent = house.child(), ParentVisitor(house)
    parent.register(child)
    today = house.today
    words = clerk.submit(f"{page_of(child)}/van-school", day=today.isoformat()).words
    assert "Ouders blijven gekoppeld tot" in words
    assert (now(house, child).active, now(house, child).left_on) == (False, today)
    assert not opens(house, child)
    assert "Sanne" in parent.get("/nl/profiel").words
    house.pass_time(days=14)
    assert "Sanne" not in parent.get("/nl/profiel").words
    clerk.sit_down()
    assert "Ouders zijn niet meer gekoppeld" in clerk.get(page_of(child)).words


def test_leaving_twice_is_told_once(house: House, clerk: Clerk) -> None:
    child, day = house.child(), house.today.isoformat()
    for _ in range(2):
        clerk.post(f"{page_of(child)}/van-school", day=day)
    assert told(house).count("pupil_left") == 1


def test_who_leaves_later_is_there_until_that_day(house: House, clerk: Clerk) -> None:
    child = house.child()
    day = house.today + timedelta(days=3)
    assert "Gaat van school" in clerk.submit(f"{page_of(child)}/van-school", day=day.isoformat()).words
    house.tick()
    house.deliver_all()
    assert now(house, child).active
    house.pass_time(days=4)
    house.tick()
    house.deliver_all()
    assert (now(house, child).active, now(house, child).left_on) == (False, day)
    assert house.services.pupils.listed(REGENBOOG.id) == []


def test_who_stays_after_all_stays(house: House, clerk: Clerk) -> None:
    child = house.child()
    day = house.today + timedelta(days=3)
    page = clerk.submit(f"{page_of(child)}/van-school", day=day.isoformat())
    assert "Vertrek annuleren" in page.words
    clerk.submit(page_of(child), what="back")
    house.pass_time(days=4)
    house.tick()
    house.deliver_all()
    assert now(house, child) == child.pupil


@pytest.mark.parametrize("day", ["", "gisteren", "2020-01-01", "2999-01-01", "31-12-2026", "9" * 300])
def test_a_day_that_cannot_be_is_asked_again(house: House, clerk: Clerk, day: str) -> None:
    child = house.child()
    page = clerk.submit(f"{page_of(child)}/van-school", day=day)
    assert "Vul een datum in" in page.words
    assert now(house, child) == child.pupil


def test_who_comes_back_has_the_old_code_and_is_told_once(house: House, clerk: Clerk) -> None:
    child = house.child()
    clerk.post(f"{page_of(child)}/van-school", day=house.today.isoformat())
    for _ in range(2):
        assert "zit weer op school" in clerk.submit(page_of(child), what="back").words
    assert (now(house, child).active, now(house, child).left_on) == (True, None)
    assert told(house).count("pupil_back") == 1
    assert opens(house, child)


# -- code and letter


def test_a_new_code_kills_the_old_one_and_brings_a_letter(house: House, clerk: Clerk) -> None:
    child = house.child()
    answer = clerk.post(f"{page_of(child)}/code", version="1")
    assert not opens(house, child)
    assert "De brief wordt gemaakt" in clerk.get(answer.goes_to).words
    assert make(*house.aws.queued("letters")) == 0
    page = clerk.get(answer.goes_to)
    assert "De brief is klaar" in page.words
    link = clerk.post(answer.goes_to).goes_to
    assert f"schools/{REGENBOOG.id}/letters/" in link
    assert "Expires=" in link
    assert "code_renewed" in told(house)


def test_a_second_press_does_not_kill_the_new_letter(house: House, clerk: Clerk) -> None:
    child = house.child()
    clerk.post(f"{page_of(child)}/code", version="1")
    assert "net al een nieuwe code" in clerk.submit(f"{page_of(child)}/code", version="1").words
    assert now(house, child).code_version == 2
    house.meanwhile("TransactWriteItems", lambda: Clerk(house).post(f"{page_of(child)}/code", version="2"))
    clerk.post(f"{page_of(child)}/code", version="2")
    assert now(house, child).code_version == 3


def test_whoever_registers_while_the_code_is_renewed_is_told(house: House, clerk: Clerk) -> None:
    child, parent = house.child(), ParentVisitor(house)
    house.meanwhile("TransactWriteItems", lambda: clerk.post(f"{page_of(child)}/code", version="1"))
    assert parent.register(child).goes_to == "/nl/registreren"
    assert house.linked(child) == []


def test_one_letter_is_printed_with_the_code_that_is_there(house: House, clerk: Clerk) -> None:
    child = house.child()
    answer = clerk.post(page_of(child), what="letter")
    (request,) = house.aws.queued("letters")
    assert (request["pupils"], request["batch"]) == ([child.pupil.id], answer.goes_to.rsplit("/", 1)[1])
    assert now(house, child).code_version == 1
    assert now(house, child).has_new_letter
    assert "letters_asked" in told(house)


def test_there_is_no_letter_for_whoever_left_and_none_of_an_unknown_batch(house: House, clerk: Clerk) -> None:
    child = house.child(active=False)
    assert clerk.post(page_of(child), what="letter").status == 404
    assert clerk.get(f"{page_of(child)}/code").status == 404
    assert clerk.post(f"{page_of(child)}/code", version="1").status == 404
    assert clerk.get(f"{page_of(child)}/brief/20260101T000000-0000000000").status == 404
    assert house.aws.queued("letters") == []


# -- links, locks, reports


def test_an_unlinked_parent_sees_nothing_more_at_once(house: House, clerk: Clerk) -> None:
    child, parent = house.child(), ParentVisitor(house)
    parent.register(child)
    (linked,) = house.linked(child)
    address = f"{page_of(child)}/ontkoppelen/{linked}"
    asked = clerk.get(address)
    assert "Fatima El Amrani" in asked.words
    assert EMAIL not in asked.text
    assert "De ouder is ontkoppeld" in clerk.submit(address).words
    assert "Sanne" not in parent.get("/nl/profiel").words
    assert now(house, child).linked == 0
    (entry,) = [one for one in house.services.journal.newest(REGENBOOG.id, "", 50) if one.what == "unlinked"]
    assert entry.by.name == clerk.person.name
    assert "was al niet meer gekoppeld" in clerk.submit(address).words
    assert clerk.get(address).status == 404
    assert now(house, child).linked == 0


def test_whoever_unlinks_sees_when_and_with_which_code_it_was(house: House, clerk: Clerk) -> None:
    child = house.child()
    ParentVisitor(house).register(child, email="eerste@ouders.example")
    (first,) = house.linked(child)
    days = [long_date(house.today)]
    house.pass_time(days=40)
    days.append(long_date(house.today))
    house.services.pupils.renew_code(REGENBOOG.id, child.pupil.id, child.pupil.valid_until)
    pupil = now(house, child)
    ParentVisitor(house).register(Child(pupil, house.letter_of(pupil)), email="ander@ouders.example")
    (second,) = set(house.linked(child)) - {first}
    clerk.sit_down()
    asked = [clerk.get(f"{page_of(child)}/ontkoppelen/{one}").words for one in (first, second)]
    for words, address, day, version in zip(asked, ("e…@", "a…@"), days, (1, 2), strict=True):
        assert address in words
        assert re.search(rf"Niet bevestigd Gekoppeld sinds {day} om [0-9:]+ uur Met code versie {version} ", words)


def test_who_unlinks_while_the_parent_does_frees_one_place(house: House, clerk: Clerk) -> None:
    child, parent = house.child(), ParentVisitor(house)
    parent.register(child)
    (linked,) = house.linked(child)
    house.meanwhile("TransactWriteItems", lambda: parent.post(child.address))
    assert "was al niet meer gekoppeld" in clerk.submit(f"{page_of(child)}/ontkoppelen/{linked}").words
    assert now(house, child).linked == 0
    assert told(house).count("unlinked") == 1


def test_a_lock_is_lifted(house: House, clerk: Clerk) -> None:
    child = house.child()
    fail(house, child, 5)
    assert "te vaak een verkeerde geboortedatum" in clerk.get(page_of(child)).words
    for _ in range(2):
        assert "De blokkade is opgeheven" in clerk.submit(page_of(child), what="lift").words
    assert told(house).count("lock_lifted") == 1
    assert opens(house, child)


def test_reports_are_counted_shown_and_settled_once(house: House, clerk: Clerk) -> None:
    child = house.child()
    visitor = ParentVisitor(house)
    for _ in range(2):
        visitor.post("/nl/melden", code=child.code, name="<b>Jan</b>", contact="06 12345678")
    assert now(house, child).open_reports == 1
    assert "1 open" in clerk.get("/school/leerlingen?groep=5B").words
    page = clerk.get(page_of(child))
    assert "<b>Jan</b>" in page.words
    assert "06 12345678" in page.words
    (report,) = house.services.reports.of_pupil(REGENBOOG.id, child.pupil.id)
    for _ in range(2):
        assert "afgehandeld" in clerk.submit(page_of(child), what="settle", report=report.id).words
    assert now(house, child).open_reports == 0
    assert told(house).count("reports_settled") == 1
    assert "06 12345678" not in clerk.get(page_of(child)).words
    assert "06 12345678" in clerk.get(f"{page_of(child)}?meldingen=alle").words
    assert clerk.post(page_of(child), what="settle", report="x").status == 404


# -- the session ends


def test_what_was_filled_in_when_the_session_ended_is_found_back(house: House, clerk: Clerk) -> None:
    child = house.child()
    form = FORM | {"family_name": "Visser", "seen": seen_by(clerk, child)}
    house.pass_time(hours=2)
    answer = clerk.post(f"{page_of(child)}/wijzigen", **form)
    assert answer.goes_to == "/school/inloggen"
    clerk.sit_down()
    assert 'value="Visser"' in clerk.get(f"{page_of(child)}/wijzigen?concept=1").text
    assert now(house, child) == child.pupil


def test_a_link_of_a_pupil_who_is_gone_can_still_be_ended(house: House) -> None:
    child, parent = house.child(), ParentVisitor(house)
    parent.register(child)
    (linked,) = house.linked(child)
    house.services.pupils.remove(now(house, child), ())
    house.services.parents.unlink(linked, REGENBOOG.id, child.pupil.id, house.services.now())
    assert house.services.pupils.of_school(REGENBOOG.id) == []
    with pytest.raises(Cancelled):
        house.services.parents.unlink(linked, REGENBOOG.id, child.pupil.id, house.services.now())
