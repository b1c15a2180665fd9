"""The proof in a mail that whoever has it may stop such mails, without logging in (RFC 8058)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from common.cloud.services import services
from common.preferences import KINDS, Kind
from common.web import kept

_PURPOSE = "unsubscribe"
_LIFE = timedelta(days=400)


def token_for(parent: str, kinds: Iterable[Kind], now: datetime) -> str:
    value = {"parent": parent, "kinds": [KINDS.index(kind) for kind in sorted(kinds)]}
    return kept.sign(services().keys.signing_key, _PURPOSE, value, now, _LIFE)


def read(token: str) -> tuple[str, tuple[Kind, ...]] | None:
    """The parent and the kinds of mail that are not wanted any more; None for a token that is not ours or too old."""
    value = kept.read(services().keys.signing_key, _PURPOSE, token)
    if not value:
        return None
    return value["parent"], tuple(KINDS[at] for at in value["kinds"])
