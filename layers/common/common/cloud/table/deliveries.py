"""One delivery for each recipient and channel of a message, from its claim to what the mail systems said of it."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from common.cloud.table import keys
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.store import Item, Store, Write
from common.errors import AlreadyDone
from common.messages import MESSAGE_LIFE, Recipient, State
from common.preferences import Channel

# Longer than a worker may run, shorter than the queue waits before it brings a task again.
CLAIM_LIFE = timedelta(seconds=150)
# As long as its task may be on its way.
_DIGEST_LIFE = timedelta(days=14)

# What is heard of a delivery comes late, twice and in any order: only what stands further on replaces it.
_EARLIER: dict[State, tuple[str, ...]] = {
    "delivered": ("claimed", "sent"),
    "failed": ("claimed", "sent"),
    "bounced": ("claimed", "sent", "delivered"),
}

# Nobody is delivering it now, and nobody did.
_FREE = "attribute_not_exists(PK) OR phase = :waiting OR (phase = :claimed AND claimed_until < :now)"


def _free_at(now: datetime) -> dict[str, str | int]:
    return {"waiting": "waiting", "claimed": "claimed", "now": int(now.timestamp())}


class Deliveries:
    def __init__(self, store: Store) -> None:
        self._store = store

    # -- later

    def wait(
        self, message_id: str, parent: str, channel: Channel, due: datetime, task: dict[str, Any], now: datetime
    ) -> None:
        """Until it is due; then `task` comes. Nothing happens where the delivery was made already."""
        occasion = f"{message_id}|{parent}|{channel}"
        waiting = self._waiting(message_id, parent, channel, due, now)
        self._wait(waiting, self._store.put(outbox_entry(occasion, task, due)))

    def wait_for_digest(self, message_id: str, parent: str, school: str, due: datetime, now: datetime) -> None:
        """The mail of this message comes together with the others of the school that are due then."""
        moment = int(due.timestamp())
        partition = keys.digest(parent, school, moment)
        task = {"kind": "digest", "parent": parent, "school": school, "due": moment}
        self._wait(
            self._waiting(message_id, parent, "email", due, now),
            self._store.put({"PK": partition, "SK": message_id, **_end(due, _DIGEST_LIFE)}),
            self._store.put(outbox_entry(partition, task, due)),
        )

    def _wait(self, *writes: Write) -> None:
        try:
            self._store.transact(*writes)
        except AlreadyDone:
            return

    def _waiting(self, message_id: str, parent: str, channel: Channel, due: datetime, now: datetime) -> Write:
        row = {**keys.delivery(message_id, parent, channel), "parent": parent, "phase": "waiting", **_end(due)}
        row["due"] = int(due.timestamp())
        return self._store.put(row, _FREE, _free_at(now))

    def of_digest(self, parent: str, school: str, due: int) -> list[str]:
        """The messages that come together, the oldest first."""
        return [item["SK"] for item in self._store.query(keys.digest(parent, school, due))]

    # -- now

    def claim(self, message_id: str, parent: str, channel: Channel, now: datetime, *, announces: bool = False) -> bool:
        """Whether the caller, and nobody else, may deliver now. A claim that led to nothing ends by itself.

        announces: without the content. It is written here, before the mail goes, as anything may be heard of a mail
        before `settle`.

        A process that dies between sending and `settle` leaves a claim that ends: the one window in which
        a mail may go out twice, because SES takes no idempotency token.
        """
        moment = int(now.timestamp())
        row = {
            **keys.delivery(message_id, parent, channel),
            "parent": parent,
            "phase": "claimed",
            "claimed_until": moment + int(CLAIM_LIFE.total_seconds()),
            **({"announces": True} if announces else {}),
            **_end(now),
        }
        try:
            self._store.write(self._store.put(row, _FREE, _free_at(now)))
        except AlreadyDone:
            return False
        return True

    def release(self, message_id: str, parent: str, channel: Channel) -> None:
        """Gives a claim back: nothing was sent, as far as anybody knows."""
        claimed = self._store.delete(
            keys.delivery(message_id, parent, channel), "phase = :claimed", {"claimed": "claimed"}
        )
        with suppress(AlreadyDone):
            self._store.write(claimed)

    def settle(self, message_id: str, parent: str, channel: Channel, state: State) -> None:
        """What came of a claim; unless more is known of it already."""
        self._move(message_id, parent, channel, state, ("claimed",))

    def give_up(self, message_id: str, parent: str, channel: Channel) -> None:
        """What waited is not wanted any more."""
        self._move(message_id, parent, channel, "withheld", ("waiting",))

    # -- afterwards

    def report(self, message_id: str, parent: str, channel: Channel, state: State) -> bool:
        """What the mail systems said of it. Whether that was news."""
        return self._move(message_id, parent, channel, state, _EARLIER[state])

    def progress(self, message_id: str) -> tuple[list[str], list[tuple[str, State]]]:
        """The recipients, and (recipient, state) of every delivery so far."""
        recipients: list[str] = []
        deliveries: list[tuple[str, State]] = []
        for item in self._of(message_id):
            if item["SK"].startswith(keys.RECIPIENTS):
                recipients.append(item["parent"])
            else:
                deliveries.append((item["parent"], _state_of(item)))
        return recipients, deliveries

    def of_recipients(
        self, message_id: str, after: str, limit: int
    ) -> tuple[list[tuple[Recipient, dict[Channel, State]]], bool]:
        """A page of the recipients after this one ('' for the first), each with its deliveries; and whether there are
        more."""
        wanted = [one for one in self.of_message(message_id) if one[0].parent > after]
        return wanted[:limit], len(wanted) > limit

    def of_message(self, message_id: str) -> list[tuple[Recipient, dict[Channel, State]]]:
        """All recipients in the order of their ids, each with its deliveries so far."""
        recipients: list[Recipient] = []
        deliveries: dict[str, dict[Channel, State]] = {}
        for item in self._of(message_id):
            if item["SK"].startswith(keys.RECIPIENTS):
                recipients.append(Recipient(item["parent"], tuple(item["pupils"]), item.get("place", 0)))
            else:
                channel: Channel = "push" if item["SK"].endswith("#push") else "email"
                deliveries.setdefault(item["parent"], {})[channel] = _state_of(item)
        return [(one, deliveries.get(one.parent, {})) for one in recipients]

    def unfinished(self, message_id: str, before: datetime) -> tuple[list[Recipient], bool]:
        """The recipients whose delivery should have been made before this moment, and whether any is still to come."""
        moment = before.timestamp()
        rows: dict[str, list[Item]] = {}
        recipients: list[Recipient] = []
        for item in self._of(message_id):
            if item["SK"].startswith(keys.RECIPIENTS):
                recipients.append(Recipient(item["parent"], tuple(item["pupils"])))
            elif item["phase"] in ("waiting", "claimed"):
                rows.setdefault(item["parent"], []).append(item)
            else:
                rows.setdefault(item["parent"], [])
        stuck = [
            one
            for one in recipients
            if one.parent not in rows or any(_should_be_done(row, moment) for row in rows[one.parent])
        ]
        return stuck, bool(stuck) or any(rows.values())

    def are_made(self, message_id: str, group: str) -> bool:
        """Whether nothing is to come for the recipients whose ids begin with this, each of whom has a delivery."""
        partition = keys.recipient(message_id, "")["PK"]
        reached: set[str] = set()
        for item in self._store.query(partition, f"{keys.DELIVERIES}{group}"):
            if item["phase"] in ("waiting", "claimed"):
                return False
            reached.add(item["parent"])
        recipients = self._store.query(partition, f"{keys.RECIPIENTS}{group}")
        return all(item["parent"] in reached for item in recipients)

    def _of(self, message_id: str) -> Iterator[Item]:
        return self._store.query(keys.recipient(message_id, "")["PK"])

    def _move(self, message_id: str, parent: str, channel: Channel, state: State, earlier: tuple[str, ...]) -> bool:
        try:
            self._store.write(
                self._store.update(
                    keys.delivery(message_id, parent, channel),
                    "SET phase = :to REMOVE claimed_until",
                    {"to": state, **{one: one for one in earlier}},
                    f"phase IN ({', '.join(f':{one}' for one in earlier)})",
                )
            )
        except AlreadyDone:
            return False
        return True


def _should_be_done(row: Item, moment: float) -> bool:
    """Whether a delivery that waits or is claimed did so until before this moment (seconds since 1970)."""
    return bool(row["due" if row["phase"] == "waiting" else "claimed_until"] < moment)


def _end(moment: datetime, life: timedelta = MESSAGE_LIFE) -> Item:
    return {"expires_at": int((moment + life).timestamp())}


def _state_of(row: Item) -> State:
    phase: str = row["phase"]
    if phase in ("waiting", "claimed"):
        return "queued"
    if phase in ("sent", "delivered") and "announces" in row:
        return "announced"
    return phase  # type: ignore[return-value]  # all others are states
