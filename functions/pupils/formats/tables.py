"""Tables with headings, from a text file or a spreadsheet: one pupil a row."""

import re
from collections.abc import Iterable
from datetime import date

from common import list_words as words
from common import refusal_words as refusals
from common.pupils import fold
from pupils.formats import dates, headings
from pupils.formats.collector import Collector, Seen, values_of
from pupils.formats.text import SEARCHED_FOR_HEADINGS, Row
from pupils.listed import MOST_COLUMNS, Format, ListRefused, PupilList, places

_NOT_HERE = {"uitgeschreven", "vertrokken", "inactief", "oudleerling", "nee", "onwaar", "false"}
_AWAITED = {"aangemeld", "voorinschrijving", "vooringeschreven", "wachtlijst"}
_MONTH_FIRST = re.compile(r"(?:0?[1-9]|1[0-2])/(?:1[3-9]|2[0-9]|3[01])/(?:[0-9]{2}|[0-9]{4})(?: .*)?")
_PREFIX_WORDS = {
    "van", "de", "der", "den", "het", "'t", "'s", "te", "ten", "ter", "tot", "op", "in", "aan", "bij", "onder",
    "over", "uit", "von", "zu", "zum", "la", "le", "les", "el", "al", "da", "das", "di", "do", "dos", "du", "d'",
    "del", "della", "ben", "bin", "ibn", "oude",
}  # fmt: skip


def best_headings(rows: list[tuple[int, Row]]) -> int:
    """Which of the first rows holds most known headings."""
    candidates = rows[:SEARCHED_FOR_HEADINGS]
    return max(range(len(candidates)), key=lambda index: (headings.count_known(candidates[index][1]), -index))


def read(
    rows: list[tuple[int, Row]], today: date, form: Format, word: str, hidden: frozenset[int] = frozenset()
) -> PupilList:
    """rows: number from 1 and cells. word: what a row is called there, 'regel' or 'rij'. hidden: numbers of rows.

    Raises ListRefused.
    """
    if not rows:
        raise ListRefused("empty", refusals.EMPTY)
    at = best_headings(rows)
    reader = _Reader(rows[at][1], today, word, form)
    for number, cells in rows[at + 1 :]:
        if any(cell.strip() for cell in cells) and not _is_total(cells):
            reader.read(number, cells)
            if number in hidden:
                reader.warn(number, words.HIDDEN)
    return reader.finish(form)


class _Reader:
    def __init__(self, heads: Row, today: date, word: str, form: Format) -> None:
        self._columns = headings.columns_of(heads)
        self._today = today
        self._word = word
        # In a text, what stands behind the last heading has moved all before it; in a spreadsheet it is a note beside.
        self._headed = len(heads) if form == "csv" else MOST_COLUMNS
        self._collector = Collector(today)
        self._months_first: list[str] = []
        self._statuses: dict[str, str] = {}
        self._needed = max(self._columns[field] for field in self._columns if field in ("given", "family", "class"))
        unwanted = headings.not_ours(heads)
        if unwanted:
            self._collector.warn(words.HEADINGS, words.NOT_OURS % {"columns": ", ".join(unwanted)})

    def read(self, number: int, cells: Row) -> None:
        where = f"{self._word} {number}"
        if len(cells) <= self._needed or any(cell.strip() for cell in cells[self._headed :]):
            self._collector.hold(where, words.OTHER_COLUMNS)
            return
        values = values_of(self._columns, cells)
        birth = values.get("birth", "").strip()
        if _MONTH_FIRST.fullmatch(birth):
            self._months_first.append(where)
        names = _split_name(values["whole"]) if "whole" in values else None
        if "whole" in values and names is None:
            self._collector.hold(where, words.NAME_IN_ONE)
            return
        given, prefix, family = names or (values["given"], values.get("prefix", ""), values["family"])
        status = self._status(values.get("status", ""))
        self._collector.take(
            Seen(
                where=where,
                key=values.get("key", ""),
                given=given,
                prefix=prefix,
                family=family,
                class_name=values["class"],
                year=values.get("year", ""),
                language=values.get("language", ""),
                born=birth,
                left=status in _NOT_HERE or self._is_past(values.get("left", "")),
                awaited=status in _AWAITED or self._is_to_come(values.get("started", "")),
            )
        )

    def warn(self, number: int, reason: str) -> None:
        self._collector.warn(f"{self._word} {number}", reason)

    def _status(self, written: str) -> str:
        """Folded once for each of the few that there are."""
        if written not in self._statuses:
            self._statuses[written] = re.sub(r"[^a-z]", "", fold(written))
        return self._statuses[written]

    def _is_past(self, text: str) -> bool:
        day = dates.parse_day(text, self._today) if text else None
        return day is not None and day <= self._today

    def _is_to_come(self, text: str) -> bool:
        day = dates.parse_day(text, self._today) if text else None
        return day is not None and day > self._today

    def finish(self, form: Format) -> PupilList:
        if self._months_first:
            raise ListRefused("month_first", refusals.MONTH_FIRST_AT % {"places": places(self._months_first)})
        return self._collector.finish(form)


def _is_total(cells: Iterable[str]) -> bool:
    filled = [cell for cell in cells if cell and not cell.isspace()]
    return len(filled) <= 2 and fold(filled[0]).startswith("totaal")


def _split_name(whole: str) -> tuple[str, str, str] | None:
    """'Berg, Zoë van der' and 'Berg, van der, Zoë' as given name, prefix and family name; None without a comma."""
    parts = [part.strip() for part in whole.split(",")]
    if not all(parts) or len(parts) not in (2, 3):
        return None
    if len(parts) == 3:
        return parts[2], parts[1], parts[0]
    words = parts[1].split()
    at = len(words)
    while at > 1 and words[at - 1] in _PREFIX_WORDS:
        at -= 1
    return " ".join(words[:at]), " ".join(words[at:]), parts[0]
