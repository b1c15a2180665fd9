"""The ZIP file, written as the school is read: one item at a time is in memory, or one piece of a file."""

import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from common.schools import School
from operate.export.parts import PARTS, settings
from operate.stack import Stack

_README = Path(__file__).parent / "LEESMIJ.txt"


def write(stack: Stack, school: School, to: Path, now: datetime) -> Mapping[str, int]:
    """How many there are in each file. Raises FileExistsError; where anything fails, nothing is left of it."""
    with to.open("xb") as file:
        to.chmod(0o600)
        try:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                return _fill(stack, school, archive, now)
        except BaseException:
            to.unlink()
            raise


def _fill(stack: Stack, school: School, archive: zipfile.ZipFile, now: datetime) -> Mapping[str, int]:
    archive.writestr("LEESMIJ.txt", _README.read_text("utf-8").format(name=school.name, day=f"{now:%d-%m-%Y}"))
    archive.writestr("instellingen.json", json.dumps(settings(school), ensure_ascii=False, indent=1))
    counts = {part.file: _write_rows(archive, part.file, part.rows(stack, school.id)) for part in PARTS}
    counts["logo.png"] = _write_logo(stack, school, archive)
    counts["brieven/"] = _write_letters(stack, school, archive)
    return counts


def _write_rows(archive: zipfile.ZipFile, file: str, rows: Iterable[Mapping[str, Any]]) -> int:
    """A JSON list, a line each."""
    count = 0
    with archive.open(file, "w", force_zip64=True) as out:
        out.write(b"[")
        for row in rows:
            out.write(b",\n" if count else b"\n")
            out.write(json.dumps(row, ensure_ascii=False).encode())
            count += 1
        out.write(b"\n]\n")
    return count


def _write_logo(stack: Stack, school: School, archive: zipfile.ZipFile) -> int:
    png = stack.schools.logo(school.id)
    if png:
        archive.writestr("logo.png", png)
    return int(png is not None)


def _write_letters(stack: Stack, school: School, archive: zipfile.ZipFile) -> int:
    """The PDFs that exist still."""
    folder, count = f"schools/{school.id}/letters/", 0
    for key in stack.files.under(stack.letters_bucket, folder):
        if key.endswith(".pdf"):
            with archive.open(f"brieven/{key.removeprefix(folder)}", "w", force_zip64=True) as out:
                count += stack.files.pour(stack.letters_bucket, key, out)
    return count
