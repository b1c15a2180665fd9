"""Pupil lists in other formats than text, made here, as the systems of schools make them."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import openpyxl

HEADS = ("Leerlingnummer", "Roepnaam", "Voorvoegsel", "Achternaam", "Groep", "Geboortedatum")
ZOE = (
    '<leerling key="00017"><achternaam>Berg</achternaam><voorvoegsel>van der</voorvoegsel><roepnaam>Zoë</roepnaam>'
    '<geboortedatum>2018-02-03</geboortedatum><jaargroep>3</jaargroep><groep key="G3A"/></leerling>'
)
BO = (
    '<leerling key="1020"><achternaam>Hek</achternaam><voorvoegsel>van \'t</voorvoegsel><roepnaam>Bo</roepnaam>'
    '<groep key="G7/8"/></leerling>'
)
GROUPS = (
    '<groepen><groep key="G3A"><naam>3A</naam><jaargroep>3</jaargroep></groep>'
    '<groep key="G7/8"><naam>7/8</naam><jaargroep>C</jaargroep></groep></groepen>'
)


def edexml(
    *pupils: str,
    groups: str = GROUPS,
    brin: str = "99ZZ",
    branch: str = "00",
    made: str = "2026-11-23T09:00:00",
    version: str = "2.1",
    encoding: str = "utf-8",
) -> bytes:
    text = (
        f'<?xml version="1.0" encoding="{encoding.upper()}"?>\n<EDEX>\n<school><schooljaar>2026-2027</schooljaar>'
        f"<brincode>{brin}</brincode><dependancecode>{branch}</dependancecode>"
        f"<aanmaakdatum>{made}</aanmaakdatum><xsdversie>{version}</xsdversie></school>\n{groups}\n<leerlingen>\n"
        + "\n".join(pupils)
        + "\n</leerlingen>\n</EDEX>\n"
    )
    return text.encode(encoding)


def uwlr(*pupils: str, envelope: bool = False) -> bytes:
    space = "http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"
    inside = f'<leerlinggegevens xmlns="{space}"><school/>{GROUPS}<leerlingen>{"".join(pupils)}</leerlingen>'
    inside += "</leerlinggegevens>"
    if envelope:
        soap = "http://schemas.xmlsoap.org/soap/envelope/"
        inside = f'<s:Envelope xmlns:s="{soap}"><s:Body>{inside}</s:Body></s:Envelope>'
    return inside.encode()


def workbook(*rows: Sequence[Any], heads: Sequence[str] = HEADS, above: Iterable[Sequence[Any]] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (*above, heads, *rows):
        sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def package(files: dict[str, str | bytes], folder: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(folder + name, content)
    return file.getvalue()


def table(*rows: Sequence[str]) -> str:
    return "\r\n".join(",".join(row) for row in rows) + "\r\n"


def oneroster(
    users: Sequence[Sequence[str]],
    *,
    mode: str = "bulk",
    version: str = "1.1",
    enrolments: Sequence[Sequence[str]] = (),
    extra: dict[str, str | bytes] | None = None,
) -> dict[str, str | bytes]:
    """users: sourcedId, status, role, givenName, familyName; enrolments: status, class, user, role."""
    return {
        "manifest.csv": table(
            ("propertyName", "value"), ("oneroster.version", version), ("file.users", mode), ("file.classes", mode)
        ),
        "users.csv": table(("sourcedId", "status", "role", "givenName", "familyName"), *users),
        "classes.csv": table(
            ("sourcedId", "status", "title", "classType"),
            ("c1", "", "Rekenen", "scheduled"),
            ("c2", "", "3A", "homeroom"),
            ("c3", "", "4B", "homeroom"),
        ),
        "enrollments.csv": table(("status", "classSourcedId", "userSourcedId", "role"), *enrolments),
        **(extra or {}),
    }


def edex2000(family: str, given: str, born: str, *, key: str = "17", group: str = "G3A", left: str = "") -> str:
    fields = (
        (family, 40), ("", 10), (given, 20), (born, 8), ("1", 1), ("", 1), (key, 5), (group, 5), ("2026-2027", 9),
        ("", 9), ("", 4), ("", 6), ("20220801", 8), (left, 8), ("NL", 2), ("99ZZ", 4), ("00", 5),
    )  # fmt: skip
    return "".join(text.ljust(width) for text, width in fields)


def day(text: str) -> date:
    return date.fromisoformat(text)
