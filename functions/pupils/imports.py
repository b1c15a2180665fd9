"""What happens to a pupil list: it comes in, goes on, and is confirmed or undone by the school."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from common.cloud.log import follow, record
from common.cloud.services import services
from common.events import ListIgnored
from common.ids import timed_id
from common.imports import Import
from common.values import Value
from pupils import steps, undoing
from pupils.turns import while_nobody_else

_KEY = re.compile(r"schools/([a-z0-9][a-z0-9-]{1,39})/lists/([^/]+)")


class Upload(Value):
    """One object that appeared in the uploads bucket. sequence: orders the events of one key."""

    bucket: str
    key: str
    etag: str
    sequence: str
    at: datetime


def upload_of(s3_record: dict[str, Any]) -> Upload:
    """Of one record of an S3 event (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html)."""
    s3: dict[str, dict[str, str]] = s3_record["s3"]
    item = s3["object"]
    return Upload(
        bucket=s3["bucket"]["name"],
        key=unquote_plus(item["key"]),
        etag=item.get("eTag", "").strip('"'),
        sequence=item.get("sequencer", ""),
        at=datetime.fromisoformat(str(s3_record["eventTime"]).replace("Z", "+00:00")),
    )


def take(upload: Upload) -> None:
    """Begins with a list. However often and in whatever order it comes, its pupils and letters are made once."""
    fits = _KEY.fullmatch(upload.key)
    if not fits:
        record(ListIgnored(upload.bucket))
        return
    school, name = fits[1], fits[2]
    import_id = timed_id(upload.at, f"{upload.key}|{upload.etag}{upload.sequence}")
    follow(import_id)
    one = Import(school, import_id, name, upload.bucket, upload.key, upload.etag)
    services().imports.begin(one, services().now())
    go_on(school, import_id)


def go_on(school: str, import_id: str) -> None:
    """The next step of a list that is under way; nothing for one that waits or has come to its end."""
    one = services().imports.find(school, import_id)
    if one and one.state in ("reading", "applying"):
        while_nobody_else(one, "go_on", lambda: steps.apply(one))


def confirm(school: str, import_id: str, preview: int) -> None:
    """The school wants what this preview showed, whatever looked wrong; one that was interrupted goes on."""
    one = services().imports.find(school, import_id)
    if one and (one.state == "applying" or (one.state, one.preview) == ("waiting", preview)):
        while_nobody_else(one, "confirm", lambda: steps.apply(one))


def undo(school: str, import_id: str) -> None:
    """The school wants its pupils as they were; nothing for a list after which another was applied."""
    one = services().imports.find(school, import_id)
    if one and one.state in ("done", "undoing"):
        while_nobody_else(one, "undo", lambda: undoing.put_back(one))
