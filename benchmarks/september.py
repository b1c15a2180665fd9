"""The busiest week: all letters, and nearly all registrations within days, against the quotas of AWS.

Which partitions of the table are written is taken from registrations that were really made; a partition that several
of them wrote is shared, and how far it is shared follows from its key.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from benchmarks.year import PARENTS, SAMPLE, Year
from common.cloud.table import keys
from common.ids import random_id

# The part of all registrations on the first day; of a day's between 18:00 and 21:00; the busiest minute over the mean.
FIRST_DAY, EVENING, PEAK = 0.35, 0.60, 2.0
_EVENING_SECONDS = 3 * 3600
# A school whose parents all do it in the quarter of an hour of a parents' evening.
_QUARTER = 900
_MOST_WRITES, _NEW_TABLE_WRITES, _NEW_TABLE_READS = 1_000, 4_000, 12_000
COGNITO_CREATE, COGNITO_PASSWORD, COGNITO_LOGIN = 50, 25, 120
SES_RATE, LAMBDA_CONCURRENT, API_RATE = 14, 1_000, 500
# Of the template: so many tasks of mails at once, and of what SES tells.
MAIL_WORKERS, EVENT_WORKERS = 10, 5

_REGISTRATION, _DIGITS = "a parent registers, links and sees the profile", "the mail with six digits"


@dataclass(frozen=True)
class Line:
    """What is needed at the peak, what there is, and what to do where that is less."""

    what: str
    needed: float
    there: float
    otherwise: str

    @property
    def fits(self) -> bool:
        return self.needed <= self.there


def peak(schools: int) -> float:
    """Registrations a second in the busiest minute."""
    return schools * PARENTS * FIRST_DAY * EVENING / _EVENING_SECONDS * PEAK


def lines(year: Year, schools: int) -> list[Line]:
    return [*_evening(year, schools), *_letters(year, schools), *_partitions(year, schools), *_message(year, schools)]


def _evening(year: Year, schools: int) -> Iterator[Line]:
    """The busiest minute of registrations."""
    rate, once, digits = peak(schools), year.deeds[_REGISTRATION].meter, year.deeds[_DIGITS].meter
    reads, writes = rate * (once.reads + digits.reads), rate * (once.writes + digits.writes)
    warm = "warm the table up the day before"
    yield Line("Cognito, users made a second", rate, COGNITO_CREATE, "buy more of UserCreation for the month")
    # In which category AdminSetUserPassword falls must be looked up in Service Quotas; this is the lowest of all.
    yield Line("Cognito, passwords set a second", rate, COGNITO_PASSWORD, "the same for AdminSetUserPassword")
    yield Line("Cognito, logins a second, a tenth as many", rate / 10, COGNITO_LOGIN, "buy UserAuthentication")
    yield Line("SES, mails with six digits a second", rate, SES_RATE, "a higher rate, asked weeks before, and MailRate")
    yield Line("HTTP API, requests of the busiest route a second", rate, API_RATE, "the throttle in template.yaml")
    yield Line("Lambda, functions at once", rate * (once.seconds + digits.seconds), LAMBDA_CONCURRENT, "concurrency")
    yield Line("table, writes a second", writes, _NEW_TABLE_WRITES, warm)
    yield Line("table, reads a second", reads, _NEW_TABLE_READS, warm)


def _letters(year: Year, schools: int) -> Iterator[Line]:
    rows, letters = year.deeds["a list of all pupils"].meter, year.deeds["letters of all pupils"].meter
    writes = schools * (rows.writes + letters.writes) / 3600
    yield Line(
        "all letters in ten minutes, functions at once",
        schools * letters.seconds / 600,
        LAMBDA_CONCURRENT,
        "letters wait in their queue",
    )
    yield Line(
        "all lists and letters in an hour, writes a second",
        writes,
        _NEW_TABLE_WRITES,
        "warm the table up; what is refused comes again from the queue",
    )
    yield Line(
        "one list, writes a second to its school's partition",
        max(rows.written.values()) / rows.seconds,
        _MOST_WRITES,
        "nothing: a transaction that is refused is tried again within a second",
    )


def _message(year: Year, schools: int) -> Iterator[Line]:
    """Each school tells all its parents something, within one hour."""
    mail, told = year.deeds["a message to 300 parents"].meter, year.deeds["what SES tells of 300 mails"].meter
    rate = schools * PARENTS / 3600
    yield Line(
        "a message of every school in one hour, mails a second",
        rate,
        MAIL_WORKERS * PARENTS / mail.seconds,
        "MaximumConcurrency of DeliveriesFunction, with SES's rate and MailRate",
    )
    yield Line(
        "the same, what SES tells a second",
        rate,
        EVENT_WORKERS * PARENTS / told.seconds,
        "MaximumConcurrency of MailEventsFunction; until then it waits in its queue",
    )
    yield Line("the same, writes a second to REPUTATION", rate, _MOST_WRITES, "several items a day instead of one")


def _partitions(year: Year, schools: int) -> Iterator[Line]:
    """The hottest partition of each kind that registrations share."""
    written: Counter[str] = Counter()
    for name in (_REGISTRATION, _DIGITS):
        written.update(year.deeds[name].meter.written)
    kinds: Counter[str] = Counter()
    hit: dict[str, set[str]] = {}
    for partition, units in written.items():
        kinds[_kind(partition)] += units
        hit.setdefault(_kind(partition), set()).add(partition)
    for kind, units in sorted(kinds.items()):
        once = units / SAMPLE
        if kind.startswith(("SCHOOL", "index SCHOOL")):
            what = f"hottest {kind}, a school's parents in a quarter of an hour, writes a second"
            yield Line(what, once * PARENTS / _QUARTER, _MOST_WRITES, "what is refused is tried again")
        elif kind == "OUTBOX":
            needed = once * peak(schools) * _share_of_hottest()
            yield Line("hottest shard of OUTBOX, writes a second", needed, _MOST_WRITES, "more shards in keys.py")
        elif len(hit[kind]) < SAMPLE / 2:
            yield Line(f"{kind}, one for all, writes a second", once * peak(schools), _MOST_WRITES, "several items")


def _kind(partition: str) -> str:
    """An item's partition without what names one of many."""
    return re.sub(r"#.*", "", partition) + ("#LINKS" if partition.endswith("#LINKS") else "")


def _share_of_hottest(times: int = 10_000) -> float:
    """What the fullest shard of the outbox gets, with ids as they are really made."""
    shards = Counter(keys.outbox(f"20260901T180000-{one}")["PK"] for one in islice(iter(random_id, ""), times))
    return max(shards.values()) / times
