"""What became of the school's pupil lists, and what the school orders for one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.imports import Shown
from common.errors import AlreadyDone, NotThere, Problem
from common.events import ListDeclined
from common.imports import (
    ASKED_AGAIN,
    MOST_DIFFERENCES,
    STATES,
    Difference,
    Effect,
    Import,
    Order,
    Remark,
    State,
)
from common.journal import Actor, What
from common.last_lists import LastLists
from common.namesakes import looking_alike
from common.pupils import Pupil
from school import printing

_NEWEST = 50
_OPEN_TO: dict[Order, State] = {"confirm": "waiting", "undo": "done"}
_TOLD: dict[Order, What] = {"confirm": "list_confirmed", "undo": "list_undone"}


class NotNow(Problem):
    """The list is in a state in which this cannot be ordered."""

    status: ClassVar[int] = 409
    title: ClassVar[str] = "Not for this list now"
    advice = "A list that waits can be confirmed or declined; the last one that was applied can be undone."


class OtherPreview(Problem):
    """The school saw an earlier one than the list waits with now."""

    status: ClassVar[int] = 409
    title: ClassVar[str] = "The list would do something else by now"
    advice = "Read the list again, look what is different, and confirm the 'preview' that it shows now."


def newest(school: str) -> list[dict[str, Any]]:
    undoable = services().imports.last(school).undoable
    return [_summary(one, undoable) for one in services().imports.newest(school, _NEWEST)]


def report(school: str, import_id: str, to: Actor | None) -> dict[str, Any]:
    """All that the school can know of one list. to: who may have its letters too, if they may. Raises NotThere."""
    here = services()
    one = _find(school, import_id)
    return {
        **_summary(one, here.imports.last(school).undoable),
        "held": _remarks(here.imports.held_rows(school, import_id)),
        "warnings": _remarks(one.warnings),
        "letters": printing.files_of(school, import_id, to) if one.letters else [],
    }


@dataclass(frozen=True)
class Row:
    """One pupil whom a list would change. now, then: classes; '' before there was one, and after the last.

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


@dataclass(frozen=True)
class Preview:
    """is_cut: there are more. other, gone: those of whom the preview before said something else, or only that one."""

    rows: tuple[Row, ...] = ()
    is_cut: bool = False
    other: tuple[Row, ...] = ()
    gone: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Report:
    """is_passed: a later one of the whole school was applied. held: the rows that a person must judge. preview: empty
    unless the school is asked. kept: the first of those who were changed by hand after a list that is undone, and still
    are so. named: pupils that something of it is about.
    """

    one: Import
    undoable: bool
    is_passed: bool
    held: Sequence[Remark]
    preview: Preview = Preview()
    kept: Sequence[Pupil] = ()
    named: Mapping[str, Pupil] = field(default_factory=dict)

    @property
    def namesakes(self) -> frozenset[str]:
        """Those of them with the name of another."""
        return looking_alike({pupil.id: pupil.name for pupil in self.named.values()})


def whole_report(school: str, import_id: str) -> Report:
    """All that a page shows of one list. Raises NotThere."""
    here = services()
    one, last = here.imports.find_with_last(school, import_id)
    if one is None:
        raise NotThere
    if one.state == "waiting":
        return _report(one, last, here.imports.shown(one), [])
    if one.state == "undone":
        held, kept = here.imports.kept_by_hand(school, import_id)
        return _report(one, last, Shown(held, [], []), kept)
    return _report(one, last, Shown(here.imports.held_rows(school, import_id), [], []), [])


def _report(one: Import, last: LastLists, shown: Shown, kept: Sequence[str]) -> Report:
    """With the names of the pupils it is about, as far as two reads know them."""
    other, gone = _compared(shown)
    differing = (each.pupil for each in (*shown.differences, *gone) if each.pupil)
    remarked = (pupil for remark in (*one.warnings, *shown.held) for pupil in remark.pupils)
    asked = list(dict.fromkeys((*differing, *kept[:MOST_DIFFERENCES], *remarked)))[: 2 * MOST_DIFFERENCES]
    there = {pupil.id: pupil for pupil in services().pupils.find_many(one.school, asked)}
    return Report(
        one,
        undoable=_is_undoable(one, last),
        is_passed=last.whole_at is not None and one.uploaded_at < last.whole_at,
        held=shown.held,
        preview=Preview(
            _rows(shown.differences, there), _is_cut(shown.differences), _rows(other, there), _rows(gone, there)
        ),
        kept=sorted((there[one] for one in kept if one in there), key=lambda pupil: pupil.sort_name),
        named=there,
    )


def find_undoable(school: str, import_id: str) -> Import | None:
    """None where it is not the last list that was applied. Raises NotThere."""
    one = _find(school, import_id)
    return one if _is_undoable(one, services().imports.last(school)) else None


def _is_undoable(one: Import, last: LastLists) -> bool:
    return one.state == "done" and last.undoable == one.id


def _compared(shown: Shown) -> tuple[list[Difference], list[Difference]]:
    """What is other than in the preview before, and what stands no more; neither where one of them is not whole."""
    now, before = shown.differences, shown.before
    known, still = {each.trace for each in before}, {each.trace for each in now}
    if not before or "" in known or _is_cut(now) or _is_cut(before):
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


def _is_cut(found: Sequence[Difference]) -> bool:
    new = sum(not each.pupil for each in found)
    return MOST_DIFFERENCES in (new, len(found) - new)


def _rows(found: Sequence[Difference], there: Mapping[str, Pupil]) -> tuple[Row, ...]:
    new = [Row(each.name, "", each.class_name, each.effect) for each in found if not each.pupil]
    known = [(there[each.pupil], each) for each in found if each.pupil in there]
    rows = new + [
        Row(pupil.name, pupil.class_name, each.class_name, each.effect, each.fields, pupil) for pupil, each in known
    ]
    return tuple(
        sorted(rows, key=lambda row: (row.then or row.now, row.name, row.pupil.source_key if row.pupil else ""))
    )


def order(school: str, import_id: str, what: Order, by: Actor, preview: int = 0) -> int:
    """Ordered twice, it happens once. preview: the one that was seen; 0 for whichever is the newest, which is returned.

    Raises NotThere, NotNow, or OtherPreview.
    """
    here = services()
    one = _find(school, import_id)
    is_last = here.imports.last(school).undoable == import_id
    if one.state != _OPEN_TO[what] or (what == "undo" and not is_last):
        raise NotNow
    if preview not in (0, one.preview):
        raise OtherPreview
    here.lists_queue.send([{"order": what, "school": school, "import_id": import_id, "preview": one.preview}])
    here.journal.note(school, _TOLD[what], by, here.now(), list=import_id)
    return one.preview


def decline(school: str, import_id: str, by: Actor) -> None:
    """Nothing will happen with a list that waits, nor with an order for it that is on its way. Twice is once.

    Raises NotThere or NotNow.
    """
    here = services()
    one = _find(school, import_id)
    if one.state == "declined":
        return
    entry = here.journal.entry(school, "list_declined", by, here.now(), list=import_id)
    try:
        here.imports.decline(replace(one, state="declined"), here.now(), entry)
    except AlreadyDone:
        raise NotNow from None
    record(ListDeclined(school, import_id))


def _find(school: str, import_id: str) -> Import:
    one = services().imports.find(school, import_id)
    if one is None:
        raise NotThere
    return one


def _summary(one: Import, undoable: str) -> dict[str, Any]:
    again = ASKED_AGAIN if one.is_asked_again else ""
    return {
        "id": one.id,
        "file": one.file,
        "uploaded_at": one.uploaded_at.isoformat(),
        "state": one.state,
        "sentence": " ".join(part for part in (STATES[one.state], again, one.reason) if part),
        "questions": list(one.questions),
        "format": one.format,
        "whole_school": one.whole,
        "counts": dict(one.counts),
        "preview": one.preview,
        "counts_before": dict(one.counts_before),
        "progress": {"written": one.written, "of": one.to_write},
        "can_undo": one.state == "done" and one.id == undoable,
    }


def _remarks(remarks: tuple[Remark, ...] | list[Remark]) -> list[dict[str, str]]:
    return [{"where": remark.where, "reason": remark.reason} for remark in remarks]
