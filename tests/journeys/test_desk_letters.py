"""A secretary makes reminder letters for a class, fetches them, and says that they are printed."""

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
from playwright.sync_api import Page, expect

from tests.journeys.desk import log_in
from tests.journeys.school import School

ROWS = [
    "95001;Isa;;Herinnering;3R;03-02-2018;Ingeschreven",
    "95002;Bo;van 't;Herinnering;3R;;Ingeschreven",
    "95003;Ties;;Herinnering;4R;01-10-2017;Ingeschreven",
]


def fetched(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).first.click()
    return Path(download.value.path()).read_bytes()


def letters_in(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [text for text in texts if "Activatiecode" in text]


def test_a_secretary_makes_reminders_fetches_and_marks_them(laptop: Page, school: School) -> None:
    school.upload("herinnering.csv", ROWS)
    before = {name: school.letter_for(name).code for name in ("Isa Herinnering", "Bo van 't Herinnering")}
    school.letter_for("Ties Herinnering")
    page = laptop
    log_in(page, school.system)
    page.get_by_role("link", name="Brieven", exact=True).click()

    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("alert").first).to_contain_text("Kies de hele school of een of meer groepen")
    page.get_by_label("Alleen deze groepen").check()
    for name in ("3R", "4R"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_label("Herinnering: alleen als nog niemand").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Maak 3 brieven").click()
    # The page looks again by itself.
    page.get_by_role("button", name="Maak één zip-bestand van alles").wait_for()

    of_class = letters_in(fetched(page, "Download pdf 3R"))
    assert len(of_class) == 2
    for name, code in before.items():
        (letter,) = [text for text in of_class if name in text]
        assert code in letter

    page.get_by_role("button", name="Maak één zip-bestand van alles").click()
    page.get_by_role("link", name="Download het zip-bestand").wait_for()
    with ZipFile(io.BytesIO(fetched(page, "Download het zip-bestand"))) as archive:
        assert [re.sub("-.*", "", name) for name in archive.namelist()] == ["3r", "4r"]
        assert letters_in(archive.read(archive.namelist()[0])) == of_class

    page.get_by_role("button", name="Gedrukt").click()
    expect(page.get_by_role("status")).to_contain_text("Deze brieven staan nu als gedrukt")
    page.get_by_role("link", name="Terug naar Brieven").click()
    expect(page.get_by_text("De laatste herinnering is gemaakt op")).to_be_visible()
    page.get_by_label("Alleen deze groepen").check()
    page.get_by_role("checkbox", name="3R").check()
    page.get_by_label("Alleen wie nog geen gedrukte brief heeft").check()
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("alert").first).to_contain_text("Alle brieven zijn al gedrukt")
