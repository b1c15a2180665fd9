"""Passwords that somebody wants to reset: one item an address, whether or not it has an account."""

import secrets
from datetime import UTC, datetime

from common.cloud.table import keys
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.store import Item, Store
from common.errors import AlreadyDone
from common.ids import random_id, timed_id
from common.parents import (
    CONFIRMATION_LIFE,
    CONFIRMATION_PAUSE,
    CONFIRMATION_TRIES,
    CONFIRMATIONS_A_DAY,
    Confirmation,
)


class Resets:
    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, email: str, now: datetime) -> None:
        """Six digits go to the address, if it has an account; the same is written for one that has none.

        Raises AlreadyDone within a minute of the last, or after ten a day.
        """
        day = now.date().isoformat()
        fresh = {
            "nonce": secrets.token_hex(16),
            "until": int((now + CONFIRMATION_LIFE).timestamp()),
            "tries": 0,
            "asked": int(now.timestamp()),
            "day": day,
            "expires_at": int(now.timestamp()) + 2 * 24 * 3600,
        }
        before = self._store.get(keys.reset(email))
        sent = before["sent"] if before and before["day"] == day else 0
        if before and (before["asked"] > (now - CONFIRMATION_PAUSE).timestamp() or sent >= CONFIRMATIONS_A_DAY):
            raise AlreadyDone
        entry = timed_id(now, f"reset|{email}|{random_id()}")
        self._store.transact(
            # Somebody who asked at the same moment was first.
            self._store.put(
                {**keys.reset(email), **fresh, "sent": sent + 1},
                "attribute_not_exists(PK) OR nonce = :before",
                {"before": before["nonce"] if before else ""},
            ),
            self._store.put(outbox_entry(entry, {"kind": "reset_password", "email": email}, now)),
        )

    def waiting(self, email: str) -> Confirmation | None:
        """What waits for the owner of the address."""
        item = self._store.get(keys.reset(email))
        return _confirmation(item) if item else None

    def count_try(self, email: str) -> bool:
        """Counts a try at the six digits before they are compared; False after the fifth."""
        try:
            self._store.write(
                self._store.update(
                    keys.reset(email),
                    "ADD tries :one",
                    {"one": 1, "most": CONFIRMATION_TRIES},
                    "tries < :most",
                )
            )
        except AlreadyDone:
            return False
        return True

    def finish(self, email: str) -> None:
        """The digits have done their work."""
        self._store.write(self._store.update(keys.reset(email), "SET tries = :most", {"most": CONFIRMATION_TRIES}))


def _confirmation(item: Item) -> Confirmation:
    return Confirmation(item["nonce"], datetime.fromtimestamp(item["until"], UTC), item["tries"])
