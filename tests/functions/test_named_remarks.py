"""Of whom a report says something: with a name and a link where the school looks, elsewhere with rows alone."""

import pytest

from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_list_states import put_whole
from tests.functions.test_school import SchoolSystem
from tests.functions.uploads import DAAN, NOOR, SANNE, put, put_content, reports, take

WITHOUT = [f";Kind{n};;Zondernummer;5B;0{n}-03-2017" for n in range(1, 4)]


def page_of(house: House) -> str:
    return Clerk(house).get(f"/school/lijsten/{reports(house)[-1].id}").text


def link_to(house: House, name: str) -> str:
    (pupil,) = (one for one in house.services.pupils.of_school(REGENBOOG.id) if one.name == name)
    return f'<a href="/school/leerlingen/{pupil.id}"><bdi>{name}</bdi></a>'


def test_who_stays_without_a_number_is_named(house: House) -> None:
    take(put(house, SANNE, *WITHOUT))
    take(put_whole(house, SANNE, at="13:00:00"))
    page = page_of(house)
    assert "3 leerlingen die niet in de lijst staan" in page
    for n in range(1, 4):
        assert link_to(house, f"Kind{n} Zondernummer") in page


def test_of_very_many_the_first_are_named(house: House) -> None:
    take(put(house, SANNE, *(f";Kind{n:02};;Zondernummer;5B;" for n in range(60))))
    take(put_whole(house, SANNE, at="13:00:00"))
    page = page_of(house)
    assert link_to(house, "Kind19 Zondernummer") in page
    assert "Kind20 Zondernummer" not in page
    assert "en nog 40" in page


def test_a_list_that_waits_names_them_too(house: House) -> None:
    take(put(house, *(f"{n};Kind{n};;Bos;3A;" for n in range(30)), *WITHOUT))
    take(put_whole(house, "1;Kind1;;Bos;3A;", at="13:00:00"))
    assert reports(house)[-1].state == "waiting"
    assert link_to(house, "Kind1 Zondernummer") in page_of(house)


def test_numbers_without_their_zeros_are_told_with_their_rows(house: House) -> None:
    take(put(house, "0017;Bo;;Vos;5B;14-03-2017", "0018;Jo;;Das;5B;14-03-2017"))
    take(put(house, SANNE, "17;Bo;;Vos;5B;14-03-2017", "18;Jo;;Das;5B;14-03-2017", at="13:00:00"))
    (remark,) = reports(house)[-1].warnings
    assert remark.where == "regel 3 en regel 4"
    page = page_of(house)
    assert link_to(house, "Bo Vos") in page
    assert link_to(house, "Jo Das") in page


def test_a_row_that_may_be_somebody_else_names_who(house: House) -> None:
    take(put(house, SANNE, DAAN))
    take(put(house, "1;Mees;;Jansen;7A;01-01-2015", at="13:00:00"))
    assert link_to(house, "Sanne Bakker") in page_of(house)


def test_mails_programs_and_what_is_kept_name_no_child(house: House) -> None:
    take(put(house, SANNE, *WITHOUT))
    house.deliver_all()
    take(put_whole(house, SANNE, at="13:00:00"))
    house.deliver_all()
    one = reports(house)[-1]
    mails = str(house.mails_to(REGENBOOG.email)[-1])
    assert "3 leerlingen die niet in de lijst staan" in mails
    assert "Zondernummer" not in mails
    shown = SchoolSystem(house).send("GET", f"/api/imports/{one.id}", {}).json()
    assert [set(remark) for remark in shown["warnings"]] == [{"where", "reason"}]
    kept = [item for item in house.items() if "IMPORT#" in item["PK"]["S"] + item["SK"]["S"]]
    assert "Kind1" not in str([item for item in kept if not item["SK"]["S"].startswith("WAS#")])


def test_who_is_deleted_since_is_named_no_more(house: House) -> None:
    take(put(house, SANNE, *WITHOUT))
    take(put_whole(house, SANNE, at="13:00:00"))
    (pupil,) = (one for one in house.services.pupils.of_school(REGENBOOG.id) if one.given_name == "Kind1")
    Clerk(house).post(f"/school/leerlingen/{pupil.id}/verwijderen")
    page = page_of(house)
    assert "Kind1 Zondernummer" not in page
    assert link_to(house, "Kind2 Zondernummer") in page


@pytest.mark.parametrize("rows", [(SANNE, NOOR)])
def test_a_remark_that_an_earlier_version_kept_is_shown(house: House, rows: tuple[str, ...]) -> None:
    take(put(house, *rows, ";;;;5B;"))
    one = reports(house)[-1]
    store = house.services.store
    key = {"PK": f"IMPORT#{REGENBOOG.id}#{one.id}", "SK": "ROW#000000"}
    store.write(store.update(key, "REMOVE pupils", {}))
    key = {"PK": f"SCHOOL#{REGENBOOG.id}", "SK": f"IMPORT#{one.id}"}
    old = [{"where": "regel 9", "reason": "kijk dit na"}]
    store.write(store.update(key, "SET warnings = :old", {"old": old}))
    page = page_of(house)
    assert "regel 9" in page
    assert "regel 4" in page


def test_the_english_desk_reads_the_report_in_english(house: House) -> None:
    take(put(house, SANNE, *WITHOUT, *(f"{n};Kind{n};;Bos;3A;" for n in range(40, 70))))
    take(put_whole(house, SANNE, ";;;;5B;", "1;Mees;;Jansen;7A;01-01-2015", at="13:00:00"))
    clerk = Clerk(house)
    clerk.post("/school/taal", language="en")
    for one in reports(house):
        page = clerk.get(f"/school/lijsten/{one.id}").words
        for remark in (*one.warnings, *house.services.imports.held_rows(REGENBOOG.id, one.id)):
            assert remark.reason not in page
        assert not any(question in page for question in one.questions)
        assert "leerling" not in page


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.7", "This file is a PDF, not a pupil list. Send the pupil list as EDEXML, Excel (.xlsx) or CSV."),
        (b"Naam;Kleur\r\nSanne;rood", "The list lacks the column Class. Put a heading above each column"),
        (b"", "The file is empty."),
    ],
    ids=["pdf", "columns", "empty"],
)
def test_the_english_desk_reads_in_english_why_a_list_was_refused(house: House, content: bytes, why: str) -> None:
    take(put_content(house, content))
    clerk = Clerk(house)
    (one,) = reports(house)
    assert one.reason in clerk.get(f"/school/lijsten/{one.id}").words
    clerk.post("/school/taal", language="en")
    page = clerk.get(f"/school/lijsten/{one.id}").words
    assert why in page
    assert "Nothing has changed." in page
    assert "niets veranderd" not in page
