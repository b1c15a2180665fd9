"""EDEX2000: pupils in lines of 145 characters and groups in lines of 59, the forerunner of EDEXML."""

from datetime import date

from pupils.formats import dates
from pupils.formats.collector import Collector, Seen
from pupils.listed import PupilList

PUPIL_LINE = 145
_WIDTHS = {
    "family": 40, "prefix": 10, "given": 20, "born": 8, "sex": 1, "origin": 1, "key": 5, "group": 5, "school_year": 9,
    "number": 9, "weight": 4, "postcode": 6, "started": 8, "left": 8, "country": 2, "brin": 4, "branch": 5,
}  # fmt: skip
_GROUP_NAME, _GROUP_KEY = slice(0, 30), slice(31, 36)


def is_pupil_file(text: str) -> bool:
    lines = text.splitlines()
    return bool(lines) and all(len(line) == PUPIL_LINE for line in lines if line and line.strip("\x1a \t"))


def read(text: str, groups: str, today: date) -> PupilList:
    """groups: the text of the file of groups, '' where it did not come along. Raises ListRefused."""
    names = {line[_GROUP_KEY].strip(): line[_GROUP_NAME].strip() for line in groups.splitlines()}
    lines = [(number, _fields(line)) for number, line in enumerate(text.splitlines(), 1) if line.strip("\x1a \t")]
    year_first = all(_is_year_first(fields["born"]) for _, fields in lines if fields["born"])
    collector = Collector(today)
    for number, fields in lines:
        left = _day(fields["left"], today, year_first=year_first)
        starts = _day(fields["started"], today, year_first=year_first)
        collector.take(
            Seen(
                where=f"regel {number}",
                key=fields["key"],
                given=fields["given"],
                prefix=fields["prefix"],
                family=fields["family"],
                class_name=names.get(fields["group"], fields["group"]),
                born=_day(fields["born"], today, year_first=year_first) or fields["born"],
                left=left is not None and left <= today,
                awaited=starts is not None and starts > today,
            )
        )
    brin = next((fields["brin"].upper() for _, fields in lines if fields["brin"]), "")
    return collector.finish("edex2000", scope="full", brin=brin)


def _fields(line: str) -> dict[str, str]:
    at, found = 0, {}
    for name, width in _WIDTHS.items():
        found[name] = line[at : at + width].strip()
        at += width
    return found


def _is_year_first(text: str) -> bool:
    return text[:2] in ("19", "20") and "01" <= text[4:6] <= "12"


def _day(text: str, today: date, *, year_first: bool) -> date | None:
    parts = (text[:4], text[4:6], text[6:]) if year_first else (text[4:], text[2:4], text[:2])
    return dates.parse_day("-".join(parts), today)
