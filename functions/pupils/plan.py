"""What a list changes at a school: a pure comparison of what it says with what is there."""

from collections import defaultdict
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
    by_hand: dict[tuple[str, ...], list[Pupil]] = defaultdict(list)
    for pupil in pupils:
        if pupil.source_key is None:
            by_hand[_names(pupil)].append(pupil)
    new, changed, unchanged, held = [], [], [], []
    for row in listed:
        name = _known_name(row)
        found = by_name.get(name) or _added_by_hand(row, by_hand)
        if found is None:
            new.append((name, _new_pupil(school, row, batch, valid_until)))
        elif row.source_key and _is_somebody_else(row, found):
            held.append(
                Remark(row.row, f"nummer {row.source_key} was van een leerling met een andere naam en geboortedatum")
            )
        else:
            corrected = _corrected(found, row)
            if corrected == found:
                unchanged.append(found)
            else:
                changed.append((name, corrected))
    return Plan(tuple(new), tuple(changed), tuple(unchanged), tuple(held))


def _known_name(one: Pupil | Listed) -> str:
    return known_name(one.source_key, one.given_name, one.prefix, one.family_name, one.birth_date, one.class_name)


def _names(one: Pupil | Listed) -> tuple[str, ...]:
    return fold(one.given_name), fold(one.prefix), fold(one.family_name)


def _added_by_hand(row: Listed, by_hand: dict[tuple[str, ...], list[Pupil]]) -> Pupil | None:
    """A pupil whom the school added itself before the list had a number for it, if there is exactly one."""
    fitting = [
        pupil
        for pupil in by_hand.get(_names(row), [])
        if pupil.birth_date == row.birth_date
        or (fold(pupil.class_name) == fold(row.class_name) and None in (pupil.birth_date, row.birth_date))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _is_somebody_else(row: Listed, found: Pupil) -> bool:
    """Another name and another date of birth under one number: the number was given away again."""
    dates_differ = None not in (row.birth_date, found.birth_date) and row.birth_date != found.birth_date
    return (
        dates_differ
        and fold(row.given_name) != fold(found.given_name)
        and fold(row.family_name) != fold(found.family_name)
    )


def _corrected(found: Pupil, row: Listed) -> Pupil:
    return replace(
        found,
        given_name=row.given_name,
        prefix=row.prefix,
        family_name=row.family_name,
        class_name=row.class_name,
        birth_date=row.birth_date or found.birth_date,
        source_key=row.source_key or found.source_key,
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
