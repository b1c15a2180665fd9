"""Files as schools attach them, of each kind, made here."""

import io
import zipfile

from common.attachments import TYPES, type_of

_FOLDERS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_BEGINNINGS = {
    "pdf": b"%PDF-1.7 rooster",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "txt": "Neem gymschoenen mee, ook één sok.\r\n".encode(),
    "csv": "Naam;Dag\r\nZoë;di\r\n".encode("cp1252"),
    "ics": b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
}


def file_of_kind(ending: str, size: int = 0) -> bytes:
    """One of a format that is taken, of exactly this size; as small as it gets for 0."""
    ending = "jpg" if ending == "jpeg" else ending
    if ending in _BEGINNINGS:
        content = _BEGINNINGS[ending]
        return content + b" " * (size - len(content))
    padding = max(0, size - len(_archive(ending, 0)))
    return _archive(ending, padding)


def _archive(ending: str, padding: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        if ending in _FOLDERS:
            names = ("[Content_Types].xml", _FOLDERS[ending])
        else:
            archive.writestr("mimetype", type_of(f"x.{ending}"))
            names = ("content.xml", "META-INF/manifest.xml")
        for name in names:
            archive.writestr(name, "<x/>")
        archive.writestr("padding", b" " * padding)
    return packed.getvalue()


ALL = {ending: file_of_kind(ending) for ending in TYPES}
