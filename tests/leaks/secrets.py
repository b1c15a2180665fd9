"""What opens something, or is nobody else's business, and every way in which it could stand written somewhere."""

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import quote

from common.codes import grouped

Kind = Literal[
    "code",
    "date of birth",
    "password",
    "session",
    "half of a login",
    "token of the pool",
    "digits of a mail",
    "digits of an authenticator",
    "secret of an authenticator",
    "API key",
    "invitation",
    "way out of mails",
    "signature",
    "secret of the edge",
]

# What is shorter is no secret of anybody: nothing of ours is, and it would be found everywhere.
SHORTEST = 6
# Of a long secret its first part is found too: what is cut short in a log is still known.
_BEGINNING = 16
_EXCEL_BEGINS = date(1899, 12, 30)
_MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
# Before and after what is not alone; 08.123456 is a part of a second.
_GOES_ON = re.compile(r"(?:\w|\d\.)\Z")
_COMES = re.compile(r"\w|\.\d")
# So few of them are possible that a hash without a key is as good as the secret.
_GUESSED: frozenset[Kind] = frozenset({
    "code", "date of birth", "password", "digits of a mail", "digits of an authenticator",
})  # fmt: skip


@dataclass(frozen=True)
class Secret:
    """whose: the mail address of whoever it was sent to by mail; '' for others. A date of birth in ISO's way."""

    kind: Kind
    value: str
    whose: str = ""


@dataclass(frozen=True)
class Form:
    """One way to write it, in lower case. alone: only where it is no part of a longer word or number."""

    text: str
    alone: bool = False

    def stands_at(self, place: int, text: str) -> bool:
        """text: in lower case."""
        end = place + len(self.text)
        if not text.startswith(self.text, place):
            return False
        return not self.alone or not (_GOES_ON.search(text[max(0, place - 2) : place]) or _COMES.match(text, end))


def forms_of(secret: Secret) -> frozenset[Form]:
    found = {Form(text.casefold(), alone) for text, alone in _written(secret)}
    if secret.kind in _GUESSED:
        found |= {Form(one.casefold()) for text, _ in _written(secret) for one in _hashes(text)}
    return frozenset(found)


def _written(secret: Secret) -> Iterator[tuple[str, bool]]:
    """Each with whether it must stand alone."""
    value = secret.value
    match secret.kind:
        case "code":
            yield from ((one, False) for one in _of_code(value))
        case "date of birth":
            yield from _of_date(date.fromisoformat(value))
        case "digits of a mail" | "digits of an authenticator":
            yield value, True
            yield f"{value[:3]} {value[3:]}", True
        case "password":
            yield value, False
        case _:
            yield value, False
            if len(value) > _BEGINNING:
                yield value[:_BEGINNING], False


def _of_code(code: str) -> Iterator[str]:
    """Half of one leaves so little to guess that it counts as well."""
    for part in (code, code[: len(code) // 2], code[len(code) // 2 :]):
        yield part
        yield grouped(part)
        yield grouped(part).replace("-", " ")


def _of_date(born: date) -> Iterator[tuple[str, bool]]:
    day, month, year = born.day, born.month, born.year
    for between in ("-", "/", ".", " "):
        yield f"{year}{between}{month:02}{between}{day:02}", False
        yield f"{year}{between}{month}{between}{day}", True
        for first, second in ((day, month), (month, day)):
            yield f"{first:02}{between}{second:02}{between}{year}", False
            yield f"{first}{between}{second}{between}{year}", True
            yield f"{first:02}{between}{second:02}{between}{year % 100:02}", True
    for names in (_MONTHS, _ENGLISH):
        yield f"{day} {names[month - 1]} {year}", True
        yield f"{names[month - 1]} {day}, {year}", True
    yield f"{year}{month:02}{day:02}", True
    yield f"{day:02}{month:02}{year}", True
    yield f"date({year}, {month}, {day})", False
    # As a workbook has it, in a cell of its own.
    yield f"<v>{(born - _EXCEL_BEGINS).days}</v>", False
    for quoted in (f"day={day}&month={month}&year={year}", f'"day": "{day}", "month": "{month}", "year": "{year}"'):
        yield quoted, False


def _hashes(text: str) -> Iterator[str]:
    """The beginnings of those that everybody can make."""
    for make in (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512):
        digest = make(text.encode()).digest()
        yield digest.hex()[:_BEGINNING]
        yield base64.b64encode(digest).decode()[:_BEGINNING]
        yield base64.urlsafe_b64encode(digest).decode()[:_BEGINNING]


# -- where a text tells of some

_TOKEN = r"[\w.~-]{20,}"
_IN_MAIL: dict[Kind, re.Pattern[str]] = {
    "digits of a mail": re.compile(r"(?<![\w.#&])(\d{6})(?![\w.])"),
    "invitation": re.compile(rf"/school/uitnodiging/[^/\s]+/[^/\s]+/({_TOKEN})"),
    "way out of mails": re.compile(rf"/uitschrijven/({_TOKEN})"),
}
_SIGNATURE = re.compile(r"(?:x-amz-)?signature(?:=|\" value=\"|\": ?\")([\w%+/=-]{20,})", re.IGNORECASE)
_DATE = re.compile(rb"\b(\d{1,2})-(\d{1,2})-(\d{4})\b")
_KEY = re.compile(r"\bob_[\w-]{20,}")


def in_mail(text: str, receiver: str) -> Iterator[Secret]:
    """What a mail gives its receiver."""
    for kind, pattern in _IN_MAIL.items():
        yield from (Secret(kind, one, receiver) for one in pattern.findall(text))


def in_list(content: bytes) -> Iterator[Secret]:
    """Of a list in plain text, also where a row was held."""
    for day, month, year in _DATE.findall(content):
        with suppress(ValueError):
            yield Secret("date of birth", date(int(year), int(month), int(day)).isoformat())


def on_page(text: str) -> Iterator[Secret]:
    """What an answer of ours gives whoever asked: links that open a file, forms that put one there, a new key."""
    yield from (Secret("signature", one) for one in _SIGNATURE.findall(text))
    yield from (Secret("signature", quote(one, safe="")) for one in _SIGNATURE.findall(text))
    yield from (Secret("API key", one) for one in _KEY.findall(text))
