"""What a page costs in processor time once its function is warm: from the event to the answer, boto3's part included.

A page that is only looked at is asked for again and again, and AWS answers as it did the first time: emulating it is
ten times the work of a page, and what that leaves in the processor's caches made one page up to half as dear again.
Of many views the least counts, for the work is the same each time and what else the machine does adds to it. A form is
sent once by each parent, to the emulated AWS, whose own processor time is taken off.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest.mock import patch

from moto.core.botocore_stubber import BotocoreStubber

from benchmarks.meter import metered
from tests.emulated import TABLE, emulated
from tests.functions.house import House
from tests.functions.parent import ParentVisitor
from tests.functions.routes import Route

PARENTS, VIEWS = 40, 40
MOST_MILLISECONDS = 3.0
MOST_CALLS = {"POST /registreren": 8, "GET /profiel": 3}


def warm() -> bool:
    """Prints what each page takes; whether all are within what was asked."""
    took: dict[str, list[tuple[float, int]]] = {}
    with emulated() as world:
        house = House(world)
        bare = _bare_call(house)
        for _ in range(PARENTS + 1):
            for name, milliseconds, calls in _way(house):
                took.setdefault(name, []).append((milliseconds, calls))
    good = True
    print(f"\na bare GetItem took {bare:.2f} ms")
    print("warm page                     ms  calls  without them")
    for name, measured in took.items():
        # The first parent came to cold caches of ours.
        milliseconds = min(one for one, _ in measured[1:])
        calls = max(n for _, n in measured[1:])
        is_view = name.startswith("GET ")
        slow = is_view and milliseconds > MOST_MILLISECONDS
        over = slow or calls > MOST_CALLS.get(name, 99)
        good = good and not over
        rest = f"{milliseconds - calls * bare:.2f}" if is_view else ""
        print(f"{name:26} {milliseconds:5.2f} {calls:6} {rest:>12}  {'over' if over else ''}")
    return good


def _bare_call(house: House) -> float:
    """Milliseconds of processor time that boto3 needs for one small item, measured as the pages are."""
    client = house.aws.session.client("dynamodb")

    def get() -> None:
        client.get_item(TableName=TABLE, Key={"PK": {"S": "nothing"}, "SK": {"S": "here"}})

    return _least(get)


def _least(work: Callable[[], object]) -> float:
    """Milliseconds of processor time. Raises StopIteration where AWS is asked for more than the first time."""
    emulation, taken = BotocoreStubber.__call__, []
    answers: list[Any] = []

    def keep(*request: Any, **named: Any) -> Any:
        answers.append(emulation(*request, **named))
        return answers[-1]

    with patch.object(BotocoreStubber, "__call__", keep):
        work()
    for _ in range(VIEWS):
        again = iter(answers)
        with patch.object(BotocoreStubber, "__call__", lambda *_request, again=again, **_named: next(again)):
            began = time.process_time()
            work()
            taken.append(1000 * (time.process_time() - began))
    return min(taken)


class MeteredParent(ParentVisitor):
    """measured: of each request its name, milliseconds of processor time in the handler, and calls to AWS."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.measured: list[tuple[str, float, int]] = []

    def _handled(self, route: Route, sent: dict[str, Any]) -> dict[str, Any]:
        with metered(self.house.aws) as meter:
            handled = super()._handled(route, sent)
        is_view = route.key.startswith("GET ")
        view = partial(super()._handled, route, sent)
        milliseconds = _least(view) if is_view else 1000 * meter.cpu
        self.measured.append((route.key.replace("/{lang}", ""), milliseconds, sum(meter.calls.values())))
        return handled


def _way(house: House) -> list[tuple[str, float, int]]:
    """From the letter to the profile and back in again, as a new parent each time."""
    parent, child = MeteredParent(house), house.child()
    address = f"{child.pupil.id}@ouders.example"
    parent.get(f"/k/{child.code}")
    for page in ("start", "registreren"):
        parent.get(f"/nl/{page}")
    parent.register(child, email=address)
    for page in ("profiel", "berichten", "account"):
        parent.get(f"/nl/{page}")
    parent.cookies.clear()
    parent.get("/nl/inloggen")
    parent.log_in(address)
    parent.get("/nl/koppelen")
    parent.link(house.child("Daan"))
    return parent.measured
