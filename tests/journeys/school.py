"""The school's side of a journey: an ordinary AWS client, the JSON doors, and the letters on paper."""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
import pypdfium2
import zxingcpp

from common.cloud.table.apikeys import ApiKeys
from common.cloud.table.journal import Journal
from common.cloud.table.pupils import Pupils
from common.cloud.table.schools import Schools
from common.cloud.table.store import Store
from common.schools import School as Details
from local.system import System
from operate.schools import add_school

T = TypeVar("T")
HEADINGS = "Leerlingnummer;Roepnaam;Voorvoegsel;Achternaam;Huidige groep;Geboortedatum;Huidige status"


@dataclass(frozen=True)
class PaperLetter:
    """A letter as a parent holds it: what is printed, and what the QR code says."""

    text: str
    qr: str

    @property
    def code(self) -> str:
        found = re.search(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b", self.text)
        assert found, "a letter shows a code in groups of four"
        return found[0]


def wait_for(look: Callable[[], T | None], what: str, seconds: float = 90) -> T:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited {seconds:.0f} s for {what}")


def new_school(system: System, school_id: str) -> "School":
    """A school of its own, whose whole lists touch nobody else's pupils."""
    store = Store(system.aws.tables, system.table)
    schools = Schools(store)
    address = f"administratie@{school_id.removeprefix('de-')}.example"
    key = add_school(
        schools=schools,
        api_keys=ApiKeys(store),
        journal=Journal(store),
        now=datetime.now(UTC),
        school=Details(school_id, "School De Linde", "Weg 1", "1234 AB Dorp", "010 123 45 67", address),
    )
    assert key
    return School(replace(system, school=school_id, api_key=key))


class School:
    def __init__(self, system: System) -> None:
        self.system = system
        self.http = httpx.Client(
            base_url=system.parents_url, headers={"Authorization": f"Bearer {system.api_key}"}, timeout=30
        )
        # By ETag: to look at the pictures of a whole school again and again would take all the time there is.
        self._read: dict[str, list[PaperLetter]] = {}

    # -- lists in, letters out

    def upload(self, name: str, rows: Iterable[str]) -> None:
        self.upload_raw(name, "\r\n".join((HEADINGS, *rows)).encode("utf-8-sig"))

    def upload_raw(self, name: str, content: bytes) -> None:
        key = f"schools/{self.system.school}/lists/{name}"
        self.system.aws.files.put_object(Bucket=self.system.uploads_bucket, Key=key, Body=content)

    def pdfs(self) -> dict[str, str]:
        """Key → ETag of every PDF of letters."""
        listed = self.system.aws.files.list_objects_v2(
            Bucket=self.system.letters_bucket, Prefix=f"schools/{self.system.school}/letters/"
        )
        return {item["Key"]: item["ETag"] for item in listed.get("Contents", [])}

    def letters_in(self, key: str) -> list[PaperLetter]:
        found = self.system.aws.files.get_object(Bucket=self.system.letters_bucket, Key=key)
        if found["ETag"] not in self._read:
            self._read[found["ETag"]] = self._letters_of(found["Body"].read())
        return self._read[found["ETag"]]

    @staticmethod
    def _letters_of(body: bytes) -> list[PaperLetter]:
        document = pypdfium2.PdfDocument(body)
        letters = []
        for page in document:
            text = page.get_textpage().get_text_bounded()
            codes = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
            if "Activatiecode" in text:
                letters.append(PaperLetter(text, codes[0].text if codes else ""))
        document.close()
        return letters

    def letter_for(self, name: str, seconds: float = 90) -> PaperLetter:
        """The letter of a pupil, as soon as it is there."""

        def look() -> PaperLetter | None:
            for key in sorted(self.pdfs(), reverse=True):
                for letter in self.letters_in(key):
                    if name in letter.text:
                        return letter
            return None

        return wait_for(look, f"the letter of {name}", seconds)

    def fresh_letter_for(self, name: str, than: PaperLetter, seconds: float = 60) -> PaperLetter:
        """The letter of a pupil with another code than before, as soon as it is there."""

        def look() -> PaperLetter | None:
            letters = [letter for key in self.pdfs() for letter in self.letters_in(key) if name in letter.text]
            return next((letter for letter in letters if letter.code != than.code), None)

        return wait_for(look, f"the new letter of {name}", seconds)

    def report_of(self, file: str, number: int = 1, state: str = "") -> dict[str, Any]:
        """The report of the nth list with this name, once it came to an end or to this state."""

        def look() -> dict[str, Any] | None:
            shown = self.http.get("/api/imports").json()["imports"]
            found = [one for one in reversed(shown) if one["file"] == file]
            if len(found) < number or not self._is_in(found[number - 1]["state"], state):
                return None
            report: dict[str, Any] = self.http.get(f"/api/imports/{found[number - 1]['id']}").json()
            return report

        return wait_for(look, f"the report of {file}")

    @staticmethod
    def _is_in(now: str, wanted: str) -> bool:
        return now == wanted if wanted else now not in ("reading", "applying", "undoing")

    def order(self, report: dict[str, Any], what: str) -> httpx.Response:
        return self.http.post(f"/api/imports/{report['id']}/{what}")

    # -- the JSON doors

    def open_pupils(self) -> int:
        """How many pupils have a code that works."""
        pupils = Pupils(Store(self.system.aws.tables, self.system.table)).of_school(self.system.school)
        return sum(pupil.active for pupil in pupils)

    def add_pupil(self, **pupil: Any) -> httpx.Response:
        return self.http.post("/api/pupils", json=pupil)

    def send(self, **message: Any) -> str:
        answer = self.http.post("/api/messages", json=message)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def counts(self, message: str) -> dict[str, int]:
        counts: dict[str, int] = self.http.get(f"/api/messages/{message}").json()["counts"]
        return counts

    def delivered(self, message: str, seconds: float = 90) -> dict[str, int]:
        """The counts of a message once nobody is waiting any more."""

        def look() -> dict[str, int] | None:
            answer = self.http.get(f"/api/messages/{message}").json()
            return answer["counts"] if answer["state"] == "done" else None

        return wait_for(look, "the message to be delivered", seconds)

    def arrived(self, message: str, seconds: float = 90) -> dict[str, int]:
        """The counts of a message once nobody is waiting and every mail is known to have arrived."""

        def look() -> dict[str, int] | None:
            counts = self.delivered(message)
            return counts if not counts["sent"] else None

        return wait_for(look, "the mails to arrive", seconds)

    # -- what arrives

    def mailbox(self) -> list[dict[str, Any]]:
        captured: list[dict[str, Any]] = httpx.get(f"{self.system.mailbox_url}.json").json()
        return captured

    def mails_to(self, address: str) -> list[dict[str, Any]]:
        return [one for one in self.mailbox() if one["channel"] == "email" and one["to"] == address]

    def mail_to(self, address: str, subject: str, seconds: float = 90) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            return next((mail for mail in self.mails_to(address) if subject in mail["subject"]), None)

        return wait_for(look, f"a mail about {subject}", seconds)
