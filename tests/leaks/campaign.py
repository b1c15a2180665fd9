"""`python -m tests.leaks.campaign --seconds 60`: the whole story, again and again, and a search for what it left.

Every time with other codes, names of files, sessions and digits; see `tests.leaks.places` for where each may stand.
"""

import io
import logging
import os
import sys
import time
import traceback
from collections import Counter

from tests import campaigns
from tests.emulated import emulated
from tests.functions.house import House
from tests.leaks.search import Report
from tests.leaks.story import tell_it_all
from tests.leaks.witness import witness_of


def once() -> Report:
    """The story in a world of its own, and what was found of its secrets."""
    with emulated() as world:
        house = House(world)
        with witness_of(house) as witness:
            tell_it_all(house)
            return witness.report()


def run(seconds: float) -> Counter[str]:
    """Prints what it finds; how many there were of each. A story that breaks off is a finding too."""
    end = time.monotonic() + seconds
    tally: Counter[str] = Counter({"secrets looked for": 0, "traces searched": 0, "findings": 0})
    while True:
        try:
            report = once()
        except Exception:
            print(traceback.format_exc(limit=-4), flush=True)
            tally["findings"] += 1
        else:
            tally["secrets looked for"] += sum(report.secrets.values())
            tally["traces searched"] += sum(report.places.values())
            tally["findings"] += len(report.leaks)
            for leak in report.leaks:
                print(leak, flush=True)
        if time.monotonic() > end:
            return tally


def listen() -> None:
    """Authenticators are checked; all lines are searched, none is shown."""
    os.environ["MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP"] = "true"
    logger = logging.getLogger("ouderbrief")
    logger.setLevel(logging.INFO)
    for handler in logger.handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(io.StringIO())


if __name__ == "__main__":
    listen()
    sys.exit(campaigns.main("tests.leaks.campaign", __doc__, run))
