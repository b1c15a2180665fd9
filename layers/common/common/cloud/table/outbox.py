"""What is to be sent, written together with its cause, so that neither exists without the other."""

from datetime import datetime, timedelta
from typing import Any

from common.cloud.table import keys

_LIFE = timedelta(days=14)


def outbox_entry(entry_id: str, body: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {**keys.outbox(entry_id), "body": body, "expires_at": int((now + _LIFE).timestamp())}
