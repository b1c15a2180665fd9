"""The letter by WeasyPrint: HTML and CSS in, tagged PDF/UA-1 out."""

from html import escape

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks.letters import PREFIX, SCHOOL
from benchmarks.words import FACTS, NOTES, STEPS, WORDS
from fonts import FILES
from letters import qr
from letters.letter import Letter

_FACES = "".join(
    f"@font-face {{ font-family: {family}; font-weight: {weight}; src: url({(FILES / file).as_uri()}) }}"
    for family, weight, file in (
        ("Sans", 400, "NotoSans-Regular.ttf"),
        ("Sans", 700, "NotoSans-Bold.ttf"),
        ("Mono", 700, "NotoSansMono-Bold.ttf"),
    )
)
_STYLE = f"""{_FACES}
@page {{ size: A4; margin: 20mm 25mm 12mm }}
body {{ font: 10pt Sans; margin: 0 }}
section {{ break-after: page }}
h1, h2 {{ color: {SCHOOL.colour} }}
h1 {{ font-size: 20pt; margin-top: 36mm }}
h2 {{ font-size: 11pt }}
.band {{ position: absolute; top: -20mm; left: -25mm; right: -25mm; height: 8mm; background: {SCHOOL.colour} }}
section {{ position: relative }}
.facts {{ position: absolute; top: 32mm; right: 0; width: 60mm; margin: 0 }}
.facts dt {{ color: {SCHOOL.colour}; font: 700 8pt Sans }}
.facts dd {{ margin: 0 0 2.8mm; font-size: 9pt }}
.notes {{ display: grid; grid-template-columns: 1fr 1fr; column-gap: 10mm; font-size: 9.5pt }}
li::marker {{ color: {SCHOOL.colour}; font-weight: 700 }}
.box {{ border: 1.2pt solid {SCHOOL.colour}; border-radius: 3mm; padding: 3mm 6mm; position: relative; height: 40mm }}
.box img {{ position: absolute; right: 3mm; top: 3mm; width: 40mm }}
.code {{ font: 700 23pt Mono }}
.link {{ font: 700 9pt Mono }}
"""


def make(some: list[Letter]) -> bytes:
    tables, fonts = qr.tables(PREFIX), FontConfiguration()
    pages = "".join(_page(one, tables) for one in some)
    html = f"<!doctype html><html lang=nl><title>Ouderbrieven {escape(SCHOOL.name)}</title><body>{pages}</html>"
    pdf: bytes = HTML(string=html).write_pdf(
        stylesheets=[CSS(string=_STYLE, font_config=fonts)], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return pdf


def _page(letter: Letter, tables: qr.QrTables) -> str:
    path = tables.path(letter.code.replace("-", ""))
    frame = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{tables.view_box}'>"
    symbol = (frame + f"<path stroke='black' d='{path}'/></svg>").replace("#", "%23").replace("<", "%3C")
    steps = "".join(f"<li>{escape(step)}" for step in STEPS)
    notes = "".join(f"<div><h2>{escape(title)}</h2><p>{escape(text)}</div>" for title, text in NOTES)
    facts = "".join(f"<dt>{escape(name)}<dd>{escape(value)}" for name, value in FACTS)
    return (
        f"<section><div class=band></div><p><b>{escape(SCHOOL.name)}</b><br>{SCHOOL.street}, {SCHOOL.postcode_city}"
        f"<p>{WORDS['to']}<br><b>{escape(letter.pupil)}</b><br>{WORDS['class']} {escape(letter.class_name)}"
        f"<dl class=facts>{facts}</dl>"
        f"<h1>{WORDS['heading']} {escape(letter.pupil)}</h1><p>{WORDS['greeting']}<p>{WORDS['intro']}"
        f"<div class=box><p>{WORDS['code']}<p class=code>{letter.code}<p>{WORDS['link']}"
        f"<p class=link>{letter.link}<img alt='QR-code' src=\"data:image/svg+xml,{symbol}\"></div>"
        f"<h2>{WORDS['how']}</h2><ol>{steps}</ol><div class=notes>{notes}</div>"
        f"<p>{WORDS['regards']} {escape(SCHOOL.name)}</section>"
    )
