"""`make benchmark-lists`: reading 5,000 pupils, ours against the plain library call on the same file.

Each reader runs in a process of its own, in turn with the one it is compared with. CPU seconds are the median of
the runs after a first one; memory is the highest of the process above what it held before, in MB.
"""

import csv
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
from lxml import etree

from pupils.formats import recognition

PUPILS = 5_000
RUNS = 7
_HEADS = (
    "Leerlingnummer", "Roepnaam", "Voorvoegsel", "Achternaam", "Huidige groep", "Geboortedatum", "Huidige status",
    "Geslacht", "Leerjaar", "Opmerking",
)  # fmt: skip
_ROOT = Path(__file__).parent.parent


def rows() -> list[tuple[str, str, str, str, str, date, str, str, str, str]]:
    first = date(2014, 1, 1)
    return [
        (
            f"{10_000 + number}", f"Kind{number}", ("", "van der", "'t")[number % 3], f"Achternaam{number % 977}",
            f"{number // 28 % 8 + 1}{'ABCD'[number % 4]}", first + timedelta(days=number % 2_500), "Ingeschreven",
            "v", str(number % 8 + 1), "",
        )
        for number in range(PUPILS)
    ]  # fmt: skip


def write_csv(path: Path) -> None:
    lines = [";".join(_HEADS)]
    lines += [";".join(f"{cell:%d-%m-%Y}" if isinstance(cell, date) else cell for cell in row) for row in rows()]
    path.write_text("\r\n".join(lines), "utf-8-sig")


def write_xlsx(path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(_HEADS)
    for row in rows():
        sheet.append(row)
    book.save(path)


def write_edexml(path: Path) -> None:
    groups = sorted({row[4] for row in rows()})
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<EDEX><school><schooljaar>2026-2027</schooljaar></school><groepen>'
    ]
    parts += [f'<groep key="{name}"><naam>{name}</naam><jaargroep>{name[0]}</jaargroep></groep>' for name in groups]
    parts.append("</groepen><leerlingen>")
    parts += [
        f'<leerling key="{key}"><achternaam>{family}</achternaam><voorvoegsel>{prefix}</voorvoegsel>'
        f"<roepnaam>{given}</roepnaam><geboortedatum>{born}</geboortedatum><geslacht>2</geslacht>"
        f'<jaargroep>{year}</jaargroep><groep key="{group}"/></leerling>\n'
        for key, given, prefix, family, group, born, _, _, year, _ in rows()
    ]
    path.write_text("".join(parts) + "</leerlingen></EDEX>", "utf-8")


def ours(path: Path) -> int:
    return len(recognition.read(path.read_bytes(), datetime.now(UTC).date()).pupils)


def dict_reader(path: Path) -> int:
    return len(list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";")))


def bare_lxml(path: Path) -> int:
    return len(etree.fromstring(path.read_bytes()).findall(".//leerling"))


def openpyxl_read_only(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) - 1


READERS: dict[str, Callable[[Path], int]] = {
    reader.__name__: reader for reader in (ours, dict_reader, bare_lxml, openpyxl_read_only)
}
LISTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "csv": (write_csv, "dict_reader"),
    "edexml": (write_edexml, "bare_lxml"),
    "xlsx": (write_xlsx, "openpyxl_read_only"),
}


def measure(reader: str, path: Path) -> None:
    """In a process of its own: prints CPU seconds of each run and the growth of memory."""
    before = _held_now()
    seconds = []
    for _ in range(RUNS + 1):
        start = time.process_time()
        count = READERS[reader](path)
        seconds.append(time.process_time() - start)
        if count != PUPILS:
            message = f"{reader} read {count} pupils"
            raise RuntimeError(message)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps([statistics.median(seconds[1:]), grown / 1024]))


def _held_now() -> int:
    """Kilobytes: what imports took at their height does not count as idle."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() // 1024


def run(reader: str, path: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.lists", reader, str(path)]
    seconds, grown = json.loads(subprocess.run(command, cwd=_ROOT, check=True, capture_output=True).stdout)
    return seconds, grown


def main() -> None:
    print(f"{PUPILS} pupils; CPU ms, MB above idle; ratio of CPU")
    with tempfile.TemporaryDirectory() as folder:
        for name, (write, other) in LISTS.items():
            path = Path(folder) / f"list.{name}"
            write(path)
            pairs = [(run("ours", path), run(other, path)) for _ in range(3)]
            ratio = statistics.median(mine[0] / theirs[0] for mine, theirs in pairs)
            (seconds, grown), (plain, plain_grown) = (
                tuple(map(statistics.median, zip(*some, strict=True))) for some in zip(*pairs, strict=True)
            )
            print(
                f"{name:7} ours {seconds * 1000:6.1f} ms {grown:5.0f} MB   "
                f"{other} {plain * 1000:6.1f} ms {plain_grown:5.0f} MB   ratio {ratio:.2f}"
            )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
