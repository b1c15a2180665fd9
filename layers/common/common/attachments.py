"""Files that a school sends along with a message."""

import re
from collections.abc import Mapping

from common.pupils import clean
from common.values import Value

# By the ending of the name, because phones and computers go by that: what schools make, and nothing that runs.
TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain",
    "csv": "text/csv",
    "ics": "text/calendar",
}
MOST = 5
LARGEST = 10 * 1024 * 1024
LARGEST_TOGETHER = 20 * 1024 * 1024
LONGEST_NAME = 120


class Attachment(Value):
    """name: of the file, as the school calls it. size: in bytes."""

    id: str
    name: str
    content_type: str
    size: int


def file_name(text: str) -> str:
    """The name of a file as it is kept: without folders, and without what would hide it or its ending."""
    return clean(re.split(r"[/\\]", text)[-1]).lstrip(". ")


def type_of(name: str) -> str:
    """The content type that goes with the ending of a file's name; '' for one that is not taken."""
    stem, _, ending = name.rpartition(".")
    return TYPES.get(ending.lower(), "") if stem else ""


def object_key(school: str, attachment: str) -> str:
    """Nothing of the file's name: that is data."""
    return f"schools/{school}/attachments/{attachment}"


def upload_key(school: str, attachment: str) -> str:
    """Where it is put first. Whoever has the form for that can put another file there, also after it was looked at."""
    return f"schools/{school}/uploads/{attachment}"
