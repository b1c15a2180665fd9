"""`make benchmark-deliveries`: what a delivery costs, and how long a school waits for the last mail.

The real code on an in-process AWS (moto): fan-out and worker as Lambda runs them, for 10,000 parents of ten schools
(the emulation looks through its whole table for each query of an index, so that one school of 10,000 takes an hour).
The processor time of the emulation itself is taken off (meter.py). How long it takes is told by a clock that only the
code moves: each call to AWS takes as long as it usually does, and ten workers run side by side, as in template.yaml.
"""

import hashlib
import heapq
import json
import logging
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from benchmarks import prices
from benchmarks.meter import TAKES, TAKES_OTHERWISE, Meter, metered
from common.audiences import Audience
from common.cloud.table import keys
from common.messages import Message
from common.parents import Parent
from common.pupils import Pupil
from common.schools import School
from messages import worker
from tests.emulated import Emulated, emulated
from tests.functions.house import sqs

PARENTS, OF_A_LARGE_SCHOOL, OF_A_SCHOOL, WORKERS = 10_000, 1_000, 500, 10
SCHOOL = School("de-maat", "De Maat", "Weg 1", "1234 AB Dorp", "010 123 45 67", "info@maat.example")


def people(world: Emulated, number: int) -> None:
    """A school of so many pupils, each with one parent whose address is confirmed."""
    here = world.services
    now, until = here.now(), date(2099, 7, 31)
    here.schools.add(SCHOOL, now)
    pupils = [Pupil(SCHOOL.id, f"{n:020x}", "Kind", "", f"Nr {n}", "5B", None, until, "b") for n in range(number)]
    here.pupils.add([(f"NUMBER#{pupil.id}", pupil) for pupil in pupils])
    items = []
    for n, pupil in enumerate(pupils):
        # As random as ids are: groups of recipients go by their first digit.
        parent_id = hashlib.sha256(str(n).encode()).hexdigest()[:20]
        parent = Parent(parent_id, "Ouder", f"ouder{n}@ouders.example", email_confirmed=True)
        items.append(here.parents._profile(parent, now))
        link = {**keys.child(parent.id, SCHOOL.id, pupil.id), **keys.link_of_school(SCHOOL.id, pupil.id, parent.id)}
        about = {"parent": parent.id, "school": SCHOOL.id, "pupil": pupil.id, "since": 0, "code_version": 1}
        items.append(link | about)
    here.store.write_all(items)


def send(world: Emulated) -> dict[str, Any]:
    """A message to the whole school; the task of its fan-out."""
    now = world.services.now()
    message = Message(SCHOOL.id, f"20260901T090000-{now:%H%M%S%f}", "schoolnieuws", "Titel", "Tekst " * 100,
                      Audience(school=True), now, now)  # fmt: skip
    world.services.messages.add(message)
    return {"kind": "fan_out", "school": SCHOOL.id, "message": message.id}


def deliver(number: int) -> tuple[Meter, int]:
    """What a message to so many parents took, and its tasks."""
    with emulated() as world:
        people(world, number)
        world.services.pace.rate = 10**6
        worker.handler(sqs(send(world)), LambdaContext())
        tasks = world.queued("deliveries")
        with metered(world) as meter:
            for task in tasks:
                worker.handler(sqs(task), LambdaContext())
    if meter.calls["SendEmail"] != number:
        sys.exit(f"{meter.calls['SendEmail']} mails for {number} parents")
    return meter, len(tasks)


def measure(number: int) -> None:
    meter, tasks = Meter(), 0
    for _ in range(number // OF_A_LARGE_SCHOOL):
        of_one, its_tasks = deliver(OF_A_LARGE_SCHOOL)
        meter, tasks = meter.plus(of_one), tasks + its_tasks
    mails = meter.calls["SendEmail"]
    functions = 1000 * meter.seconds / mails * prices.GB_SECOND
    table = 1000 * (meter.writes * prices.TABLE_WRITE + meter.reads * prices.TABLE_READ) / mails
    queue = 1000 * 3 * prices.QUEUE_REQUEST * tasks / mails
    ours, theirs = functions + table + queue, 1000 * prices.MAIL
    print(f"{mails} deliveries in {tasks} tasks, each of them with the code that runs on Lambda")
    print(f"processor     {1000 * meter.cpu / mails:6.2f} ms a delivery")
    print(f"calls         {sum(meter.calls.values()) / mails:6.2f} a delivery (target 4)   {dict(meter.calls)}")
    print(f"table         {meter.writes / mails:6.2f} write and {meter.reads / mails:.2f} read units")
    print(f"1,000 mails   ${ours:.4f} ours (functions ${functions:.4f}, table ${table:.4f}, queue ${queue:.4f}),"
          f" ${theirs:.2f} SES: {ours / theirs:.2f} times")  # fmt: skip


def wait_for_last(number: int, rate: int) -> float:
    """Seconds from sending to the moment the last mail leaves, on the clock that the code moves."""
    with emulated() as world:
        people(world, number)
        here = world.services
        here.pace.rate = rate
        clock = _Clock()
        here.now = clock.now  # type: ignore[method-assign]  # a clock of ours
        here.wait = clock.wait  # type: ignore[method-assign]  # a clock of ours
        world.watch(clock.call)
        clock.seconds = 0.0
        waiting: list[tuple[float, int, dict[str, Any]]] = [(clock.seconds, 0, send(world))]
        free = [0.0] * WORKERS
        order = 0
        while waiting:
            due, _, task = heapq.heappop(waiting)
            worker_free = heapq.heappop(free)
            clock.seconds = max(due, worker_free)
            clock.delays.clear()
            worker.handler(sqs(task), LambdaContext())
            heapq.heappush(free, clock.seconds)
            for more in world.queued("deliveries"):
                order += 1
                heapq.heappush(waiting, (clock.seconds + (clock.delays.pop(0) if clock.delays else 0), order, more))
        if clock.mails != number:
            sys.exit(f"{clock.mails} mails for {number} parents")
        return clock.last_mail


class _Clock:
    """Stands still but for waiting and for calls."""

    _ZERO = datetime(2026, 9, 1, 9, tzinfo=UTC)

    def __init__(self) -> None:
        self.seconds, self.last_mail, self.mails = 0.0, 0.0, 0
        self.delays: list[int] = []

    def now(self) -> datetime:
        return self._ZERO + timedelta(seconds=self.seconds)

    def wait(self, seconds: float) -> None:
        self.seconds += seconds

    def call(self, model: Any, params: Any) -> None:
        self.seconds += TAKES.get(model.name, TAKES_OTHERWISE)
        if model.name == "SendEmail":
            self.mails += 1
            self.last_mail = max(self.last_mail, self.seconds)
        if model.name == "SendMessageBatch":
            body = json.loads(params["body"])
            for entry in body["Entries"]:
                self.delays += [entry["DelaySeconds"]] if entry.get("DelaySeconds") else []
                entry["DelaySeconds"] = 0
            params["body"] = json.dumps(body).encode()


def say(line: str) -> None:
    """At once, also where it is kept in a file."""
    print(line, flush=True)


def main() -> None:
    logging.disable()
    say(f"Two waits for {OF_A_SCHOOL} parents, then the costs for {PARENTS}: that takes minutes.")
    for rate, target in ((14, 40), (100, 10)):
        seconds = wait_for_last(OF_A_SCHOOL, rate)
        say(f"{OF_A_SCHOOL} parents, {rate:3} mails a second: the last leaves after {seconds:5.1f} s (target {target})")
    measure(PARENTS)


if __name__ == "__main__":
    main()
