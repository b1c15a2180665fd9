"""The school's side: lists through S3, pupils by hand, and data that stays."""

import re
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from local.system import System, running
from tests.journeys.school import School, new_school, wait_for
from tests.ports import free_port
from tests.rules.files import edexml, package, workbook

ROWS = [
    "80001;Mila;;Herhaal;3H;03-02-2018;Ingeschreven",
    "80002;Bo;van 't;Herhaal;3H;;Ingeschreven",
    "80003;Ties;;Herhaal;4H;01-10-2017;Ingeschreven",
]


def test_the_demo_school_has_a_letter_for_every_pupil(school: School) -> None:
    letters = [letter for key in school.pdfs() for letter in school.letters_in(key)]
    codes = {letter.code for letter in letters}
    # A letter may have been printed again since.
    assert len({letter.text for letter in letters}) == len(codes) >= 60
    assert all(letter.qr.endswith("/k/" + letter.code.replace("-", "")) for letter in letters)


def test_the_same_list_again_changes_nothing(school: School) -> None:
    school.upload("herhaal.csv", ROWS)
    first = school.letter_for("Mila Herhaal")
    school.letter_for("Ties Herhaal")
    before = school.pdfs()
    time.sleep(1.1)
    school.upload("herhaal.csv", ROWS)
    report = school.report_of("herhaal.csv", 2)
    assert report["counts"]["unchanged"] == 3
    assert report["letters"] == []
    assert school.pdfs() == before
    assert school.letter_for("Mila Herhaal").code == first.code


@pytest.mark.parametrize(
    ("name", "content", "pupil"),
    [
        ("leerlingen.xlsx", workbook((83001, "Isa", "de", "Rekenblad", "5E", date(2016, 5, 4))), "Isa de Rekenblad"),
        ("export.zip", package({"map/lijst.csv": "Roepnaam;Achternaam;Groep\nKim;Inzip;5E\n"}), "Kim Inzip"),
    ],
)
def test_lists_of_other_formats_become_letters(school: School, name: str, content: bytes, pupil: str) -> None:
    school.upload_raw(name, content)
    assert len(school.letter_for(pupil).code) == 19


def test_a_pupil_who_moves_keeps_the_code_and_a_new_one_gets_a_letter(school: School) -> None:
    school.upload("verhuis.csv", ["81001;Saar;;Verhuis;5V;03-02-2018;Ingeschreven"])
    code = school.letter_for("Saar Verhuis").code
    school.upload(
        "verhuis.csv",
        ["81001;Saar;;Verhuis;6V;03-02-2018;Ingeschreven", "81002;Nieuw;;Verhuis;6V;;Ingeschreven"],
    )
    assert school.letter_for("Nieuw Verhuis").code != code
    assert school.letter_for("Saar Verhuis").code == code


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("foto.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "CSV"),
        ("leeg.csv", b"", "leeg"),
        ("kolommen.csv", b"a;b;c\r\n1;2;3\r\n", "Roepnaam"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words_a_secretary_understands(
    school: School, name: str, content: bytes, reason: str
) -> None:
    before = school.pdfs()
    school.upload_raw(name, content)
    report = school.report_of(name)
    assert report["state"] == "refused"
    assert reason in report["sentence"]
    assert "Er is niets veranderd" in report["sentence"]
    assert school.pdfs() == before


def test_rows_that_cannot_be_used_are_held_and_the_others_imported(school: School) -> None:
    school.upload(
        "gemengd.csv",
        [
            "82001;Goed;;Gemengd;7G;32-13-2018;Ingeschreven",
            "82002;;;;7G;;Ingeschreven",
            "82003;Twee;;Gemengd;7G;;Ingeschreven",
            "82003;Anders;;Gemengd;7G;;Ingeschreven",
            "82004;Weg;;Gemengd;7G;;Uitgeschreven",
        ],
    )
    counts = school.report_of("gemengd.csv")["counts"]
    assert counts["rows"] == counts["imported"] + counts["merged"] + counts["held"] + counts["skipped"] == 5
    assert (counts["imported"], counts["held"], counts["skipped"]) == (1, 3, 1)
    assert school.letter_for("Goed Gemengd")


def test_a_whole_list_that_is_too_short_waits_is_confirmed_and_undone(school: School) -> None:
    pupils = [
        f'<leerling key="{number}"><achternaam>Linde</achternaam><roepnaam>Kind {number}</roepnaam>'
        f'<groep key="G3A"/></leerling>'
        for number in range(1, 31)
    ]
    linde = new_school(school.system, "de-linde")
    with closing(linde.http):
        linde.upload_raw("EDEX.XML", edexml(*pupils))
        assert linde.letter_for("Kind 30 Linde").qr
        linde.upload_raw("half.xml", edexml(*pupils[:15]))
        waiting = linde.report_of("half.xml")
        assert (waiting["state"], waiting["counts"]["left"]) == ("waiting", 15)
        assert "15 van de 30" in waiting["questions"][0]
        assert linde.order(waiting, "confirm").status_code == 202
        assert linde.report_of("half.xml", state="done")["can_undo"]
        assert linde.open_pupils() == 15
        assert linde.order(waiting, "undo").status_code == 202
        linde.report_of("half.xml", state="undone")
        assert linde.open_pupils() == 30
        address = "administratie@linde.example"
        assert linde.mail_to(address, "De brieven bij EDEX.XML zijn klaar")
        assert linde.mail_to(address, "half.xml: De lijst is teruggedraaid")
        subjects = {mail["subject"] for mail in linde.mails_to(address)}
        assert len([subject for subject in subjects if subject.startswith("Leerlingenlijst")]) == 4


def test_a_pupil_added_by_hand_gets_a_letter_and_is_added_once(school: School) -> None:
    pupil = {"given_name": "Lotte", "prefix": "van den", "family_name": "Handmatig", "class": "5B"}
    first = school.add_pupil(**pupil, birth_date="2016-03-14")
    again = school.add_pupil(**pupil, birth_date="2016-03-14")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert "geboortedatum" in school.letter_for("Lotte van den Handmatig").text
    without = school.add_pupil(given_name="Kim", prefix="", family_name="Handmatig", birth_date=None, **{"class": "5B"})
    assert without.status_code == 201
    assert "geboortedatum" not in school.letter_for("Kim Handmatig").text


def test_a_key_of_nobody_gets_nothing(school: School) -> None:
    answer = school.http.post("/api/pupils", json={}, headers={"Authorization": "Bearer ob_niemand"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_data_and_codes_stay_over_a_restart(tmp_path: Path) -> None:
    ports = free_port(), free_port()

    def codes(system: System) -> list[str]:
        side = School(system)
        with closing(side.http):
            assert side.http.get("/nl/start").status_code == 200
            return sorted(letter.code for key in side.pdfs() for letter in side.letters_in(key))

    with running(tmp_path, *ports) as system:
        first, key = codes(system), system.api_key
    with running(tmp_path, *ports) as system:
        assert codes(system) == first
        assert system.api_key == key


def test_a_list_that_a_stop_cut_off_is_finished_after_the_next_start(tmp_path: Path) -> None:
    ports = free_port(), free_port()
    rows = [f"{85000 + number};Kind {number};;Stop;{number % 20}S;;Ingeschreven" for number in range(400)]

    def letters_of_stop(side: School) -> int:
        return sum(bool(re.search(r"/\d+s-", key)) for key in side.pdfs())

    with running(tmp_path, *ports) as system:
        side = School(system)
        side.upload("stop.csv", rows)
        wait_for(lambda: letters_of_stop(side), "the first of the letters")
        side.http.close()
    with running(tmp_path, *ports) as system:
        side = School(system)
        wait_for(lambda: letters_of_stop(side) == 20, "all letters")
        message = side.send(kind="dringend", title="Na de start", text="Tekst", audience={"school": True})
        assert side.delivered(message)["audience"] == 0
        side.http.close()
