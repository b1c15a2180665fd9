"""Excel workbooks, as schools make and spoil them."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.rules.files import HEADS, package, saved, workbook
from tests.rules.lists import assert_every_row_is_accounted_for, only_pupil, read, refusal

ROW = (17, "Zoë", "van der", "Berg", "3A", date(2018, 2, 3))


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_numbers_dates_and_names_are_read_as_excel_shows_them() -> None:
    parsed = read(workbook(ROW, (18.0, "Bo", None, "Hek", "4B", datetime(2017, 1, 2, 3, 4))))  # noqa: DTZ001
    zoe, bo = parsed.pupils
    assert (parsed.format, parsed.scope) == ("xlsx", "part")
    assert (zoe.source_key, zoe.given_name, zoe.prefix, zoe.family_name) == ("17", "Zoë", "van der", "Berg")
    assert (zoe.where, zoe.class_name, zoe.birth_date) == ("rij 2", "3A", date(2018, 2, 3))
    assert (bo.source_key, bo.birth_date) == ("18", date(2017, 1, 2))
    assert parsed.warnings == ()


def test_a_title_above_a_total_below_and_empty_rows_are_no_pupils() -> None:
    parsed = read(workbook(ROW, (), ("Totaal", 1), above=[("Leerlingen van De Regenboog",), ()]))
    assert only_pupil(parsed).where == "rij 4"


def test_dates_that_count_from_1904_are_read() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet_of(book).append(HEADS)
    sheet_of(book).append(ROW)
    assert only_pupil(read(saved(book))).birth_date == date(2018, 2, 3)


def test_a_date_without_the_look_of_one_is_converted_with_a_warning() -> None:
    parsed = read(workbook((*ROW[:5], 43134)))
    assert only_pupil(parsed).birth_date == date(2018, 2, 3)
    assert "getal van Excel" in parsed.warnings[0].reason


def test_a_class_that_excel_made_a_date_of_is_held_with_what_was_meant() -> None:
    parsed = read(workbook((*ROW[:4], date(2026, 4, 3), None), ROW))
    assert "bedoelde u 3/4?" in parsed.held[0].reason
    assert parsed.held[0].where == "rij 2"
    assert_every_row_is_accounted_for(parsed)


@pytest.mark.parametrize("spoilt", ["#N/A", "#REF!", "#NAAM?"])
def test_a_cell_with_an_error_is_held(spoilt: str) -> None:
    parsed = read(workbook((1, spoilt, "", "Hek", "3A", None), ROW))
    assert "fout van Excel" in parsed.held[0].reason


def test_a_formula_gives_the_value_that_was_saved_with_it() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
        + "".join(f'<c t="inlineStr"><is><t>{head}</t></is></c>' for head in HEADS)
        + '</row><row><c t="str"><f>1+1</f><v>2</v></c><c t="inlineStr"><is><r><t>Z</t></r><r><t>oë</t></r></is></c>'
        '<c/><c t="str"><f>A1</f><v>Berg</v></c><c t="str"><f>B1</f><v>3A</v></c></row></sheetData></worksheet>'
    )
    pupil = only_pupil(read(minimal(sheet)))
    assert (pupil.source_key, pupil.given_name, pupil.family_name, pupil.class_name) == ("2", "Zoë", "Berg", "3A")


def test_a_formula_whose_value_was_not_saved_is_held() -> None:
    parsed = read(workbook((1, "=A1", "", "Hek", "3A", None), (2, "Bo", "", "Hek", "=A1", None), ROW))
    assert [remark.where for remark in parsed.held] == ["rij 2", "rij 3"]
    assert "formule zonder uitkomst" in parsed.held[0].reason


def test_a_status_of_true_or_false_is_understood() -> None:
    heads = (*HEADS, "Actief")
    parsed = read(workbook((*ROW, True), (2, "Bo", "", "Hek", "3A", None, False), heads=heads))
    assert (only_pupil(parsed).given_name, parsed.skipped) == ("Zoë", 1)


def test_the_first_visible_sheet_with_known_headings_is_read() -> None:
    book = openpyxl.Workbook()
    sheet_of(book).append(["Uitleg", "over dit bestand"])
    hidden = book.create_sheet("Oud")
    hidden.append(HEADS)
    hidden.append((1, "Verborgen", "", "Leerling", "3A", None))
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("Lijst")
    shown.append(HEADS)
    shown.append(ROW)
    assert only_pupil(read(saved(book))).given_name == "Zoë"


def test_a_hidden_row_is_read_with_a_warning() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(ROW, (2, "Bo", "", "Hek", "3A", None))))
    sheet_of(book).row_dimensions[3].hidden = True
    parsed = read(saved(book))
    assert len(parsed.pupils) == 2
    assert [remark.where for remark in parsed.warnings] == ["rij 3"]


def test_a_class_in_merged_cells_is_not_filled_down() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(ROW, (2, "Bo", "", "Hek", None, None))))
    sheet_of(book).merge_cells("E2:E3")
    parsed = read(saved(book))
    assert [pupil.class_name for pupil in parsed.pupils] == ["3A", "Zonder groep"]
    assert [remark.where for remark in parsed.warnings] == ["rij 3"]


def test_a_workbook_in_a_zip_is_unpacked_once() -> None:
    assert only_pupil(read(package({"lijst.xlsx": workbook(ROW)}))).given_name == "Zoë"


@pytest.mark.parametrize("name", ["lijst.csv", "lijst.xml", "lijst"])
def test_the_name_of_a_file_does_not_matter(name: str) -> None:
    assert read(package({name: workbook(ROW)})).format == "xlsx"


def test_a_binary_workbook_and_other_office_files_are_refused_with_what_to_do() -> None:
    types = {"[Content_Types].xml": "<Types/>"}
    assert ".xlsb" in refusal(package({**types, "xl/workbook.bin": b"x"}))
    assert "geen Excel-lijst" in refusal(package({**types, "word/document.xml": "<w/>"}))
    assert "OpenOffice" in refusal(package({"mimetype": "x", "content.xml": "<x/>"}))


def minimal(sheet: str, strings: str = "", book: str = "") -> bytes:
    """The few parts that every workbook has, the sheet as it is given."""
    space = "http://schemas.openxmlformats.org"
    relations = f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="r1" Target="s.xml"/>'
    sheets = (
        f'<workbook xmlns="{space}/spreadsheetml/2006/main" xmlns:r="{space}/officeDocument/2006/relationships">'
        '<sheets><sheet name="x" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": book or sheets,
            "xl/_rels/workbook.xml.rels": relations + "</Relationships>",
            "xl/s.xml": sheet,
            **({"xl/sharedStrings.xml": strings} if strings else {}),
        }
    )


def sheet_with(cells: str) -> str:
    heads = "".join(f'<c t="inlineStr"><is><t>{head}</t></is></c>' for head in HEADS)
    return f'<worksheet><dimension ref="A1"/><sheetData><row r="1">{heads}</row>{cells}</sheetData></worksheet>'


PUPIL = (
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>Bo</t></is></c>'
    '<c r="E2" t="str"><v>3A</v></c></row>'
)


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    assert only_pupil(read(minimal(sheet_with(PUPIL)))).given_name == "Bo"


def test_a_cell_far_below_costs_nothing_and_one_far_to_the_right_is_refused() -> None:
    far_row = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    parsed = read(minimal(sheet_with(PUPIL + far_row)))
    assert (len(parsed.pupils), parsed.held[0].where) == (1, "rij 1048576")
    far_column = '<row r="2"><c r="XFD2"><v>1</v></c></row>'
    assert "200 kolommen" in refusal(minimal(sheet_with(far_column)))


def test_a_forged_count_of_strings_is_not_believed() -> None:
    strings = '<sst count="4000000000" uniqueCount="4000000000"><si><t>Bo</t></si></sst>'
    cells = PUPIL.replace('t="inlineStr"><is><t>Bo</t></is>', 't="s"><v>0</v>')
    assert only_pupil(read(minimal(sheet_with(cells), strings))).given_name == "Bo"


def test_a_string_that_is_not_there_is_empty() -> None:
    cells = PUPIL.replace('t="inlineStr"><is><t>Bo</t></is>', 't="s"><v>999</v>')
    assert "naam ontbreekt" in read(minimal(sheet_with(cells))).held[0].reason
