"""What became of the school's pupil lists, and what the school orders for one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
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
    Import,
    Order,
    Remark,
    State,
)
from common.journal import Actor, What
from common.last_lists import LastLists
from common.namesakes import looking_alike
from common.pupils import Pupil
from common.values import Value
from school import printing
from school.list_changes import Preview, compared, is_cut, rows_of, rows_since

_NEWEST = 50
_OPEN_TO: dict[Order, State] = {"confirm": "waiting", "undo": "done"}
_TOLD: dict[Order, What] = {"confirm": "list_confirmed", "undo": "list_undone"}


class NotNow(Problem):
    """The list is in a state in which this cannot be ordered."""

    status: ClassVar[int] = 409
    title: ClassVar[str] = "Not for this list now"
    advice = "A list that waits can be confirmed or declined; the last one that changed anything can be undone."


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


class Report(Value):
    """is_passed: a later one of the whole school was applied. last: which list can be undone now, '' for none.

    held: the rows that a person must judge. preview: whom it would change, or whom it changed, as far as that is kept.
    kept: the first of those who were changed by hand after a list that is undone, and still are so. named: pupils that
    something of it is about.
    """

    one: Import
    undoable: bool
    is_passed: bool
    last: str
    held: Sequence[Remark]
    preview: Preview = field(default_factory=Preview)
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
    if one.state in ("waiting", "declined"):
        return _report_before(one, last, here.imports.shown(one))
    if one.state == "undone":
        return _report(one, last, *here.imports.kept_by_hand(school, import_id))
    if one.state == "done":
        return _report_since(one, last)
    return _report(one, last, here.imports.held_rows(school, import_id))


def _report_before(one: Import, last: LastLists, shown: Shown) -> Report:
    """Of a list that has changed nothing: whom it would change."""
    other, gone = compared(shown) if one.state == "waiting" else ([], [])
    differing = [each.pupil for each in (*shown.differences, *gone) if each.pupil]
    there = _named(one, differing + _remarked(one, shown.held))
    cut = is_cut(shown.differences)
    preview = Preview(rows_of(shown.differences, there), cut, rows_of(other, there), rows_of(gone, there))
    return replace(_report(one, last, shown.held, there=there), preview=preview)


def _report_since(one: Import, last: LastLists) -> Report:
    """Of a list that was applied: whom it changed, with the names of now."""
    held, noted = services().imports.noted(one, MOST_DIFFERENCES)
    changed = [each.pupil for each in noted]
    about = list(dict.fromkeys((*_remarked(one, held)[:MOST_DIFFERENCES], *changed)))
    added = [pupil for pupil in _lettered(one, MOST_DIFFERENCES - len(about)) if pupil not in changed]
    there = _named(one, about + added)
    rows = rows_since(noted, added, there)
    whole = sum(one.counts.get(what, 0) for what in ("new" if _names_new(one) else "", "changed", "left"))
    return replace(_report(one, last, held, there=there), preview=Preview(rows, is_cut=len(rows) < whole))


def _lettered(one: Import, most: int) -> list[str]:
    """Whoever is new or back by it, where there is room for them."""
    if not (_names_new(one) and one.letters and most > 0):
        return []
    return list(services().batches.pupils_of(one.school, one.id))[:most]


def _names_new(one: Import) -> bool:
    """Not of the first list of a school, of which nobody reads a hundred names; but where it asked, they were shown."""
    return bool(one.preview) or one.counts.get("new", 0) <= MOST_DIFFERENCES


def _report(
    one: Import,
    last: LastLists,
    held: Sequence[Remark],
    kept: Sequence[str] = (),
    there: Mapping[str, Pupil] | None = None,
) -> Report:
    """there: the pupils it is about, where they were read already."""
    named = _named(one, [*kept[:MOST_DIFFERENCES], *_remarked(one, held)]) if there is None else there
    return Report(
        one,
        undoable=_is_undoable(one, last),
        is_passed=last.whole_at is not None and one.uploaded_at < last.whole_at,
        last=last.undoable,
        held=held,
        kept=sorted((named[one] for one in kept if one in named), key=lambda pupil: pupil.sort_name),
        named=named,
    )


def _remarked(one: Import, held: Sequence[Remark]) -> list[str]:
    return [pupil for remark in (*one.warnings, *held) for pupil in remark.pupils]


def _named(one: Import, pupils: Sequence[str]) -> dict[str, Pupil]:
    """The first of them that are there still, as far as two reads know them."""
    wanted = list(dict.fromkeys(pupils))[: 2 * MOST_DIFFERENCES]
    return {pupil.id: pupil for pupil in services().pupils.find_many(one.school, wanted)}


def find_undoable(school: str, import_id: str) -> Import | None:
    """None where it is not the last list that was applied. Raises NotThere."""
    one = _find(school, import_id)
    return one if _is_undoable(one, services().imports.last(school)) else None


def _is_undoable(one: Import, last: LastLists) -> bool:
    return one.state == "done" and last.undoable == one.id


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
