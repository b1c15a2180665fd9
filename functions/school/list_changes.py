"""Whom a list would change, or changed, as its page names them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from common.cloud.table.imports import Noted, Shown
from common.imports import DETAILS, MOST_DIFFERENCES, Difference, Effect
from common.pupils import Pupil
from common.values import Value


class Row(Value):
    """One pupil whom a list would change, or changed. now, then: the classes before and after it, or ''.

    fields: the details that would change; of those whom a preview tells something else than the one before, the details
    that changed since. pupil: None for somebody new.
    """

    name: str
    now: str
    then: str
    what: Effect
    fields: tuple[str, ...] = ()
    pupil: Pupil | None = None

    @property
    def others(self) -> tuple[str, ...]:
        """Those of the fields that stand in no column of their own."""
        return tuple(name for name in self.fields if name not in ("class_name", "active"))


class Preview(Value):
    """is_cut: there are more. other, gone: those of whom the preview before said something else, or only that one."""

    rows: tuple[Row, ...] = ()
    is_cut: bool = False
    other: tuple[Row, ...] = ()
    gone: tuple[Row, ...] = ()


def compared(shown: Shown) -> tuple[list[Difference], list[Difference]]:
    """What is other than in the preview before, and what stands no more; neither where one of them is not whole."""
    now, before = shown.differences, shown.before
    known, still = {each.trace for each in before}, {each.trace for each in now}
    if not before or "" in known or is_cut(now) or is_cut(before):
        return [], []
    then = {each.pupil: each for each in before if each.pupil}
    other = [_since(then.get(each.pupil), each) for each in now if each.trace not in known]
    named = {each.pupil for each in other if each.pupil}
    return other, [each for each in before if each.trace not in still and each.pupil not in named]


def _since(then: Difference | None, now: Difference) -> Difference:
    """With the details that changed. For whom nothing was to change, those are just what the list would change now."""
    if then is None or not then.details:
        return now
    return replace(now, fields=tuple(name for name in now.details if now.details[name] != then.details.get(name)))


def is_cut(found: Sequence[Difference]) -> bool:
    new = sum(not each.pupil for each in found)
    return MOST_DIFFERENCES in (new, len(found) - new)


def rows_of(found: Sequence[Difference], there: Mapping[str, Pupil]) -> tuple[Row, ...]:
    new = [Row(each.name, "", each.class_name, each.effect) for each in found if not each.pupil]
    known = [(there[each.pupil], each) for each in found if each.pupil in there]
    return _in_order(
        new
        + [Row(pupil.name, pupil.class_name, each.class_name, each.effect, each.fields, pupil) for pupil, each in known]
    )


def rows_since(noted: Iterable[Noted], new: Iterable[str], there: Mapping[str, Pupil]) -> tuple[Row, ...]:
    """Of a list that was applied. new: the ids of whoever it added."""
    added = (there[pupil] for pupil in new if pupil in there)
    return _in_order(
        (
            *(Row(pupil.name, "", pupil.class_name, "new", (), pupil) for pupil in added),
            *(_row_since(one, there[one.pupil]) for one in noted if one.pupil in there),
        )
    )


def _row_since(noted: Noted, pupil: Pupil) -> Row:
    """With the name of now, and the classes of then."""
    was, became = noted.was, noted.became
    before, after = was.get("class_name", pupil.class_name), became.get("class_name", pupil.class_name)
    fields = tuple(name for name in was if name in DETAILS)
    return Row(pupil.name, before, after, _effect(was), fields, pupil)


def _effect(was: Mapping[str, object]) -> Effect:
    if "active" in was:
        return "left" if was["active"] else "back"
    return "moved" if "class_name" in was else "changed"


def _in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(
        sorted(rows, key=lambda row: (row.then or row.now, row.name, row.pupil.source_key or "" if row.pupil else ""))
    )
