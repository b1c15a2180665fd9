"""All parsers in turn, with bytes that are led by which lines of ours they reach.

What they were led to stays in `.cache/attack`, and the next run begins there; what was found stays there too.
"""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests import campaigns
from tests.attack.parsers import PARSERS, Parser

_FOLDER = Path(__file__).parents[2] / ".cache" / "attack"
_RUNS = re.compile(r"^(?:stat::number_of_executed_units: *|#)(\d+)", re.MULTILINE)
# What it says of itself.
_NOISE = re.compile(r"^(?:INFO|WARNING|#\d+|stat::).*\n", re.MULTILINE)
# Of one input: so many seconds, so many megabytes, so many bytes.
_LIMITS = ("-timeout=20", "-rss_limit_mb=2048", "-max_len=20000")


def led(parser: Parser, seconds: float) -> tuple[int, str]:
    """How many inputs there were, and what was found; '' for nothing."""
    name = re.sub(r"\W", "-", parser.name)
    corpus, found = _FOLDER / "inputs" / name, _FOLDER / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(parser.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [f"-max_total_time={int(seconds)}", f"-artifact_prefix={found}/{name}-", "-print_final_stats=1", *_LIMITS]
    command = [sys.executable, "-m", "tests.attack.led", parser.name, *options, str(corpus)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
    inputs = max(map(int, _RUNS.findall(ended.stderr)), default=0)
    told = _NOISE.sub("", ended.stdout + ended.stderr)[-3000:]
    return inputs, "" if ended.returncode == 0 else f"{parser.name}:\n{told}"


def run(seconds: float) -> Counter[str]:
    """Prints what it finds; how many there were of each."""
    tally: Counter[str] = Counter({"parser inputs": 0, "findings": 0})
    for parser in PARSERS:
        inputs, found = led(parser, max(1.0, seconds / len(PARSERS)))
        tally["parser inputs"] += inputs
        tally["findings"] += bool(found)
        print(found or f"{parser.name}: {inputs}", flush=True)
    return tally


if __name__ == "__main__":
    sys.exit(campaigns.main("tests.attack.guided", __doc__, run))
