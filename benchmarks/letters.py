"""`make benchmark-letters`: making letters, ours against reportlab and WeasyPrint on the same words.

Each maker runs in a process of its own, in turn with the others. A letter's time is CPU, user and system, from the
pupil's id to the PDF: its code, the index of the code and the QR symbol are made too. Memory is the highest of the
process. reportlab draws what is the same on every letter once (a form XObject) and has no tags; WeasyPrint writes
PDF/UA-1 as we do.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from ctypes.util import find_library
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import cast

from common import codes
from common.ids import random_id
from letters.letter import Letter, School, render
from tests import apt

SIZES = (1, 28, 230)
RUNS = {1: 60, 28: 15, 230: 5}
MAKERS = ("ours", "reportlab", "weasyprint")
ROUNDS = 3
CLASSES = 50
PREFIX = "https://ouders.deregenboog.example/k/"
MADE_ON = datetime(2026, 9, 1, 7, 30, tzinfo=UTC)
SCHOOL = School(
    name="Basisschool De Regenboog",
    street="Lindelaan 12",
    postcode_city="3571 AB Utrecht",
    phone="030 - 123 45 67",
    email="administratie@deregenboog.example",
    colour="#1d5b4f",
)
Maker = Callable[[list[Letter]], bytes]
_ROOT = Path(__file__).parent.parent


def letters(count: int) -> list[Letter]:
    """For invented pupils: the codes derived and indexed as the letters function does."""
    school_key, find_key = bytes(32), bytes(range(32))
    made = []
    for _ in range(count):
        code = codes.derive(school_key, random_id(), 1)
        codes.index(find_key, code)
        name = f"Leerling van den Achternaam {random_id()[:6]}"
        made.append(Letter(name, "5B", codes.grouped(code), PREFIX + code, date(2027, 7, 31), has_birth_date=True))
    return made


def ours(some: list[Letter]) -> bytes:
    return render(SCHOOL, some, MADE_ON, PREFIX).pdf


def maker(name: str) -> Maker:
    return ours if name == "ours" else cast("Maker", import_module(f"benchmarks.{name}_letters").make)


def measure(name: str, size: int, runs: int) -> None:
    """In a process of its own: prints CPU ms a letter, the highest MB, and bytes a letter."""
    make, spent, pdf = maker(name), [], b""
    for _ in range(runs + 1):
        start = time.process_time()
        pdf = make(letters(size))
        spent.append(time.process_time() - start)
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([1000 * statistics.median(spent[1:] or spent) / size, highest, len(pdf) / size]))


def run(name: str, size: int, runs: int) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "benchmarks.letters", name, str(size), str(runs)]
    milliseconds, megabytes, size_each = json.loads(
        subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.PIPE).stdout
    )
    return milliseconds, megabytes, size_each


def ensure_pango() -> None:
    """What WeasyPrint needs from the machine. Stops with one line where it is missing and cannot be installed."""
    packages = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
    if not find_library("pangoft2-1.0") and apt.is_possible():
        apt.install(*packages)
    if not find_library("pangoft2-1.0"):
        sys.exit(f"Pango is missing: install the packages {' and '.join(packages)}, then try again.")


def main() -> None:
    ensure_pango()
    print("CPU ms a letter, highest MB of the process, kB a letter; our CPU against theirs")
    for size in SIZES:
        rounds = [{name: run(name, size, RUNS[size]) for name in MAKERS} for _ in range(ROUNDS)]
        for name in MAKERS:
            cpu, memory, weight = (statistics.median(some) for some in zip(*(one[name] for one in rounds), strict=True))
            ratio = statistics.median(one["ours"][0] / one[name][0] for one in rounds)
            measured = f"{cpu:7.2f} ms {memory:5.0f} MB {weight / 1000:6.1f} kB"
            print(f"{size:4} a PDF  {name:11}{measured}   ours/its {ratio:6.3f}")
    _, memory, _ = run("ours", 28, CLASSES)
    print(f"a warm process after {CLASSES} classes of 28: {memory:.0f} MB")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
