"""Every flow, interrupted at every effect in every way, and with all its events coming again and in any order."""

import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from local.aws import Aws
from local.system import emulator_alone
from tests import campaigns
from tests.emulated import emulated
from tests.ports import free_port
from tests.trouble.crashes import KINDS, NOWHERE, Kind, Point
from tests.trouble.flows import FLOWS
from tests.trouble.invariants import breaches
from tests.trouble.parallel import RACES, race_once
from tests.trouble.scene import Flow, Outcome, Scene

_POINTS_A_TURN = 8
_FARTHEST = 60


def once(flow: type[Flow], at: Point = NOWHERE, seed: int = 0, most: int = 1) -> Outcome:
    """One run in a world of its own. most, seed: see `Scene`; what was found can be had again with the same."""
    with emulated() as aws:
        scene = Scene(aws, at, seed, most)
        try:
            prepared = flow(scene)
            scene.run(prepared)
            found = breaches(scene)
            prepared.check()
        except Exception:
            found = [traceback.format_exc(limit=-4)]
        effects, struck = len(scene.crashes.effects), scene.crashes.struck
        return Outcome(flow.__name__, scene.description, effects, struck, tuple(found))


def at_every_effect(flow: type[Flow], kinds: tuple[Kind, ...] = KINDS) -> Iterator[Outcome]:
    """Until a run passes without reaching the nth."""
    nth = 0
    while True:
        nth += 1
        for kind in kinds:
            outcome = once(flow, Point(kind, nth))
            if outcome.effects < nth:
                return
            if outcome.struck or outcome.found:
                yield outcome


def _in_turn(several: Sequence[Iterator[Outcome]]) -> Iterator[Outcome]:
    """One of each, until all have ended: a short run sees something of everything."""
    left = list(several)
    while left:
        for one in list(left):
            outcome = next(one, None)
            if outcome is None:
                left.remove(one)
            else:
                yield outcome


def runs(elsewhere: Aws, random: Random) -> Iterator[tuple[str, Outcome]]:
    """Without end: what it was, and what came of it."""
    points = _in_turn([at_every_effect(flow) for flow in FLOWS])
    while True:
        for outcome in islice(points, _POINTS_A_TURN):
            yield "crash points", outcome
        at = Point(random.choice(KINDS), random.randint(1, _FARTHEST))
        for point in (NOWHERE, at):
            yield "replays", once(random.choice(FLOWS), point, random.randrange(10**6), most=3)
        yield "parallel races", race_once(random.choice(RACES), elsewhere, random.randrange(10**6))


def run(seconds: float, seed: int) -> Counter[str]:
    """Prints what it finds; how many there were of each."""
    end = time.monotonic() + seconds
    tally: Counter[str] = Counter({"crash points": 0, "replays": 0, "parallel races": 0, "findings": 0})
    with tempfile.TemporaryDirectory() as folder, emulator_alone(Path(folder), free_port()) as elsewhere:
        for what, outcome in runs(elsewhere, Random(seed)):
            tally[what] += 1
            tally["findings"] += bool(outcome.found)
            if outcome.found:
                print(outcome, flush=True)
            if time.monotonic() > end:
                return tally
    return tally


if __name__ == "__main__":
    sys.exit(campaigns.seeded("tests.trouble", __doc__, run))
