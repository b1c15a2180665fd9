"""What a list changes at a school: a pure comparison of what it says with what is there."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date

from common import list_words as words
from common.ids import random_id
from common.imports import MOST_NAMED, Remark
from common.pupils import Change, Pupil, fold, reopened
from common.values import Value
from pupils.listed import Listed, PupilList, places
from pupils.matching import Match, Roll, bare, name_of


class Occasion(Value):
    """Which list is applied when. valid_until: of the codes that it makes. whole: who is missing has left."""

    school: str
    import_id: str
    day: date
    valid_until: date
    whole: bool = False


class Plan(Value):
    """new: (name under which the administration knows the pupil, pupil). left: those who go.

    Every row of the list is in new, changed, unchanged or held. rows: of which pupil each speaks, by place.
    """

    new: tuple[tuple[str, Pupil], ...]
    changed: tuple[Change, ...]
    unchanged: tuple[Pupil, ...]
    held: tuple[Remark, ...]
    left: tuple[Change, ...]
    warnings: tuple[Remark, ...]
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def writes(self) -> int:
        """How many pupils are written."""
        return len(self.new) + len(self.changed) + len(self.left)


def compare(pupil_list: PupilList, roll: Roll, occasion: Occasion) -> Plan:
    """The pupils to add, to correct, to close and to leave, and the rows that a person must judge."""
    matches = roll.match(pupil_list.pupils)
    found = [(match, match.pupil) for match in matches if match.pupil]
    corrected = [(pupil, _corrected(pupil, match, roll, occasion)) for match, pupil in found]
    leaving, kept_open = _leaving(pupil_list, roll, matches, occasion)
    new = [(match.row, _new_pupil(match.row, occasion)) for match in matches if not (match.pupil or match.doubt)]
    return Plan(
        new=tuple((name_of(row), pupil) for row, pupil in new),
        changed=tuple(change for before, change in corrected if change.after != before),
        unchanged=tuple(before for before, change in corrected if change.after == before),
        held=tuple(_remark(match.row.where, match.doubt, match.perhaps) for match in matches if match.doubt),
        left=tuple(Change(pupil, replace(pupil, active=False, left_on=occasion.day)) for pupil in leaving),
        warnings=(*_remark_on_zeros(matches), *kept_open),
        rows={row.where: pupil.id for row, pupil in new}
        | {match.row.where: pupil.id for match, pupil in found}
        | _known_by_number(pupil_list, roll),
    )


def _known_by_number(pupil_list: PupilList, roll: Roll) -> dict[str, str]:
    """Of rows that cannot be used."""
    held = {where: roll.numbered(number) for where, number in pupil_list.held_numbers.items()}
    return {where: pupil.id for where, pupil in held.items() if pupil}


def _remark(where: str, reason: str, about: Sequence[Pupil]) -> Remark:
    """With the first of the pupils that it is about."""
    return Remark(where, reason, len(about), tuple(pupil.id for pupil in about[:MOST_NAMED]))


def _remark_on_zeros(matches: Sequence[Match]) -> list[Remark]:
    lost = [(match.row.where, match.pupil) for match in matches if match.zeros_lost and match.pupil]
    reason = words.ONE_LOST_ZEROS if len(lost) == 1 else words.SOME_LOST_ZEROS % {"pupils": len(lost)}
    return [_remark(places([where for where, _ in lost]), reason, [pupil for _, pupil in lost])] if lost else []


def _leaving(
    pupil_list: PupilList, roll: Roll, matches: Sequence[Match], occasion: Occasion
) -> tuple[list[Pupil], list[Remark]]:
    """Whom the list calls gone, and from a whole list who is missing; and why some who are missing stay."""
    here = {match.pupil.id for match in matches if match.pupil}
    here |= {pupil.id for match in matches for pupil in match.perhaps}
    said = {match.pupil.id for match in roll.match(pupil_list.left) if match.pupil} - here
    active = [pupil for pupil in roll.pupils if pupil.active]
    gone = [pupil for pupil in active if pupil.id in said]
    if not occasion.whole:
        return gone, []
    unusable = {bare(number) for number in pupil_list.present if number}
    missing = [
        pupil
        for pupil in active
        if pupil.id not in here and pupil.id not in said and bare(pupil.source_key or "") not in unusable
    ]
    unread = "" in pupil_list.present
    closable = [] if unread else [pupil for pupil in missing if pupil.source_key]
    left_open = [pupil for pupil in missing if unread or not pupil.source_key]
    return gone + closable, _remark_on_open(left_open, unread=unread)


def _remark_on_open(pupils: Sequence[Pupil], *, unread: bool) -> list[Remark]:
    one, some = (words.ONE_UNREAD, words.SOME_UNREAD) if unread else (words.ONE_UNNUMBERED, words.SOME_UNNUMBERED)
    reason = one if len(pupils) == 1 else some % {"pupils": len(pupils)}
    ordered = sorted(pupils, key=lambda pupil: (fold(pupil.class_name), pupil.sort_name))
    return [_remark(words.WHOLE_LIST, reason, ordered)] if pupils else []


def _corrected(found: Pupil, match: Match, roll: Roll, occasion: Occasion) -> Change:
    row = match.row
    after = replace(
        found,
        given_name=row.given_name,
        prefix=row.prefix,
        family_name=row.family_name,
        class_name=row.class_name,
        birth_date=row.birth_date or found.birth_date,
        source_key=found.source_key or row.source_key,
        language=row.language or found.language,
    )
    if not found.active:
        after = reopened(after, occasion.import_id, occasion.valid_until, occasion.day)
    name = name_of(after)
    return Change(found, after, "" if name in roll.names else name)


def _new_pupil(row: Listed, occasion: Occasion) -> Pupil:
    return Pupil(
        school=occasion.school,
        id=random_id(),
        given_name=row.given_name,
        prefix=row.prefix,
        family_name=row.family_name,
        class_name=row.class_name,
        birth_date=row.birth_date,
        valid_until=occasion.valid_until,
        batch=occasion.import_id,
        source_key=row.source_key,
        language=row.language,
    )
