"""Where something is left behind, and which secret belongs where: it may be nowhere else."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.leaks.secrets import Kind

# As patterns of places; what each means stands behind it. A place that is not named here holds no secret of the kind.
BELONGS: Mapping[Kind, tuple[str, ...]] = {
    # On paper, and in no other file: neither in the name of one, nor in what is noted beside it.
    "code": ("file in letters",),
    "date of birth": (
        "table SCHOOL/PUPIL.birth_date",
        "table SCHOOL/PUPIL (update)",
        # What a list changed, for whoever takes it back.
        "table IMPORT/WAS.*",
        # What staff had filled in when their session ended.
        "table SCHOOL/DRAFT.*",
        # The list itself.
        "file in uploads",
    ),
    "password": ("call of cognito-idp:AdminInitiateAuth", "call of cognito-idp:AdminSetUserPassword"),
    "session": (),
    "half of a login": (),
    # What the pool wants to see again waits with half of a login, and goes with it.
    "token of the pool": (
        "table DESK/STEP.pass_on",
        "call of cognito-idp:*",
    ),
    "digits of a mail": ("mail",),
    "digits of an authenticator": (
        "call of cognito-idp:VerifySoftwareToken",
        "call of cognito-idp:AdminRespondToAuthChallenge",
    ),
    # Of one that is being set up: the page shows it until the first digits are right.
    "secret of an authenticator": ("table DESK/STEP.secret",),
    "API key": (),
    # The form of an invitation that was not taken leads back to itself.
    "invitation": ("mail", "redirect to ourselves"),
    # The head has it for the button of mail programs (RFC 8058), and SES tells it us back.
    "way out of mails": ("mail", "head of a mail", "queue MailEvents*"),
    # A link to a file is answered to whoever may have the file, for a minute.
    "signature": ("redirect to *.amazonaws.com",),
    "secret of the edge": (),
}


@dataclass(frozen=True)
class Trace:
    """reader: the mail address of whoever alone reads it; '' where others may."""

    place: str
    content: str | bytes
    reader: str = ""


def of_item(item: Mapping[str, Any]) -> Iterator[Trace]:
    """An item of the table as DynamoDB writes it, attribute by attribute."""
    kind = kind_of(item)
    for name, value in item.items():
        (content,) = value.values()
        if isinstance(content, bytes):
            yield Trace(f"table {kind}.{name}", content)
        else:
            yield Trace(f"table {kind}.{name}", json.dumps(content, ensure_ascii=False, default=_bytes_too))


def kind_of(key: Mapping[str, Any]) -> str:
    """As SCHOOL/PUPIL; what is no word of ours, but an id or an address, as *."""
    words = (str(key[part]["S"]).partition("#")[0] for part in ("PK", "SK"))
    return "/".join(word if word.isupper() and word.isalpha() else "*" for word in words)


def of_file(bucket: str, key: str, content: bytes, notes: object) -> Iterator[Trace]:
    yield Trace(f"file in {bucket}", content)
    yield Trace(f"name of a file in {bucket}", f"{key} {notes}")


def of_mail(request: Mapping[str, Any]) -> Iterator[Trace]:
    """What SES is asked to send. Its head comes back with all that SES tells of it, and waits in a queue then."""
    (receiver,) = request["Destination"]["ToAddresses"]
    simple = request["Content"]["Simple"]
    head = {**request, "Content": [simple["Subject"], simple.get("Headers", [])]}
    yield Trace("mail", json.dumps(simple["Body"], ensure_ascii=False), str(receiver).lower())
    yield Trace("head of a mail", json.dumps(head, ensure_ascii=False), str(receiver).lower())


def _bytes_too(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
