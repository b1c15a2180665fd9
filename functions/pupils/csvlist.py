"""Pupil lists as text with separators: ParnasSys, Excel and the like, with Dutch headings."""

import csv
import io
import re
import string
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from common.pupils import WITHOUT_CLASS, clean, fold
from pupils import dates
from pupils.listed import Listed, ListRefused, PupilList, Remark

MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 1_000
_SEARCHED_FOR_HEADINGS = 30
_NAMED_LINES = 3

_ALIASES = {
    "key": "leerlingnummer leerlingnr leerlingid stamnummer stamnr stamnrstr nummer nr studentnummer"
    " administratienummer sourcedid studentid sisid id key",
    "given": "roepnaam voornaam voornaamroepnaam firstname givenname",
    "prefix": "voorvoegsel voorvoegsels tussenvoegsel tussenvoegsels tussenv tv prefix infix",
    "family": "achternaam familienaam geslachtsnaam lastname familyname surname",
    "class": "huidigegroep groep groepsnaam stamgroep basisgroep klas klasnaam class",
    "birth": "geboortedatum gebdatum gebdatumstr birthdate dob dateofbirth",
    "status": "huidigestatus status",
    "left": "uitstroomdatum uitschrijfdatum datumuitschrijving vertrekdatum einddatum",
}
_FIELDS = {alias: field for field, aliases in _ALIASES.items() for alias in aliases.split()}
_FALLBACKS = {"voornamen": "given", "voorletters": "given", "leerjaar": "class", "jaargroep": "class"}
_NAMES = {
    "given": "Roepnaam",
    "family": "Achternaam",
    "class": "Groep",
    "key": "Leerlingnummer",
    "prefix": "Voorvoegsel",
    "birth": "Geboortedatum",
    "status": "Status",
    "left": "Uitschrijfdatum",
}
_NOT_HERE = {"uitgeschreven", "aangemeld", "vertrokken", "inactief", "oudleerling", "voorinschrijving", "wachtlijst"}
_LOOKS_LIKE_DATE = re.compile(
    r"\d{1,2}[-/ ](?:[a-z]{3}|\d{1,2})(?:[-/ ]\d{2,4})|\d{1,2}[-/ ][a-z]{3}|[a-z]{3}[-/ ]\d{1,2}"
    r"|\d{4}-\d{2}-\d{2}.*|\d{5}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"(?:0?[1-9]|1[0-2])/(?:1[3-9]|2[0-9]|3[01])/(?:[0-9]{2}|[0-9]{4})")
_ROUNDED = re.compile(r"\d+(?:[.,]\d+)?E\+\d+", re.IGNORECASE)

_TOO_MANY = f"De lijst heeft meer dan {MOST_ROWS} rijen. Er is niets veranderd."
_AS_CSV = "Bewaar de leerlingenlijst als CSV-bestand en probeer het opnieuw. Er is niets veranderd."
_EMPTY = "Het bestand is leeg. Er is niets veranderd."

Row = list[str]


def parse(content: bytes, today: date) -> PupilList:
    """Reads a list. Raises ListRefused with a sentence for the school where nothing of it can be used."""
    rows = _rows(_text(content))
    at, columns = _headings(rows)
    reader = _Reader(columns, today)
    for number, cells in rows[at + 1 :]:
        if any(cell.strip() for cell in cells) and not _is_total(cells):
            reader.read(number, cells)
    if reader.rows > MOST_ROWS:
        raise ListRefused(_TOO_MANY)
    if not reader.rows:
        raise ListRefused("In de lijst staan geen leerlingen, alleen kopjes. Er is niets veranderd.")
    return reader.finish()


def _text(content: bytes) -> str:
    if not content.strip():
        raise ListRefused(_EMPTY)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    if content.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG")):
        encodings = ()
    strange = None
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            strange = content.count(b"\n", 0, error.start) + 1
            continue
        if "\x00" in text or text.lstrip()[:1] in ("<", "{"):
            break
        if not text.strip("\ufeff" + string.whitespace + "\xa0\x1c\x1d\x1e\x1f\x85"):
            raise ListRefused(_EMPTY)
        return text
    if strange and b"\x00" not in content:
        raise ListRefused(f"Op regel {strange} staat een teken dat we niet kunnen lezen. {_AS_CSV}")
    raise ListRefused(f"Dit bestand is geen lijst die we kunnen lezen. {_AS_CSV}")


def _rows(text: str) -> list[tuple[int, Row]]:
    """(line number from 1, cells) of every row."""
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r"sep=(.)\s*", first.strip("\ufeff"), re.IGNORECASE)
    body, skipped = (rest, 1) if named else (text, 0)
    separator = named[1] if named else _separator(body)
    # Without strict, a stray quote would swallow the rest of the file into one name.
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, Row]] = []
    start = skipped + 1
    csv.field_size_limit(len(body) + 1)
    try:
        for cells in reader:
            rows.append((start, cells))
            start = reader.line_num + skipped + 1
            if len(rows) > MOST_ROWS + _SEARCHED_FOR_HEADINGS:
                raise ListRefused(_TOO_MANY)
    except csv.Error:
        raise ListRefused(
            f"Regel {start} kunnen we niet lezen: er staat een aanhalingsteken op een verkeerde "
            "plek. Er is niets veranderd."
        ) from None
    return rows


def _separator(text: str) -> str:
    """The separator that makes most columns of a line that has known headings, else of the first line."""
    lines = [line for line in re.split(r"\r\n|\r|\n", text[:100_000]) if line.strip()][:_SEARCHED_FOR_HEADINGS]
    best = max(lines, key=lambda line: max(_known(line.split(one)) for one in ";,\t|"), default="")
    return max(";,\t|", key=lambda one: (_known(best.split(one)), best.count(one)))


def _heading(cell: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(cell.replace("\ufeff", "")))


def _known(cells: Iterable[str]) -> int:
    return len({_FIELDS[name] for name in map(_heading, cells) if name in _FIELDS})


def _headings(rows: list[tuple[int, Row]]) -> tuple[int, dict[str, int]]:
    """Where the headings are, and which column holds which field."""
    candidates = rows[:_SEARCHED_FOR_HEADINGS]
    if not candidates:
        raise ListRefused(_EMPTY)
    at = max(range(len(candidates)), key=lambda index: (_known(candidates[index][1]), -index))
    cells = candidates[at][1]
    if len(cells) > MOST_COLUMNS:
        raise ListRefused(f"De lijst heeft meer dan {MOST_COLUMNS} kolommen. Er is niets veranderd.")
    found: dict[str, list[int]] = defaultdict(list)
    for column, name in enumerate(map(_heading, cells)):
        if name in _FIELDS:
            found[_FIELDS[name]].append(column)
    names = [_heading(cell) for cell in cells]
    for name, field in _FALLBACKS.items():
        if name in names and not found.get(field):
            found[field].append(names.index(name))
    _refuse_unusable(found, cells)
    return at, {field: columns[0] for field, columns in found.items()}


def _refuse_unusable(found: Mapping[str, list[int]], cells: Row) -> None:
    twice = {field: columns for field, columns in found.items() if len(columns) > 1}
    if twice:
        field, columns = next(iter(twice.items()))
        names = " en ".join(f"‘{clean(cells[column])}’" for column in columns)
        raise ListRefused(
            f"We weten niet welke kolom we moeten nemen voor {_NAMES[field].lower()}: {names}. "
            "Laat er een weg en probeer het opnieuw. Er is niets veranderd."
        )
    missing = [_NAMES[field] for field in ("given", "family", "class") if field not in found]
    if missing:
        kind = "de kolom" if len(missing) == 1 else "de kolommen"
        raise ListRefused(
            f"In de lijst missen we {kind} {' en '.join(missing)}. "
            "Zet boven elke kolom een kopje, zoals Leerlingnummer, Roepnaam, Voorvoegsel, Achternaam, Groep en "
            "Geboortedatum. Er is niets veranderd."
        )


def _is_total(cells: Row) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) <= 2 and fold(filled[0]).startswith("totaal")


def _is_decoded_twice(name: str) -> bool:
    """'ZoÃ«' for 'Zoë': what was UTF-8 once was read as Windows-1252."""
    try:
        return name.encode("cp1252").decode("utf-8") != name
    except UnicodeError:
        return False


def _lasting(key: str) -> str | None:
    """A number that stays the pupil's own; those that begin with '#' are made up anew for every export."""
    return key if key and not key.startswith("#") else None


def _has_left(text: str, today: date) -> bool:
    left = dates.parse_day(text, today)
    return left is not None and left <= today


class _Reader:
    """Sorts rows into pupils, held, merged and skipped."""

    def __init__(self, columns: Mapping[str, int], today: date) -> None:
        self._columns = columns
        self._today = today
        self.rows = 0
        self._pupils: list[Listed] = []
        self._held: list[Remark] = []
        self._warnings: list[Remark] = []
        self._skipped = 0
        self._months_first = False

    def read(self, number: int, cells: Row) -> None:
        self.rows += 1
        if self._width_is_wrong(cells):
            self._hold(number, "deze regel heeft niet evenveel kolommen als de kopjes")
            return
        values = {field: clean(cells[column]) if column < len(cells) else "" for field, column in self._columns.items()}
        if any(len(value) > LONGEST_CELL for value in values.values()):
            self._hold(number, "een vak heeft meer dan 1.000 tekens")
        elif re.sub(r"[^a-z]", "", fold(values.get("status", ""))) in _NOT_HERE or _has_left(
            values.get("left", ""), self._today
        ):
            self._skipped += 1
        elif _ROUNDED.fullmatch(values.get("key", "")):
            self._hold(number, f"het nummer ‘{values['key']}’ is afgerond; maak de kolom in Excel breder of tekst")
        elif not values["given"] and not values["family"]:
            self._hold(number, "de naam ontbreekt")
        elif _LOOKS_LIKE_DATE.fullmatch(values["class"]):
            self._hold(number, f"de groep ‘{values['class']}’ lijkt een datum; bedoelde u bijvoorbeeld 3/4?")
        else:
            self._pupils.append(self._listed(number, values))

    def _is_not_here(self, values: Mapping[str, str]) -> bool:
        status = re.sub(r"[^a-z]", "", fold(values.get("status", "")))
        return status in _NOT_HERE or _has_left(values.get("left", ""), self._today)

    def _width_is_wrong(self, cells: Row) -> bool:
        last = max(self._columns.values())
        return len(cells) <= min(last, max(self._columns[field] for field in ("given", "family", "class")))

    def _hold(self, number: int, reason: str) -> None:
        self._held.append(Remark(number, reason))

    def _listed(self, number: int, values: Mapping[str, str]) -> Listed:
        born = None
        if values.get("birth"):
            self._months_first = self._months_first or _MONTH_FIRST.fullmatch(values["birth"]) is not None
            born = dates.parse(values["birth"], self._today)
            if born is None:
                self._warnings.append(
                    Remark(number, "de geboortedatum is niet te lezen; de leerling is zonder geboortedatum overgenomen")
                )
        if any(_is_decoded_twice(values.get(field, "")) for field in ("given", "family")):
            self._warnings.append(Remark(number, "de naam heeft vreemde tekens; kijk of hij goed is overgenomen"))
        return Listed(
            row=number,
            source_key=_lasting(values.get("key", "")),
            given_name=values["given"],
            prefix=values.get("prefix", ""),
            family_name=values["family"],
            class_name=values["class"] or WITHOUT_CLASS,
            birth_date=born,
        )

    def finish(self) -> PupilList:
        if self._months_first:
            raise ListRefused(
                "In de kolom Geboortedatum staat de maand soms vóór de dag. Zet overal eerst de dag, dan de maand. "
                "Er is niets veranderd."
            )
        pupils, merged = self._merge()
        return PupilList(
            rows=self.rows,
            pupils=tuple(pupils),
            held=tuple(sorted(self._held, key=lambda remark: remark.row)),
            warnings=tuple(self._warnings),
            merged=merged,
            skipped=self._skipped,
        )

    def _merge(self) -> tuple[list[Listed], int]:
        """Rows of one number: the same pupil counts once, different pupils are all held."""
        by_name: dict[object, list[Listed]] = defaultdict(list)
        for pupil in self._pupils:
            by_name[_sameness(pupil)].append(pupil)
        kept: list[Listed] = []
        merged = 0
        for group in by_name.values():
            if len({_content(pupil) for pupil in group}) == 1 and (group[0].source_key or len(group) == 1):
                kept.append(group[0])
                merged += len(group) - 1
                continue
            lines = _lines(group)
            what = f"nummer {group[0].source_key}" if group[0].source_key else "dezelfde leerling"
            for pupil in group:
                self._hold(pupil.row, f"{what} staat meer keren in de lijst (regels {lines}); kijk welke goed is")
        return sorted(kept, key=lambda pupil: pupil.row), merged


def _lines(group: list[Listed]) -> str:
    """The first few lines by number: a thousand rows of one number must not name each other a thousand times."""
    first = [str(pupil.row) for pupil in group[:_NAMED_LINES]]
    rest = len(group) - len(first)
    return ", ".join(first) + f" en nog {rest}" if rest else " en ".join(first)


def _content(pupil: Listed) -> tuple[object, ...]:
    names = (pupil.given_name, pupil.prefix, pupil.family_name)
    return (pupil.source_key, *names, pupil.class_name, pupil.birth_date)


def _sameness(pupil: Listed) -> object:
    return pupil.source_key or _content(pupil)
