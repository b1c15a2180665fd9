"""Pupil lists that came in, and what became of their rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from common.class_letters import ClassLetters
from common.cloud.table import keys, moments
from common.cloud.table.last_lists import ASKED, last_lists_of
from common.cloud.table.moments import ends
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.store import Store, Write
from common.errors import AlreadyDone
from common.ids import timed_id
from common.imports import Difference, Import, Remark, State
from common.last_lists import LIST_LIFE, LastLists
from common.values import Value

LEASE = timedelta(minutes=3)
_MOST_WARNINGS = 500
# Lists of one or a few pupils may have come since the last one of the whole school.
_LOOKED_BACK = 50
# What is remembered of the last list of the whole school.
_OF_UNDO = ("undoable", "undoable_whole")
_OF_WHOLE = ("whole_at", "whole_made_on", "whole_brin")


def _import_of(item: Mapping[str, Any]) -> Import:
    made_on = item.get("made_on")
    return Import(
        school=item["school"],
        id=item["id"],
        file=item["file"],
        bucket=item["bucket"],
        key=item["key"],
        etag=item["etag"],
        state=item["phase"],
        format=item["format"],
        whole=item["whole"],
        brin=item["brin"],
        made_on=date.fromisoformat(made_on) if made_on else None,
        counts=item["counts"],
        questions=tuple(item["questions"]),
        warnings=tuple(map(_remark_of, item["warnings"])),
        letters=tuple(ClassLetters(**one) for one in item["letters"]),
        reason=item["reason"],
        written=item["written"],
        to_write=item["to_write"],
        by=item.get("by", ""),
        preview=item.get("preview", 0),
        trace=item.get("trace", ""),
        counts_before=item.get("counts_before", {}),
        questions_before=tuple(item.get("questions_before", ())),
    )


def _attributes(one: Import) -> dict[str, Any]:
    attributes = asdict(one)
    return {
        **attributes,
        # 'state' is a reserved word in the conditions of DynamoDB.
        "phase": attributes.pop("state"),
        "made_on": one.made_on.isoformat() if one.made_on else None,
        "questions": list(one.questions),
        "questions_before": list(one.questions_before),
        "warnings": [_kept(remark) for remark in one.warnings[:_MOST_WARNINGS]],
        "letters": [asdict(letters) for letters in one.letters],
        "counts": dict(one.counts),
        "counts_before": dict(one.counts_before),
    }


class Shown(Value):
    """What a list would do, as the school is shown while it is asked.

    held: the rows that a person must judge. differences: the first of what it would change; before: what the preview
    before said of it, as long as it is kept.
    """

    held: list[Remark]
    differences: list[Difference]
    before: list[Difference]


class Noted(Value):
    """What a list changed of a pupil: the fields as they were, and what it made of them ({} in an earlier version)."""

    pupil: str
    was: Mapping[str, Any]
    became: Mapping[str, Any]


class Imports:
    def __init__(self, store: Store) -> None:
        self._store = store

    # -- reading

    def find(self, school: str, import_id: str) -> Import | None:
        item = self._store.get(keys.pupil_list(school, import_id))
        return _import_of(item) if item else None

    def find_with_last(self, school: str, import_id: str) -> tuple[Import | None, LastLists]:
        """As `find` and `last`, in one call."""
        place = keys.pupil_list(school, import_id)
        found = {item["SK"]: item for item in self._store.get_many([place, keys.lists(school)])}
        one = found.get(place["SK"])
        return _import_of(one) if one else None, last_lists_of(found.get(keys.LISTS, {}))

    def newest(self, school: str, most: int, before: str = "") -> list[Import]:
        """The newest lists of a school that are older than the list `before`, newest first."""
        return [_import_of(item) for item in self._store.newest(keys.pupil_list(school, ""), before, most)]

    def ids(self, school: str) -> list[str]:
        """Of all lists of the school that are remembered still."""
        return [item["id"] for item in self._store.query(keys.school(school)["PK"], keys.IMPORTS)]

    def held_rows(self, school: str, import_id: str) -> list[Remark]:
        """The rows that a person must judge, in the order of the file."""
        partition = keys.held_row(school, import_id, 0)["PK"]
        return [_remark_of(item) for item in self._store.query(partition, keys.HELD_ROWS)]

    def kept_by_hand(self, school: str, import_id: str) -> tuple[list[Remark], list[str]]:
        """Of a list that is undone: the rows that were held, and whom somebody changed by hand since."""
        partition = keys.held_row(school, import_id, 0)["PK"]
        found = list(self._store.query_between(partition, keys.KEPT_BY_HAND, keys.HELD_ROWS + "\uffff"))
        held = [_remark_of(item) for item in found if item["SK"].startswith(keys.HELD_ROWS)]
        return held, [item["pupil"] for item in found if item["SK"].startswith(keys.KEPT_BY_HAND)]

    def noted(self, one: Import, most: int) -> tuple[list[Remark], list[Noted]]:
        """Of a list that was applied: the rows that were held, and what it changed, of at most so many pupils."""
        partition = keys.held_row(one.school, one.id, 0)["PK"]
        wanted = one.counts.get("held", 0) + most
        found = self._store.first_between(partition, keys.HELD_ROWS, keys.PUPILS_BEFORE + "\uffff", wanted)
        held = [_remark_of(item) for item in found if item["SK"].startswith(keys.HELD_ROWS)]
        changed = [item for item in found if item["SK"].startswith(keys.PUPILS_BEFORE)]
        return held, [Noted(item["pupil"], item["was"], item.get("became", {})) for item in changed]

    def shown(self, one: Import) -> Shown:
        """Of a list that waits for the school, or that it declined."""
        partition = keys.held_row(one.school, one.id, 0)["PK"]
        found = list(self._store.query_between(partition, keys.DIFFERENCES, keys.HELD_ROWS + "\uffff"))
        differences = [item for item in found if item["SK"].startswith(keys.DIFFERENCES)]

        def of(preview: int) -> list[Difference]:
            return [_difference_of(item) for item in differences if _preview_of(item) == preview]

        held = [_remark_of(item) for item in found if item["SK"].startswith(keys.HELD_ROWS)]
        return Shown(held, of(one.preview), of(one.preview - 1))

    def last(self, school: str) -> LastLists:
        return last_lists_of(self._store.get(keys.lists(school)) or {})

    # -- one list of a school at a time

    def hold(self, school: str, import_id: str, now: datetime) -> bool:
        """Whether this import, and no other of the school, may write for the next minutes."""
        moment = int(now.timestamp())
        try:
            self._store.write(
                self._store.update(
                    keys.lists(school),
                    "SET holder = :me, held_until = :until",
                    {"me": import_id, "until": moment + int(LEASE.total_seconds()), "now": moment},
                    "attribute_not_exists(holder) OR holder = :me OR held_until < :now",
                )
            )
        except AlreadyDone:
            return False
        return True

    def let_go(self, school: str, import_id: str) -> None:
        try:
            self._store.write(
                self._store.update(keys.lists(school), "REMOVE holder, held_until", {"me": import_id}, "holder = :me")
            )
        except AlreadyDone:
            return

    # -- from one state to the next; a list that is no longer where it should be stays where it is: AlreadyDone

    def begin(self, one: Import, now: datetime) -> None:
        """Nothing changes for a list that was begun before."""
        try:
            self._store.write(self._store.put(self._item(one, now), "attribute_not_exists(PK)"))
        except AlreadyDone:
            return

    def ask(self, one: Import, held: Sequence[Remark], differences: Sequence[Difference], now: datetime) -> None:
        """Nothing is applied before the school confirms this preview, which follows the one that it was shown."""
        self._keep_rows(one, held, now)
        self._keep_differences(one, differences, now)
        moving = self._moving(one, ("reading", "waiting"), now, shown=one.preview - 1)
        asked = self._store.set_to(keys.lists(one.school), {ASKED + one.id: moments.seconds(now)})
        self._store.transact(moving, asked, self._telling(one, now))

    def start(self, one: Import, now: datetime, *, resumed: bool = False) -> None:
        """From here on the last list can no longer be undone, unless this one changes nothing.

        resumed: it had started, when there was nothing to change.
        """
        self._store.transact(
            self._moving(one, ("applying",) if resumed else ("reading", "waiting"), now, shown=one.preview),
            self._no_longer_asking(one, *(_OF_UNDO if one.to_write else ())),
        )

    def note_progress(self, one: Import, now: datetime) -> None:
        self._store.write(self._moving(one, (one.state,), now))

    def refuse(self, one: Import, now: datetime, *also: Write) -> None:
        """The list changed nothing more; `one.reason` says why."""
        moving = self._moving(one, ("reading", "waiting", "applying"), now)
        self._store.transact(moving, self._no_longer_asking(one), self._telling(one, now), *also)

    def decline(self, one: Import, now: datetime, *also: Write) -> None:
        """Whatever preview it waits with."""
        self._store.transact(self._moving(one, ("waiting",), now), self._no_longer_asking(one), *also)

    def supersede(self, one: Import, now: datetime) -> None:
        moving = self._moving(one, ("reading", "waiting", "applying"), now)
        self._store.transact(moving, self._no_longer_asking(one))

    def finish(self, one: Import, held: Sequence[Remark], now: datetime) -> None:
        """The report, the news of it, and what is remembered for the next list, together.

        One that was confirmed late may be older than the last of the whole school, which that stays then. One that
        changed nothing leaves nothing to undo but the list before it.
        """
        self._keep_rows(one, held, now)
        last = self.last(one.school).whole_at
        is_last = one.whole and (last is None or one.uploaded_at >= last)
        undo = {"undoable": one.id, "undoable_whole": one.whole} if one.to_write else {}
        remembered = {**undo, **(_of_whole(one) if is_last else {})}
        self._store.transact(
            self._moving(one, ("applying",), now),
            self._telling(one, now),
            *([self._store.set_to(keys.lists(one.school), remembered)] if remembered else []),
        )

    def start_undo(self, one: Import, now: datetime) -> None:
        """Only the last list that changed anything. Without it another is the last of the whole school again, if any.

        That may have been sent later than this one, which was confirmed late then; but not to say the same once more.
        """
        others = (
            other
            for other in self.newest(one.school, _LOOKED_BACK)
            if other.id < one.id or (other.id > one.id and other.to_write)
        )
        remembered = next((_of_whole(other) for other in others if other.whole and other.state == "done"), {})
        forgotten = [name for name in (*_OF_UNDO, *_OF_WHOLE) if name not in remembered]
        setting = "SET " + ", ".join(f"{name} = :{name}" for name in remembered) if remembered else ""
        self._store.transact(
            self._moving(one, ("done",), now),
            self._store.update(
                keys.lists(one.school),
                f"{setting} REMOVE {', '.join(forgotten)}",
                {"me": one.id, **remembered},
                "undoable = :me",
            ),
        )

    def finish_undo(self, one: Import, now: datetime) -> None:
        self._store.transact(self._moving(one, ("undoing",), now), self._telling(one, now))

    def _moving(self, one: Import, before: Iterable[State], now: datetime, shown: int | None = None) -> Write:
        """shown: the preview that the school saw last, where that matters."""
        states = {f"was{number}": state for number, state in enumerate(before)}
        condition = f"phase IN ({', '.join(f':{name}' for name in states)})"
        if shown is None:
            return self._store.put(self._item(one, now), condition, states)
        # Lists of an earlier version know no previews.
        condition += " AND (preview = :shown OR attribute_not_exists(preview))"
        return self._store.put(self._item(one, now), condition, {**states, "shown": shown})

    def _no_longer_asking(self, one: Import, *also_forgotten: str) -> Write:
        """Nothing happens for a list that the school was never asked about."""
        removed = ", ".join(("#asked", *also_forgotten))
        return self._store.update(keys.lists(one.school), f"REMOVE {removed}", {}, names={"asked": ASKED + one.id})

    def _item(self, one: Import, now: datetime) -> dict[str, Any]:
        return {**keys.pupil_list(one.school, one.id), **_attributes(one), **ends(now)}

    def _telling(self, one: Import, now: datetime) -> Write:
        body = {"kind": "import_report", "school": one.school, "import_id": one.id, "state": one.state}
        return self._store.put(outbox_entry(timed_id(now, f"import|{one.school}|{one.id}|{one.state}"), body, now))

    def _keep_rows(self, one: Import, held: Sequence[Remark], now: datetime) -> None:
        rows = [
            {**keys.held_row(one.school, one.id, number), **_kept(remark), **ends(now)}
            for number, remark in enumerate(held)
        ]
        self._keep(keys.held_row(one.school, one.id, 0)["PK"], keys.HELD_ROWS, rows)

    def _keep_differences(self, one: Import, differences: Sequence[Difference], now: datetime) -> None:
        rows = [
            {
                **keys.difference(one.school, one.id, one.preview, number),
                "preview": one.preview,
                "pupil": each.pupil,
                "name": each.name,
                "class": each.class_name,
                "effect": each.effect,
                "trace": each.trace,
                "fields": list(each.fields),
                "details": dict(each.details),
                **ends(now, LIST_LIFE),
            }
            for number, each in enumerate(differences)
        ]
        partition = keys.held_row(one.school, one.id, 0)["PK"]
        self._keep(partition, keys.DIFFERENCES, rows, beside=one.preview - 1)

    def _keep(self, partition: str, kind: str, rows: Sequence[dict[str, Any]], beside: int | None = None) -> None:
        """These and no others, whatever an earlier try left; but those of the preview `beside`."""
        kept = {row["SK"] for row in rows}
        there = [item for item in self._store.query(partition, kind) if beside is None or _preview_of(item) != beside]
        gone = [{"PK": partition, "SK": item["SK"]} for item in there if item["SK"] not in kept]
        self._store.write_all(rows, gone)


def _remark_of(item: Mapping[str, Any]) -> Remark:
    return Remark(item["where"], item["reason"], item.get("about", 0), tuple(item.get("pupils", ())))


def _kept(remark: Remark) -> dict[str, Any]:
    about = {"about": remark.about, "pupils": list(remark.pupils)} if remark.about else {}
    return {"where": remark.where, "reason": remark.reason, **about}


def _preview_of(item: Mapping[str, Any]) -> int:
    return int(item.get("preview", 0))


def _difference_of(item: Mapping[str, Any]) -> Difference:
    """One that an earlier version kept tells less."""
    said = item["class"] and ("changed" if item["pupil"] else "new")
    effect = item.get("effect", said or "left")
    fields, details = tuple(item.get("fields", ())), item.get("details", {})
    return Difference(item["pupil"], item["name"], item["class"], effect, item.get("trace", ""), fields, details)


def _of_whole(one: Import) -> dict[str, Any]:
    made_on = {"whole_made_on": one.made_on.isoformat()} if one.made_on else {}
    brin = {"whole_brin": one.brin} if one.brin else {}
    return {"whole_at": int(one.uploaded_at.timestamp()), **made_on, **brin}
