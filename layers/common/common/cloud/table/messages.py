"""Messages of a school, their recipients, and one delivery for each recipient and channel."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from common.cloud.table import keys
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.store import Store
from common.errors import AlreadyDone
from common.messages import Audience, Message, State

CLAIM_LIFE = timedelta(minutes=5)


def _message_of(item: dict[str, Any]) -> Message:
    audience = item["audience"]
    return Message(
        school=item["school"],
        id=item["id"],
        kind=item["kind"],
        title=item["title"],
        text=item["text"],
        audience=Audience(audience["school"], tuple(audience["classes"]), tuple(audience["pupils"])),
        made_at=datetime.fromtimestamp(item["made_at"], UTC),
        fanned_out=item["fanned_out"],
    )


class Messages:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, message: Message) -> None:
        item = {
            **keys.message(message.school, message.id),
            "school": message.school,
            "id": message.id,
            "kind": message.kind,
            "title": message.title,
            "text": message.text,
            "audience": {
                "school": message.audience.school,
                "classes": list(message.audience.classes),
                "pupils": list(message.audience.pupils),
            },
            "made_at": int(message.made_at.timestamp()),
            "fanned_out": False,
        }
        wanted = {"kind": "fan_out", "school": message.school, "message": message.id}
        self._store.transact(
            self._store.put(item, "attribute_not_exists(PK)"),
            self._store.put(outbox_entry(message.id, wanted, message.made_at)),
        )

    def find(self, school: str, message_id: str) -> Message | None:
        item = self._store.get(keys.message(school, message_id))
        return _message_of(item) if item else None

    def add_recipients(self, message_id: str, parents: Iterable[str]) -> None:
        self._store.write_all({**keys.recipient(message_id, parent), "parent": parent} for parent in parents)

    def finish_fan_out(self, message: Message) -> None:
        self._store.write(
            self._store.update(keys.message(message.school, message.id), "SET fanned_out = :yes", {"yes": True})
        )

    def progress(self, message_id: str) -> tuple[list[str], list[tuple[str, State]]]:
        """The recipients, and (recipient, state) of every delivery so far."""
        recipients: list[str] = []
        deliveries: list[tuple[str, State]] = []
        for item in self._store.query(keys.recipient(message_id, "")["PK"]):
            if item["SK"].startswith(keys.RECIPIENTS):
                recipients.append(item["parent"])
            else:
                deliveries.append((item["parent"], "queued" if item["phase"] == "claimed" else item["phase"]))
        return recipients, deliveries

    def claim(self, message_id: str, parent: str, channel: str, now: datetime) -> bool:
        """Whether the caller, and nobody else, may deliver now. A claim that led to nothing ends by itself.

        A process that dies between sending and `settle` leaves a claim that ends: the one window in which
        a mail may go out twice, because SES takes no idempotency token.
        """
        moment = int(now.timestamp())
        try:
            self._store.write(
                self._store.put(
                    {
                        **keys.delivery(message_id, parent, channel),
                        "parent": parent,
                        "phase": "claimed",
                        "claimed_until": moment + int(CLAIM_LIFE.total_seconds()),
                    },
                    "attribute_not_exists(PK) OR (phase = :claimed AND claimed_until < :now)",
                    {"claimed": "claimed", "now": moment},
                )
            )
        except AlreadyDone:
            return False
        return True

    def release(self, message_id: str, parent: str, channel: str) -> None:
        """Gives a claim back: nothing was sent."""
        self._store.write(self._store.delete(keys.delivery(message_id, parent, channel)))

    def settle(self, message_id: str, parent: str, channel: str, state: State) -> None:
        item = {**keys.delivery(message_id, parent, channel), "parent": parent, "phase": state}
        self._store.write(self._store.put(item))

    def drop_outbox(self, entries: Iterable[tuple[str, str]]) -> None:
        """Entries (partition, sort key) that are on their way."""
        self._store.write_all(deletes=[{"PK": pk, "SK": sk} for pk, sk in entries])
