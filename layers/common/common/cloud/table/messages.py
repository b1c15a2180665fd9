"""Messages of a school and their recipients."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from common.audiences import Audience
from common.cloud.table import keys
from common.cloud.table.attachments import attachment_of
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.schools import school_of
from common.cloud.table.store import Item, Store, Write
from common.errors import AlreadyDone
from common.messages import MESSAGE_LIFE, Message, Recipient, Stage
from common.schools import School
from common.values import Value

_ORDER_LIFE = timedelta(days=2)


class OtherMessage(AlreadyDone):
    """Under this key something else was ordered."""


class Ordered(Value):
    """What was ordered under a key: the message, and the digest of its order."""

    message: str
    digest: str


class AtSchool(NamedTuple):
    """A message with its school. to_come: the groups of its recipients that are not done."""

    message: Message
    school: School
    to_come: frozenset[str]


class Messages:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, message: Message, key: str = "", digest: str = "", also: Sequence[Write] = ()) -> str:
        """From now on it goes out at its time, unless it is cancelled before. Its id.

        key: under which the same order comes again; then the id of the first is given. digest: of what was ordered.
        also: what is written with it, such as its entry in the journal. Raises OtherMessage where the key was used for
        something else.
        """
        wanted = {"kind": "fan_out", "school": message.school, "message": message.id}
        writes = (
            self._store.put(_item(message), "attribute_not_exists(PK)"),
            self._store.put(keys.open_message(message.school, message.id)),
            self._store.put(planned(message, wanted)),
            *also,
        )
        if not key:
            self._store.transact(*writes)
            return message.id
        ends = {"expires_at": int((message.made_at + _ORDER_LIFE).timestamp())}
        ordered = {**keys.order(message.school, key), "message": message.id, "digest": digest, **ends}
        try:
            self._store.transact(*writes, self._store.put(ordered, "attribute_not_exists(PK)"))
        except AlreadyDone:
            before = self.ordered(message.school, key)
            if before is None or before.digest != digest:
                raise OtherMessage from None
            return before.message
        return message.id

    def ordered(self, school: str, key: str) -> Ordered | None:
        """What was ordered under this key in the last two days."""
        item = self._store.get(keys.order(school, key))
        return Ordered(item["message"], item["digest"]) if item else None

    def find(self, school: str, message_id: str) -> Message | None:
        item = self._store.get(keys.message(school, message_id))
        return _message_of(item) if item else None

    def at_school(self, school: str, message_id: str) -> AtSchool | None:
        """All of it in one read."""
        wanted = [keys.message(school, message_id), keys.school(school), keys.open_message(school, message_id)]
        found = {item["SK"]: item for item in self._store.get_many(wanted)}
        message, settings, mark = (found.get(key["SK"]) for key in wanted)
        return AtSchool(_message_of(message), school_of(settings), _to_come(mark)) if message and settings else None

    def find_many(self, named: Iterable[tuple[str, str]]) -> list[Message]:
        """Those of (school, message) that are there, the newest first."""
        found = self._store.get_many([keys.message(school, message) for school, message in named])
        return sorted(map(_message_of, found), key=lambda message: message.id, reverse=True)

    def of_school(self, school: str, before: str, limit: int) -> list[Message]:
        """The newest messages of a school, older than the message `before`; '' for all."""
        found = self._store.newest(keys.message(school, ""), before, limit)
        return [_message_of(item) for item in found]

    def open_before(self, moment: datetime) -> list[Message]:
        """Messages that are not done though they were due before this moment, the newest first."""
        found = self._store.query(keys.OPEN_MESSAGES)
        named = (item["SK"].partition("#") for item in found)
        return [
            one for one in self.find_many((school, message) for message, _, school in named) if one.send_at < moment
        ]

    def not_done(self, messages: Iterable[Message]) -> set[str]:
        """The ids of those that still have a delivery to come."""
        found = self._store.get_many([keys.open_message(one.school, one.id) for one in messages])
        return {item["SK"].partition("#")[0] for item in found}

    def await_groups(self, message: Message, groups: Collection[str]) -> None:
        """Of its recipients: it is done when `note_made` was told of each. Nothing happens where it is done."""
        if not groups:
            self.close(message)
            return
        place = keys.open_message(message.school, message.id)
        self._try(self._store.update(place, "SET to_come = :groups", {"groups": set(groups)}, "attribute_exists(PK)"))

    def groups_to_come(self, school: str, message_id: str) -> frozenset[str]:
        """None for a message that is done."""
        return _to_come(self._store.get(keys.open_message(school, message_id)))

    def note_made(self, school: str, message_id: str, group: str) -> None:
        """Nothing is to come for the recipients of this group; with the last of them the message is done."""
        place = keys.open_message(school, message_id)
        values = {"group": {group}, "one": group}
        left = self._try(self._store.update(place, "DELETE to_come :group", values, "contains(to_come, :one)"))
        if left is None or "to_come" in left:
            return
        message = self.find(school, message_id)
        if message and message.stage == "sent":
            self.close(message)

    def _try(self, write: Write) -> Item | None:
        """The item as it is then; None where the condition does not hold."""
        try:
            return self._store.write(write)
        except AlreadyDone:
            return None

    def close(self, message: Message) -> None:
        """It is done: nobody needs to look after it any more."""
        self._store.write(self._store.delete(keys.open_message(message.school, message.id)))

    def begin(self, message: Message, *also: Write) -> bool:
        """Whether it may go out: not where it was cancelled. From now on it cannot be.

        also: what is written with the first time, such as that it leaves now.
        """
        if also and message.stage == "waiting":
            try:
                self._store.transact(self._moving(message, "sending", "stage = :waiting"), *also)
            except AlreadyDone:
                # Somebody else began with it, or cancelled it.
                pass
            else:
                return True
        return self._move(message, "sending", "stage IN (:waiting, :sending, :sent)")

    def finish(self, message: Message) -> None:
        self._move(message, "sent", "stage = :sending")

    def cancel(self, message: Message, entry: Write) -> bool:
        """Whether it was in time, or is cancelled already. entry: of the journal, which tells it once."""
        try:
            self._store.transact(self._moving(message, "cancelled", "stage = :waiting"), entry)
        except AlreadyDone:
            now = self.find(message.school, message.id)
            return now is not None and now.stage == "cancelled"
        return True

    def went_out(self, message: Message) -> bool:
        """Whether it waited still: it went out before the table was put back, and does not once more."""
        waiting = planned(message)
        try:
            self._store.transact(
                self._moving(message, "sent", "stage = :waiting"),
                self._store.delete({"PK": waiting["PK"], "SK": waiting["SK"]}),
                self._store.delete(keys.open_message(message.school, message.id)),
            )
        except AlreadyDone:
            return False
        return True

    def _move(self, message: Message, stage: Stage, condition: str) -> bool:
        try:
            self._store.write(self._moving(message, stage, condition))
        except AlreadyDone:
            return False
        return True

    def _moving(self, message: Message, stage: Stage, condition: str) -> Write:
        stages: tuple[Stage, ...] = ("waiting", "sending", "sent", "cancelled")
        named: dict[str, str] = {one: one for one in stages if f":{one}" in condition}
        place = keys.message(message.school, message.id)
        return self._store.update(place, "SET stage = :to", {"to": stage, **named}, condition)

    def add_recipients(self, message: Message, recipients: Iterable[Recipient]) -> None:
        self._store.write_all(
            {
                **keys.recipient(message.id, recipient.parent),
                **keys.inbox_of_parent(recipient.parent, message.id, message.school),
                "parent": recipient.parent,
                "expires_at": int((message.send_at + MESSAGE_LIFE).timestamp()),
                "pupils": list(recipient.pupils),
                "place": recipient.place,
            }
            for recipient in recipients
        )

    def addressed_to(self, parent: str, before: str, limit: int) -> list[tuple[str, str]]:
        """(school, message) of the newest messages to a parent, older than the message `before`; '' for all."""
        partition = keys.inbox_of_parent(parent, "", "")["GSI1PK"]
        found = self._store.newest_of_index(keys.BY_SCHOOL, partition, before, limit)
        named = (item["GSI1SK"].partition("#") for item in found)
        return [(school, message) for message, _, school in named]

    def children_meant(self, parent: str, messages: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Of the messages that were addressed to this parent: for which children each was meant."""
        found = self._store.get_many([keys.recipient(message, parent) for message in messages])
        return {keys.message_of(item): tuple(item["pupils"]) for item in found}


def planned(message: Message, task: dict[str, Any] | None = None) -> Item:
    """What waits in the outbox until the message is due; its place alone where nothing is said of the task."""
    return outbox_entry(f"message|{message.id}", task or {}, message.send_at)


def _item(message: Message) -> dict[str, Any]:
    return {
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
        "send_at": int(message.send_at.timestamp()),
        "stage": message.stage,
        "attachments": [asdict(one) for one in message.attachments],
        "expires_at": int((message.send_at + MESSAGE_LIFE).timestamp()),
    }


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
        send_at=datetime.fromtimestamp(item["send_at"], UTC),
        stage=item["stage"],
        attachments=tuple(map(attachment_of, item.get("attachments", ()))),
    )


def _to_come(mark: Item | None) -> frozenset[str]:
    return frozenset((mark or {}).get("to_come", ()))
