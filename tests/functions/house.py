"""A school, its pupils and their letters in the emulated AWS, and the wheels that turn behind the pages."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

import jwt
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import ClientError

from common import codes
from common.cloud.table.parents import Household
from common.days import LOCAL, local_date
from common.ids import random_id
from common.journal import OPERATOR
from common.links import Invitation, Link
from common.parents import RESET, confirmation_digits
from common.pupils import Pupil, clean
from common.schools import School
from messages import clock, relay, sweep, worker
from tests.emulated import TABLE, Emulated
from tests.functions import roles

_KEY_SET = files("moto.cognitoidp") / "resources" / "jwks-public.json.gz"
BORN = date(2017, 3, 14)
REGENBOOG = School(
    "de-regenboog", "De Regenboog", "Kleurlaan 1", "1234 AB Utrecht", "030 123 45 67", "info@regenboog.example"
)
PASSWORD = "giraf-lepel-zomer"


class PoolKeys(jwt.PyJWKClient):
    """The key set that moto's user pools sign with. Only its address is moto's own: signatures are checked."""

    def fetch_data(self) -> Any:
        return json.loads(gzip.decompress(_KEY_SET.read_bytes()))


@dataclass(frozen=True)
class Child:
    pupil: Pupil
    code: str

    @property
    def address(self) -> str:
        return f"/nl/profiel/ontkoppelen/{self.pupil.school}/{self.pupil.id}"


class House:
    def __init__(self, aws: Emulated) -> None:
        self.aws = aws
        self.services = aws.services
        self.mails: list[dict[str, Any]] = []
        self.pushes: list[dict[str, Any]] = []
        self.delays: list[int] = []
        self._refusals: Counter[str] = Counter()
        self._code_of_refusal = ""
        self._meanwhile: dict[str, Callable[[], object]] = {}
        roles.watch(aws)
        aws.watch(self._before)
        self.services.accounts._key_set = PoolKeys("https://nowhere.example")
        self.services.staff_accounts._key_set = PoolKeys("https://nowhere.example")
        self.services.schools.add(REGENBOOG, self.services.now())

    def _before(self, model: Any, params: Any) -> None:
        if self._refusals[model.name]:
            self._refusals[model.name] -= 1
            raise ClientError({"Error": {"Code": self._code_of_refusal, "Message": str(params)}}, model.name)
        roles.as_somebody_else(self._meanwhile.pop(model.name, bool))
        if model.name == "SendMessageBatch":
            self._note_delays(params)
        if model.name == "SendEmail":
            self.mails.append(json.loads(params["body"]))
        if model.name == "Publish":
            self.pushes.append(params["body"])

    def _note_delays(self, params: Any) -> None:
        """The queue of the tests brings at once what it should bring later."""
        body = json.loads(params["body"])
        for entry in body["Entries"]:
            if delay := entry.pop("DelaySeconds", 0):
                self.delays.append(delay)
        params["body"] = json.dumps(body).encode()

    def refuse(self, operation: str, code: str = "InternalError", times: int = 1) -> None:
        """From now on AWS refuses this operation so many times; its message repeats all that was sent."""
        self._code_of_refusal = code
        self._refusals[operation] = times

    def meanwhile(self, operation: str, something: Callable[[], object]) -> None:
        """Something that happens elsewhere, just before this operation is done the next time."""
        self._meanwhile[operation] = something

    @property
    def today(self) -> date:
        """At school."""
        return local_date(self.services.now())

    # -- what a school has

    def child(self, given_name: str = "Sanne", birth_date: date | None = BORN, **more: Any) -> Child:
        """A pupil whose letter was made."""
        values: dict[str, Any] = {
            "family_name": "Bakker",
            "class_name": "5B",
            "school": REGENBOOG.id,
            "prefix": "",
            "batch": "batch",
        }
        values |= {"valid_until": date(datetime.now(UTC).year + 1, 7, 31), "id": random_id(), **more}
        pupil = Pupil(given_name=clean(given_name), birth_date=birth_date, **values)
        self.services.pupils.add([(f"NUMBER#{pupil.source_key or pupil.id}", pupil)])
        return Child(pupil, self.letter_of(pupil))

    def pass_time(self, **time: float) -> None:
        """As `timedelta` takes it."""
        self.services.ahead += timedelta(**time)

    def wait_for_noon(self) -> None:
        """Of tomorrow: hours of it are left, for whatever is counted by the day."""
        noon = datetime.combine(self.today + timedelta(days=1), time(12), LOCAL)
        self.services.ahead += noon - self.services.now()

    def set_paused(self, paused: bool) -> None:
        """Whether the school's codes wait, as the operator does it."""
        now = self.services.now()
        entry = self.services.journal.entry(REGENBOOG.id, "settings_changed", OPERATOR, now, setting="paused")
        self.services.schools.change(REGENBOOG.id, {"paused": paused}, entry)

    def letter_of(self, pupil: Pupil) -> str:
        """The code on a pupil's letter, which is in the index from now on."""
        keys = self.services.keys
        code = codes.derive(keys.school_key(pupil.school, keys.epochs[-1]), pupil.id, pupil.code_version)
        entry = codes.index(keys.find_keys[0], code), pupil.id, pupil.code_version
        self.services.codes.add(pupil.school, [entry], keys.epochs[-1])
        return code

    def invitation(self, pupil: Pupil) -> Invitation:
        """What the code on a pupil's letter opens."""
        found = self.services.codes.find([codes.index(self.services.keys.find_keys[0], self.letter_of(pupil))])
        return Invitation(found, pupil, REGENBOOG)

    def digits_for(self, email: str) -> str:
        """The six digits that were mailed last."""
        parent = self.parent(email)
        assert parent.confirmation
        key = self.services.keys.confirmation_key
        return confirmation_digits(key, parent.id, parent.address_to_confirm, parent.confirmation.nonce)

    def reset_digits_for(self, email: str) -> str:
        """The six digits for somebody who forgot a password, also where no mail took them anywhere."""
        waiting = self.services.resets.waiting(email)
        assert waiting
        return confirmation_digits(self.services.keys.confirmation_key, RESET, email, waiting.nonce)

    def parent(self, email: str) -> Any:
        return self._household(email).parent

    def links_of(self, email: str) -> Sequence[Link]:
        return self._household(email).links

    def _household(self, email: str) -> Household:
        household = self.services.parents.household(self.services.parents.id_of(email) or "")
        assert household, f"{email} has no account"
        return household

    def linked(self, child: Child) -> list[str]:
        return self.services.parents.parents_of_pupil(child.pupil.school, child.pupil.id)

    def users(self) -> list[dict[str, Any]]:
        pool = self.services.settings.parents_pool_id
        users: list[Any] = self.aws.session.client("cognito-idp").list_users(UserPoolId=pool)["Users"]
        return users

    def items(self) -> list[dict[str, Any]]:
        """All of the table, in DynamoDB's own way of writing."""
        items: list[Any] = self.aws.session.client("dynamodb").scan(TableName=TABLE)["Items"]
        return items

    def renew_code(self, child: Child) -> None:
        """The school replaces a pupil's code."""
        self.aws.session.client("dynamodb").update_item(
            TableName=TABLE,
            Key={"PK": {"S": f"SCHOOL#{child.pupil.school}"}, "SK": {"S": f"PUPIL#{child.pupil.id}"}},
            UpdateExpression="ADD code_version :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )

    # -- what happens behind the pages

    def relay(self) -> None:
        """The table's stream brings what is in the outbox."""
        new = [item for item in self.items() if item["PK"]["S"].startswith("OUTBOX#")]
        records = [
            {"eventName": "INSERT", "dynamodb": {"Keys": {k: item[k] for k in ("PK", "SK")}, "NewImage": item}}
            for item in new
        ]
        relay.handler({"Records": records}, LambdaContext())

    def tick(self) -> None:
        """The clock that goes once a minute."""
        clock.handler({}, LambdaContext())

    def sweep(self) -> None:
        """What looks after messages every 15 minutes."""
        sweep.handler({}, LambdaContext())

    def work(self, *bodies: dict[str, Any]) -> list[dict[str, Any]]:
        """Gives tasks to the worker; those that it wants to see again."""
        failed = worker.handler(sqs(*bodies), LambdaContext())["batchItemFailures"]
        return [bodies[int(one["itemIdentifier"])] for one in failed]

    def deliver_all(self) -> list[dict[str, Any]]:
        """Relays and works until nothing waits; the tasks that failed."""
        self.relay()
        failed: list[dict[str, Any]] = []
        while tasks := self.aws.queued("deliveries"):
            failed += self.work(*tasks)
        return failed

    def mails_to(self, email: str) -> list[dict[str, Any]]:
        return [mail for mail in self.mails if mail["Destination"]["ToAddresses"] == [email]]


def sqs(*bodies: dict[str, Any]) -> dict[str, Any]:
    """An event with these messages; a message's id is its place."""
    return {
        "Records": [
            {
                "messageId": str(place),
                "receiptHandle": "receipt",
                "body": json.dumps(body),
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:queue",
                "awsRegion": "eu-west-1",
            }
            for place, body in enumerate(bodies)
        ]
    }


def subject_of(mail: dict[str, Any]) -> str:
    return str(mail["Content"]["Simple"]["Subject"]["Data"])


def text_of(mail: dict[str, Any]) -> str:
    return str(mail["Content"]["Simple"]["Body"]["Text"]["Data"])


def html_of(mail: dict[str, Any]) -> str:
    return str(mail["Content"]["Simple"]["Body"]["Html"]["Data"])
