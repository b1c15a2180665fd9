"""The proof in a mail that whoever has it may stop such mails, without logging in (RFC 8058)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from common.cloud.services import services
from common.preferences import KINDS, Kind
from common.web import kept

_PURPOSE = "unsubscribe"
_LIFE = timedelta(days=400)
# What stands in mails that were sent before December 2026; they work until January 2028.
_WERE_NUMBERS: tuple[Kind, ...] = ("dringend", "schoolnieuws", "groepsnieuws", "herinnering")


def token_for(parent: str, kinds: Iterable[Kind], now: datetime) -> str:
    value = {"parent": parent, "kinds": sorted(kinds)}
    return kept.sign(services().keys.signing_key, _PURPOSE, value, now, _LIFE)


def read(token: str) -> tuple[str, tuple[Kind, ...]] | None:
    """The parent and the kinds of mail that are not wanted any more; None for a token that is not ours or too old."""
    value = kept.read(services().keys.signing_keys, _PURPOSE, token)
    if not value:
        return None
    named = {_WERE_NUMBERS[one] if isinstance(one, int) else one for one in value["kinds"]}
    return value["parent"], tuple(kind for kind in KINDS if kind in named)
