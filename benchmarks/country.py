"""`make benchmark-country`: the letters of all Dutch primary schools, from a sample that is really made.

Every school of the sample gets a key of its own, every pupil a code with its index, every class its PDF with the
list of names on top. What the sample took on this machine's processor is taken times the country, and priced.
"""

import hashlib
import hmac
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime

from benchmarks import prices
from benchmarks.meter import PROCESSOR
from common import codes
from common.ids import random_id
from letters.letter import Letter, School, render

SCHOOLS, PUPILS, CLASSES = 6_000, 230, 8
SAMPLE = 15
PREFIX = "https://ouders.deregenboog.example/k/"
MADE_ON = datetime(2026, 9, 1, 7, 30, tzinfo=UTC)

CONCURRENT = 1_000
# Seconds a file that the function waits: one read and 29 writes of the table, one write to S3.
WAITING = 0.5
# What a file costs besides its pupils: the school and its logo are read, the batch is noted; keys asked for
# anew in a fresh process; a message sent, received and deleted.
READS_A_FILE, WRITES_A_FILE, KEYS_A_FILE, QUEUE_A_FILE = 2, 1, 2, 3


@dataclass(frozen=True)
class Sample:
    """cpu: user and system seconds. stored: bytes."""

    letters: int
    files: int
    cpu: float
    stored: int


def make(schools: int) -> Sample:
    letters = files = stored = 0
    started = time.process_time()
    for number in range(schools):
        for pdf, count in _school(number):
            letters, files, stored = letters + count, files + 1, stored + len(pdf)
    return Sample(letters, files, time.process_time() - started, stored)


def _school(number: int) -> list[tuple[bytes, int]]:
    school = School(
        f"Basisschool {number}",
        "Lindelaan 12",
        "3571 AB Utrecht",
        "030 - 123 45 67",
        "school@school.example",
        "#1d5b4f",
    )
    # As the key service makes it from a key that never leaves it.
    school_key = hmac.digest(bytes(32), f"school|school-{number}".encode(), hashlib.sha256)
    sizes = [PUPILS // CLASSES + (place < PUPILS % CLASSES) for place in range(CLASSES)]
    made = []
    for place, size in enumerate(sizes, start=1):
        letters = [_letter(school_key, f"Leerling {number} {pupil}", f"{place}A") for pupil in range(size)]
        made.append((render(school, letters, MADE_ON, PREFIX, cover=True).pdf, size))
    return made


def _letter(school_key: bytes, name: str, class_name: str) -> Letter:
    code = codes.derive(school_key, random_id(), 1)
    codes.index(bytes(32), code)
    return Letter(name, class_name, codes.grouped(code), PREFIX + code, date(2027, 7, 31), has_birth_date=True)


def costs(sample: Sample) -> dict[str, float]:
    """US dollars for the country."""
    times = SCHOOLS * PUPILS / sample.letters
    letters, files = SCHOOLS * PUPILS, sample.files * times
    # The index is written in a transaction, which counts twice.
    writes = 2 * letters + files * WRITES_A_FILE
    return {
        "Lambda": billed_seconds(sample) * prices.GB_SECOND + files * prices.INVOCATION,
        "S3 (kept 30 days)": files * prices.S3_PUT + sample.stored * times / 1e9 * prices.S3_GB_MONTH,
        "DynamoDB": writes * prices.TABLE_WRITE + (letters + files * READS_A_FILE) * prices.TABLE_READ,
        "KMS": files * KEYS_A_FILE * prices.KEY_REQUEST,
        "SQS": files * QUEUE_A_FILE * prices.QUEUE_REQUEST,
    }


def billed_seconds(sample: Sample) -> float:
    """Of functions of 1 GB, for the country."""
    return SCHOOLS * PUPILS / sample.letters * (sample.cpu / PROCESSOR + sample.files * WAITING)


def main(schools: int) -> None:
    sample = make(schools)
    times = SCHOOLS * PUPILS / sample.letters
    print(
        f"made: {schools} schools, {sample.letters} letters in {sample.files} files, {sample.cpu:.1f} s CPU,"
        f" {1000 * sample.cpu / sample.letters:.2f} ms a letter, {sample.stored / 1e6:.1f} MB"
    )
    print(
        f"the country: {SCHOOLS} schools, {SCHOOLS * PUPILS:,} letters in {sample.files * times:,.0f} files,"
        f" {sample.stored * times / 1e9:.1f} GB"
    )
    print(f"CPU {sample.cpu * times / 60:.0f} minutes")
    priced = costs(sample)
    for name, dollars in priced.items():
        print(f"{name:18} $ {dollars:6.2f}")
    print(f"{'together':18} $ {sum(priced.values()):6.2f}")
    print(f"with {CONCURRENT:,} functions at once: {billed_seconds(sample) / CONCURRENT:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
