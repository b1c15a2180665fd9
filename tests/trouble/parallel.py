"""What happens at the same moment, against a DynamoDB that is right under threads."""

import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from account import farewell
from common.batches import in_batches
from common.errors import Permanent, Problem, Retry
from common.journal import OPERATOR
from common.preferences import Preferences
from letters import app as letters_app
from link import linking
from local.aws import Aws
from messages import feedback, worker
from messages.bodies import NewMessage
from messages.orders import accept
from pupils import app as pupils_app
from register import registration
from school import additions, printing
from school.bodies import NewPupil
from tests.emulated import emulated
from tests.functions.house import REGENBOOG, sqs
from tests.functions.parent import EMAIL, date_of, filled_in
from tests.functions.test_school import PUPIL
from tests.functions.uploads import DAAN, HEADINGS, NOOR, SANNE, put_content
from tests.trouble.invariants import breaches
from tests.trouble.replays import SOURCES, Message
from tests.trouble.scene import Outcome, Scene

Act = Callable[[], object]
_THREADS = 12
_TIMES = 3
_MOST_ROUNDS = 12


class Race:
    """What some do at once; the events that follow come thrice, all of them at once."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.house = scene, scene.house
        self.prepare()
        scene.begin()

    def prepare(self) -> None:
        """Who is there before."""

    def acts(self) -> list[Act]:
        raise NotImplementedError

    def check(self) -> None:
        """What holds in the end, beside what holds for everything."""


class TheLastPlaces(Race):
    """Five parents, each of whom presses the button twice, for two places."""

    def prepare(self) -> None:
        self.child = self.house.child(birth_date=None)

    def acts(self) -> list[Act]:
        return [self._registering(f"ouder{number % 5}@ouders.example") for number in range(10)]

    def _registering(self, email: str) -> Act:
        form = filled_in(self.child, email=email)
        return lambda: registration.register(form, "nl", "192.0.2.1", "", self.house.services.now())

    def check(self) -> None:
        assert len(self.house.linked(self.child)) == 2


class LinksComeAndGo(Race):
    """A parent links, unlinks, and deletes the account, all at once; another's code is renewed meanwhile."""

    def prepare(self) -> None:
        self.child, self.other = self.house.child(), self.house.child("Daan")
        self.leaving = self.scene.parent(self.child, email=EMAIL)
        self.staying = self.scene.parent(self.child, email="twee@ouders.example")

    def acts(self) -> list[Act]:
        here, school = self.house.services, REGENBOOG.id
        form = {"code": self.other.code, **date_of(self.other)}
        return [
            *[lambda: self._link_until_gone(form)] * 4,
            *[lambda: linking.link(self.staying, form, "192.0.2.1", here.now())] * 3,
            *[lambda: here.parents.unlink(self.staying, school, self.child.pupil.id, here.now())] * 2,
            *[lambda: farewell.delete_account(self.leaving, here.now())] * 2,
            lambda: printing.renew_code(school, self.child.pupil.id, OPERATOR, here.now()),
        ]

    def _link_until_gone(self, form: dict[str, str]) -> None:
        """Again and again, so that one of them falls into every moment of the deletion."""
        for _ in range(30):
            linking.link(self.leaving, form, "192.0.2.1", self.house.services.now())

    def check(self) -> None:
        assert self.house.services.parents.household(self.leaving) is None
        assert self.house.linked(self.child) == []


class TwoListsAndAPupil(Race):
    """Two lists of a school come at the same moment, each thrice, and one of their pupils is added by hand."""

    def acts(self) -> list[Act]:
        lists = [("a.csv", "10:00:00", (SANNE, DAAN)), ("b.csv", "10:00:01", (SANNE.replace("5B", "6B"), NOOR))]
        events = [self._put(name, at, *rows) for name, at, rows in lists for _ in range(_TIMES)]
        body = NewPupil.model_validate(PUPIL).plain()
        now = self.house.services.now()
        steps = [partial(_take, Message("lists", event, 1, now)) for event in events]
        return [*steps, *[lambda: additions.add(REGENBOOG, body, OPERATOR, now)] * _TIMES]

    def _put(self, name: str, at: str, *rows: str) -> dict[str, Any]:
        content = "\r\n".join((HEADINGS, *rows)).encode()
        event: dict[str, Any] = put_content(self.house, content, name=name, at=at)
        return event

    def check(self) -> None:
        names = [one.name for one in self.house.services.pupils.of_school(REGENBOOG.id)]
        assert set(names) == {"Sanne Bakker", "Daan van Dijk", "Noor de Wit"}
        assert names.count("Sanne Bakker") == names.count("Daan van Dijk") == 1


class AMessageToAll(Race):
    """Ordered by three requests under one key, to parents with different wishes."""

    def prepare(self) -> None:
        child, other = self.house.child(), self.house.child("Daan")
        self.scene.parent(child, other, email=EMAIL)
        for number in range(3):
            self.scene.parent(child, email=f"dag{number}@ouders.example", preferences=Preferences(daily=True))
            self.scene.parent(other, email=f"ouder{number}@ouders.example")
        self.addresses = {EMAIL, *(f"{who}{number}@ouders.example" for who in ("dag", "ouder") for number in range(3))}

    def acts(self) -> list[Act]:
        wanted = {"kind": "schoolnieuws", "title": "IJsvrij", "text": "Blijf thuis.", "audience": {"school": True}}
        body = NewMessage.model_validate(wanted).plain()
        now = self.house.services.now()
        return [lambda: accept(REGENBOOG.id, body, "sleutel", OPERATOR, now)] * 3

    def check(self) -> None:
        assert {mail["Destination"]["ToAddresses"][0] for mail in self.house.mails} == self.addresses


RACES: tuple[type[Race], ...] = (TheLastPlaces, LinksComeAndGo, TwoListsAndAPupil, AMessageToAll)


def race_once(race: type[Race], elsewhere: Aws, seed: int = 0) -> Outcome:
    with emulated(elsewhere) as aws:
        scene = Scene(aws, seed=seed)
        found: list[str] = []
        try:
            prepared = race(scene)
            found += _faults(at_once(prepared.acts()))
            found += bring_at_once(scene)
            scene.replays.settle()
            found += breaches(scene)
            prepared.check()
        except Exception:
            found.append(traceback.format_exc(limit=-4))
        return Outcome(race.__name__, f"seed {seed}", len(scene.crashes.effects), "", tuple(found))


def at_once(acts: Sequence[Act]) -> list[Exception | None]:
    """Does all at the same moment; what each raised."""
    gate = Barrier(len(acts))

    def do(act: Act) -> Exception | None:
        gate.wait()
        try:
            act()
        except Exception as error:
            return error
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def _faults(raised: Sequence[Exception | None]) -> list[str]:
    """Those that are no answer of ours."""
    odd = [error for error in raised if error and not isinstance(error, (Problem, Retry, Permanent))]
    return ["".join(traceback.format_exception(error, limit=-6)) for error in odd]


def bring_at_once(scene: Scene) -> list[str]:
    """All that waits, thrice and shuffled, a dozen at the same moment; and so on with what follows from it.

    What failed in the crowd comes again by itself, later.
    """
    faults: list[str] = []
    replays = scene.replays
    for _ in range(_MOST_ROUNDS):
        replays.collect()
        replays.relay()
        replays.collect()
        now = scene.house.services.now()
        crowd = [message for message in replays.waiting if message.visible_at <= now] * _TIMES
        if not crowd:
            break
        replays.random.shuffle(crowd)
        for some in in_batches(crowd, _THREADS):
            raised = at_once([partial(_take, message) for message in some])
            faults += _faults(raised)
            for message, error in zip(some, raised, strict=True):
                if error and not isinstance(error, Permanent):
                    message.receives += 1
                    message.visible_at = now + timedelta(seconds=SOURCES[message.source].seconds)
        replays.waiting[:] = [one for one in replays.waiting if one not in crowd or one.visible_at > now]
    return faults


_STEPS: Mapping[str, Callable[[SQSRecord], None]] = {
    "lists": pupils_app.take_lists,
    "letters": letters_app.take,
    "deliveries": worker.send,
    "mail_events": lambda record: feedback.take(feedback.Feedback.model_validate_json(record.body)),
}


def _take(message: Message) -> None:
    """As the queue's function does with one of its messages; a whole batch is not fit for threads."""
    (raw,) = sqs(message.body)["Records"]
    _STEPS[message.source](SQSRecord(raw))
