"""What became of the school's pupil lists, and what the school orders for one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from common.cloud.services import services
from common.errors import NotThere, Problem
from common.imports import MOST_DIFFERENCES, STATES, Difference, Import, Order, Remark, State
from school import printing

_NEWEST = 50
_OPEN_TO: dict[Order, State] = {"confirm": "waiting", "undo": "done"}


class NotNow(Problem):
    """The list is in a state in which this cannot be ordered."""

    status: ClassVar[int] = 409
    title: ClassVar[str] = "Not for this list now"
    advice = "A list that waits can be confirmed; the last one that was applied can be undone."


def newest(school: str) -> list[dict[str, Any]]:
    undoable = services().imports.last(school).undoable
    return [_summary(one, undoable) for one in services().imports.newest(school, _NEWEST)]


def report(school: str, import_id: str) -> dict[str, Any]:
    """All that the school can know of one list. Raises NotThere."""
    here = services()
    one = _find(school, import_id)
    return {
        **_summary(one, here.imports.last(school).undoable),
        "held": _remarks(here.imports.held_rows(school, import_id)),
        "warnings": _remarks(one.warnings),
        "letters": printing.files_of(school, import_id) if one.letters else [],
    }


@dataclass(frozen=True)
class Row:
    """One pupil whom a list would change. now, then: classes; '' before there was one, and after the last.

    is_back: the pupil had left.
    """

    name: str
    now: str
    then: str
    is_back: bool = False

    @property
    def what(self) -> str:
        if self.is_back:
            return "back"
        if not self.now or not self.then:
            return "left" if self.now else "new"
        return "changed" if self.now == self.then else "moved"


@dataclass(frozen=True)
class Preview:
    """is_cut: there are more."""

    rows: tuple[Row, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True)
class Report:
    """held: the rows that a person must judge. preview: empty unless the school is asked."""

    one: Import
    undoable: bool
    held: Sequence[Remark]
    preview: Preview


def whole_report(school: str, import_id: str) -> Report:
    """All that a page shows of one list. Raises NotThere."""
    here = services()
    one = _find(school, import_id)
    if one.state == "waiting":
        held, differences = here.imports.asked(school, import_id)
        return Report(one, undoable=False, held=held, preview=_preview(one, differences))
    return Report(one, _is_undoable(one), here.imports.held_rows(school, import_id), Preview())


def find_undoable(school: str, import_id: str) -> Import | None:
    """None where it is not the last list that was applied. Raises NotThere."""
    one = _find(school, import_id)
    return one if _is_undoable(one) else None


def _is_undoable(one: Import) -> bool:
    return one.state == "done" and services().imports.last(one.school).undoable == one.id


def _preview(one: Import, found: Sequence[Difference]) -> Preview:
    """The first of what a list would change: by class and name."""
    asked = [each.pupil for each in found if each.pupil]
    there = {pupil.id: pupil for pupil in services().pupils.find_many(one.school, asked)}
    new = [Row(each.name, "", each.class_name) for each in found if not each.pupil]
    known = [(there[each.pupil], each.class_name) for each in found if each.pupil in there]
    rows = new + [Row(pupil.name, pupil.class_name, then, not pupil.active) for pupil, then in known]
    by_class = sorted(rows, key=lambda row: (row.then or row.now, row.name))
    return Preview(tuple(by_class), MOST_DIFFERENCES in (len(new), len(asked)))


def order(school: str, import_id: str, what: Order) -> None:
    """Ordered twice, it happens once. Raises NotThere, or NotNow."""
    here = services()
    one = _find(school, import_id)
    is_last = here.imports.last(school).undoable == import_id
    if one.state != _OPEN_TO[what] or (what == "undo" and not is_last):
        raise NotNow
    here.lists_queue.send([{"order": what, "school": school, "import_id": import_id}])


def _find(school: str, import_id: str) -> Import:
    one = services().imports.find(school, import_id)
    if one is None:
        raise NotThere
    return one


def _summary(one: Import, undoable: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "file": one.file,
        "uploaded_at": one.uploaded_at.isoformat(),
        "state": one.state,
        "sentence": " ".join(part for part in (STATES[one.state], one.reason) if part),
        "questions": list(one.questions),
        "format": one.format,
        "whole_school": one.whole,
        "counts": dict(one.counts),
        "progress": {"written": one.written, "of": one.to_write},
        "can_undo": one.state == "done" and one.id == undoable,
    }


def _remarks(remarks: tuple[Remark, ...] | list[Remark]) -> list[dict[str, str]]:
    return [{"where": remark.where, "reason": remark.reason} for remark in remarks]
