"""Reports of parents, kept at the pupil whom they are about."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from common.cloud.table import keys
from common.cloud.table.outbox import outbox_entry, recount_entry
from common.cloud.table.pupils import pupil_of
from common.cloud.table.store import Item, Store, Write
from common.errors import AlreadyDone, TooManyReports
from common.ids import timed_id
from common.pupils import Pupil
from common.reports import MOST_A_DAY, Report

_KEPT = timedelta(days=400)


class Reports:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, report: Report) -> None:
        """Keeps it until the school settled it, and tells the school.

        Raises AlreadyDone where the same of that day waits still or the pupil is gone, TooManyReports.
        """
        for turn in range(1, MOST_A_DAY + 1):
            one = replace(report, turn=turn)
            try:
                return self._add(one)
            except AlreadyDone:
                before = self.find(one.school, one.pupil, one.id)
                if before is None or before.waits_with(one.name, one.contact):
                    raise
        raise TooManyReports

    def _add(self, report: Report) -> None:
        """Raises AlreadyDone where another had this turn, or the pupil is gone."""
        entry = timed_id(report.at, f"report|{report.pupil}|{report.id}")
        notice = {"kind": "report", "school": report.school, "pupil": report.pupil, "id": report.id}
        self._store.transact(
            self._store.put(
                {
                    **keys.report(report.school, report.pupil, report.id),
                    **keys.open_report(report.school, report.pupil, report.id),
                    "school": report.school,
                    "pupil": report.pupil,
                    "what": report.what,
                    "at": int(report.at.timestamp()),
                    "name": report.name,
                    "contact": report.contact,
                    "turn": report.turn,
                },
                "attribute_not_exists(PK)",
            ),
            self._store.update(
                keys.pupil(report.school, report.pupil), "ADD open_reports :one", {"one": 1}, "attribute_exists(PK)"
            ),
            self._store.put(outbox_entry(entry, notice, report.at)),
            self._store.put(recount_entry(report.school, report.at)),
        )

    def settle(self, report: Report, now: datetime, *also: Write) -> None:
        """The school has seen to it, and it is forgotten after a while. Raises AlreadyDone where it is settled."""
        settled = {"at": int(now.timestamp()), "end": int((now + _KEPT).timestamp())}
        self._store.transact(
            self._store.update(
                keys.report(report.school, report.pupil, report.id),
                "SET settled_at = :at, expires_at = :end REMOVE GSI1PK, GSI1SK",
                settled,
                "attribute_exists(PK) AND attribute_not_exists(settled_at)",
            ),
            self._store.update(
                keys.pupil(report.school, report.pupil), "ADD open_reports :back", {"back": -1}, "attribute_exists(PK)"
            ),
            self._store.put(recount_entry(report.school, now)),
            *also,
        )

    def forget(self, school: str, pupil: str) -> None:
        """All of a pupil."""
        self._store.write_all(deletes=[keys.report(school, pupil, one.id) for one in self.of_pupil(school, pupil)])

    def find(self, school: str, pupil: str, report_id: str) -> Report | None:
        item = self._store.get(keys.report(school, pupil, report_id))
        return _report_of(item) if item else None

    def waiting(self, school: str, before: str, limit: int) -> tuple[list[tuple[Report, Pupil]], str]:
        """The newest of all pupils that wait for the school, and before which the older ones come, '' for no more.

        before: as it was told by the page before; '' for the first. May miss what was reported a moment ago.
        """
        partition = keys.open_report(school, "", "")["GSI1PK"]
        found = self._store.newest_of_index(keys.BY_SCHOOL, partition, before, limit + 1)
        places = [keys.Key(PK=item["PK"], SK=item["SK"]) for item in found[:limit]]
        about = {item["pupil"] for item in found[:limit]}
        read = self._store.get_many([*places, *(keys.pupil(school, one) for one in sorted(about))])
        pupils = {item["id"]: pupil_of(item) for item in read if item["SK"].startswith(keys.PUPILS)}
        reports = {item["SK"]: _report_of(item) for item in read if item["SK"].startswith(keys.REPORTS)}
        there = [reports[place["SK"]] for place in places if place["SK"] in reports]
        # Those of a pupil who was deleted go a minute later.
        waiting = [(one, pupils[one.pupil]) for one in there if one.pupil in pupils and not one.settled_at]
        return waiting, found[limit - 1]["GSI1SK"] if len(found) > limit else ""

    def of_school(self, school: str) -> Iterator[Report]:
        """Those of all pupils, those of one side by side."""
        return map(_report_of, self._store.query(keys.school(school)["PK"], keys.REPORTS))

    def of_pupil(self, school: str, pupil: str) -> list[Report]:
        """The oldest first."""
        items = self._store.query(keys.school(school)["PK"], keys.reports_of(pupil))
        return [_report_of(item) for item in items]


def _report_of(item: Item) -> Report:
    settled_at = item.get("settled_at")
    return Report(
        school=item["school"],
        pupil=item["pupil"],
        what=item["what"],
        at=datetime.fromtimestamp(item["at"], UTC),
        name=item["name"],
        contact=item["contact"],
        settled_at=datetime.fromtimestamp(settled_at, UTC) if settled_at else None,
        turn=int(item.get("turn", 1)),
    )
