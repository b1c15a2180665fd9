"""What a school takes along as an Excel file: every cell is text or a number, and never a formula.

The library that writes it is heavy, and imported by whoever asks for a file, not by the pages with the button.
"""

import io
from collections.abc import Iterable, Sequence

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# No name of a school or child is taken for a formula, a link or a number.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def workbook(name: str, headings: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """An .xlsx of one sheet."""
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        sheet = book.add_worksheet(name[:31])
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, cell)
    return written.getvalue()
