"""What became of a list: the counts, the letters that follow, and the report that the school reads."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from common.class_letters import ClassLetters
from common.cloud.log import record
from common.cloud.services import services
from common.events import ListImported
from common.imports import MOST_DIFFERENCES, Difference, Effect, Import, Remark
from common.letters import ask
from common.pupils import Change, Pupil
from pupils import traces
from pupils.listed import PupilList
from pupils.plan import Plan


def held_rows(pupil_list: PupilList, plan: Plan) -> list[Remark]:
    return [*_about(pupil_list.held, plan.rows), *plan.held]


def _about(remarks: Iterable[Remark], rows: Mapping[str, str]) -> Iterator[Remark]:
    """With the pupil that the row speaks of."""
    for remark in remarks:
        pupil = rows.get(remark.where)
        yield replace(remark, about=1, pupils=(pupil,)) if pupil else remark


def of_waiting(one: Import, questions: tuple[str, ...], pupil_list: PupilList, plan: Plan) -> Import:
    """What would become of the list if the school confirms: the next preview, compared with what it was shown."""
    before = replace(one, preview=one.preview + 1, counts_before=one.counts, questions_before=one.questions)
    asked = replace(before, state="waiting", questions=questions)
    waiting = _with_report(asked, pupil_list, replace(plan, rows=_of_known(plan)), {})
    remarks = (*held_rows(pupil_list, plan), *waiting.warnings)
    return replace(waiting, trace=traces.of_plan(plan, questions, remarks))


def _of_known(plan: Plan) -> dict[str, str]:
    """The rows of pupils who are there: a new one has no id yet that lasts."""
    new = {pupil.id for _, pupil in plan.new}
    return {where: pupil for where, pupil in plan.rows.items() if pupil not in new}


def differences(plan: Plan) -> list[Difference]:
    """The first of them: who is new, who leaves, who moves to another class, and of whom something else changes."""
    new = [Difference("", pupil.name, pupil.class_name, "new", traces.of_new(pupil)) for _, pupil in plan.new]
    left = [_difference(change) for change in plan.left]
    moves_first = sorted(plan.changed, key=lambda change: change.before.class_name == change.after.class_name)
    changed = [_difference(change) for change in moves_first]
    return new[:MOST_DIFFERENCES] + (left + changed)[:MOST_DIFFERENCES]


def _difference(change: Change) -> Difference:
    before, after = change.before, change.after
    then = after.class_name if after.active else ""
    fields, details = traces.fields_of(change), traces.details_of(change)
    return Difference(before.id, "", then, _effect(before, after), traces.of_change(change), fields, details)


def _effect(before: Pupil, after: Pupil) -> Effect:
    if not after.active:
        return "left"
    if not before.active:
        return "back"
    return "changed" if before.class_name == after.class_name else "moved"


def finish(one: Import, sender: str, pupil_list: PupilList, plan: Plan) -> None:
    """Asks for the letters and closes the list. Again after a crash, it asks and counts the same.

    sender: the name of who of the staff sent it; '' where nobody did, or one who is no colleague any more.
    """
    here = services()
    letters = _ask_letters(one, sender)
    changed = here.pupils.changed_by(one.school, one.id)
    done = replace(_with_report(one, pupil_list, plan, changed), state="done", written=one.to_write, letters=letters)
    here.imports.finish(done, held_rows(pupil_list, plan), here.now())
    logged = {name: count for name, count in done.counts.items() if name != "imported"}
    record(ListImported(one.school, one.id, one.format, **logged, warned=len(done.warnings)))


def _ask_letters(one: Import, sender: str) -> tuple[ClassLetters, ...]:
    """One file a class, for every pupil who gets a letter by this import, also by an earlier try of it."""
    here = services()
    wanted = [pupil for pupil in here.pupils.of_school(one.school) if pupil.batch == one.id and pupil.active]
    asked = ask(one.school, one.id, "list", wanted, here.now(), by=sender)
    if asked.requests:
        here.batches.want(asked)
        here.letters_queue.send(asked.requests)
    return asked.batch.wanted


def _with_report(one: Import, pupil_list: PupilList, plan: Plan, changed: Mapping[str, Mapping[str, Any]]) -> Import:
    """changed: what this import changed so far; what an earlier try did is no longer in the plan."""
    new_before = sum(pupil.batch == one.id and pupil.id not in changed for pupil in plan.unchanged)
    changed_before = sum(pupil.id in changed for pupil in plan.unchanged)
    listed = {change.before.id for change in (*plan.changed, *plan.left)}
    before = [was for pupil, was in changed.items() if pupil not in listed]
    counts = {
        "rows": pupil_list.rows,
        "imported": len(plan.new) + len(plan.changed) + len(plan.unchanged),
        "new": len(plan.new) + new_before,
        "changed": len(plan.changed) + changed_before,
        "unchanged": len(plan.unchanged) - new_before - changed_before,
        "merged": pupil_list.merged,
        "held": len(held_rows(pupil_list, plan)),
        "skipped": pupil_list.skipped,
        "returned": sum(not change.before.active for change in plan.changed) + _flipped(before, active=False),
        "left": len(plan.left) + _flipped(before, active=True),
    }
    return replace(one, counts=counts, warnings=(*_about(pupil_list.warnings, plan.rows), *plan.warnings))


def _flipped(before: list[Mapping[str, Any]], *, active: bool) -> int:
    return sum(was.get("active") is active for was in before)
