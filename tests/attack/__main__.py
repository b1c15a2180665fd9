"""`python -m tests.attack --seconds 600`: all campaigns, one after the other, and what came of them together."""

import argparse
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests import apart

_COUNT = re.compile(r"(\d+) ([a-z ]+)")


@dataclass(frozen=True)
class Campaign:
    """module: a program that takes --seconds, and says in its last line how many there were of each ('3 findings').

    share: of the time, beside those of the others.
    """

    module: str
    share: int


CAMPAIGNS = (
    Campaign("tests.trouble.campaign", 4),
    Campaign("tests.attack.campaign", 4),
    Campaign("tests.attack.guided", 2),
    Campaign("tests.leaks.campaign", 1),
)


def counts_of(campaign: Campaign, seconds: float) -> Counter[str]:
    """Shows what it prints. One that does not come to its end is a finding."""
    print(f"{campaign.module}, {seconds:.0f} seconds", flush=True)
    last = ""
    with apart.start(campaign.module, "--seconds", str(seconds), out=subprocess.PIPE) as running:
        assert running.stdout
        for line in running.stdout:
            print(f"  {line}", end="", flush=True)
            last = line
    counts = Counter({what: int(number) for number, what in _COUNT.findall(last)})
    if "findings" not in counts or (running.returncode and not counts["findings"]):
        counts["findings"] += 1
    return counts


def main(campaigns: Sequence[Campaign] = CAMPAIGNS) -> int:
    arguments = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    arguments.add_argument("--seconds", type=float, default=600.0)
    arguments.add_argument("--without", action="append", default=[], help="a campaign that is left out")
    chosen = arguments.parse_args()
    wanted = [one for one in campaigns if one.module not in chosen.without]
    shares = sum(one.share for one in wanted)
    tally: Counter[str] = Counter()
    for one in wanted:
        tally.update(counts_of(one, chosen.seconds * one.share / shares))
    findings = tally.pop("findings")
    print(", ".join(f"{number} {what}" for what, number in tally.items()) + f"; {findings} findings", flush=True)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
