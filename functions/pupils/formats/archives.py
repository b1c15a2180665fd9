"""Zip files of strangers: looked at before anything is unpacked, and unpacked in memory with a count."""

import io
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from common import refusal_words as words
from common.imports import Refusal
from pupils.listed import ListRefused

MOST_FILES = 30
MOST_PARTS_OF_A_WORKBOOK = 200
LARGEST_FILE = 30 * 1024 * 1024
LARGEST_TOGETHER = 50 * 1024 * 1024
HIGHEST_RATIO = 100
_SMALL = 100_000  # a short file of equal rows packs well, and harms nobody
_JUNK = {".ds_store", "thumbs.db", "desktop.ini"}
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BROKEN = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, LookupError,
    OverflowError, struct.error, zlib.error,
)  # fmt: skip


def _refusal(reason: str, kind: Refusal = "unsafe_zip") -> ListRefused:
    return ListRefused(kind, reason, words.MAKE_AGAIN_AND_SEND)


class Archive:
    """The files of a package by lower-case name, without the folder that a computer puts around them."""

    def __init__(self, content: bytes) -> None:
        """Raises ListRefused for what is broken, or larger or stranger than any list."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = [entry for entry in self._zip.infolist() if not _is_junk(entry)]
        except _BROKEN:
            raise _refusal(words.BROKEN_ZIP, "broken_zip") from None
        self._is_workbook = any(entry.filename == "[Content_Types].xml" for entry in entries)
        _check(entries, MOST_PARTS_OF_A_WORKBOOK if self._is_workbook else MOST_FILES)
        self.in_folder = "" if self._is_workbook else _common_folder(entries)
        self._entries = {self._short(entry).lower(): entry for entry in entries}
        if not self._is_workbook:
            self._check_names()

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def read(self, name: str) -> bytes:
        """Raises ListRefused for a file that is broken or says less than it holds, KeyError for one not there."""
        entry = self._entries[name.lower()]
        try:
            with self._zip.open(entry) as file:
                content = file.read(LARGEST_FILE + 1)
        except _BROKEN:
            raise _refusal(words.BROKEN_ZIP, "broken_zip") from None
        if len(content) != entry.file_size:
            raise _refusal(words.UNTRUE_ZIP)
        return content

    def _short(self, entry: zipfile.ZipInfo) -> str:
        return entry.filename.removeprefix(self.in_folder)

    def _check_names(self) -> None:
        for name in self._entries:
            if "/" in name:
                raise _refusal(words.FOLDERS_IN_ZIP)
            if name.endswith(".zip"):
                raise _refusal(words.ZIP_IN_ZIP)


def _is_junk(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    return entry.is_dir() or "__MACOSX" in path.parts or path.name.lower() in _JUNK


def _check(entries: list[zipfile.ZipInfo], most: int) -> None:
    names = [entry.filename.casefold() for entry in entries]
    sizes = [entry.file_size for entry in entries]
    packed = max(1, sum(entry.compress_size for entry in entries))
    problems = (
        (not entries, words.EMPTY_ZIP),
        (len(entries) > most, words.FULL_ZIP % {"most": most}),
        (any(entry.flag_bits & 0x1 for entry in entries), words.LOCKED_ZIP),
        (any(entry.compress_type not in _METHODS for entry in entries), words.STRANGE_ZIP),
        (len(set(names)) < len(names), words.TWINS_IN_ZIP),
        (any(_is_strange(entry.filename) for entry in entries), words.STRANGE_NAMES_IN_ZIP),
        (
            max(sizes, default=0) > LARGEST_FILE or sum(sizes) > LARGEST_TOGETHER,
            words.LARGE_UNPACKED,
        ),
        (
            sum(sizes) > _SMALL and sum(sizes) / packed > HIGHEST_RATIO,
            words.LARGE_UNPACKED,
        ),
    )
    for wrong, reason in problems:
        if wrong:
            raise _refusal(reason)


def _is_strange(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not name.isprintable()


def _common_folder(entries: list[zipfile.ZipInfo]) -> str:
    """macOS and Windows put the files of a package into one folder; '' where they do not share one."""
    folders = {str(PurePosixPath(entry.filename).parent) for entry in entries}
    folder = folders.pop() if len(folders) == 1 else "."
    return "" if folder == "." else folder + "/"
