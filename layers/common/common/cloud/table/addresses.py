"""The address of a parent: the digits that prove it, and another one in its place."""

import secrets
from datetime import datetime
from typing import Any

from common.cloud.table import keys, moments
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.store import Cancelled, Store, Write
from common.errors import AccountGone, AlreadyDone
from common.ids import random_id, timed_id
from common.parents import (
    CONFIRMATION_LIFE,
    CONFIRMATION_PAUSE,
    CONFIRMATION_TRIES,
    CONFIRMATIONS_A_DAY,
    Parent,
)


class AddressRegistered(AlreadyDone):
    """Somebody registered this address a moment ago."""


class Addresses:
    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, parent: str, now: datetime, new_email: str = "") -> None:
        """A new code goes to the address that waits for confirmation; `new_email` is the one from now on.

        Raises AlreadyDone within a minute of the last, or after ten a day.
        """
        fresh = confirmation_attributes(now)
        if new_email:
            fresh["new_email"] = new_email
        again = {name: value for name, value in fresh.items() if name != "confirm_sent_today"}
        waits = "attribute_exists(PK)" if new_email else "(email_confirmed = :no OR attribute_exists(new_email))"
        waits_values = {} if new_email else {"no": False}
        another_today = self._store.update(
            keys.profile(parent),
            f"SET {_assignments(again)} ADD confirm_sent_today :one",
            {
                **again,
                "one": 1,
                "most": CONFIRMATIONS_A_DAY,
                "pause": int((now - CONFIRMATION_PAUSE).timestamp()),
                **waits_values,
            },
            f"{waits} AND confirm_asked <= :pause AND confirm_day = :confirm_day AND confirm_sent_today < :most",
        )
        first_today = self._store.update(
            keys.profile(parent),
            f"SET {_assignments(fresh)}",
            {**fresh, **waits_values},
            f"{waits} AND confirm_day <> :confirm_day",
        )
        asking = self.asking_confirmation(parent, now)
        try:
            self._store.transact(another_today, asking)
        except AlreadyDone:
            self._store.transact(first_today, asking)

    def count_try(self, parent: str) -> bool:
        """Counts a try at the six digits before they are compared; False after the fifth."""
        try:
            self._store.write(
                self._store.update(
                    keys.profile(parent),
                    "ADD confirm_tries :one",
                    {"one": 1, "most": CONFIRMATION_TRIES},
                    "confirm_tries < :most",
                )
            )
        except AlreadyDone:
            return False
        return True

    def confirm(self, parent: Parent) -> None:
        """The address that the digits were sent to is its owner's; raises AlreadyDone if it changed meanwhile."""
        self._store.write(
            self._store.update(
                keys.profile(parent.id),
                "SET email_confirmed = :yes REMOVE confirm_nonce, confirm_until, new_email",
                {"yes": True, "email": parent.email},
                "email = :email",
            )
        )

    def change(self, parent: Parent, now: datetime) -> None:
        """The new address is the parent's from now on, and the old one is told.

        Raises AddressRegistered where it has an account meanwhile, AlreadyDone where it is not the new one any more.
        """
        entry = timed_id(now, f"address|{parent.id}|{random_id()}")
        notice = {"kind": "address_changed", "occasion": entry, "parent": parent.id, "old_email": parent.email}
        try:
            self._store.transact(
                self._store.put({**keys.login(parent.new_email), "parent": parent.id}, "attribute_not_exists(PK)"),
                self._store.delete(keys.login(parent.email)),
                self._store.update(
                    keys.profile(parent.id),
                    "SET email = :new, email_confirmed = :yes REMOVE confirm_nonce, confirm_until, new_email"
                    " ADD addresses :one",
                    {"new": parent.new_email, "old": parent.email, "yes": True, "one": 1},
                    "new_email = :new AND email = :old",
                ),
                self._store.put(outbox_entry(entry, notice, now)),
            )
        except Cancelled as cancelled:
            if 0 in cancelled.failed:
                raise AddressRegistered from None
            raise

    def keep(self, parent: str) -> None:
        """The address stays as it is after all. Raises AccountGone."""
        self._change_of(parent, "REMOVE new_email, confirm_nonce, confirm_until", {})

    def give_up(self, parent: str, email: str, why: str, sent_at: datetime) -> bool:
        """No mail goes to this address any more, for a 'bounce' or 'complaint'. Whether that is news of this parent.

        sent_at: of the mail that this is about. Of one from before the parent wanted to try again it is none.
        """
        try:
            self._store.write(
                self._store.update(
                    keys.profile(parent),
                    "SET trouble = :why, trouble_email = :email",
                    {"why": why, "email": email, "sent": moments.milliseconds(sent_at)},
                    "email = :email AND (attribute_not_exists(trouble_email) OR trouble_email <> :email)"
                    " AND (attribute_not_exists(tried_again_at) OR tried_again_at <= :sent)",
                )
            )
        except AlreadyDone:
            return False
        return True

    def try_again(self, parent: str, now: datetime) -> None:
        """The parent says that mail to the address does arrive. Raises AccountGone."""
        change = "SET tried_again_at = :now REMOVE trouble, trouble_email"
        self._change_of(parent, change, {"now": moments.milliseconds(now)})

    def _change_of(self, parent: str, change: str, values: dict[str, Any]) -> None:
        """Whatever the address is now. Raises AccountGone."""
        try:
            self._store.write(self._store.update(keys.profile(parent), change, values, "attribute_exists(PK)"))
        except AlreadyDone:
            raise AccountGone from None

    def asking_confirmation(self, parent: str, now: datetime) -> Write:
        entry = timed_id(now, f"confirm|{parent}|{random_id()}")
        return self._store.put(outbox_entry(entry, {"kind": "confirm_email", "parent": parent}, now))


def _assignments(attributes: dict[str, Any]) -> str:
    return ", ".join(f"{name} = :{name}" for name in attributes)


def confirmation_attributes(now: datetime) -> dict[str, Any]:
    return {
        "confirm_nonce": secrets.token_hex(16),
        "confirm_until": int((now + CONFIRMATION_LIFE).timestamp()),
        "confirm_tries": 0,
        "confirm_asked": int(now.timestamp()),
        "confirm_day": now.date().isoformat(),
        "confirm_sent_today": 1,
    }
