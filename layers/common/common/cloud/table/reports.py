"""Reports of parents, kept at the pupil whom they are about."""

from datetime import UTC, datetime, timedelta

from common.cloud.table import keys
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.store import Item, Store
from common.ids import timed_id
from common.reports import Report

_KEPT = timedelta(days=400)


class Reports:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, report: Report) -> None:
        """Keeps it and tells the school. Raises AlreadyDone where the same was reported that day."""
        entry = timed_id(report.at, f"report|{report.pupil}|{report.what}")
        notice = {"kind": "report", "school": report.school, "pupil": report.pupil, "id": _id(report)}
        self._store.transact(
            self._store.put(
                {
                    **keys.report(report.school, report.pupil, _id(report)),
                    "school": report.school,
                    "pupil": report.pupil,
                    "what": report.what,
                    "at": int(report.at.timestamp()),
                    "name": report.name,
                    "contact": report.contact,
                    "expires_at": int((report.at + _KEPT).timestamp()),
                },
                "attribute_not_exists(PK)",
            ),
            self._store.put(outbox_entry(entry, notice, report.at)),
        )

    def find(self, school: str, pupil: str, report_id: str) -> Report | None:
        item = self._store.get(keys.report(school, pupil, report_id))
        return _report_of(item) if item else None

    def of_pupil(self, school: str, pupil: str) -> list[Report]:
        """The oldest first."""
        items = self._store.query(keys.school(school)["PK"], keys.reports_of(pupil))
        return [_report_of(item) for item in items]


def _id(report: Report) -> str:
    """One of a kind a day: it is a signal, not a conversation."""
    return f"{report.at.date().isoformat()}-{report.what}"


def _report_of(item: Item) -> Report:
    return Report(
        school=item["school"],
        pupil=item["pupil"],
        what=item["what"],
        at=datetime.fromtimestamp(item["at"], UTC),
        name=item["name"],
        contact=item["contact"],
    )
