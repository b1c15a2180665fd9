"""The proof in a mail that whoever has it may stop such mails, without logging in (RFC 8058)."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from common.cloud.services import services
from common.preferences import KINDS, Kind
from common.values import Value
from common.web import kept

_PURPOSE = "unsubscribe"
_LIFE = timedelta(days=400)
# What stands in mails that were sent before December 2026; they work until January 2028.
_WERE_NUMBERS: tuple[Kind, ...] = ("dringend", "schoolnieuws", "groepsnieuws", "herinnering")


class Proof(Value):
    """Of whoever reads mail to an address of this parent. kinds: of mail that are not wanted any more.

    address: a digest; '' in mails that were sent before December 2026.
    """

    parent: str
    kinds: tuple[Kind, ...]
    address: str

    def is_of(self, email: str) -> bool:
        """Whether the mail went there: what it may stop is mail to that address alone."""
        return self.address in ("", _digest(self.parent, email))


def token_for(parent: str, email: str, kinds: Iterable[Kind], now: datetime) -> str:
    # Short names: no address of ours has more than 300 characters.
    value = {"p": parent, "k": sorted(kinds), "to": _digest(parent, email)}
    return kept.sign(services().keys.signing_key, _PURPOSE, value, now, _LIFE)


def read(token: str) -> Proof | None:
    """None for a token that is not ours or too old."""
    value = kept.read(services().keys.signing_keys, _PURPOSE, token)
    if not value:
        return None
    # As it was called before December 2026.
    parent, kinds = (value["p"], value["k"]) if "p" in value else (value["parent"], value["kinds"])
    named = {_WERE_NUMBERS[one] if isinstance(one, int) else one for one in kinds}
    return Proof(parent, tuple(kind for kind in KINDS if kind in named), value.get("to", ""))


def _digest(parent: str, email: str) -> str:
    """Short, as it stands in an address; nobody chooses one that fits, as the token is signed."""
    return hashlib.sha256(f"{parent}|{email}".encode()).hexdigest()[:6]
