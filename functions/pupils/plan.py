"""What a list changes at a school: a pure comparison of what it says with what is there."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from common.ids import random_id
from common.pupils import Pupil, fold, known_name
from pupils.listed import Listed, Remark


@dataclass(frozen=True)
class Plan:
    """`new` and `changed` are (name under which the school knows the pupil, pupil)."""

    new: tuple[tuple[str, Pupil], ...]
    changed: tuple[tuple[str, Pupil], ...]
    unchanged: tuple[Pupil, ...]
    held: tuple[Remark, ...]


def compare(school: str, listed: Iterable[Listed], there: Iterable[Pupil], batch: str, valid_until: date) -> Plan:
    """The pupils to add (in `batch`), to correct and to leave, and the rows that a person must judge."""
    pupils = list(there)
    by_name = {_known_name(pupil): pupil for pupil in pupils}
    by_names: dict[tuple[str, ...], list[Pupil]] = defaultdict(list)
    for pupil in pupils:
        by_names[_names(pupil)].append(pupil)
    new, changed, unchanged, held = [], [], [], []
    rows = [(row, by_name.get(_known_name(row))) for row in listed]
    claimed = {found.id for _, found in rows if found}
    adopted = [(row, _known_otherwise(row, by_names, claimed)) for row, found in rows if found is None]
    wanted = Counter(found.id for _, found in adopted if found)
    adopting = {row.where: found for row, found in adopted}
    for row, known in rows:
        found = known or adopting.get(row.where)
        if found is None:
            new.append((_known_name(row), _new_pupil(school, row, batch, valid_until)))
        elif known is None and wanted[found.id] > 1:
            held.append(Remark(row.where, "meer regels passen bij dezelfde leerling; kijk welke goed is"))
        elif row.source_key and _is_somebody_else(row, found):
            held.append(Remark(row.where, f"nummer {row.source_key} was van een leerling met een andere naam"))
        elif (corrected := _corrected(found, row)) == found:
            unchanged.append(found)
        else:
            changed.append((_known_name(row), corrected))
    return Plan(tuple(new), tuple(changed), tuple(unchanged), tuple(held))


def _known_name(one: Pupil | Listed) -> str:
    return known_name(one.source_key, one.given_name, one.prefix, one.family_name, one.birth_date, one.class_name)


def _names(one: Pupil | Listed) -> tuple[str, ...]:
    return fold(one.given_name), fold(one.prefix), fold(one.family_name)


def _known_otherwise(row: Listed, by_names: dict[tuple[str, ...], list[Pupil]], claimed: set[str]) -> Pupil | None:
    """The pupil of this name whom the school added by hand, or knows by a number that the list lacks or cut short.

    Only if there is exactly one.
    """
    fitting = [
        pupil
        for pupil in by_names.get(_names(row), [])
        if pupil.id not in claimed
        and _numbers_agree(pupil.source_key, row.source_key)
        and (pupil.birth_date == row.birth_date or _same_class_and_no_date(pupil, row))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _numbers_agree(one: str | None, other: str | None) -> bool:
    """Also where a spreadsheet made 17 of 00017."""
    return one is None or other is None or one.lstrip("0") == other.lstrip("0")


def _same_class_and_no_date(pupil: Pupil, row: Listed) -> bool:
    return fold(pupil.class_name) == fold(row.class_name) and None in (pupil.birth_date, row.birth_date)


def _is_somebody_else(row: Listed, found: Pupil) -> bool:
    """A number that was given away again: to another given name born on another day, or to quite another name."""
    other_given = fold(row.given_name) != fold(found.given_name)
    other_family = fold(row.family_name) != fold(found.family_name)
    same_day = row.birth_date is not None and row.birth_date == found.birth_date
    other_day = None not in (row.birth_date, found.birth_date) and not same_day
    return other_given and (other_day or (other_family and not same_day))


def _corrected(found: Pupil, row: Listed) -> Pupil:
    return replace(
        found,
        given_name=row.given_name,
        prefix=row.prefix,
        family_name=row.family_name,
        class_name=row.class_name,
        birth_date=row.birth_date or found.birth_date,
        source_key=found.source_key or row.source_key,
    )


def _new_pupil(school: str, row: Listed, batch: str, valid_until: date) -> Pupil:
    return Pupil(
        school=school,
        id=random_id(),
        given_name=row.given_name,
        prefix=row.prefix,
        family_name=row.family_name,
        class_name=row.class_name,
        birth_date=row.birth_date,
        valid_until=valid_until,
        batch=batch,
        source_key=row.source_key,
    )
