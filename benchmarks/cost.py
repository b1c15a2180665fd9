"""`make cost`: writes docs/cost.md, from what a school's year really asks of AWS and the list prices.

The deeds of a year are done once by the real handlers (benchmarks/year.py), their calls, units and processor time
metered, and priced (benchmarks/prices.py). How often each is done in a year is assumed below and said in the document.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from samtranslator.yaml_helper import yaml_parse

from benchmarks import prices
from benchmarks.september import FIRST_DAY, lines, peak
from benchmarks.year import LOGGED_BY_API, LOGGED_BY_LAMBDA, PARENTS, PUPILS, Deed, Year, measure, today
from common import events, message_events
from common.event import Event

_ROOT = Path(__file__).parents[1]
_DOCUMENT = _ROOT / "docs" / "cost.md"
SIZES = (1, 100, 6_000)
MESSAGES = 60
# How often each deed is done for a school in a year.
OFTEN: Mapping[str, float] = {
    "a list of all pupils": 2,
    "letters of all pupils": 1.3,
    "a parent registers, links and sees the profile": PARENTS,
    "the mail with six digits": PARENTS,
    "a parent confirms the address": PARENTS,
    "a parent logs in": 4 * PARENTS,
    "a parent looks at the messages": 20 * PARENTS,
    "a message is taken in": MESSAGES,
    "a message to 300 parents": MESSAGES,
    "what SES tells of 300 mails": MESSAGES,
}
MAILS = MESSAGES * PARENTS + PARENTS
# In how many months of a year a parent logs in, September among them.
ACTIVE_MONTHS = 4
# The part of invocations that starts a process, and the seconds that a start takes.
COLD = {1: 0.6, 100: 0.15, 6_000: 0.02}
COLD_SECONDS = 0.8
# Bytes of a delivery and its recipient in the table; nothing is taken off for what expires.
_OF_A_DELIVERY = 700
_HOURS = 365 * 24
_MINUTES, _QUARTERS = _HOURS * 60, _HOURS * 4
# Lambda asks each queue without a pause: five times in twenty seconds, also when nothing is there.
_QUEUES, _POLLS = 4, _MINUTES * 15
_TARGET = 2.00
_TEMPLATES = ("template.yaml", "watch.yaml", "edge.yaml")


@dataclass(frozen=True)
class Bill:
    """US dollars by service."""

    of: Mapping[str, float]

    @property
    def total(self) -> float:
        return sum(self.of.values())

    def times(self, often: float) -> "Bill":
        return Bill({name: often * dollars for name, dollars in self.of.items()})

    def plus(self, other: "Bill") -> "Bill":
        return Bill({name: self.of.get(name, 0) + other.of.get(name, 0) for name in {**self.of, **other.of}})


def bill(deed: Deed, cold: float = 0) -> Bill:
    """What one costs. cold: the part of invocations that starts a process."""
    meter = deed.meter
    seconds = meter.seconds + cold * deed.invocations * COLD_SECONDS
    log = meter.log_bytes + deed.invocations * LOGGED_BY_LAMBDA + deed.requests * LOGGED_BY_API
    return Bill(
        {
            "functions": seconds * prices.GB_SECOND + deed.invocations * prices.INVOCATION,
            "HTTP API": deed.requests * prices.HTTP_REQUEST,
            "table": meter.writes * prices.TABLE_WRITE + meter.reads * prices.TABLE_READ,
            "queues": (meter.calls["SendMessageBatch"] + 2 * deed.invocations) * prices.QUEUE_REQUEST,
            "keys": (meter.calls["GenerateMac"] + cold * deed.invocations) * prices.KEY_REQUEST,
            "files": meter.calls["PutObject"] * prices.S3_PUT + meter.calls["GetObject"] * prices.S3_GET,
            "logs": log / 1e9 * (prices.LOGS_GB + 3 * prices.LOGS_GB_MONTH),
            "distribution": deed.requests * prices.CDN_REQUEST + deed.sent / 1e9 * prices.OUT_GB,
            "firewall": deed.requests * prices.WAF_REQUEST,
        }
    )


def storage(year: Year) -> Bill:
    """Of a school for a year."""
    table = year.stored["table before parents"] + PARENTS * year.stored["table of a parent"] + MAILS * _OF_A_DELIVERY
    a_gb = 12 * (prices.TABLE_GB_MONTH + prices.RECOVERY_GB_MONTH)
    return Bill({"table": table / 1e9 * a_gb, "files": year.stored["letters"] / 1e9 * prices.S3_GB_MONTH})


def of_a_school(year: Year, schools: int) -> Bill:
    """A year of one school, without mail, Cognito and what rests."""
    whole = storage(year)
    for name, often in OFTEN.items():
        whole = whole.plus(bill(year.deeds[name], COLD[schools]).times(often))
    return whole.plus(Bill({"SES tells (SNS)": MAILS * prices.TOPIC_REQUEST}))


def at_rest(year: Year) -> Mapping[str, float]:
    """A year of a deployment in which nothing happens, with a distribution and an address for alarms."""
    each = {name: bill(year.deeds[f"{name}, at rest"]).total for name in ("clock", "sweep", "erasing", "retention")}
    keys = sum(_text(template).count("Type: AWS::KMS::Key\n") for template in _TEMPLATES)
    watched = sum(_watched(template) for template in _TEMPLATES)
    return {
        f"{keys} KMS keys, that of the distribution's alarms among them": keys * 12 * prices.KEY_MONTH,
        # DynamoDB keeps the table's own key for five minutes, for each role that reads it.
        "the data key, for the clock": _MINUTES / 5 * prices.KEY_REQUEST,
        f"alarms, which look at {watched} metrics, those of the distribution too": watched * 12 * prices.ALARM_MONTH,
        "asking four queues whether there is work": _QUEUES * _POLLS * prices.QUEUE_REQUEST,
        "the clock, every minute": _MINUTES * each["clock"],
        "the sweep, every quarter of an hour": _QUARTERS * each["sweep"],
        "looking for schools to erase every hour, and for pupils who left every day": _HOURS * each["erasing"]
        + 365 * each["retention"],
    }


def _watched(template: str) -> int:
    """An alarm costs by the metrics that it looks at."""
    resources = yaml_parse(_text(template))["Resources"].values()
    alarms = [one["Properties"] for one in resources if one["Type"] == "AWS::CloudWatch::Alarm"]
    return sum(str(alarm).count("'MetricName': ") for alarm in alarms)


def of_the_firewall() -> tuple[int, float]:
    """How many rules edge.yaml has, and what they and their web ACL cost in a year, without requests."""
    rules = len(yaml_parse(_text("edge.yaml"))["Resources"]["WebAcl"]["Properties"]["Rules"])
    return rules, 12 * (prices.WAF_ACL_MONTH + rules * prices.WAF_RULE_MONTH)


def _text(template: str) -> str:
    return (_ROOT / template).read_text("utf-8")


def _counted() -> int:
    """How many kinds of events of ours CloudWatch counts."""
    catalogue = (*vars(events).values(), *vars(message_events).values())
    kinds = {one for one in catalogue if isinstance(one, type) and issubclass(one, Event)}
    return sum(len(kind.metrics) for kind in kinds)


def cognito(schools: int) -> Mapping[str, float]:
    """A year of all parents of so many schools, by tier."""
    september = schools * PARENTS
    other = september * (ACTIVE_MONTHS - 1) / 11
    return {
        tier: prices.cognito_month(tier, september) + 11 * prices.cognito_month(tier, other)
        for tier in prices.COGNITO_TIERS
    }


def document(year: Year) -> str:
    rest = at_rest(year)
    idle = sum(rest.values())
    schools = {size: of_a_school(year, size) for size in SIZES}
    how = (
        f"Written by `make cost` on {today()}; do not edit. Prices: list prices of eu-west-1 in US dollars as of"
        f" {prices.AS_OF}, without free tiers (but Cognito's) and taxes ([prices.py](../benchmarks/prices.py)). Calls,"
        " units and processor time are measured with the real handlers on an emulated AWS"
        " ([year.py](../benchmarks/year.py)); how long a call to AWS takes is assumed"
        " ([meter.py](../benchmarks/meter.py)). A second of a function is one of 1,024 MB; the processor of Lambda is"
        " taken to be as fast as the one that measured.\n"
    )
    rules, firewall = of_the_firewall()
    together = (
        f"\nTogether $ {idle:.2f} a year, whether there is one school or six thousand. Beside it stands what can be"
        f" left out: the firewall of [edge.yaml](../edge.yaml), a web ACL with {rules} rules, is $ {firewall:.0f}"
        f" a year (`Firewall=no`). And what CloudWatch counts of our own: {_counted()} kinds of events, each"
        f" $ {12 * prices.METRIC_MONTH:.2f} a year at most, by the hours in which it happened, and once more for each"
        " value that it is counted by.\n"
    )
    parts = [
        "# What it costs\n",
        how,
        "## A school for a year\n",
        f"{PUPILS} pupils, {PARENTS} parents with an account, {MESSAGES} messages to all of them by mail.\n",
        _schools_table(schools, idle),
        _verdict(schools, idle),
        "## Beside it: mail and accounts\n",
        _beside(),
        "## A deployment at rest\n",
        *(f"- {name}: $ {dollars:.2f} a year" for name, dollars in rest.items()),
        together,
        "## What each thing costs\n",
        _deeds_table(year),
        "## The week of the letters\n",
        *(_week(year, size) for size in SIZES[1:]),
    ]
    return "\n".join(parts)


def _schools_table(schools: Mapping[int, Bill], idle: float) -> str:
    names = sorted({name for one in schools.values() for name in one.of})
    rows = [
        f"| | {' | '.join(f'{size:,} schools' if size > 1 else '1 school' for size in SIZES)} |",
        "|---|" + "--:|" * len(SIZES),
    ]
    rows += [f"| {name} | {' | '.join(f'{schools[size].of.get(name, 0):.3f}' for size in SIZES)} |" for name in names]
    rows.append(
        f"| **together, $ a school and year** | {' | '.join(f'**{schools[size].total:.2f}**' for size in SIZES)} |"
    )
    rows.append(f"| its share of what rests | {' | '.join(f'{idle / size:.2f}' for size in SIZES)} |")
    return "\n".join(rows) + "\n"


def _verdict(schools: Mapping[int, Bill], idle: float) -> str:
    said = []
    for size in SIZES:
        whole = schools[size].total + idle / size
        fits = "within" if whole <= _TARGET else "over"
        firewall = whole + of_the_firewall()[1] / size
        said.append(
            f"{size:,}: $ {whole:.2f}, {fits} the $ {_TARGET:.2f} that were asked,"
            f" and $ {firewall:.2f} with the firewall"
        )
    often = "; ".join(f"{name} {often:g}" for name, often in OFTEN.items())
    return (
        f"With its share of what rests, by number of schools: {'. '.join(said)}. A single school pays the deployment"
        f" alone.\n\nHow often in a year: {often}. The part of invocations that starts a process:"
        f" {', '.join(f'{100 * COLD[size]:.0f} % with {size:,}' for size in SIZES)}, {COLD_SECONDS} s each.\n"
    )


def _beside() -> str:
    rows = [
        "| a school and year, $ | " + " | ".join(f"{size:,}" for size in SIZES) + " |",
        "|---|" + "--:|" * len(SIZES),
    ]
    rows.append(f"| {MAILS:,} mails (SES) | " + " | ".join(f"{MAILS * prices.MAIL:.2f}" for _ in SIZES) + " |")
    by_size = {size: cognito(size) for size in SIZES}
    rows += [
        f"| Cognito {tier} | " + " | ".join(f"{by_size[size][tier] / size:.2f}" for size in SIZES) + " |"
        for tier in prices.COGNITO_TIERS
    ]
    return (
        "\n".join(rows)
        + f"\n\nA parent counts as active in the months of logging in, {ACTIVE_MONTHS} a year: sessions are ours and"
        " last 30 days. The template takes **Lite**: passwords and tokens are all that we use of Cognito, and with many"
        " schools Essentials would be several times, Plus yet more dear. Lite has no protection against passwords"
        " that leaked elsewhere; ours refuses common ones.\n"
    )


def _deeds_table(year: Year) -> str:
    rows = ["| | calls | reads | writes | ms CPU | s function | $ a thousand |", "|---|--:|--:|--:|--:|--:|--:|"]
    for name, deed in year.deeds.items():
        one = deed.meter
        units = f"{sum(one.calls.values()):.1f} | {one.reads:.1f} | {one.writes:.1f}"
        rows.append(f"| {name} | {units} | {1000 * one.cpu:.1f} | {one.seconds:.3f} | {1000 * bill(deed).total:.3f} |")
    return "\n".join(rows) + "\n"


def _week(year: Year, schools: int) -> str:
    when = (
        f"{100 * FIRST_DAY:.0f} % of {schools * PARENTS:,} parents register on the first day, most in the evening:"
        f" {peak(schools):.1f} a second in the busiest minute.\n"
    )
    rows = [f"### {schools:,} schools\n", when, "| | needed | there is | what to raise |", "|---|--:|--:|---|"]
    rows += [
        f"| {one.what} | {one.needed:,.1f} | {one.there:,.0f} | {'' if one.fits else one.otherwise} |"
        for one in lines(year, schools)
    ]
    return "\n".join(rows) + "\n"


def main() -> int:
    year = measure()
    _DOCUMENT.write_text(document(year), "utf-8")
    dollars = of_a_school(year, SIZES[1]).total + sum(at_rest(year).values()) / SIZES[1]
    print(f"docs/cost.md written; a school of {SIZES[1]} costs $ {dollars:.2f} a year (target {_TARGET:.2f})")
    return 0 if dollars <= _TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
