"""What a list does is what the school saw when it confirmed; else it waits again, and says what is different."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from common.cloud.table import keys
from common.imports import Import
from common.pupils import Change
from pupils import steps
from tests.emulated import TABLE
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_list_states import CLASS, contents, kill_at, one_that_waits, open_numbers, pupils, put_whole
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import put, put_content, reports, settle, take

LISTS = "/school/lijsten"
NEW = "90;Nieuw;;Bos;3A;01-04-2018"


@pytest.fixture
def waiting(house: House) -> str:
    """The id of a list that would close 15 of 30 pupils."""
    return one_that_waits(house).id


def found(house: House, import_id: str) -> Import:
    one = house.services.imports.find(REGENBOOG.id, import_id)
    assert one
    return one


def confirmed(import_id: str, preview: int) -> dict[str, Any]:
    return {"order": "confirm", "school": REGENBOOG.id, "import_id": import_id, "preview": preview}


def change(house: House, number: str, **more: Any) -> None:
    """What somebody changes by hand."""
    before = pupils(house)[number]
    house.services.pupils.edit(Change(before, replace(before, **more)))


def _another_list(house: House) -> None:
    take(put(house, NEW, name="deel.csv", at="14:00:00"))


def _a_class_by_hand(house: House) -> None:
    change(house, "30", class_name="8A")


def _a_name_by_hand(house: House) -> None:
    change(house, "30", given_name="Anders")


def _one_leaves(house: House) -> None:
    change(house, "30", active=False, left_on=house.today)


def _one_is_deleted(house: House) -> None:
    table = house.aws.session.resource("dynamodb").Table(TABLE)
    table.delete_item(Key=keys.pupil(REGENBOOG.id, pupils(house)["30"].id))


LEAVING_AFTER: dict[Callable[[House], None], int] = {
    _another_list: 16,
    _a_class_by_hand: 15,
    _a_name_by_hand: 15,
    _one_leaves: 14,
    _one_is_deleted: 14,
}


@pytest.mark.parametrize("happen", LEAVING_AFTER)
def test_a_list_that_would_do_something_else_by_now_changes_nothing_and_waits_again(
    house: House, waiting: str, happen: Callable[[House], None]
) -> None:
    happen(house)
    before = contents(house)
    take(confirmed(waiting, 1))
    one = found(house, waiting)
    assert (one.state, one.preview, contents(house)) == ("waiting", 2, before)
    assert (one.counts_before["left"], one.counts["left"]) == (15, LEAVING_AFTER[happen])
    take(confirmed(waiting, 2))
    assert open_numbers(house) == [str(number) for number in range(10, 25)]
    assert found(house, waiting).counts["left"] == LEAVING_AFTER[happen]


def test_a_list_that_would_still_do_the_same_is_applied_whatever_else_happened(house: House, waiting: str) -> None:
    here = house.services
    here.pupils.note_printed([pupils(house)["30"]], house.today)
    here.pupils.renew_code(REGENBOOG.id, pupils(house)["31"].id, pupils(house)["31"].valid_until)
    take(confirmed(waiting, 1))
    assert found(house, waiting).state == "done"
    assert len(open_numbers(house)) == 15


def test_a_list_whose_questions_have_gone_waits_too(house: House, waiting: str) -> None:
    for number in range(30, 37):
        change(house, str(number), active=False, left_on=house.today)
    take(confirmed(waiting, 1))
    one = found(house, waiting)
    assert (one.state, one.questions, one.counts["left"]) == ("waiting", (), 8)


def test_the_day_counts_where_the_list_names_days(house: House) -> None:
    """Who starts tomorrow is skipped today, and new tomorrow."""
    soon = (house.today + timedelta(days=1)).strftime("%d-%m-%Y")
    headings = "Leerlingnummer;Roepnaam;Voorvoegsel;Achternaam;Groep;Geboortedatum;Datum inschrijving"
    take(put_whole(house, *CLASS))
    rows = (*(f"{row};01-08-2020" for row in CLASS[:15]), f"{NEW};{soon}")
    content = "\r\n".join((headings, *rows)).encode()
    take(put_content(house, content, name="wacht.csv", at="13:00:00", whole_school="yes"))
    one = reports(house)[-1]
    assert (one.state, one.counts["new"]) == ("waiting", 0)
    house.services.ahead = timedelta(days=1, hours=1)
    take(confirmed(one.id, 1))
    assert (found(house, one.id).preview, found(house, one.id).counts["new"]) == (2, 1)


# -- twice, late, interrupted


def test_of_two_lists_confirmed_at_once_the_second_waits_again(house: House, waiting: str) -> None:
    take(put_whole(house, *CLASS[5:16], name="ook.csv", at="14:00:00"))
    other = reports(house)[-1].id
    assert found(house, other).state == "waiting"
    assert take(confirmed(waiting, 1), confirmed(other, 1)) == 0
    assert [found(house, one).state for one in (waiting, other)] == ["done", "waiting"]
    assert (found(house, other).counts_before["left"], found(house, other).counts["left"]) == (19, 5)
    assert len(open_numbers(house)) == 15


def test_the_same_confirmation_twice_at_once_applies_the_list_once(house: House, waiting: str) -> None:
    """The second began when the first had not come to its end, and went on when it had."""
    stale = found(house, waiting)
    take(confirmed(waiting, 1))
    steps.apply(stale)
    assert (found(house, waiting).state, found(house, waiting).counts["left"]) == ("done", 15)
    assert len(open_numbers(house)) == 15


def test_two_that_look_at_the_same_moment_ask_the_school_once(house: House, waiting: str) -> None:
    stale = found(house, waiting)
    _another_list(house)
    take(confirmed(waiting, 1))
    steps.apply(stale)
    assert found(house, waiting).preview == 2


def test_an_old_confirmation_that_comes_again_does_nothing_even_where_all_is_as_it_was_then(
    house: House, waiting: str
) -> None:
    _a_class_by_hand(house)
    take(confirmed(waiting, 1))
    change(house, "30", class_name="3A")
    take(confirmed(waiting, 1))
    assert (found(house, waiting).state, found(house, waiting).preview) == ("waiting", 2)
    take(confirmed(waiting, 2))
    assert (found(house, waiting).state, found(house, waiting).preview) == ("waiting", 3)
    take(confirmed(waiting, 1), confirmed(waiting, 2))
    assert len(open_numbers(house)) == 30
    take(confirmed(waiting, 3))
    assert len(open_numbers(house)) == 15


@pytest.mark.parametrize("happen", [None, _one_leaves], ids=["the same", "something else"])
def test_a_confirmation_killed_before_any_write_comes_to_the_same_end(
    house: House, happen: Callable[[House], None] | None
) -> None:
    ends, number = set(), 0
    for write in range(40):
        at = f"{write:02}"
        take(put_whole(house, *CLASS, name=f"{at}a.csv", at=f"10:{at}:00"))
        settle(house)
        take(put_whole(house, *CLASS[:15], NEW, name=f"{at}b.csv", at=f"10:{at}:30"))
        one = reports(house)[-1].id
        if happen:
            happen(house)
        killed = write > 0 and kill_at(house, write, confirmed(one, 1))
        house.services.ahead += timedelta(minutes=12)
        assert take(confirmed(one, 1)) == 0
        settle(house)
        report = found(house, one)
        left = report.counts["left"]
        ends.add((report.state, report.preview, left, len(report.counts_before), len(open_numbers(house))))
        shown = house.services.imports.shown(report)
        assert happen is None or (len(shown.before), len(shown.differences)) == (16, 15)
        if report.state == "waiting":
            take(confirmed(one, 2))
        number += killed
        if write and not killed:
            break
    else:
        pytest.fail("it never came to its end")
    assert number > 3
    assert ends == ({("waiting", 2, 14, 10, 29)} if happen else {("done", 1, 15, 0, 16)})


def test_between_the_steps_of_a_list_no_other_one_has_its_turn(
    house: House, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pupils.steps.MOST_IN_STEP", 10)
    take(put_whole(house, *CLASS[15:25], name="ook.csv", at="14:00:00"))
    other = reports(house)[-1].id
    take(confirmed(waiting, 1), confirmed(other, 1))
    assert [found(house, one).state for one in (waiting, other)] == ["applying", "waiting"]
    settle(house)
    assert [found(house, one).state for one in (waiting, other)] == ["done", "waiting"]
    assert (found(house, other).counts["returned"], found(house, other).counts["left"]) == (10, 15)


def test_only_the_last_two_previews_are_kept(house: House, waiting: str) -> None:
    for times, number in enumerate(("30", "31", "32"), 1):
        change(house, number, class_name="8A")
        take(confirmed(waiting, times))
    kept = {item["preview"]["N"] for item in house.items() if item["SK"]["S"].startswith("NEXT#")}
    assert kept == {"3", "4"}


def test_a_list_that_waits_since_an_earlier_version_is_asked_again(house: House, waiting: str) -> None:
    table = house.aws.session.resource("dynamodb").Table(TABLE)
    key = keys.pupil_list(REGENBOOG.id, waiting)
    table.update_item(Key=key, UpdateExpression="REMOVE preview, trace, counts_before")
    for item in house.items():
        if item["SK"]["S"].startswith("NEXT#"):
            place = {"PK": item["PK"]["S"], "SK": item["SK"]["S"]}
            table.update_item(Key=place, UpdateExpression="REMOVE preview, trace, effect")
    clerk = Clerk(house)
    assert "Van school: 15 leerlingen" in clerk.get(f"{LISTS}/{waiting}").words
    take({"order": "confirm", "school": REGENBOOG.id, "import_id": waiting})
    assert found(house, waiting).preview == 1
    assert "Van school: 15 leerlingen" in clerk.get(f"{LISTS}/{waiting}").words
    take(confirmed(waiting, 1))
    assert found(house, waiting).state == "done"


# -- what the school sees


def test_the_desk_says_what_is_different_and_shows_it_to_confirm(house: House, waiting: str) -> None:
    clerk = Clerk(house)
    page = clerk.get(f"{LISTS}/{waiting}")
    assert 'name="preview" value="1"' in page.text
    assert "doet nu iets anders" not in page.words
    _another_list(house)
    _a_name_by_hand(house)
    _one_leaves(house)
    change(house, "31", active=False, left_on=house.today)
    answer = clerk.submit(f"{LISTS}/{waiting}/bevestigen", preview="1")
    assert "U hebt de lijst bevestigd. We kijken eerst of er sindsdien geen leerlingen zijn veranderd." in answer.words
    assert "Lijst toch verwerken" not in answer.words
    settle(house)
    page = clerk.get(f"{LISTS}/{waiting}")
    assert "Deze lijst doet nu iets anders dan u zag" in page.words
    assert "Leerlingen die worden uitgeschreven: eerst 15, nu 14" in page.words
    assert "Nieuw Bos 3A van school" in page.words
    assert "Anders Bos 3A niets meer (eerst: van school)" in page.words
    assert "Kind31 Bos 3A niets meer (eerst: van school)" in page.words
    assert 'name="preview" value="2"' in page.text
    clerk.submit(f"{LISTS}/{waiting}/bevestigen", preview="2")
    settle(house)
    assert len(open_numbers(house)) == 15


def test_where_the_numbers_are_the_same_the_desk_says_so(house: House, waiting: str) -> None:
    _a_class_by_hand(house)
    take(confirmed(waiting, 1))
    page = Clerk(house).get(f"{LISTS}/{waiting}").words
    assert "Bij 1 leerling doet de lijst iets anders" in page
    assert "Kind30 Bos 8A van school groep" in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"given_name": "Anders"}, "Anders Bos 3A van school roepnaam"),
        ({"birth_date": date(2016, 2, 3)}, "Kind30 Bos 3A van school geboortedatum"),
        (
            {"prefix": "van", "family_name": "Os", "language": "pl"},
            "Kind30 van Os 3A van school tussenvoegsel, achternaam, taal van de brief",
        ),
    ],
)
def test_the_desk_says_which_data_changed_since_somebody_looked(
    house: House, waiting: str, more: dict[str, Any], said: str
) -> None:
    change(house, "30", **more)
    take(confirmed(waiting, 1))
    page = Clerk(house).get(f"{LISTS}/{waiting}").words
    assert "welke gegevens er zijn veranderd" in page
    assert said in page
    assert "De aantallen zijn gelijk gebleven" not in page


def test_who_was_as_the_list_says_is_named_with_what_was_changed(house: House, waiting: str) -> None:
    change(house, "12", prefix="van", family_name="Os")
    take(confirmed(waiting, 1))
    page = Clerk(house).get(f"{LISTS}/{waiting}").words
    assert "Kind12 van Os 3A andere gegevens tussenvoegsel, achternaam" in page


def test_a_question_that_is_new_is_named(house: House, waiting: str) -> None:
    take(put_whole(house, *CLASS, name="later.csv", at="15:00:00"))
    take(confirmed(waiting, 1))
    page = Clerk(house).get(f"{LISTS}/{waiting}").words
    assert "Nieuw om na te kijken: Er is al een lijst verwerkt die later is gestuurd dan deze." in page
    assert "Nieuw om na te kijken: Door deze lijst worden" not in page


def test_the_preview_says_which_data_of_a_pupil_would_change(house: House) -> None:
    take(put_whole(house, *CLASS))
    changed = CLASS[0].replace("Bos", "Vos")
    take(put_whole(house, changed, *CLASS[1:15], name="wacht.csv", at="13:00:00"))
    assert "Vos" not in Clerk(house).get(f"{LISTS}/{reports(house)[-1].id}").words
    assert "3A achternaam" in Clerk(house).get(f"{LISTS}/{reports(house)[-1].id}").words


def test_what_is_kept_of_a_detail_does_not_tell_what_it_is(house: House, waiting: str) -> None:
    for each in house.services.imports.shown(found(house, waiting)).differences:
        assert {len(trace) for trace in each.details.values()} == {4}
    first, second = house.services.imports.shown(found(house, waiting)).differences[:2]
    assert first.details["family_name"] != second.details["family_name"]


def test_a_page_that_is_older_than_the_preview_confirms_nothing(house: House, waiting: str) -> None:
    clerk, system = Clerk(house), SchoolSystem(house)
    _another_list(house)
    take(confirmed(waiting, 1))
    answer = clerk.submit(f"{LISTS}/{waiting}/bevestigen", preview="1")
    assert "U bevestigde een eerder overzicht van deze lijst. Er is niets verwerkt." in answer.words
    assert "Leerlingen die worden uitgeschreven: eerst 15, nu 16" in answer.words
    assert clerk.post(f"{LISTS}/{waiting}/bevestigen", preview="x").status == 404
    refused = system.send("POST", f"/api/imports/{waiting}/confirm", {}, '{"preview": 1}')
    assert (refused.status, refused.json()["title"]) == (409, "The list would do something else by now")
    assert house.aws.queued("lists") == []


def test_a_program_sees_what_is_different_and_confirms_what_it_saw(house: House, waiting: str) -> None:
    system = SchoolSystem(house)
    path = f"/api/imports/{waiting}"
    _another_list(house)
    assert system.send("POST", f"{path}/confirm", {}, '{"preview": 1}').status == 202
    settle(house)
    shown = system.send("GET", path, {}).json()
    assert (shown["state"], shown["preview"], len(open_numbers(house))) == ("waiting", 2, 31)
    assert (shown["counts_before"]["left"], shown["counts"]["left"]) == (15, 16)
    assert "Sinds u de lijst bekeek, is er iets veranderd" in shown["sentence"]
    assert system.send("POST", f"{path}/confirm", {}, '{"preview": 0}').status == 422
    assert system.send("POST", f"{path}/confirm", {}, '{"preview": 2}').status == 202
    settle(house)
    assert (system.send("GET", path, {}).json()["state"], len(open_numbers(house))) == ("done", 15)


def test_a_program_that_names_no_preview_confirms_the_newest(house: House, waiting: str) -> None:
    system = SchoolSystem(house)
    assert system.send("POST", f"/api/imports/{waiting}/confirm", {}).status == 202
    _another_list(house)
    settle(house)
    assert (found(house, waiting).state, len(open_numbers(house))) == ("waiting", 31)
    assert system.send("POST", f"/api/imports/{waiting}/confirm", {}, "{}").status == 202
    settle(house)
    assert (found(house, waiting).state, len(open_numbers(house))) == ("done", 15)


def test_the_school_is_mailed_each_time_it_is_asked(house: House, waiting: str) -> None:
    house.deliver_all()
    _one_leaves(house)
    take(confirmed(waiting, 1))
    for _ in range(2):
        house.relay()
        house.deliver_all()
    mails = [mail["Content"]["Simple"] for mail in house.mails_to(REGENBOOG.email)]
    asked = [mail["Body"]["Text"]["Data"] for mail in mails if "wacht op u" in mail["Subject"]["Data"]]
    assert ["Sinds u de lijst bekeek" in text for text in asked] == [False, True]
    assert "Leerlingen die worden uitgeschreven: eerst 15, nu 14" in asked[1]
