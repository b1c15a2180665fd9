"""Sees all that happens in a house of the function tests: what opened something, and what is left behind of it.

Whatever is done there, by whatever test or campaign, `report` says afterwards what was looked for and what was found.
"""

import io
import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote_plus

from common.cloud.table import keys
from common.cloud.table.store import plain
from common.codes import derive
from tests.emulated import ATTACHMENTS, LETTERS, UPLOADS
from tests.functions.house import House, text_of
from tests.functions.visitor import Answer, Visitor
from tests.leaks import asked
from tests.leaks.places import Trace, kind_of, of_file, of_item, of_mail
from tests.leaks.search import Report, search
from tests.leaks.secrets import SHORTEST, Kind, Secret, in_list, in_mail, on_page

_NAMED = re.compile(r"(#?\w+) = :(\w+)")
# What the pool is told and tells, by the name it has there.
_OF_POOL: dict[str, Kind] = {
    "Session": "token of the pool",
    "AccessToken": "token of the pool",
    "UserCode": "digits of an authenticator",
    "SOFTWARE_TOKEN_MFA_CODE": "digits of an authenticator",
    "PASSWORD": "password",
    "Password": "password",
}


class Witness:
    def __init__(self, house: House) -> None:
        self.secrets: set[Secret] = set()
        self.traces: dict[Trace, None] = {}
        self.lines = io.StringIO()
        self._house = house
        house.aws.watch(self._watch)

    def report(self) -> Report:
        """Of all until now."""
        self.secrets.update(self._of_pupils())
        left = (
            *(Trace("log", line) for line in self.lines.getvalue().splitlines()),
            *(trace for item in self._house.items() for trace in of_item(item)),
            *self._files(),
        )
        return search(self.secrets, (*self.traces, *left))

    def _of_pupils(self) -> Iterator[Secret]:
        """Also those that nobody used: every code that a letter can have, and every date of birth."""
        here = self._house.services
        for item in map(plain, self._house.items()):
            if item["SK"].startswith(keys.PUPILS):
                key = here.keys.school_key(item["school"], here.keys.epochs[-1])
                yield from (Secret("code", derive(key, item["id"], one + 1)) for one in range(item["code_version"]))
                if item.get("birth_date"):
                    yield Secret("date of birth", item["birth_date"])

    def _files(self) -> Iterator[Trace]:
        files = self._house.aws.session.client("s3")
        for bucket in (UPLOADS, LETTERS, ATTACHMENTS):
            for one in files.list_objects_v2(Bucket=bucket).get("Contents", []):
                found = files.get_object(Bucket=bucket, Key=one["Key"])
                content = found["Body"].read()
                if bucket == UPLOADS:
                    self.secrets.update(in_list(content))
                yield from of_file(bucket, one["Key"], content, found["Metadata"])

    # -- at the pages and the doors

    def see(self, sent: Mapping[str, Any], answer: Answer) -> None:
        self.secrets.update(asked.in_request(sent))
        self.secrets.update(asked.in_cookies(answer.cookies))
        text = answer.body.decode("utf-8", "replace")
        self.secrets.update(on_page(text), on_page(answer.headers.get("location", "")))
        self.secrets.update(asked.in_authenticator(text))
        if location := answer.headers.get("location"):
            # A browser keeps where it was sent to, and the next page is told where it came from.
            self._leave(Trace(f"redirect to {_host_of(location)}", location))

    # -- at AWS

    def _watch(self, model: Any, params: Any) -> None:
        service, body = model.service_model.service_name, params["body"]
        look = getattr(self, f"_at_{service.replace('-', '_')}", None)
        if look:
            look(model.name, json.loads(body) if isinstance(body, str | bytes) and body else body, params)
        else:
            self._leave(Trace(f"call of {service}:{model.name}", _text(body)))

    def _at_dynamodb(self, name: str, body: Any, _params: Any) -> None:
        for kind, one in _writes_in(name, body):
            if "Item" in one:
                self._leave(*of_item(one["Item"]))
            elif kind in ("Update", "Put"):
                self._leave(*_of_update(one))
            else:
                self._leave(Trace(f"call of dynamodb:{name}", json.dumps(one)))
        if not name.startswith(("Put", "Update", "Transact", "BatchWrite")):
            self._leave(Trace(f"call of dynamodb:{name}", json.dumps(body)))

    def _at_sqs(self, _name: str, body: Any, _params: Any) -> None:
        queue = str(body.get("QueueUrl", "")).rpartition("/")[2]
        bodies = [body.get("MessageBody", ""), *(one["MessageBody"] for one in body.get("Entries", []))]
        self._leave(*(Trace(f"queue {queue}", one) for one in bodies if one))

    def _at_sesv2(self, _name: str, body: Any, _params: Any) -> None:
        for trace in of_mail(body):
            self._leave(trace)
            self.secrets.update(in_mail(text_of(body), trace.reader))

    def _at_s3(self, name: str, body: Any, params: Any) -> None:
        address = f"{params['url_path']} {params['query_string']}"
        # https://<bucket>.s3.eu-west-1.amazonaws.com/<key>
        bucket = _host_of(params["url"]).partition(".")[0]
        self._leave(Trace(f"name of a file in {bucket}", address))
        if name == "PutObject":
            self._leave(Trace(f"file in {bucket}", body if isinstance(body, bytes) else body.getvalue()))

    def _at_cognito_idp(self, name: str, body: Any, _params: Any) -> None:
        self._leave(Trace(f"call of cognito-idp:{name}", json.dumps(body, ensure_ascii=False)))
        for given in (body, body.get("AuthParameters", {}), body.get("ChallengeResponses", {})):
            told = ((kind, given.get(field, "")) for field, kind in _OF_POOL.items())
            self.secrets.update(Secret(kind, value) for kind, value in told if len(value) >= SHORTEST)

    def _leave(self, *traces: Trace) -> None:
        self.traces.update(dict.fromkeys(traces))


@contextmanager
def witness_of(house: House) -> Iterator[Witness]:
    """Of all that happens within; what libraries warn of goes to the logs as well."""
    witness = Witness(house)
    (ours,) = logging.getLogger("ouderbrief").handlers
    handlers = {"ouderbrief": logging.StreamHandler(witness.lines), "": logging.StreamHandler(witness.lines)}
    handlers["ouderbrief"].setFormatter(ours.formatter)
    handlers[""].setLevel(logging.WARNING)
    for name, handler in handlers.items():
        logging.getLogger(name).addHandler(handler)
    Visitor.witnesses.append(witness.see)
    try:
        yield witness
    finally:
        Visitor.witnesses.remove(witness.see)
        for name, handler in handlers.items():
            logging.getLogger(name).removeHandler(handler)


def _writes_in(name: str, body: Any) -> Iterator[tuple[str, Any]]:
    if name == "TransactWriteItems":
        yield from (pair for one in body["TransactItems"] for pair in one.items())
    elif name == "BatchWriteItem":
        for requests in body["RequestItems"].values():
            yield from (("Put", one["PutRequest"]) for one in requests if "PutRequest" in one)
    elif name in ("PutItem", "UpdateItem"):
        yield name.removesuffix("Item"), body


def _of_update(write: Mapping[str, Any]) -> Iterator[Trace]:
    """Each attribute that is set, by its name; what only stands in a condition is read by nobody."""
    names, values = write.get("ExpressionAttributeNames", {}), write.get("ExpressionAttributeValues", {})
    kind = kind_of(write["Key"])
    yield from of_item(write["Key"])
    for name, value in _NAMED.findall(write["UpdateExpression"]):
        yield Trace(f"table {kind}.{names.get(name, name)}", json.dumps(values[f":{value}"], ensure_ascii=False))


def _host_of(location: str) -> str:
    return location.split("/")[2] if "://" in location else "ourselves"


def _text(body: Any) -> str | bytes:
    return body if isinstance(body, str | bytes) else unquote_plus(json.dumps(body, default=str, ensure_ascii=False))
