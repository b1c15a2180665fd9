"""One world in which one flow runs, interrupted once, its events coming again and in any order."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from boto3.dynamodb.types import TypeDeserializer

from common.cloud.table.sessions import new_session
from common.ids import random_id
from common.parents import Parent
from common.preferences import Preferences
from messages.mails import parts_of_digest, parts_of_tag
from tests.emulated import LETTERS, Emulated
from tests.functions.house import PASSWORD, Child, House
from tests.trouble.crashes import NOWHERE, Crashes, Point
from tests.trouble.replays import Replays

_MOST_TRIES = 5
_plain = TypeDeserializer().deserialize


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


class Flow(Protocol):
    def __init__(self, scene: "Scene") -> None:
        """Prepares the scene."""

    def act(self) -> bool:
        """What somebody does. Whether there was an answer that was no failure: without one it is done again."""

    def check(self) -> None:
        """What holds in the end, beside what holds for everything: see `invariants`."""


class Scene:
    def __init__(self, aws: Emulated, at: Point = NOWHERE, seed: int = 0, most: int = 1) -> None:
        """most: so many times every event comes at most; more than 1 also shuffles them."""
        self.house = House(aws)
        self.crashes = Crashes(aws, at, self._look)
        self.replays = Replays(self.house, self.crashes, Random(seed), most)
        self.description = f"{at}, seed {seed}, events up to {most} times"
        self.twice_allowed: set[str] = set()
        self.changed_pdfs: list[str] = []
        self._pdfs: dict[str, str] = {}
        aws.watch(self._note_pdf)

    def run(self, flow: Flow) -> None:
        with self.crashes.counting():
            self.insist(flow.act)
            self.replays.settle()

    def insist(self, act: Callable[[], bool]) -> None:
        """Somebody who got no answer, or that of a failure, does it again a little later."""
        for _ in range(_MOST_TRIES):
            is_done = False
            with self.crashes.process():
                is_done = act()
            if is_done:
                return
            self.house.pass_time(minutes=2)
        raise AssertionError("however often it is done, it fails")

    # -- who is there

    def parent(self, *children: Child, email: str = "", preferences: Preferences | None = None) -> str:
        """A parent with a confirmed address who is linked to these children; the id."""
        here = self.house.services
        now = here.now()
        parent = Parent(random_id(), "Fatima El Amrani", email or f"{random_id()}@ouders.example")
        here.accounts.create(parent.id, PASSWORD)
        first, *others = children
        here.parents.register(parent, self.house.invitation(first.pupil), new_session(parent.id, now), now)
        for child in others:
            here.parents.link(parent.id, self.house.invitation(child.pupil), now)
        here.addresses.confirm(parent)
        if preferences:
            here.choices.save_preferences(parent.id, preferences)
        return parent.id

    def begin(self) -> None:
        """What was prepared is over: whoever was to be told of it was told."""
        entries = [item for item in self.house.items() if item["PK"]["S"].startswith("OUTBOX#")]
        self.replays.seen += [one["body"] for one in map(plain, entries)]
        self.house.services.outbox.drop((one["PK"]["S"], one["SK"]["S"]) for one in entries)
        self.house.aws.empty_queues()
        self.house.mails.clear()

    # -- what is watched

    def _note_pdf(self, model: Any, params: Any) -> None:
        if model.name != "PutObject" or LETTERS not in params["url"]:
            return
        body = params["body"]
        content = body if isinstance(body, bytes) else body.getvalue()
        key, digest = params["url_path"], hashlib.sha256(content).hexdigest()
        if self._pdfs.setdefault(key, digest) != digest:
            self.changed_pdfs.append(key)

    def _look(self) -> None:
        """Whether a mail or push was taken of which the table does not know yet: the one window."""
        claimed = {
            (item["PK"]["S"], item["SK"]["S"])
            for item in self.house.items()
            if item.get("phase", {}).get("S") == "claimed"
        }
        for mail in self.house.mails[-1:]:
            if claimed & {(f"MESSAGE#{one}", f"DELIVERY#{to}#email") for one, to in self._settled_by(tag_of(mail))}:
                self.twice_allowed.add(tag_of(mail))
        for push in self.house.pushes[-1:]:
            if any(sort_key.endswith("#push") for _, sort_key in claimed):
                self.twice_allowed.add(name_of_push(push))

    def _settled_by(self, tag: str) -> list[tuple[str, str]]:
        occasion, receiver = parts_of_tag(tag)
        digest = parts_of_digest(occasion)
        found = self.house.services.deliveries.of_digest(receiver, *digest) if digest else [occasion]
        return [(one, receiver) for one in found]


def plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item of the table without DynamoDB's own way of writing."""
    return {name: _plain(value) for name, value in item.items()}


def tag_of(mail: dict[str, Any]) -> str:
    return str(mail["EmailTags"][0]["Value"])


def name_of_push(push: Any) -> str:
    return f"push {push['TargetArn']} {json.loads(push['Message'])['default']} {_link_in(push)}"


def _link_in(push: Any) -> str:
    return str(json.loads(json.loads(push["Message"])["APNS"])["link"])
