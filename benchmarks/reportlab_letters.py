"""The letter by reportlab: what every letter shares is drawn once, the QR symbol is one path. No tags."""

import io

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.letters import PREFIX, SCHOOL
from benchmarks.words import FACTS, NOTES, STEPS, WORDS
from fonts import FILES
from letters import qr
from letters.letter import Letter

for _name in ("Regular", "Bold"):
    pdfmetrics.registerFont(TTFont(f"Sans-{_name}", FILES / f"NotoSans-{_name}.ttf"))
pdfmetrics.registerFont(TTFont("Mono-Bold", FILES / "NotoSansMono-Bold.ttf"))
_INK = HexColor(SCHOOL.colour)
_LEFT, _WIDTH = 25 * mm, 160 * mm
_SIDE, _FACTS = 40 * mm, 125 * mm


def make(some: list[Letter]) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, pageCompression=1, invariant=1)
    canvas.setTitle(f"Ouderbrieven {SCHOOL.name}")
    canvas.beginForm("shared")
    _shared(canvas)
    canvas.endForm()
    tables = qr.tables(PREFIX)
    for one in some:
        canvas.doForm("shared")
        _own(canvas, one, tables)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _shared(canvas: Canvas) -> None:
    canvas.setFillColor(_INK)
    canvas.rect(0, A4[1] - 8 * mm, A4[0], 8 * mm, stroke=0, fill=1)
    _write(canvas, SCHOOL.name, 270, "Sans-Bold", 20)
    canvas.roundRect(_LEFT, 146 * mm, _WIDTH, 46 * mm, 3 * mm, fill=0)
    _write(canvas, WORDS["how"], 138, "Sans-Bold", 11)
    canvas.setFillGray(0)
    _write(canvas, f"{SCHOOL.street}, {SCHOOL.postcode_city}", 264, size=9)
    _write(canvas, WORDS["to"], 246)
    _write(canvas, WORDS["greeting"], 205)
    _write(canvas, WORDS["intro"], 200)
    for number, (name, value) in enumerate(FACTS):
        _write(canvas, name, 246 - 9 * number, "Sans-Bold", 8, _FACTS)
        _write(canvas, value, 242 - 9 * number, size=9, left=_FACTS)
    for number, step in enumerate(STEPS):
        _write(canvas, f"{number + 1}  {step}", 131 - 12 * number)
    for number, (title, text) in enumerate(NOTES):
        _write(canvas, title, 98 - 14 * number, "Sans-Bold")
        _write(canvas, text, 93 - 14 * number, size=9.5)
    _write(canvas, f"{WORDS['regards']} {SCHOOL.name}", 30)


def _own(canvas: Canvas, letter: Letter, tables: qr.QrTables) -> None:
    _write(canvas, letter.pupil, 241, "Sans-Bold")
    _write(canvas, f"{WORDS['class']} {letter.class_name}", 236)
    _write(canvas, letter.pupil, 211, "Sans-Bold", 20)
    _write(canvas, letter.code, 176, "Mono-Bold", 23)
    _write(canvas, letter.link, 162, "Mono-Bold", 9)
    path, module = canvas.beginPath(), _SIDE / tables.side
    left, top = _LEFT + _WIDTH - _SIDE - 3 * mm, 189 * mm
    for y, row in enumerate(tables.rows(letter.code.replace("-", ""))):
        for x, length in _dark(row):
            path.rect(left + (x + qr.QUIET_ZONE) * module, top - (y + qr.QUIET_ZONE) * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _dark(row: str) -> list[tuple[int, int]]:
    """Where each horizontal run of dark modules begins, and its length."""
    found, at = [], 0
    for run in row.split("0"):
        if run:
            found.append((at, len(run)))
        at += len(run) + 1
    return found


def _write(
    canvas: Canvas, text: str, height: float, font: str = "Sans-Regular", size: float = 10, left: float = _LEFT + 3 * mm
) -> None:
    canvas.setFont(font, size)
    for line, part in enumerate(simpleSplit(text, font, size, _WIDTH)):
        canvas.drawString(left, height * mm - line * size * 1.4, part)
