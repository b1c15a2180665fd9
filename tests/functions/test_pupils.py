"""Pupil lists: from the object in S3 to pupils, letters asked for, and a report."""

import pytest

from tests.emulated import UPLOADS
from tests.functions.house import REGENBOOG, House
from tests.functions.uploads import (
    DAAN,
    HEADINGS,
    NOOR,
    SANNE,
    asked_for,
    event_of,
    ids,
    names,
    put,
    put_content,
    reports,
    settle,
    take,
)


def test_a_list_becomes_pupils_letters_by_class_and_a_report(house: House) -> None:
    assert take(put(house, SANNE, DAAN, NOOR)) == 0
    assert names(house) == ["Daan van Dijk", "Noor de Wit", "Sanne Bakker"]
    requests = house.aws.queued("letters")
    assert [len(request["pupils"]) for request in requests] == [2, 1]
    assert sorted(pupil for request in requests for pupil in request["pupils"]) == ids(house)
    (report,) = reports(house)
    assert (report.state, report.file, [one.class_name for one in report.letters]) == (
        "done",
        "lijst.csv",
        ["5B", "6A"],
    )
    assert (report.counts["rows"], report.counts["new"]) == (3, 3)


def test_two_lists_three_times_shuffled_make_each_pupil_once(house: House) -> None:
    first = put(house, SANNE, DAAN, name="a.csv")
    second = put(house, DAAN, NOOR, name="b.csv", at="12:00:07")
    assert take(second, first, second, second, first, first) == 0
    assert names(house) == ["Daan van Dijk", "Noor de Wit", "Sanne Bakker"]
    requests = house.aws.queued("letters")
    assert {pupil for request in requests for pupil in request["pupils"]} == set(ids(house))
    batch_of = {pupil.id: pupil.batch for pupil in house.services.pupils.of_school(REGENBOOG.id)}
    assert {(request["batch"], one) for request in requests for one in request["pupils"]} == {
        (batch, pupil) for pupil, batch in batch_of.items()
    }
    assert len(reports(house)) == 2


def test_the_report_of_a_list_that_came_three_times_still_counts_its_pupils_as_new(house: House) -> None:
    event = put(house, SANNE, DAAN)
    take(event, event, event)
    (report,) = reports(house)
    assert (report.counts["new"], report.counts["unchanged"]) == (2, 0)


def test_the_same_list_uploaded_another_day_asks_for_no_letter(house: House) -> None:
    take(put(house, SANNE, DAAN))
    house.aws.queued("letters")
    take(put(house, SANNE, DAAN, at="13:00:00"))
    assert asked_for(house) == []
    assert reports(house)[-1].counts["unchanged"] == 2


def test_a_corrected_name_changes_the_pupil_and_not_its_letter(house: House) -> None:
    take(put(house, SANNE))
    before = ids(house)
    house.aws.queued("letters")
    take(put(house, SANNE.replace("Bakker", "Bakkers"), at="13:00:00"))
    assert (names(house), ids(house), asked_for(house)) == (["Sanne Bakkers"], before, [])


def test_a_crash_before_the_letters_are_asked_loses_none_and_makes_nothing_twice(house: House) -> None:
    event = put(house, SANNE, DAAN, NOOR)
    house.refuse("SendMessageBatch")
    assert take(event) == 1
    assert asked_for(house) == []
    assert take(event) == 0
    assert asked_for(house) == ids(house)
    assert len(ids(house)) == 3


@pytest.mark.parametrize("operation", ["GetObject", "Query", "TransactWriteItems", "BatchWriteItem"])
def test_whatever_fails_once_the_list_is_applied_when_it_comes_again(house: House, operation: str) -> None:
    event = put(house, SANNE, DAAN, "4;;;;5B;")
    house.refuse(operation)
    assert take(event) == 1
    assert take(event) == 0
    assert len(ids(house)) == 2
    assert set(asked_for(house)) == set(ids(house))
    assert [report.state for report in reports(house)] == ["done"]


def test_a_list_that_arrives_while_another_is_applied_waits_for_its_turn(house: House) -> None:
    ours, theirs = put(house, SANNE, DAAN), put(house, DAAN, NOOR, name="b.csv", at="12:00:03")
    house.meanwhile("TransactWriteItems", lambda: take(theirs))
    assert take(ours) == 0
    assert names(house) == ["Daan van Dijk", "Sanne Bakker"]
    settle(house)
    assert names(house) == ["Daan van Dijk", "Noor de Wit", "Sanne Bakker"]
    assert asked_for(house) == ids(house)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leeg"),
        (b"PK\x03\x04\x00\x00", "zip-bestand is beschadigd"),
        (b"Naam;Kleur\r\nSanne;rood", "missen we"),
        (HEADINGS.encode(), "geen leerlingen"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_in_words_and_changes_nothing(
    house: House, content: bytes, words: str
) -> None:
    take(put(house, SANNE))
    house.aws.queued("letters")
    assert take(put_content(house, content, at="13:00:00")) == 0
    report = reports(house)[-1]
    assert report.state == "refused"
    assert words in report.reason
    assert "Er is niets veranderd." in report.reason
    assert (names(house), asked_for(house)) == (["Sanne Bakker"], [])


def test_a_list_for_a_school_we_do_not_know_is_refused(house: House) -> None:
    assert take(put(house, SANNE, school="onbekend")) == 0
    (report,) = reports(house, "onbekend")
    assert report.state == "refused"
    assert "kennen deze school niet" in report.reason
    assert house.services.pupils.of_school("onbekend") == []


def test_a_list_that_is_gone_before_it_is_read_says_so(house: House) -> None:
    assert take(event_of(f"schools/{REGENBOOG.id}/lists/weg.csv")) == 0
    assert "is weg" in reports(house)[0].reason


def test_a_list_of_more_than_ten_megabytes_is_refused(house: House) -> None:
    event = put(house, "x" * 10 * 1024 * 1024)
    assert take(event) == 0
    assert "groter dan 10 MB" in reports(house)[0].reason


@pytest.mark.parametrize(
    "key", ["schools/De_Regenboog/lists/a.csv", "schools/de-regenboog/a.csv", "schools/de-regenboog/lists/b/a.csv"]
)
def test_objects_elsewhere_in_the_bucket_are_no_lists(house: House, key: str) -> None:
    before = house.items()
    assert take(event_of(key)) == 0
    assert house.items() == before


@pytest.mark.parametrize("name", ["leerlingen groep 5 (1).csv", "lijst+één&twee.csv", "100%.csv"])
def test_odd_file_names_are_read_as_they_are(house: House, name: str) -> None:
    assert take(put(house, SANNE, name=name)) == 0
    assert [(report.file, report.state) for report in reports(house)] == [(name, "done")]


def test_the_event_with_which_s3_tests_the_queue_is_taken(house: House) -> None:
    before = house.items()
    assert take({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": UPLOADS}) == 0
    assert house.items() == before


def test_a_held_row_is_kept_with_its_number_and_reason_and_rows_add_up(house: House) -> None:
    take(put(house, SANNE, "4;;;;5B;", NOOR))
    (report,) = reports(house)
    counts = report.counts
    assert counts["rows"] == counts["imported"] + counts["merged"] + counts["held"] + counts["skipped"]
    (row,) = house.services.imports.held_rows(REGENBOOG.id, report.id)
    assert (row.where, row.reason) == ("regel 3", "de naam ontbreekt")


def test_one_bad_list_does_not_hold_up_the_good_one_beside_it(house: House) -> None:
    good = put(house, SANNE, name="a.csv")
    assert take({"Records": [{"s3": {}}]}, good) == 1
    assert names(house) == ["Sanne Bakker"]
