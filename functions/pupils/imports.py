"""One pupil list, from the object in S3 to pupils in the table and letters asked for."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote_plus

from common.cloud.log import record
from common.cloud.services import services
from common.errors import AlreadyDone, Retry
from common.events import ListIgnored, ListImported, ListRefused
from common.ids import moment_of, timed_id
from common.letters import requests_for
from common.pupils import end_of_school_year
from pupils.formats import recognition
from pupils.listed import LARGEST_UPLOAD, PupilList
from pupils.listed import ListRefused as Refused
from pupils.plan import Plan, compare

_ATTEMPTS = 3
_KEY = re.compile(r"schools/([a-z0-9][a-z0-9-]{1,39})/lists/([^/]+)")


@dataclass(frozen=True)
class Upload:
    """One object that appeared in the uploads bucket."""

    bucket: str
    key: str
    version: str
    at: datetime


def upload_of(s3_record: dict[str, object]) -> Upload:
    """Of one record of an S3 event (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html)."""
    s3: dict[str, dict[str, str]] = s3_record["s3"]  # type: ignore[assignment]
    item = s3["object"]
    return Upload(
        bucket=s3["bucket"]["name"],
        key=unquote_plus(item["key"]),
        version=f"{item.get('eTag', '')}{item.get('sequencer', '')}",
        at=datetime.fromisoformat(str(s3_record["eventTime"]).replace("Z", "+00:00")),
    )


def take(upload: Upload) -> None:
    """Applies a list. However often and in whatever order it comes, the pupils and their letters are made once."""
    fits = _KEY.fullmatch(upload.key)
    if not fits:
        record(ListIgnored(upload.bucket))
        return
    school, name = fits[1], fits[2]
    import_id = timed_id(upload.at, f"{upload.key}|{upload.version}")
    try:
        pupil_list = _read(upload, school)
    except Refused as refusal:
        services().imports.refuse(school, import_id, name, str(refusal), services().now())
        record(ListRefused(school, import_id, refusal.kind))
        return
    plan = _apply(school, pupil_list, import_id)
    classes = _ask_letters(school, import_id)
    _report(school, import_id, name, pupil_list, plan, classes)


def _read(upload: Upload, school: str) -> PupilList:
    here = services()
    if here.schools.find(school) is None:
        raise Refused("unknown_school", "We kennen deze school niet. Kijk of de lijst in de goede map staat.")
    content = here.files.read(upload.bucket, upload.key, LARGEST_UPLOAD)
    if content is None:
        raise Refused("gone", "Het bestand is weg voordat we het konden lezen. Zet het er opnieuw in.")
    return recognition.read(content, here.now().date())


def _apply(school: str, pupil_list: PupilList, import_id: str) -> Plan:
    """Compares and writes; where another list was written in between, compares anew."""
    table = services().pupils
    valid_until = end_of_school_year(moment_of(import_id).date())
    for _ in range(_ATTEMPTS):
        plan = compare(school, pupil_list.pupils, table.of_school(school), import_id, valid_until)
        try:
            table.add(plan.new)
            for name, pupil in plan.changed:
                table.change(pupil, name)
        except AlreadyDone:
            continue
        return plan
    raise Retry("the school's pupils kept changing")


def _ask_letters(school: str, import_id: str) -> list[str]:
    """Asks for a letter for every pupil that this import added, also by an earlier try of it."""
    added = [pupil for pupil in services().pupils.of_school(school) if pupil.batch == import_id]
    services().letters_queue.send(requests_for(school, import_id, added))
    return sorted({pupil.class_name for pupil in added})


def _report(school: str, import_id: str, name: str, pupil_list: PupilList, plan: Plan, classes: list[str]) -> None:
    held = [*pupil_list.held, *plan.held]
    again = sum(pupil.batch == import_id for pupil in plan.unchanged)
    counts = {
        "rows": pupil_list.rows,
        "imported": len(plan.new) + len(plan.changed) + len(plan.unchanged),
        "new": len(plan.new) + again,
        "changed": len(plan.changed),
        "unchanged": len(plan.unchanged) - again,
        "merged": pupil_list.merged,
        "held": len(held),
        "skipped": pupil_list.skipped,
    }
    services().imports.finish(
        school,
        import_id,
        name,
        counts,
        [(one.where, one.reason) for one in held],
        [(one.where, one.reason) for one in pupil_list.warnings],
        classes,
        services().now(),
    )
    logged = {field: n for field, n in counts.items() if field != "imported"}
    record(ListImported(school, import_id, pupil_list.format, **logged, warned=len(pupil_list.warnings)))
