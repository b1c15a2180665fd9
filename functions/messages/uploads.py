"""Files for a message that is still to be ordered: a place to put each, and whether it was put there."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from common.attachments import LARGEST_TOGETHER, Attachment, object_key, upload_key
from common.cloud.log import record
from common.cloud.services import services
from common.contents import Ends, is_of_kind
from common.message_events import AttachmentOffered
from messages.faults import Fault, What

_TO_UPLOAD = timedelta(minutes=15)


def offer(school: str, attachment: Attachment, now: datetime) -> dict[str, Any]:
    """A place for one file, open for some minutes, as a form that a program or a browser posts."""
    here = services()
    here.attachments.add(school, attachment, now)
    upload = here.files.upload_to(
        here.settings.attachments_bucket,
        upload_key(school, attachment.id),
        _TO_UPLOAD.seconds,
        content_type=attachment.content_type,
        sizes=(attachment.size, attachment.size),
    )
    record(AttachmentOffered(school, attachment.id))
    until = (now + _TO_UPLOAD).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"id": attachment.id, "upload": {"url": upload.url, "fields": dict(upload.fields)}, "until": until}


def named(school: str, ids: Sequence[str]) -> tuple[tuple[Attachment, ...], list[Fault]]:
    """The attachments of the school with these ids, and what is wrong: none such, not uploaded, too much together.

    What is in them is looked at too: only now is it known that nothing else came in their place.
    """
    known = services().attachments.find_many(school, ids) if ids else {}
    found = tuple(known[one] for one in ids if one in known)
    faults = [
        Fault(f"/attachments/{at}", what) for at, one in enumerate(ids) if (what := _fault_of(school, known.get(one)))
    ]
    if sum(one.size for one in found) > LARGEST_TOGETHER:
        faults.append(Fault("/attachments", "too_large"))
    return found, faults


def _fault_of(school: str, attachment: Attachment | None) -> What | None:
    """None for one that came as it was announced, and is what its name says; from now on it is kept as it is."""
    if attachment is None:
        return "no_file"
    if services().files.size_of(services().settings.attachments_bucket, object_key(school, attachment.id)) is not None:
        return None
    stored = uploaded(school, attachment.id)
    if stored is None:
        return "not_uploaded"
    if stored.size != attachment.size:
        return "other_file"
    return None if keep(school, attachment, stored) else "other_kind"


def uploaded(school: str, attachment: str) -> Ends | None:
    return services().files.ends_of(services().settings.attachments_bucket, upload_key(school, attachment))


def keep(school: str, attachment: Attachment, seen: Ends) -> bool:
    """Whether the file that was seen is what its name says, and is in the place now where nobody can put another."""
    bucket, place = services().settings.attachments_bucket, object_key(school, attachment.id)
    kind = attachment.content_type
    return is_of_kind(kind, seen) and services().files.copy(
        bucket, upload_key(school, attachment.id), place, kind, seen.tag
    )
