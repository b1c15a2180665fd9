"""`make benchmark-desk`: what the pages of the desk cost a large school, beside a small one.

A school of 2,000 pupils with 4,000 parents who are linked, and one of a tenth of that, through the real code on the
emulated AWS: for every page of the desk the calls, the units that are read, and processor time. What a large school
pays more is what its page shows of all its pupils or parents, and nothing else may.
"""

import logging
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.meter import PROCESSOR, metered
from local.aws import Aws
from local.system import emulator_alone
from tests.emulated import emulated
from tests.functions import full_school
from tests.functions.clerk import MOST_CALLS
from tests.functions.house import House
from tests.ports import free_port

SMALL, LARGE = 200, 2_000


@dataclass(frozen=True)
class Cost:
    """ms: of a processor, boto3's part included."""

    calls: int
    reads: float
    ms: float


def costs(pupils: int, elsewhere: Aws) -> dict[str, Cost]:
    with emulated(elsewhere) as world:
        house = House(world)
        found: dict[str, Cost] = {}
        clerk, given = full_school.fill(house, pupils)
        for path in full_school.pages():
            address = full_school.way_to(clerk, path, given)
            with metered(world) as meter:
                answer = clerk.get(address)
            assert answer.status == 200, (address, answer.status, answer.words)
            found[path] = Cost(sum(meter.calls.values()), meter.reads, 1000 * meter.cpu / PROCESSOR)
        return found


def main() -> int:
    logging.disable()
    # For each transaction the emulation in this process copies its whole table.
    with tempfile.TemporaryDirectory() as folder, emulator_alone(Path(folder), free_port()) as elsewhere:
        small, large = costs(SMALL, elsewhere), costs(LARGE, elsewhere)
    print(f"{'':52}{SMALL:>8,} pupils{'':12}{LARGE:>8,} pupils")
    print(f"{'page':52}" + 2 * f"{'calls':>6}{'reads':>9}{'ms':>8}   ")
    for path, cost in large.items():
        cells = "".join(f"{one.calls:>6}{one.reads:>9.1f}{one.ms:>8.0f}   " for one in (small[path], cost))
        print(f"{path:52}{cells}{'more calls' if cost.calls > MOST_CALLS else ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
