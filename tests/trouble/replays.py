"""Events as AWS brings them: at least once, in any order, and again after whatever took them has died."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from common.errors import Retry
from letters import app as letters_app
from messages import afterwards, clock, relay, sweep, worker
from pupils import app as pupils_app
from tests.functions.house import House, sqs
from tests.trouble.crashes import Crashes

_MOST_RECEIVES = 5
_PAUSE_OF_SWEEPS = timedelta(minutes=16)
_MOST_ROUNDS = 60


@dataclass(frozen=True)
class Source:
    """A queue of template.yaml. seconds: its visibility timeout. batch: as many messages come together."""

    handler: Callable[[dict[str, Any], LambdaContext], dict[str, Any]]
    seconds: int
    batch: int


SOURCES = {
    "lists": Source(pupils_app.handler, 720, 1),
    "letters": Source(letters_app.handler, 360, 1),
    "deliveries": Source(worker.handler, 180, 10),
    "mail_events": Source(afterwards.handler, 180, 10),
}


# Mail to it comes back for good.
BOUNCES = "weg@ouders.example"


def _feedback(mail: dict[str, Any]) -> dict[str, Any]:
    """What SES tells of a mail some time after it took it."""
    to = mail["Destination"]["ToAddresses"]
    about = {"destination": to, "tags": {tag["Name"]: [tag["Value"]] for tag in mail["EmailTags"]}}
    news = (
        {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}} if to == [BOUNCES] else {"eventType": "Delivery"}
    )
    return {**news, "mail": about}


@dataclass(eq=False)
class Message:
    """copies: how often it is still to be taken. receives: how often it was brought and not taken."""

    source: str
    body: dict[str, Any]
    copies: int
    visible_at: datetime
    receives: int = 0


@dataclass
class Replays:
    """What is between the functions of one world.

    most: so many times an event comes at most. hears_of_mail: SES tells what became of each mail.
    """

    house: House
    crashes: Crashes
    random: Random
    most: int = 1
    hears_of_mail: bool = True
    seen: list[dict[str, Any]] = field(default_factory=list)
    dead_letters: list[dict[str, Any]] = field(default_factory=list)
    brought: int = 0

    def __post_init__(self) -> None:
        self.waiting: list[Message] = []
        self._stream: list[dict[str, Any]] = []
        self._entries: set[str] = set()
        self._heard_of = 0

    # -- what comes

    def put(self, source: str, body: dict[str, Any]) -> None:
        """A message of the queue, which comes one to `most` times, now or some minutes later."""
        self.seen.append(body)
        copies = self.random.randint(1, self.most)
        late = timedelta(minutes=self.random.choice((0, 0, 0, 1, 25))) if self.most > 1 else timedelta()
        self.waiting.append(Message(source, body, copies, self._now() + late))

    def collect(self) -> None:
        """What the functions sent, and what the table's stream has seen."""
        for source in ("lists", "letters", "deliveries"):
            for body in self.house.aws.queued(source):
                self.put(source, body)
        for item in self.house.items():
            if item["PK"]["S"].startswith("OUTBOX#") and item["SK"]["S"] not in self._entries:
                self._entries.add(item["SK"]["S"])
                keys = {name: item[name] for name in ("PK", "SK")}
                new = {"eventName": "INSERT", "dynamodb": {"Keys": keys, "NewImage": item}}
                self._stream += [new] * self.random.randint(1, self.most)
        for mail in self.house.mails[self._heard_of :] if self.hears_of_mail else ():
            self.put("mail_events", _feedback(mail))
        self._heard_of = len(self.house.mails)

    # -- how it is brought

    def settle(self) -> None:
        """Until nothing waits and two rounds of the clock and the sweep brought nothing new."""
        quiet = 0
        for _ in range(_MOST_ROUNDS):
            before = self.brought
            self._bring_all()
            self._tend()
            self.collect()
            is_quiet = self.brought == before and not self.waiting and not self._stream
            quiet = quiet + 1 if is_quiet else 0
            if quiet < 2:
                continue
            if not self._skip_to_what_is_due():
                return
            quiet = 0
        raise AssertionError(f"it never settles: {self.house.aws.outbox()}, {self.waiting}")

    def _bring_all(self) -> None:
        while True:
            self.collect()
            if self._stream:
                self.relay()
            elif self.waiting:
                self._bring_next()
            else:
                return

    def relay(self) -> None:
        """A stream brings its records again until the function took them."""
        if not self._stream:
            return
        self.brought += 1
        self.random.shuffle(self._stream)
        some = self._stream[: self.random.randint(1, len(self._stream))]
        with self.crashes.process():
            try:
                relay.handler({"Records": some}, LambdaContext())
            except Retry:
                return
            self._stream = self._stream[len(some) :]

    def _bring_next(self) -> None:
        self.brought += 1
        first = min(message.visible_at for message in self.waiting)
        if first > self._now():
            self.house.services.ahead += first - self._now()
        visible = [message for message in self.waiting if message.visible_at <= self._now()]
        source = self.random.choice(visible).source
        some = [message for message in visible if message.source == source]
        self.random.shuffle(some)
        self._bring(source, some[: SOURCES[source].batch])

    def _bring(self, source: str, some: list[Message]) -> None:
        failed = set(range(len(some)))
        with self.crashes.process():
            answer = SOURCES[source].handler(sqs(*(one.body for one in some)), LambdaContext())
            failed = {int(one["itemIdentifier"]) for one in answer["batchItemFailures"]}
        for at, message in enumerate(some):
            if at in failed:
                self._bring_back(message)
            else:
                message.copies -= 1
            if not message.copies:
                self.waiting.remove(message)

    def _bring_back(self, message: Message) -> None:
        message.receives += 1
        message.visible_at = self._now() + timedelta(seconds=SOURCES[message.source].seconds)
        if message.receives == _MOST_RECEIVES:
            message.copies = 0
            self.dead_letters.append(message.body)

    def _tend(self) -> None:
        """The clock and the sweep, whose next run makes good what one left undone."""
        self.house.services.ahead += _PAUSE_OF_SWEEPS
        for handler in (clock.handler, sweep.handler):
            with self.crashes.process():
                try:
                    handler({}, LambdaContext())
                except Retry:
                    continue

    def _skip_to_what_is_due(self) -> bool:
        """Whether something waits for an hour of its own, which has come now."""
        due = [int(item["due"]["N"]) for item in self.house.items() if item["PK"]["S"].startswith("OUTBOX#")]
        if due:
            ahead = min(due) - self._now().timestamp()
            self.house.services.ahead += timedelta(seconds=max(1.0, ahead + 1))
        return bool(due)

    def _now(self) -> datetime:
        return self.house.services.now()
