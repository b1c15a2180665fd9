"""Every flow, interrupted at every effect in every way, and with all its events coming again and in any order."""

import traceback
from collections.abc import Iterator
from dataclasses import dataclass

from tests.emulated import emulated
from tests.trouble.crashes import KINDS, NOWHERE, Kind, Point
from tests.trouble.flows import FLOWS
from tests.trouble.invariants import breaches
from tests.trouble.scene import Flow, Scene


@dataclass(frozen=True)
class Outcome:
    """What came of one run. effects: how many there were. struck: what was interrupted; '' where nothing was."""

    flow: str
    run: str
    effects: int
    struck: str
    found: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.flow}, {self.run} ({self.struck or 'not interrupted'}):\n  " + "\n  ".join(self.found)


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
        name = f"{scene.crashes.at}, seed {seed}, events up to {most} times"
        return Outcome(flow.__name__, name, len(scene.crashes.effects), scene.crashes.struck, tuple(found))


def at_every_effect(flow: type[Flow], kinds: tuple[Kind, ...] = KINDS, seed: int = 0, most: int = 1) -> Iterator[Outcome]:
    """Until a run passes without reaching the nth."""
    nth = 0
    while True:
        nth += 1
        for kind in kinds:
            outcome = once(flow, Point(kind, nth), seed, most)
            if outcome.effects < nth:
                return
            yield outcome


def all_points() -> Iterator[Outcome]:
    for flow in FLOWS:
        yield from at_every_effect(flow)
