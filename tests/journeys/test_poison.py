"""A message that fails each time, in every queue of the running system: to the dead letters, and back from there."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from common.cloud.table import keys
from common.cloud.table.deliveries import Deliveries
from common.cloud.table.imports import Imports
from common.cloud.table.pupils import Pupils
from common.cloud.table.schools import Schools
from common.cloud.table.store import Store
from common.ids import random_id, timed_id
from common.imports import Import
from common.letters import LetterRequest, object_key
from common.pupils import Pupil
from common.schools import School as Details
from local.system import System
from tests.journeys.school import wait_for

BROKEN = Details("de-breuk", "De Breuk", "Pad 2", "4321 BA Delft", "015 1", "info@breuk.example")
WHOLE = Details("de-heelmeester", "De Heelmeester", "Pad 3", "4321 BA Delft", "015 2", "info@heel.example")
_HEADINGS = "Leerlingnummer;Roepnaam;Achternaam;Groep;Geboortedatum"
_PATIENCE = 120
# The pupil of the letter and the one of the list; the letter; the reports of both lists, and that letters are ready.
_ALL = (["Daan van Dijk", "Sanne Bakker"], True, 3)
_QUEUES = ("ListsQueue", "LettersQueue", "DeliveriesQueue", "MailEventsQueue")


@dataclass(frozen=True)
class Queue:
    url: str
    dead_letters: str


class Workshop:
    """Two schools and the queues: the settings of one school cannot be read, and whatever needs them fails."""

    def __init__(self, system: System) -> None:
        self.system, self.client = system, system.aws.queues
        self.queues = self._queues()
        self.store = Store(system.aws.tables, system.table)
        self.settings = keys.school(BROKEN.id)
        Schools(self.store).add(WHOLE, datetime.now(UTC))
        self.store.write(self.store.put({**self.settings, "id": BROKEN.id}))

    def _queues(self) -> dict[str, Queue]:
        pages = self.system.aws.stacks.get_paginator("list_stack_resources").paginate(StackName=self.system.stack)
        resources = [one for page in pages for one in page["StackResourceSummaries"]]
        urls = {one["LogicalResourceId"]: one.get("PhysicalResourceId", "") for one in resources}
        return {name: Queue(urls[name], urls[name.replace("Queue", "DeadLetters")]) for name in _QUEUES}

    def mend(self) -> None:
        self.store.write(self.store.delete(self.settings))
        Schools(self.store).add(BROKEN, datetime.now(UTC))

    # -- what is asked of the functions

    def send(self, name: str, *bodies: Any) -> None:
        """In one batch."""
        entries: Any = [{"Id": str(at), "MessageBody": json.dumps(body)} for at, body in enumerate(bodies)]
        self.client.send_message_batch(QueueUrl=self.queues[name].url, Entries=entries)

    def upload(self, school: str) -> None:
        content = f"{_HEADINGS}\r\n1;Sanne;Bakker;5B;14-03-2017".encode()
        key = f"schools/{school}/lists/lijst.csv"
        self.system.aws.files.put_object(Bucket=self.system.uploads_bucket, Key=key, Body=content)

    def letters_of(self, school: str) -> LetterRequest:
        pupil = Pupil(school, random_id(), "Daan", "van", "Dijk", "6A", None, date(2099, 7, 31), "batch")
        Pupils(self.store).add([(f"NUMBER#{pupil.id}", pupil)])
        batch = timed_id(datetime.now(UTC), random_id())
        return LetterRequest(school=school, batch=batch, file="6a", pupils=[pupil.id], reminder=False)

    def report_of(self, school: str) -> dict[str, str]:
        now = datetime.now(UTC)
        one = Import(school, timed_id(now, random_id()), "klaar.csv", "", "", "", state="done")
        Imports(self.store).begin(one, now)
        return {"kind": "import_report", "school": school, "import_id": one.id, "state": "done"}

    def news_of(self, message: str) -> dict[str, Any]:
        Deliveries(self.store).claim(message, "ouder", "email", datetime.now(UTC))
        return {"eventType": "Delivery", "mail": {"destination": [], "tags": {"delivery": [f"{message}.ouder"]}}}

    # -- what came of it

    def names_at(self, school: str) -> list[str]:
        return sorted(one.name for one in Pupils(self.store).of_school(school))

    def is_printed(self, request: LetterRequest) -> bool:
        prefix = object_key(request)
        listed = self.system.aws.files.list_objects_v2(Bucket=self.system.letters_bucket, Prefix=prefix)
        return bool(listed.get("Contents"))

    def mails_to(self, address: str) -> list[str]:
        """The texts of all of them."""
        sent = httpx.get(f"{self.system.mailbox_url}.json", trust_env=False).json()
        return [one["text"] for one in sent if one["channel"] == "email" and one["to"] == address]

    def came_of(self, letters: LetterRequest, school: Details) -> tuple[list[str], bool, int]:
        """The school's pupils, whether its letters are there, and how many mails it has."""
        return self.names_at(school.id), self.is_printed(letters), len(self.mails_to(school.email))

    def is_delivered(self, message: str) -> bool:
        return Deliveries(self.store).progress(message)[1] == [("ouder", "delivered")]

    def dead(self) -> list[int]:
        """How many each queue gave up."""
        asked: list[Any] = ["ApproximateNumberOfMessages"]
        queues = [self.queues[name].dead_letters for name in _QUEUES]
        answers = [self.client.get_queue_attributes(QueueUrl=one, AttributeNames=asked) for one in queues]
        return [int(one["Attributes"]["ApproximateNumberOfMessages"]) for one in answers]

    def forget_dead(self) -> None:
        """What others left there before."""
        for queue in self.queues.values():
            while found := self._received(queue.dead_letters):
                for message in found:
                    self.client.delete_message(QueueUrl=queue.dead_letters, ReceiptHandle=message["ReceiptHandle"])

    def _received(self, url: str) -> list[Any]:
        return self.client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])

    def redrive(self, name: str) -> int:
        """Back from the dead letters; how many there were."""
        queue = self.queues[name]
        found = self._received(queue.dead_letters)
        for message in found:
            self.client.send_message(QueueUrl=queue.url, MessageBody=message["Body"])
            self.client.delete_message(QueueUrl=queue.dead_letters, ReceiptHandle=message["ReceiptHandle"])
        return len(found)


@pytest.fixture
def workshop(system: System) -> Iterator[Workshop]:
    """With short visibility timeouts, so that what failed comes again soon; longer than these tasks take."""
    workshop = Workshop(system)
    workshop.forget_dead()
    timeouts = {}
    for queue in workshop.queues.values():
        found = workshop.client.get_queue_attributes(QueueUrl=queue.url, AttributeNames=["VisibilityTimeout"])
        timeouts[queue.url] = found["Attributes"]["VisibilityTimeout"]
        workshop.client.set_queue_attributes(QueueUrl=queue.url, Attributes={"VisibilityTimeout": "6"})
    yield workshop
    for url, seconds in timeouts.items():
        workshop.client.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": seconds})


def test_poison_in_every_queue_harms_no_neighbour_and_is_done_once_when_its_cause_is_gone(workshop: Workshop) -> None:
    good, bad, news = workshop.letters_of(WHOLE.id), workshop.letters_of(BROKEN.id), random_id()
    workshop.send("LettersQueue", bad, good)
    workshop.send("DeliveriesQueue", workshop.report_of(BROKEN.id), workshop.report_of(WHOLE.id))
    workshop.send("MailEventsQueue", {"eventType": "Onbekend"}, workshop.news_of(news))
    workshop.upload(BROKEN.id)
    workshop.upload(WHOLE.id)
    wait_for(lambda: workshop.came_of(good, WHOLE) == _ALL, "what is the other school's", _PATIENCE)
    wait_for(lambda: workshop.is_delivered(news), "the other news", _PATIENCE)
    wait_for(lambda: workshop.dead() == [1, 1, 1, 1], "the dead letters", _PATIENCE)
    assert workshop.came_of(bad, BROKEN) == (["Daan van Dijk"], False, 0)
    workshop.mend()
    assert [workshop.redrive(name) for name in _QUEUES[:3]] == [1, 1, 1]
    wait_for(lambda: workshop.came_of(bad, BROKEN) == _ALL, "what is this school's", _PATIENCE)
    for school in (WHOLE, BROKEN):
        mails = workshop.mails_to(school.email)
        assert sorted(mails) == sorted(set(mails))
    assert workshop.dead() == [0, 0, 0, 1]
