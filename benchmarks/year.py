"""What happens in a school's year, done once with the real handlers on an emulated AWS, and metered."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from benchmarks.deliveries import people, send
from benchmarks.meter import Meter, metered
from common import codes
from common.web import static
from erasing import app as erasing
from ledger import app as ledger
from letters import app as letters
from messages import afterwards, relay, worker
from school import retention
from tests.emulated import LETTERS, Emulated, emulated
from tests.functions.changes import Changes
from tests.functions.house import PASSWORD, REGENBOOG, House, sqs
from tests.functions.parent import ParentVisitor
from tests.functions.uploads import put, take

PUPILS, CLASSES, PARENTS, SAMPLE = 230, 8, 300, 20
# Bytes that Lambda itself logs of an invocation (start, end and report as JSON), and the HTTP API of a request.
LOGGED_BY_LAMBDA, LOGGED_BY_API = 750, 250
_BATCH = 10


@dataclass(frozen=True)
class Deed:
    """Something that happens, each time: invocations of functions, those that came by HTTP, bytes sent to browsers."""

    invocations: float
    requests: float
    sent: float
    meter: Meter


class Year:
    """The deeds of a year by name."""

    def __init__(self) -> None:
        self.deeds: dict[str, Deed] = {}
        self.stored: dict[str, float] = {}
        self._changes: Changes | None = None

    def watch(self, house: House) -> None:
        """What from now on changes in its table goes to the ledger, with the deed that changes it."""
        self._changes = Changes(house)

    def add(self, name: str, meter: Meter, times: float = 1, invocations: float = 1, requests: int = 0,
            sent: float = 0) -> None:  # fmt: skip
        """What was metered happened so many `times`; one of them is kept, with its own part."""
        kept, more = self._keep_in_ledger()
        meter, invocations = meter.plus(kept), invocations + more
        one = Meter(
            calls=meter.calls.__class__({call: n / times for call, n in meter.calls.items()}),
            reads=meter.reads / times,
            writes=meter.writes / times,
            cpu=meter.cpu / times,
            log_bytes=int(meter.log_bytes / times),
            written=meter.written,
            read=meter.read,
        )
        self.deeds[name] = Deed(invocations / times, requests / times, sent / times, one)

    def _keep_in_ledger(self) -> tuple[Meter, int]:
        """What that takes, and how often the function is invoked: once for what changed in each partition."""
        assert self._changes
        changed: dict[str, list[Any]] = defaultdict(list)
        for change in self._changes.for_the_ledger():
            changed[change["dynamodb"]["Keys"]["PK"]["S"]].append(change)
        with metered(self._changes.house.aws) as meter:
            for some in changed.values():
                ledger.handler({"Records": some}, LambdaContext())
        return meter, len(changed)


def measure() -> Year:
    year = Year()
    with emulated() as world:
        house = House(world)
        year.watch(house)
        _september(year, house)
        _at_rest(year, house)
    with emulated() as world:
        _message(year, world)
    return year


def _rows() -> list[str]:
    return [
        f"{n};Kind{n};van;Voorbeeld{n};{1 + n % CLASSES}A;{1 + n % 28:02}-{1 + n % 12:02}-{2015 + n % 6}"
        for n in range(PUPILS)
    ]


def _september(year: Year, house: House) -> None:
    with metered(house.aws) as meter:
        assert take(put(house, *_rows())) == 0
        steps = 1
        while orders := house.aws.queued("lists"):
            take(*orders)
            steps += 1
        asked = house.aws.queued("letters")
    year.add("a list of all pupils", meter, invocations=steps)
    with metered(house.aws) as meter:
        for one in asked:
            letters.handler(sqs(one), LambdaContext())
    year.add("letters of all pupils", meter, invocations=len(asked))
    year.stored["letters"] = _bytes_in(house, LETTERS)
    year.stored["table before parents"] = _table(house)
    _parents(year, house)
    year.stored["table of a parent"] = (_table(house) - year.stored["table before parents"]) / SAMPLE


def _parents(year: Year, house: House) -> None:
    key = house.services.keys.school_key(REGENBOOG.id, 1)
    pupils = house.services.pupils.of_school(REGENBOOG.id)[:SAMPLE]
    visitors = [(ParentVisitor(house), f"{pupil.id}@ouders.example", pupil) for pupil in pupils]
    answers: list[Any] = []

    def of_each(name: str, act: Callable[[ParentVisitor, str, Any], None], requests: int) -> None:
        answers.clear()
        with metered(house.aws) as meter:
            for visitor, address, pupil in visitors:
                act(visitor, address, pupil)
        year.add(name, meter, SAMPLE, requests * SAMPLE, requests * SAMPLE, sum(answers))

    def get(visitor: ParentVisitor, path: str) -> None:
        answer = visitor.get(path)
        assert answer.status in (200, 303), (path, answer.status)
        answers.append(int(answer.headers.get("content-length", 0)) or len(answer.body) / 4)

    def register(visitor: ParentVisitor, address: str, pupil: Any) -> None:
        code = codes.derive(key, pupil.id, pupil.code_version)
        get(visitor, f"/k/{code}")
        get(visitor, "/nl/start")
        for file in ("site.css", "site.js", "icon.svg"):
            get(visitor, static.address(file))
        get(visitor, "/nl/registreren")
        born: date = pupil.birth_date
        form = {"code": code, "name": "Ouder", "email": address, "password": PASSWORD}
        answer = visitor.post("/nl/registreren", **form, day=str(born.day), month=str(born.month), year=str(born.year))
        assert answer.goes_to == "/nl/profiel", answer.goes_to
        get(visitor, "/nl/profiel")

    def confirm(visitor: ParentVisitor, address: str, _pupil: Any) -> None:
        visitor.confirm(address)
        get(visitor, "/nl/profiel")

    def log_in(visitor: ParentVisitor, address: str, _pupil: Any) -> None:
        visitor.cookies.clear()
        get(visitor, "/nl/inloggen")
        assert visitor.log_in(address).goes_to == "/nl/profiel"
        get(visitor, "/nl/profiel")

    def read(visitor: ParentVisitor, _address: str, _pupil: Any) -> None:
        get(visitor, "/nl/berichten")

    of_each("a parent registers, links and sees the profile", register, 8)
    new = _new_in_outbox(house)
    with metered(house.aws) as meter:
        relay.handler(new, LambdaContext())
        batches = _work(house.aws)
    year.add("the mail with six digits", meter, SAMPLE, invocations=1 + batches)
    of_each("a parent confirms the address", confirm, 2)
    of_each("a parent logs in", log_in, 3)
    of_each("a parent looks at the messages", read, 1)


def _work(world: Emulated) -> int:
    """Lets the worker do what is queued, in batches as the queue brings it; how many there were."""
    batches = 0
    while tasks := world.queued("deliveries"):
        for at in range(0, len(tasks), _BATCH):
            worker.handler(sqs(*tasks[at : at + _BATCH]), LambdaContext())
            batches += 1
    return batches


def _message(year: Year, world: Emulated) -> None:
    """A message to a school of 300 parents, all by mail, until SES has told of each."""
    house = House(world)
    house.services.pace.rate = 10**6
    people(world, PARENTS)
    year.watch(house)
    with metered(world) as ordered:
        send(world)
    year.add("a message is taken in", ordered, requests=1)
    new = _new_in_outbox(house)
    with metered(world) as meter:
        relay.handler(new, LambdaContext())
        batches = _work(world)
    assert len(house.mails) == PARENTS, len(house.mails)
    year.add("a message to 300 parents", meter, invocations=1 + batches)
    told = [_told(mail) for mail in house.mails]
    with metered(world) as meter:
        for at in range(0, len(told), _BATCH):
            afterwards.handler(sqs(*told[at : at + _BATCH]), LambdaContext())
    year.add("what SES tells of 300 mails", meter, invocations=PARENTS / _BATCH)


def _new_in_outbox(house: House) -> dict[str, Any]:
    """What the table's stream brings."""
    items = [item for item in house.items() if item["PK"]["S"].startswith("OUTBOX#")]
    return {"Records": [{"eventName": "INSERT", "dynamodb": {"Keys": item, "NewImage": item}} for item in items]}


def _told(mail: dict[str, Any]) -> dict[str, Any]:
    tags = {tag["Name"]: [tag["Value"]] for tag in mail["EmailTags"]}
    about = {"destination": mail["Destination"]["ToAddresses"], "tags": tags}
    return {"eventType": "Delivery", "delivery": {}, "mail": about}


def _at_rest(year: Year, house: House) -> None:
    """Nothing is due, nothing is stuck."""
    relay.handler(_new_in_outbox(house), LambdaContext())
    house.aws.empty_queues()
    for name, go in (
        ("clock", house.tick),
        ("sweep", house.sweep),
        ("erasing", partial(erasing.handler, {}, LambdaContext())),
        ("retention", partial(retention.handler, {}, LambdaContext())),
    ):
        with metered(house.aws) as meter:
            go()
        year.add(f"{name}, at rest", meter)


def _bytes_in(house: House, bucket: str) -> float:
    listed = house.aws.session.client("s3").list_objects_v2(Bucket=bucket)["Contents"]
    return sum(item["Size"] for item in listed)


def _table(house: House) -> float:
    return len(json.dumps(house.items())) * 0.8


def today() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d")
