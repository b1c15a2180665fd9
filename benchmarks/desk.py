"""`make benchmark-desk`: what the pages of the desk cost a large school, beside a small one.

A school of 2,000 pupils with 4,000 parents who are linked, and one of a tenth of that, through the real code on the
emulated AWS: for every page of the desk the calls, the units that are read, and processor time. What a large school
pays more is what its page shows of all its pupils or parents, and nothing else may.
"""

import logging
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.meter import PROCESSOR, metered
from common.cloud import counting
from common.cloud.table.sessions import new_session
from common.ids import random_id
from common.links import CodeEntry, Invitation
from common.parents import Parent
from common.pupils import Pupil
from local.aws import Aws
from local.system import emulator_alone
from tests.emulated import emulated
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import LETTERS_PAGE, WHOLE
from tests.functions.routes import routes
from tests.functions.test_desk_messages import NEW, hidden, sent, write
from tests.functions.uploads import put, reports, settle, take
from tests.ports import free_port

SMALL, LARGE = 200, 2_000
OF_A_CLASS = 25
PARENTS_OF_A_PUPIL = 2
MOST_CALLS = 5

# A page whose address alone shows nothing: it is told of what it is.
_NEEDS = {
    f"{NEW}/bijlagen": "?bericht={order}",
    f"{NEW}/voorbeeld": "?bericht={order}",
    f"{NEW}/mail": "?bericht={order}",
}
# Not pages, before the login, or of what this school has not: an attachment, a key, a colleague, a letter of one pupil.
_LEFT_OUT = re.compile(
    r"/(inloggen|uitnodiging|bijlage|logo|zip|pdf|excel|ontvangen|gegevens)\b|{(key|staff|file|number|token)}|/brief/{batch}"
)


@dataclass(frozen=True)
class Cost:
    """ms: of a processor, boto3's part included."""

    calls: int
    reads: float
    ms: float


def school(house: House, pupils: int) -> tuple[Clerk, dict[str, str]]:
    """Somebody at its desk, and what fills the parameters of addresses."""
    rows = [f"{number};Kind{number};;Boom;{number // OF_A_CLASS + 1};14-03-2017" for number in range(1, pupils + 1)]
    take(put(house, *rows))
    settle(house)
    for pupil in house.services.pupils.of_school(REGENBOOG.id):
        parents = [link(house, pupil) for _ in range(PARENTS_OF_A_PUPIL)]
    # That others are told of new links is another story.
    outbox = house.services.outbox
    outbox.drop((partition, sort_key) for partition, sort_key, _ in outbox.due_before(house.services.now()))
    counting.recount(REGENBOOG.id)
    clerk = Clerk(house)
    message = sent(clerk)
    house.tick()
    while tasks := house.aws.queued("deliveries"):
        house.work(*tasks)
        # Mail waits for its turn.
        house.pass_time(seconds=60)
    return clerk, {
        "pupil": pupil.id,
        "parent": parents[0],
        "message": message,
        "import_id": reports(house)[-1].id,
        "batch": next(iter(house.services.batches.newest(REGENBOOG.id, "", 1))).id,
        "order": hidden(write(clerk), "order"),
    }


def link(house: House, pupil: Pupil) -> str:
    """A new parent of this child; the id."""
    here, parent = house.services, Parent(random_id(), "Ouder Boom", f"{random_id()}@ouders.example")
    invitation = Invitation(CodeEntry(random_id(), pupil.school, pupil.id, 1), pupil, REGENBOOG)
    here.parents.register(parent, invitation, new_session(parent.id, here.now()), here.now())
    here.addresses.confirm(parent)
    return parent.id


def _pages() -> list[str]:
    paths = [route.path for route in routes() if route.method == "GET" and route.path.startswith("/school")]
    return sorted(path for path in paths if not _LEFT_OUT.search(path))


def costs(pupils: int, elsewhere: Aws) -> dict[str, Cost]:
    with emulated(elsewhere) as world:
        house = House(world)
        found: dict[str, Cost] = {}
        clerk, given = school(house, pupils)
        for path in _pages():
            address = (path + _NEEDS.get(path, "")).format_map(given)
            clerk.sit_down()
            if path == f"{LETTERS_PAGE}/maken":
                clerk.post(LETTERS_PAGE, **WHOLE)
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
    print(f"{'':46}{SMALL:>8,} pupils{'':12}{LARGE:>8,} pupils")
    print(f"{'page':46}" + 2 * f"{'calls':>6}{'reads':>9}{'ms':>8}   ")
    for path, cost in large.items():
        cells = "".join(f"{one.calls:>6}{one.reads:>9.1f}{one.ms:>8.0f}   " for one in (small[path], cost))
        print(f"{path:46}{cells}{'more calls' if cost.calls > MOST_CALLS else ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
