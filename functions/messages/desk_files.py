"""Files for a message at the desk: each goes from the browser straight into S3, and is then taken into the draft."""

from dataclasses import replace
from datetime import timedelta
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from common.attachments import (
    LARGEST,
    LARGEST_TOGETHER,
    LONGEST_NAME,
    MOST,
    Attachment,
    file_name,
    object_key,
    type_of,
    upload_key,
)
from common.cloud.files import FILE_NAME, Seen, Upload
from common.cloud.log import record
from common.cloud.services import services
from common.contents import Ends, is_of_kind
from common.i18n import mark
from common.ids import random_id
from common.message_events import AttachmentOffered
from common.values import Value
from common.web.desks import Seat
from messages import desk_drafts, uploads
from messages.desk_drafts import Draft

_TO_UPLOAD = timedelta(hours=1)
# S3 answers what is larger with a page of its own, so it takes some more than we do: what is too large we tell.
_LARGEST_UPLOAD = 5 * LARGEST


class Arrived(Value):
    """A file that came, and is not in the draft yet.

    name: as the browser called it. file: None where its size is wrong.
    """

    name: str
    size: int
    file: Ends | None


def arrived(seat: Seat, draft: Draft) -> Arrived | None:
    """What was put into the open slot of the draft, if anything was."""
    if not draft.slot:
        return None
    seen = services().files.look_at(services().settings.attachments_bucket, upload_key(seat.school.id, draft.slot))
    if seen is None:
        return None
    file = uploads.uploaded(seat.school.id, draft.slot) if 0 < seen.size <= LARGEST else None
    return Arrived(_name_in(seen), seen.size, file)


def _name_in(seen: Seen) -> str:
    """As S3 gives back what is not plain ASCII: as mails write it (RFC 2047), or as it came, UTF-8 read as Latin-1."""
    # Browsers write a quotation mark in a form as %22 (https://html.spec.whatwg.org/#multipart-form-data).
    noted = seen.notes.get("name", "").replace("%22", '"')
    try:
        return file_name(
            str(make_header(decode_header(noted))) if "=?" in noted else noted.encode("latin-1").decode("utf-8")
        )
    except (HeaderParseError, LookupError, UnicodeError):
        return file_name(noted)


def upload_for(seat: Seat, draft: Draft, page: str) -> Upload:
    """The form with which a browser puts the next file there; then it goes to `page`."""
    here = services()
    return here.files.upload_to(
        here.settings.attachments_bucket,
        upload_key(seat.school.id, draft.slot),
        int(_TO_UPLOAD.total_seconds()),
        content_type="application/octet-stream",
        sizes=(0, _LARGEST_UPLOAD),
        notes={"name": FILE_NAME},
        then=f"{here.settings.site_url}{page}",
    )


def take(seat: Seat, draft: Draft, one: Arrived, name: str) -> Draft | None:
    """The draft with the file under this name; None where something is wrong with it, and it waits for another name."""
    attachment = _named(draft, one, name)
    if wrong_with(draft, one, name) or one.file is None or not uploads.keep(seat.school.id, attachment, one.file):
        return None
    record(AttachmentOffered(seat.school.id, attachment.id))
    return draft.with_files((*draft.files, attachment), slot=False)


def _named(draft: Draft, one: Arrived, name: str) -> Attachment:
    called = file_name(name)
    return Attachment(draft.slot, called, type_of(called), one.size)


def wrong_with(draft: Draft, one: Arrived, name: str) -> dict[str, str]:
    """Why it cannot go along under this name: at 'name' what another name may mend, at 'arrived' what none does."""
    wrong = _wrong_with_size(draft, one)
    if wrong:
        return {"arrived": wrong}
    attachment = _named(draft, one, name)
    wrong = _wrong_with_name(attachment.name) or _wrong_inside(attachment, one.file)
    return {"name": wrong} if wrong else {}


def _wrong_with_size(draft: Draft, one: Arrived) -> str:
    """A sentence; '' where nothing is."""
    if not one.size:
        return mark("Dit bestand is leeg. Kies een ander bestand")
    if one.size > LARGEST:
        return mark("Dit bestand is groter dan 10 MB. Kies een kleiner bestand")
    if sum(other.size for other in draft.files) + one.size > LARGEST_TOGETHER:
        return mark("De bijlagen zijn samen groter dan 20 MB. Haal er een weg")
    return ""


def _wrong_with_name(name: str) -> str:
    if not name:
        return mark("Vul een naam voor het bestand in")
    if len(name) > LONGEST_NAME:
        return mark("Vul een kortere naam in: ten hoogste 120 tekens")
    if not type_of(name):
        return mark(
            "Dit soort bestand kan niet mee. Kies een PDF, een foto of een document; de naam eindigt op het soort"
        )
    return ""


def _wrong_inside(attachment: Attachment, file: Ends | None) -> str:
    if file and file.size == attachment.size and is_of_kind(attachment.content_type, file):
        return ""
    return mark(
        "In dit bestand zit iets anders dan de naam zegt, of er zit een macro of een wachtwoord op. "
        "Open het in het programma waarmee het is gemaakt, en bewaar het daar opnieuw"
    )


def await_another(draft: Draft) -> Draft:
    """With a slot for one more file, unless there are enough."""
    return draft.with_files(draft.files, slot=len(draft.files) < MOST)


def remove(seat: Seat, draft: Draft, file: str) -> Draft:
    """Without this file, which came or was in the draft already: nobody can fetch it any more."""
    rest = tuple(one for one in draft.files if one.id != file)
    if file == draft.slot or len(rest) < len(draft.files):
        _delete(seat, file)
    return draft.with_files(rest, slot=len(rest) < MOST)


def discard(seat: Seat, draft: Draft) -> None:
    """The draft and its files are gone."""
    for one in (*(one.id for one in draft.files), draft.slot):
        if one:
            _delete(seat, one)
    desk_drafts.drop(seat, draft)


def _delete(seat: Seat, file: str) -> None:
    here = services()
    for key in (upload_key(seat.school.id, file), object_key(seat.school.id, file)):
        here.files.delete(here.settings.attachments_bucket, key)


def copies_of(seat: Seat, files: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """The same files once more, for another message; without those that are gone."""
    here = services()
    bucket, copies = here.settings.attachments_bucket, []
    for one in files:
        copy = replace(one, id=random_id())
        if here.files.copy(
            bucket, object_key(seat.school.id, one.id), object_key(seat.school.id, copy.id), one.content_type
        ):
            copies.append(copy)
    return tuple(copies)
