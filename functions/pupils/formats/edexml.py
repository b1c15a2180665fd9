"""EDEXML 1.03 to 2.1 of Edustandaard, and its sister UWLR, which has the same elements in a namespace.

Read by local names, whatever version the file says: the official schema calls every file of this year invalid.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, cast

from lxml import etree

from common import list_words as words
from common import refusal_words as refusals
from pupils.formats import dates
from pupils.formats.collector import Collector, Seen
from pupils.formats.markup import elements, name_of, text_of
from pupils.listed import Format, ListRefused, PupilList

_ROOTS = {"EDEX", "leerlinggegevens", "leerlinggegevens_antwoord", "Envelope"}
_NO_NEWS = ("geenwijzigingen", "geengegevens")
_HISTORICAL = "H"
_FIELDS = {
    "achternaam", "voorvoegsel", "voornamen", "voorletters-1", "roepnaam", "geboortedatum", "jaargroep",
    "instroomdatum", "uitstroomdatum",
}  # fmt: skip


@dataclass
class _School:
    brin: str = ""
    made_on: date | None = None


def read(content: bytes, today: date) -> PupilList:
    """Raises ListRefused with a sentence for the school where nothing of it can be used."""
    school, groups = _School(), {}
    collector = Collector(today)
    form: Format | None = None
    pupils: list[_Pupil] = []
    for element in elements(content, "school", "groepen", "leerling", *_NO_NEWS, roots=_ROOTS):
        name = name_of(element)
        if form is None:
            form = "edexml" if element.getroottree().getroot().tag == "EDEX" else "uwlr"
        if name in _NO_NEWS:
            raise ListRefused("no_news", refusals.NO_NEWS)
        if name == "leerling":
            pupils.append(_pupil(element))
        elif name == "school":
            school = _school_of(element, today)
        else:
            groups = {group.get("key", ""): group for group in map(_copy, element) if group is not None}
    for pupil in pupils:
        group = groups.get(pupil.group, {})
        seen = _seen(pupil, group, school.made_on or today, today)
        collector.take(seen)
        if pupil.group and not group and not seen.left:
            collector.warn(seen.where, words.CLASS_NOT_IN_FILE % {"class": pupil.group[:64]})
    return collector.finish(form or "edexml", scope="full", brin=school.brin, made_on=school.made_on)


def _copy(element: etree._Element) -> dict[str, str] | None:
    """What we need of a group; the element itself is emptied."""
    if name_of(element) != "groep":
        return None
    return {"key": element.get("key", ""), "name": text_of(element, "naam"), "year": text_of(element, "jaargroep")}


def _school_of(element: etree._Element, today: date) -> _School:
    brin = text_of(element, "brincode").strip().upper()
    branch = text_of(element, "dependancecode").strip()
    made_on = dates.parse_day(text_of(element, "peildatum"), today)
    made_on = made_on or dates.parse_day(text_of(element, "aanmaakdatum"), today)
    return _School(brin + (branch if branch not in ("", "00") else ""), made_on)


class _Pupil(NamedTuple):
    """What an element says, before all groups are known."""

    line: int
    key: str
    group: str
    texts: dict[str, str]


def _pupil(element: etree._Element) -> _Pupil:
    texts, group = {}, ""
    for child in element:
        name = name_of(child)
        if name in _FIELDS:
            texts[name] = child.text or ""
        elif name == "groep":
            group = group or child.get("key", "")
    lasting = element.get("key", "").strip()
    if not lasting or lasting.startswith("#"):
        lasting = element.get("eckid", "").strip() or lasting
    return _Pupil(cast("int", element.sourceline), lasting, group, texts)


def _seen(pupil: _Pupil, group: dict[str, str], on: date, today: date) -> Seen:
    texts = pupil.texts
    left_on = dates.parse_day(texts["uitstroomdatum"], today) if "uitstroomdatum" in texts else None
    starts_on = dates.parse_day(texts["instroomdatum"], today) if "instroomdatum" in texts else None
    year = texts.get("jaargroep", "").strip()
    return Seen(
        where=f"regel {pupil.line}",
        key=pupil.key,
        given=texts.get("roepnaam") or _first_word(texts.get("voornamen", "")) or texts.get("voorletters-1", ""),
        prefix=texts.get("voorvoegsel", ""),
        family=texts.get("achternaam", ""),
        class_name=group.get("name", ""),
        year=year or group.get("year", ""),
        born=texts.get("geboortedatum", "").strip(),
        left=year == _HISTORICAL or (left_on is not None and left_on <= on),
        awaited=starts_on is not None and starts_on > max(on, today),
    )


def _first_word(text: str) -> str:
    return next(iter(text.split()), "")
