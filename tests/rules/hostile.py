"""Files that were made to do harm, by what they try; all are small to send."""

import io
import struct
import zipfile

from tests.rules.files import HEADS, ZOE, edexml, package
from tests.rules.lists import PARNASSYS

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_TYPES = {"[Content_Types].xml": "<Types/>"}
_HEAD_ROW = "".join(f'<c t="inlineStr"><is><t>{head}</t></is></c>' for head in HEADS)


def _xml(doctype: str, inside: str = "") -> bytes:
    return edexml(ZOE.replace("Berg", inside or "Berg")).replace(b"<EDEX>", f"{doctype}<EDEX>".encode(), 1)


def _workbook(sheet: str, strings: str = "<sst/>") -> bytes:
    space = "http://schemas.openxmlformats.org"
    return package(
        {
            **_TYPES,
            "xl/workbook.xml": f'<workbook xmlns:r="{space}/officeDocument/2006/relationships">'
            '<sheets><sheet name="x" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="s.xml"/></Relationships>',
            "xl/s.xml": sheet,
            "xl/sharedStrings.xml": strings,
        }
    )


def _sheet(rows: str) -> str:
    return f"<worksheet><sheetData><row>{_HEAD_ROW}</row>{rows}</sheetData></worksheet>"


def _twice(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, PARNASSYS)
        archive.writestr(name.upper(), PARNASSYS)
    return file.getvalue()


def _lying_about_size() -> bytes:
    """The directory promises ten bytes, the stream holds twenty million."""
    honest = package({"lijst.csv": "A" * 20_000_000})
    size = struct.pack("<L", 20_000_000)
    return honest.replace(size, struct.pack("<L", 10))


def _with_password() -> bytes:
    content = bytearray(package({"lijst.csv": PARNASSYS}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


HOSTILE: dict[str, bytes] = {
    "billion laughs": _xml(f'<!DOCTYPE EDEX [<!ENTITY l0 "ha">{_LAUGHS}]>', "&l9;"),
    "quadratic blow-up": _xml(f'<!DOCTYPE EDEX [<!ENTITY a "{"x" * 100_000}">]>', "&a;" * 10_000),
    "external entity": _xml('<!DOCTYPE EDEX [<!ENTITY f SYSTEM "file:///etc/hostname">]>', "&f;"),
    "external parameter": _xml('<!DOCTYPE EDEX [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'),
    "harmless doctype": _xml("<!DOCTYPE EDEX>"),
    "doctype after a long comment": _xml(f"<!--{'x' * 300_000}--><!DOCTYPE EDEX>"),
    "deep nesting": b"<EDEX>" * 200_000,
    "one text of 9 MB": _xml("", "x" * 9_000_000),
    "zip bomb": package({"lijst.csv": "A" * 200_000_000}),
    "zip of a little less": package({"lijst.csv": "A" * 29_000_000}),
    "zip that lies": _lying_about_size(),
    "zip in zip": package({"binnen.zip": package({"lijst.csv": PARNASSYS})}),
    "zip in zip by another name": package({"lijst.csv": package({"lijst.csv": package({"a.csv": PARNASSYS})})}),
    "too many files": package({f"{n}.csv": PARNASSYS for n in range(31)}),
    "one name twice": _twice("lijst.csv"),
    "out of the folder": package({"../lijst.csv": PARNASSYS}),
    "absolute": package({"/etc/lijst.csv": PARNASSYS}),
    "backslash": package({"map\\lijst.csv": PARNASSYS}),
    "folders": package({"a/users.csv": "x", "b/users.csv": "x"}),
    "password": _with_password(),
    "cut zip": package({"lijst.csv": PARNASSYS})[:-30],
    "only the end of a zip": b"PK\x05\x06" + b"\x00" * 18,
    "laughing strings": _workbook(
        _sheet(""), f'<!DOCTYPE sst [<!ENTITY l0 "ha">{_LAUGHS}]><sst><si><t>&l9;</t></si></sst>'
    ),
    "doctype in a sheet": _workbook("<!DOCTYPE worksheet>" + _sheet("")),
    "far column": _workbook(_sheet('<row r="2"><c r="XFD2"><v>1</v></c></row>')),
    "far cell of a hundred": _workbook(_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' * 100)),
    "rows without end": _workbook(_sheet("<row><c><v>1</v></c></row>" * 300_000)),
    "strings without end": _workbook(_sheet(""), "<sst>" + "<si><t>a</t></si>" * 900_000 + "</sst>"),
    "comments without end": package({**_TYPES, "xl/workbook.xml": "<workbook/>", "xl/c.xml": "x" * 60_000_000}),
    "quote that swallows": f'{PARNASSYS}1;"Bo;;Hek;3A;;\r\n'.encode(),
    "nul bytes": PARNASSYS.replace("Daan", "Da\x00an").encode(),
    "columns without end": b";" * 3_000_000,
    "nine million lines": b"\n" * 9_000_000 + b"x",
}

# Nothing is wrong with the file as a whole.
STRANGE: dict[str, bytes] = {
    "a hundred thousand attributes": edexml("<leerling " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>"),
    "line of 9 MB": b"Roepnaam;Achternaam;Groep\r\n" + b"x" * 9_000_000,
}
