"""What a list changes at a school that has pupils, when it waits, and how it is taken back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from common.days import local_time
from common.imports import Import
from common.last_lists import LastLists
from common.pupils import Pupil
from tests.functions.house import REGENBOOG, House
from tests.functions.uploads import (
    DAAN,
    HEADINGS,
    NOOR,
    SANNE,
    asked_for,
    ids,
    names,
    order,
    put,
    put_content,
    reports,
    settle,
    take,
)

CLASS = tuple(f"{n};Kind{n};;Bos;3A;0{n % 9 + 1}-04-2018" for n in range(10, 40))


def put_whole(house: House, *rows: str, **more: Any) -> Any:
    return put_content(house, "\r\n".join((HEADINGS, *rows)).encode(), whole_school="yes", **more)


def one_that_waits(house: House) -> Import:
    """It would close 15 of 30 pupils."""
    take(put_whole(house, *CLASS))
    take(put_whole(house, *CLASS[:15], name="wacht.csv", at="13:00:00"))
    one = reports(house)[-1]
    assert (one.state, one.preview) == ("waiting", 1)
    return one


def pupils(house: House) -> dict[str, Pupil]:
    """By number."""
    return {pupil.source_key or "": pupil for pupil in house.services.pupils.of_school(REGENBOOG.id)}


def open_numbers(house: House) -> list[str]:
    return sorted(number for number, pupil in pupils(house).items() if pupil.active)


def contents(house: House) -> list[tuple[Any, ...]]:
    """All pupils as parents and school know them."""
    return sorted(
        (one.id, one.name, one.class_name, one.birth_date, one.active, one.left_on, one.source_key, one.batch)
        for one in house.services.pupils.of_school(REGENBOOG.id)
    )


def test_who_is_missing_from_a_whole_list_is_closed_and_from_a_part_is_not(house: House) -> None:
    take(put(house, SANNE, DAAN, NOOR))
    take(put(house, SANNE, DAAN, at="13:00:00"))
    assert open_numbers(house) == ["1", "2", "3"]
    take(put_whole(house, SANNE, DAAN, at="14:00:00"))
    assert open_numbers(house) == ["1", "2"]
    assert pupils(house)["3"].left_on == house.today
    assert reports(house)[-1].counts["left"] == 1


def test_a_school_that_always_sends_all_needs_no_tick(house: House) -> None:
    house.services.store.write(
        house.services.store.update(
            {"PK": f"SCHOOL#{REGENBOOG.id}", "SK": "SETTINGS"}, "SET whole_lists = :yes", {"yes": True}
        )
    )
    take(put(house, SANNE, DAAN))
    take(put(house, SANNE, at="13:00:00"))
    assert open_numbers(house) == ["1"]


def test_who_comes_back_has_the_old_code_and_gets_the_letter_again(house: House) -> None:
    take(put_whole(house, SANNE, DAAN))
    before = pupils(house)["2"]
    take(put_whole(house, SANNE, at="13:00:00"))
    house.aws.queued("letters")
    take(put_whole(house, SANNE, DAAN, at="14:00:00"))
    after = pupils(house)["2"]
    assert (after.id, after.code_version, after.active, after.left_on) == (before.id, before.code_version, True, None)
    assert asked_for(house) == [before.id]
    assert (reports(house)[-1].counts["returned"], reports(house)[-1].counts["new"]) == (1, 0)


def _linked_child(house: House) -> Pupil:
    """Daan, to whom one parent is linked."""
    take(put_whole(house, SANNE, DAAN))
    pupil = pupils(house)["2"]
    store = house.services.store
    link = {"PK": "PARENT#p", "SK": f"CHILD#{REGENBOOG.id}#{pupil.id}", "GSI1PK": f"SCHOOL#{REGENBOOG.id}#LINKS"}
    more = {"GSI1SK": f"{pupil.id}#p", "parent": "p", "school": REGENBOOG.id, "pupil": pupil.id, "since": 0}
    store.write(store.put({**link, **more}))
    store.write(
        store.update({"PK": f"SCHOOL#{REGENBOOG.id}", "SK": f"PUPIL#{pupil.id}"}, "ADD linked :one", {"one": 1})
    )
    return pupil


@pytest.mark.parametrize(("days", "linked"), [(13, 1), (14, 0)])
def test_links_of_who_left_end_after_fourteen_days_also_if_the_pupil_returns_later(
    house: House, days: int, linked: int
) -> None:
    pupil = _linked_child(house)
    take(put_whole(house, SANNE, at="13:00:00"))
    house.services.ahead = timedelta(days=days)
    assert pupils(house)["2"].has_links_on(house.today) is bool(linked)
    take(put_whole(house, SANNE, DAAN, at="14:00:00"))
    assert house.services.parents.parents_of_pupil(REGENBOOG.id, pupil.id) == ["p"] * linked
    assert pupils(house)["2"].linked == linked


def test_a_row_that_could_not_be_read_at_all_keeps_everybody_in_school(house: House) -> None:
    take(put_whole(house, SANNE, DAAN))
    take(put_whole(house, SANNE, ";;;;5B;", at="13:00:00"))
    assert open_numbers(house) == ["1", "2"]
    assert "niet uitgeschreven" in reports(house)[-1].warnings[-1].reason


@pytest.mark.parametrize("rows", [CLASS[:15], ("5;;;;5B;",)])
def test_a_list_that_looks_wrong_changes_nothing_until_the_school_confirms(house: House, rows: tuple[str, ...]) -> None:
    take(put_whole(house, *CLASS))
    house.aws.queued("letters")
    before = contents(house)
    take(put_whole(house, *rows, at="13:00:00"))
    report = reports(house)[-1]
    assert (report.state, contents(house), asked_for(house)) == ("waiting", before, [])
    assert len(report.questions) == 1
    take(order(house, "go_on"))
    assert contents(house) == before
    take(order(house, "confirm"))
    assert reports(house)[-1].state == "done"


def test_a_confirmed_list_does_what_it_says(house: House) -> None:
    take(put_whole(house, *CLASS))
    take(put_whole(house, *CLASS[:15], at="13:00:00"))
    assert "15 van de 30" in reports(house)[-1].questions[0]
    assert reports(house)[-1].counts["left"] == 15
    take(order(house, "confirm"), order(house, "confirm"))
    assert len(open_numbers(house)) == 15
    assert reports(house)[-1].counts["left"] == 15


def test_ten_who_are_missing_need_no_confirmation_and_eleven_do(house: House) -> None:
    take(put_whole(house, *CLASS))
    take(put_whole(house, *CLASS[:20], at="13:00:00"))
    assert reports(house)[-1].state == "done"
    take(put_whole(house, *CLASS[:9], at="14:00:00"))
    assert reports(house)[-1].state == "waiting"


def test_a_whole_list_that_comes_after_a_later_one_waits(house: House) -> None:
    older = put_whole(house, SANNE, name="oud.csv")
    take(put_whole(house, SANNE, DAAN, name="nieuw.csv", at="13:00:00"))
    take(older)
    assert [report.state for report in reports(house)] == ["waiting", "done"]


def test_a_file_that_was_replaced_meanwhile_is_left_to_its_own_event(house: House) -> None:
    first = put(house, SANNE)
    second = put(house, DAAN, at="12:00:01")
    take(second, first)
    assert names(house) == ["Daan van Dijk"]
    assert [report.state for report in reports(house)] == ["superseded", "done"]


def test_a_list_that_waits_is_not_applied_once_its_file_was_replaced(house: House) -> None:
    take(put_whole(house, *CLASS))
    take(put_whole(house, *CLASS[:15], at="13:00:00"))
    put_whole(house, *CLASS[:3], at="14:00:00")
    take(order(house, "confirm"))
    assert reports(house)[-1].state == "superseded"
    assert len(open_numbers(house)) == 30


# -- taking back


def test_a_list_that_is_undone_leaves_the_school_as_it_was_and_the_new_pupils_closed(house: House) -> None:
    take(put_whole(house, SANNE, DAAN))
    before = contents(house)
    take(put_whole(house, SANNE.replace("5B", "6B"), NOOR, at="13:00:00"))
    assert open_numbers(house) == ["1", "3"]
    take(order(house, "undo"), order(house, "undo"))
    known = {one[0] for one in before}
    assert [one for one in contents(house) if one[0] in known] == before
    assert open_numbers(house) == ["1", "2"]
    assert reports(house)[-1].state == "undone"


def test_after_an_undo_the_right_list_finds_everybody_again(house: House) -> None:
    take(put(house, SANNE, DAAN))
    take(order(house, "undo"))
    assert open_numbers(house) == []
    house.aws.queued("letters")
    take(put(house, SANNE, DAAN, NOOR, at="13:00:00"))
    assert open_numbers(house) == ["1", "2", "3"]
    assert asked_for(house) == ids(house)


@pytest.mark.parametrize("whole", [True, False], ids=["of the whole school", "of some"])
def test_after_an_undo_the_whole_list_before_is_the_last_again(house: House, *, whole: bool) -> None:
    take(put_whole(house, SANNE, DAAN))
    last = house.services.imports.last(REGENBOOG.id)
    assert last.whole_at
    take((put_whole if whole else put)(house, SANNE, DAAN, NOOR, name="b.csv", at="13:00:00"))
    take(order(house, "undo"))
    assert house.services.imports.last(REGENBOOG.id) == replace(last, undoable="", is_undoable_whole=False)


def test_without_a_whole_list_before_there_is_none_after_an_undo(house: House) -> None:
    take(put_whole(house, SANNE, DAAN))
    take(order(house, "undo"))
    assert house.services.imports.last(REGENBOOG.id) == LastLists()


def test_only_the_last_list_can_be_undone(house: House) -> None:
    take(put(house, SANNE))
    take(put(house, DAAN, name="b.csv", at="13:00:00"))
    take(order(house, "undo", at=0))
    assert open_numbers(house) == ["1", "2"]
    assert [report.state for report in reports(house)] == ["done", "done"]


def test_a_number_that_a_list_gave_to_a_pupil_is_free_again_after_an_undo(house: House) -> None:
    take(put(house, ";Sanne;;Bakker;5B;14-03-2017", "9;Bo;;Vos;5B;"))
    take(put(house, SANNE, at="13:00:00"))
    take(order(house, "undo"))
    take(put(house, NOOR.replace("3;", "1;", 1), at="14:00:00"))
    assert "Noor de Wit" in names(house)
    assert pupils(house)["1"].given_name == "Noor"


# -- interrupted


WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems", "SendMessageBatch")


class _Killed(BaseException):
    """Nothing catches it, as nothing catches the end of a process."""


def kill_at(house: House, write: int, *events: Any) -> bool:
    """Gives the events to a function that dies just before its nth write; whether it came so far."""
    seen = 0

    def count(model: Any, _params: Any) -> None:
        nonlocal seen
        seen += model.name in WRITES
        if seen == write and model.name in WRITES:
            raise _Killed

    house.aws.watch(count)
    try:
        take(*events)
    except _Killed:
        return True
    finally:
        house.aws.services.session.watchers.remove(count)  # type: ignore[attr-defined]
    return False


def begin_at_midnight(house: House) -> None:
    """So that all of what takes some hours is on one day."""
    today = local_time(house.services.now())
    house.services.ahead += today.replace(hour=0, minute=0, second=0) + timedelta(days=1) - today


def _letters(house: House) -> set[str]:
    return set(asked_for(house))


def _by_number(house: House) -> list[tuple[Any, ...]]:
    """Ids are random: told apart by number."""
    return sorted((number, one.name, one.class_name, one.active, one.left_on) for number, one in pupils(house).items())


@pytest.mark.parametrize("steps_of", [1_000, 2])
def test_killed_before_any_write_and_brought_again_the_end_is_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch, steps_of: int
) -> None:
    monkeypatch.setattr("pupils.steps.MOST_IN_STEP", steps_of)
    before, after = (SANNE, DAAN, "7;Liv;;Smit;5B;"), (SANNE.replace("5B", "6B"), NOOR, "8;;;;5B;", "7;Liv;;Smit;5B;")
    ends = []
    begin_at_midnight(house)
    for write in range(40):
        at = f"{write:02}"
        take(put_whole(house, *before, name=f"{at}a.csv", at=f"10:{at}:00"))
        settle(house)
        house.aws.queued("letters")
        event = put_whole(house, *after, name=f"{at}b.csv", at=f"10:{at}:30")
        killed = write > 0 and kill_at(house, write, event)
        house.services.ahead += timedelta(minutes=12)
        assert take(event) == 0
        settle(house)
        report = reports(house)[-1]
        ends.append((_by_number(house), dict(report.counts), report.state, killed))
        if write and not killed:
            break
    else:
        pytest.fail("it never came to its end")
    assert len(ends) > 5
    # The first time Noor is new, later she comes back.
    expected = {**ends[1][1]}
    for people, counts, state, _ in ends[1:]:
        assert (people, counts, state) == (ends[1][0], expected, "done")
    assert _killed_at_least(ends, 5)


def _killed_at_least(ends: list[Any], number: int) -> bool:
    return [killed for *_, killed in ends].count(True) >= number


def test_an_undo_killed_before_any_write_comes_to_the_same_end(house: House) -> None:
    for write in range(1, 20):
        at = f"{write:02}"
        take(put_whole(house, SANNE, DAAN, name=f"{at}a.csv", at=f"10:{at}:00"))
        before = _by_number(house)
        take(put_whole(house, SANNE.replace("5B", "6B"), NOOR, name=f"{at}b.csv", at=f"10:{at}:30"))
        killed = kill_at(house, write, order(house, "undo"))
        house.services.ahead += timedelta(minutes=12)
        if reports(house)[-1].state != "undone":
            take(order(house, "undo"))
        assert reports(house)[-1].state == "undone"
        assert [one for one in _by_number(house) if one[0] != "3"] == [one for one in before if one[0] != "3"]
        assert not pupils(house)["3"].active
        if not killed:
            assert write > 3
            return
    pytest.fail("it never came to its end")


def test_a_list_of_many_goes_in_steps_and_shows_how_far_it_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pupils.steps.MOST_IN_STEP", 10)
    take(put(house, *CLASS))
    report = reports(house)[-1]
    assert (report.state, report.written, report.to_write) == ("applying", 10, 30)
    settle(house)
    report = reports(house)[-1]
    assert (report.state, report.written, report.counts["new"]) == ("done", 30, 30)
    assert asked_for(house) == ids(house)


def test_a_list_waits_for_another_that_is_being_applied_and_not_for_ever(house: House) -> None:
    house.services.imports.hold(REGENBOOG.id, "another", house.services.now())
    take(put(house, SANNE))
    assert names(house) == []
    house.services.ahead = timedelta(minutes=4)
    settle(house)
    assert names(house) == ["Sanne Bakker"]


def test_the_school_gets_each_end_of_a_list_by_mail_once(house: House) -> None:
    take(put_whole(house, *CLASS, "8;;;;5B;"))
    take(put_whole(house, *CLASS[:15], at="13:00:00"))
    house.deliver_all()
    house.relay()
    house.deliver_all()
    mails = (mail["Content"]["Simple"] for mail in house.mails_to(REGENBOOG.email))
    first, second = sorted(mails, key=lambda mail: "wacht op u" in mail["Subject"]["Data"])
    assert "is verwerkt" in first["Subject"]["Data"]
    assert "regel 32: de naam ontbreekt" in first["Body"]["Text"]["Data"]
    assert "regel 32: de naam ontbreekt" in first["Body"]["Html"]["Data"]
    assert "wacht op u" in second["Subject"]["Data"]
    assert "15 van de 30" in second["Body"]["Text"]["Data"]


def test_a_fault_of_aws_is_not_taken_for_the_end_of_a_list(house: House) -> None:
    house.refuse("TransactWriteItems", times=1)
    event = put(house, SANNE)
    assert take(event) == 1
    assert reports(house)[-1].state in ("reading", "applying")
    assert take(event) == 0
    assert reports(house)[-1].state == "done"
