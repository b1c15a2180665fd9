"""`python -m operate.check_list FILE`: reads a pupil list on this machine and tells what would become of it.

Ends with 0 where every row can be used, 1 where rows are held, 2 where the file is refused.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from common.days import local_date
from common.imports import Remark
from pupils.formats import recognition
from pupils.listed import Listed, ListRefused, PupilList


def main(arguments: list[str]) -> int:
    """Words for people first; the last line on standard output is one JSON object."""
    if len(arguments) != 1:
        sys.stderr.write("Usage: python -m operate.check_list FILE\n")
        return 2
    try:
        content = Path(arguments[0]).read_bytes()
    except OSError as error:
        return _refuse(f"Het bestand is niet te lezen ({error.strerror}).")
    try:
        parsed = recognition.read(content, local_date(datetime.now(UTC)))
    except ListRefused as refused:
        return _refuse(str(refused))
    print("\n".join(_report(parsed)))
    print(json.dumps(_summary(parsed), ensure_ascii=False))
    return 1 if parsed.held else 0


def _refuse(sentence: str) -> int:
    print(f"Geweigerd. {sentence}")
    empty: dict[str, Any] = {"format": None, "imported": 0, "merged": 0, "skipped": 0, "held": [], "warnings": []}
    print(json.dumps({**empty, "refused": sentence, "pupils": []}, ensure_ascii=False))
    return 2


def _report(parsed: PupilList) -> list[str]:
    taken, held = len(parsed.pupils), len(parsed.held)
    counts = f"{taken} over te nemen, {held} niet, {parsed.merged} dubbel, {parsed.skipped} uitgeschreven of later"
    lines = [f"{parsed.rows} rijen gelezen als {parsed.format}: {counts}."]
    for title, remarks in (("Niet over te nemen:", parsed.held), ("Let op:", parsed.warnings)):
        if remarks:
            lines += [title, *(f"  {remark.where}: {remark.reason}" for remark in remarks)]
    return lines


def _summary(parsed: PupilList) -> dict[str, Any]:
    return {
        "format": parsed.format,
        "imported": len(parsed.pupils),
        "merged": parsed.merged,
        "skipped": parsed.skipped,
        "held": list(map(_told, parsed.held)),
        "warnings": list(map(_told, parsed.warnings)),
        "refused": None,
        "pupils": [_pupil(pupil) for pupil in parsed.pupils],
    }


def _told(remark: Remark) -> dict[str, str]:
    return {"where": remark.where, "reason": remark.reason}


def _pupil(pupil: Listed) -> dict[str, str | None]:
    return {
        "key": pupil.source_key,
        "given_name": pupil.given_name,
        "prefix": pupil.prefix,
        "family_name": pupil.family_name,
        "class": pupil.class_name,
        "year": pupil.year,
        "birth_date": pupil.birth_date.isoformat() if pupil.birth_date else None,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
