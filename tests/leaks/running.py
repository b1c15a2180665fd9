"""Looks into the running local system: its logs, the table, the queues and their dead letters, the files, the mails.

What opens something is read where people have it: from the letters, the mails, the forms that browsers send.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pypdfium2
from playwright.sync_api import Browser, BrowserContext, Request

from common.codes import is_well_formed, normalise
from local.mailbox import Mailbox
from local.system import System
from tests.leaks import asked
from tests.leaks.places import Trace, of_file, of_item
from tests.leaks.search import Report, search
from tests.leaks.secrets import Secret, in_mail

# What the parts of the local system write themselves is left behind as well.
_LOGS = {"functions.log": "log", "emulator.log": "log of the emulator", "front.log": "log of the front"}
_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")
_MOST_AT_ONCE = 10


class Watch:
    """Over one running system, from its start to its end."""

    def __init__(self, system: System, folder: Path) -> None:
        """folder: where it lives."""
        self.secrets: set[Secret] = set()
        self.system, self._folder = system, folder

    # -- what people do meanwhile

    def over(self, browser: Browser) -> None:
        """Sees each form that it sends, and which cookies it has in the end."""
        make = browser.new_context

        def new_context(**options: Any) -> BrowserContext:
            context = make(**options)
            close = context.close

            def note_and_close(**how: Any) -> None:
                self.note_cookies(context)
                close(**how)

            context.on("request", self._note_request)
            vars(context)["close"] = note_and_close
            return context

        vars(browser)["new_context"] = new_context

    def _note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if f"{address.scheme}://{address.netloc}" == self.system.parents_url and request.method == "POST":
            fields = dict(parse_qsl(request.post_data or ""))
            self.secrets.update(asked.in_fields(fields, is_desk=address.path.startswith("/school")))

    def note_cookies(self, context: BrowserContext) -> None:
        """Those that it has now."""
        self.secrets.update(asked.in_cookies(f"{one.get('name')}={one.get('value')}" for one in context.cookies()))

    # -- what is left in the end

    def report(self) -> Report:
        self.secrets.update(self._of_system())
        traces = [*self._logs(), *self._table(), *self._queues(), *self._files(), *self._mails()]
        return search(self.secrets, traces)

    def _of_system(self) -> Iterator[Secret]:
        staff = self.system.staff
        if staff:
            yield Secret("API key", self.system.api_key)
            yield Secret("password", staff["password"])
            yield Secret("secret of an authenticator", staff["totp_secret"])
        edge = json.loads((self._folder / "origin.json").read_text("utf-8"))
        yield Secret("secret of the edge", edge["secret"])

    def _logs(self) -> Iterator[Trace]:
        for name, place in _LOGS.items():
            lines = (self._folder / name).read_text("utf-8", "replace").splitlines()
            yield from (Trace(place, line) for line in lines)

    def _table(self) -> Iterator[Trace]:
        for page in self.system.aws.tables.get_paginator("scan").paginate(TableName=self.system.table):
            for item in page["Items"]:
                born = item.get("birth_date", {}).get("S")
                if born:
                    self.secrets.add(Secret("date of birth", date.fromisoformat(born).isoformat()))
                yield from of_item(item)

    def _queues(self) -> Iterator[Trace]:
        """Whatever waits, dead letters too; each comes back to its queue."""
        for named, url in self._parts("AWS::SQS::Queue"):
            seen: set[str] = set()
            while fresh := self._peek(url, seen):
                seen |= fresh.keys()
                yield from (Trace(f"queue {named}", body) for body in fresh.values())

    def _peek(self, url: str, seen: Iterable[str]) -> dict[str, str]:
        given = self.system.aws.queues.receive_message(
            QueueUrl=url, MaxNumberOfMessages=_MOST_AT_ONCE, VisibilityTimeout=1, WaitTimeSeconds=0
        )
        return {one["MessageId"]: one["Body"] for one in given.get("Messages", []) if one["MessageId"] not in seen}

    def _parts(self, kind: str) -> Iterator[tuple[str, str]]:
        """Of the stack: each with its name in the template. The bucket from which it was deployed is none."""
        for page in self.system.aws.stacks.get_paginator("list_stack_resources").paginate(StackName=self.system.stack):
            for one in page["StackResourceSummaries"]:
                if one["ResourceType"] == kind:
                    yield one["LogicalResourceId"], one.get("PhysicalResourceId", "")

    def _files(self) -> Iterator[Trace]:
        files = self.system.aws.files
        for bucket_of, bucket in self._parts("AWS::S3::Bucket"):
            named = bucket_of.removesuffix("Bucket").lower()
            for page in files.get_paginator("list_objects_v2").paginate(Bucket=bucket):
                for one in page.get("Contents", []):
                    found = files.get_object(Bucket=bucket, Key=one["Key"])
                    content = found["Body"].read()
                    self.secrets.update(_codes_on(content) if named == "letters" else ())
                    yield from of_file(named, one["Key"], content, found["Metadata"])

    def _mails(self) -> Iterator[Trace]:
        for entry in Mailbox(self._folder / "mailbox.jsonl").entries():
            if entry["channel"] == "email":
                receiver = entry["to"].lower()
                self.secrets.update(in_mail(entry["text"], receiver))
                body = {part: entry.pop(part) for part in ("text", "html")}
                yield Trace("mail", json.dumps(body, ensure_ascii=False), receiver)
                yield Trace("head of a mail", json.dumps(entry, ensure_ascii=False), receiver)
            else:
                yield Trace("push", json.dumps(entry, ensure_ascii=False))


def _codes_on(content: bytes) -> Iterator[Secret]:
    """Of each letter in a PDF."""
    if not content.startswith(b"%PDF"):
        return
    document = pypdfium2.PdfDocument(content)
    for page in document:
        for code in map(normalise, _CODE.findall(page.get_textpage().get_text_bounded())):
            if is_well_formed(code):
                yield Secret("code", code)
    document.close()
