"""`make load`: what grows with the table, and what grows with the number of people at once.

By table: each access once, in tables of 10 to 100,000 pupils in schools of 230, counted in calls and units: the seconds
of an emulator say nothing about AWS. Whatever costs more in a larger table is a defect, and the command fails.

By people: pages of the running local system, on loopback, by more and more browsers at once. The emulated AWS is one
process that starts the functions, so its throughput is a floor for none but itself; what is looked for is whether
anything fails or grows worse than the waiting in line. Beside it, how many pages a second one processor makes in the
handlers themselves.
"""

import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
from moto.dynamodb.models.dynamo_type import DynamoType, Item

from benchmarks.meter import metered
from common.cloud.table import keys
from common.ids import random_id
from local.system import running
from tests import emulation
from tests.emulated import REGION, TABLE, emulated
from tests.functions.house import REGENBOOG, House
from tests.functions.parent import ParentVisitor
from tests.functions.test_delivery_faults import Sender
from tests.ports import free_port

TABLES = (10, 1_000, 100_000)
OF_A_SCHOOL = 230
CROWDS = (1, 2, 4, 8, 16, 32)
REQUESTS = 96
PAGES_OF_A_PROCESSOR = 300
_FORBIDDEN = ("Scan",)

Costs = tuple[int, float, float]


def fill(pupils: int) -> None:
    """Other schools, so many pupils in all, each with the index of its code and a parent who is linked."""
    # Straight to the emulation's own table: through its door a hundred thousand pupils would take an hour.
    table = emulation.table(REGION, TABLE)
    for number in range(pupils):
        school, pupil, parent = f"school-{number // OF_A_SCHOOL}", random_id(), random_id()
        link = {**keys.child(parent, school, pupil), **keys.link_of_school(school, pupil, parent)}
        for item in (
            {**keys.pupil(school, pupil), "given_name": "Kind", "family_name": f"Nr {number}", "class": "5B"},
            {**keys.code(random_id()), "school": school, "pupil": pupil},
            {**link, "parent": parent, "pupil": pupil, "school": school},
        ):
            pk, sk = DynamoType({"S": item["PK"]}), DynamoType({"S": item["SK"]})
            table.items[item["PK"]][item["SK"]] = Item(pk, sk, {name: {"S": value} for name, value in item.items()})


def accesses(house: House) -> dict[str, Costs]:
    """What each access costs: calls, reads, writes."""
    found: dict[str, Costs] = {}
    # The emulation takes longer over a large table; what is due must not depend on it.
    moment = house.services.now()
    house.services.now = lambda: moment  # type: ignore[method-assign]  # its clock stands
    visitor, first, second = ParentVisitor(house), house.child(), house.child("Daan")
    sender = Sender(house)
    sent: list[str] = []

    def count(name: str, act: Callable[[], object]) -> None:
        with metered(house.aws) as meter:
            act()
        assert not [call for call in meter.calls if call in _FORBIDDEN], meter.calls
        found[name] = (sum(meter.calls.values()), meter.reads, meter.writes)

    def page(path: str) -> Callable[[], object]:
        return lambda: visitor.get(path)

    visitor.get("/nl/start")
    count("the link on the letter", page(f"/k/{first.code}"))
    count("the choice", page("/nl/start"))
    count("registering and linking", lambda: visitor.register(first))
    count("the profile", page("/nl/profiel"))
    count("linking a second child", lambda: visitor.link(second))
    visitor.confirm()
    count("messages of a parent", page("/nl/berichten"))
    visitor.cookies.clear()
    count("logging in", visitor.log_in)
    count("taking a message in", lambda: sent.append(sender.message()))
    task = {"kind": "fan_out", "school": REGENBOOG.id, "message": sent[0]}
    count("fan-out to a school", lambda: house.work(task))
    tasks = house.aws.queued("deliveries")
    count("delivering", lambda: house.work(*tasks))
    count("how far a message is", lambda: sender.progress(sent[0]))
    count("the clock", house.tick)
    count("the sweep", house.sweep)
    return found


def by_table() -> bool:
    """Whether everything costs the same in every table."""
    costs: dict[int, dict[str, Costs]] = {}
    for size in TABLES:
        with emulated() as world:
            fill(size)
            costs[size] = accesses(House(world))
    print("calls / reads / writes, by pupils in the table")
    print(f"{'':26}" + "".join(f"{size:>18,}" for size in TABLES))
    good = True
    for name, smallest in costs[TABLES[0]].items():
        same = all(costs[size][name] == smallest for size in TABLES)
        good = good and same
        cells = "".join(f"{c:>6} {r:>5.1f} {w:>5.1f}" for c, r, w in (costs[size][name] for size in TABLES))
        print(f"{name:26}{cells}{'' if same else '   grows'}")
    return good


@dataclass(frozen=True)
class Crowd:
    """What so many browsers at once got. Seconds."""

    size: int
    a_second: float
    median: float
    slowest_of_twenty: float
    failed: int


def crowd(address: str, size: int) -> Crowd:
    took: list[float] = []
    failed: list[int] = []

    def visit(client: httpx.Client) -> None:
        for _ in range(REQUESTS // size):
            began = time.perf_counter()
            status = client.get(address).status_code
            took.append(time.perf_counter() - began)
            failed.extend([status] if status != httpx.codes.OK else [])

    clients = [httpx.Client(timeout=60, trust_env=False) for _ in range(size)]
    began = time.perf_counter()
    with ThreadPoolExecutor(size) as pool:
        list(pool.map(visit, clients))
    whole = time.perf_counter() - began
    for client in clients:
        client.close()
    return Crowd(size, len(took) / whole, statistics.median(took), sorted(took)[int(0.95 * len(took))], len(failed))


def by_people() -> bool:
    """Whether every page came, however many asked."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), free_port(), free_port(), demo=False) as system:
        crowds = {}
        for page in ("start", "inloggen"):
            address = f"{system.parents_url}/nl/{page}"
            crowd(address, max(CROWDS))
            crowds[page] = [crowd(address, size) for size in CROWDS]
    for page, some in crowds.items():
        print(f"\n/nl/{page:10} at once   pages a second   median ms   95 % ms   failed")
        for one in some:
            print(f"{one.size:22} {one.a_second:16.1f} {1000 * one.median:11.0f} {1000 * one.slowest_of_twenty:9.0f}"
                  f" {one.failed:8}")  # fmt: skip
    return not any(one.failed for some in crowds.values() for one in some)


def by_processor() -> None:
    """Pages a second of one processor, in the handlers themselves."""
    with emulated() as world:
        house = House(world)
        visitor = ParentVisitor(house)
        visitor.register(house.child())
        print("\nin the handlers, pages a second of one processor")
        for path in ("/nl/inloggen", "/nl/profiel", "/nl/berichten"):
            visitor.get(path)
            with metered(world) as meter:
                for _ in range(PAGES_OF_A_PROCESSOR):
                    visitor.get(path)
            print(f"{path:16} {PAGES_OF_A_PROCESSOR / meter.cpu:6.0f}")


def main() -> int:
    logging.disable()
    results = (by_table(), by_people())
    by_processor()
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
