"""Parents: their accounts, children, devices and sessions."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from common.cloud.table import keys
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.sessions import Session, Sessions
from common.cloud.table.store import Cancelled, Store, Write
from common.errors import AlreadyDone, CodeFull
from common.ids import random_id, timed_id
from common.links import Invitation, Link
from common.parents import (
    CONFIRMATION_LIFE,
    CONFIRMATION_PAUSE,
    CONFIRMATION_TRIES,
    CONFIRMATIONS_A_DAY,
    Confirmation,
    Device,
    Parent,
    Preferences,
)


@dataclass(frozen=True)
class Household:
    """All that is kept of one parent, in one read."""

    parent: Parent
    links: tuple[Link, ...] = ()
    devices: tuple[Device, ...] = ()

    def has(self, school: str, pupil: str) -> bool:
        return any((link.school, link.pupil) == (school, pupil) for link in self.links)


@dataclass
class _Parts:
    parent: Parent | None = None
    links: list[Link] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)


class AlreadyLinked(AlreadyDone):
    """This parent and this child are linked."""


class AddressRegistered(AlreadyDone):
    """Somebody registered this address a moment ago."""


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _parent_of(item: dict[str, Any]) -> Parent:
    nonce = item.get("confirm_nonce")
    return Parent(
        id=item["id"],
        name=item["name"],
        email=item["email"],
        new_email=item.get("new_email", ""),
        email_confirmed=item["email_confirmed"],
        language=item["language"],
        preferences=Preferences(email=item["wants_email"], push=item["wants_push"]),
        confirmation=Confirmation(nonce, _at(item["confirm_until"]), item["confirm_tries"]) if nonce else None,
    )


class Parents:
    def __init__(self, store: Store) -> None:
        self._store = store

    def id_of(self, email: str) -> str | None:
        item = self._store.get(keys.login(email))
        return item["parent"] if item else None

    def household(self, parent: str) -> Household | None:
        parts = _Parts()
        for item in self._store.query(keys.profile(parent)["PK"]):
            _sort_into(parts, parent, item)
        return Household(parts.parent, tuple(parts.links), tuple(parts.devices)) if parts.parent else None

    def parents_of_school(self, school: str) -> list[tuple[str, str]]:
        """(pupil, parent) of every link at a school."""
        partition = keys.link_of_school(school, "", "")["GSI1PK"]
        found = self._store.query_index(keys.BY_SCHOOL, partition)
        return [(item["pupil"], item["parent"]) for item in found]

    def parents_of_pupil(self, school: str, pupil: str) -> list[str]:
        partition = keys.link_of_school(school, "", "")["GSI1PK"]
        return [item["parent"] for item in self._store.query_index(keys.BY_SCHOOL, partition, f"{pupil}#")]

    # -- registering and linking

    def register(self, parent: Parent, invitation: Invitation, session: Session, now: datetime) -> None:
        """A new parent, linked and logged in, in one step.

        Raises AddressRegistered, CodeFull, or Cancelled where the code was replaced meanwhile.
        """
        login = self._store.put({**keys.login(parent.email), "parent": parent.id}, "attribute_not_exists(PK)")
        profile = self._store.put(self._profile(parent, now), "attribute_not_exists(PK)")
        linking = self._linking(parent.id, invitation, now)
        confirm = self._asking_confirmation(parent.id, now)
        try:
            self._store.transact(login, profile, *linking, confirm, *Sessions(self._store).opening(session))
        except Cancelled as cancelled:
            if 0 in cancelled.failed:
                raise AddressRegistered from None
            raise _why_not_linked(cancelled, first=2) from None

    def link(self, parent: str, invitation: Invitation, now: datetime) -> None:
        """Links a child to a parent who has an account. Raises AlreadyLinked, CodeFull or Cancelled."""
        try:
            self._store.transact(*self._linking(parent, invitation, now))
        except Cancelled as cancelled:
            raise _why_not_linked(cancelled, first=0) from None

    def unlink(self, parent: str, school: str, pupil: str, now: datetime) -> None:
        """Ends a link and frees its place. Raises AlreadyDone where there is none."""
        entry = timed_id(now, f"unlink|{parent}|{pupil}|{random_id()}")
        self._store.transact(
            self._store.delete(keys.child(parent, school, pupil), "attribute_exists(PK)"),
            self._store.update(keys.pupil(school, pupil), "ADD linked :back", {"back": -1}),
            self._store.put({**keys.journal(school, entry), "what": "unlinked", "parent": parent, "pupil": pupil}),
        )

    def end_links(self, school: str, pupil: str, now: datetime) -> None:
        """Nobody is linked to this pupil any more."""
        for parent in self.parents_of_pupil(school, pupil):
            try:
                self.unlink(parent, school, pupil, now)
            except AlreadyDone:
                continue

    def _linking(self, parent: str, invitation: Invitation, now: datetime) -> tuple[Write, ...]:
        school, pupil = invitation.school.id, invitation.pupil.id
        entry = timed_id(now, f"link|{parent}|{pupil}|{random_id()}")
        link = {
            **keys.child(parent, school, pupil),
            **keys.link_of_school(school, pupil, parent),
            "parent": parent,
            "school": school,
            "pupil": pupil,
            "since": int(now.timestamp()),
            "code_version": invitation.entry.version,
        }
        notice = {"kind": "new_link", "link": entry, "school": school, "pupil": pupil, "parent": parent}
        return (
            self._store.put(link, "attribute_not_exists(PK)"),
            self._store.update(
                keys.pupil(school, pupil),
                "ADD linked :one",
                {"one": 1, "cap": invitation.cap, "version": invitation.entry.version, "yes": True},
                "linked < :cap AND code_version = :version AND active = :yes",
            ),
            self._store.put({**keys.journal(school, entry), "what": "linked", "parent": parent, "pupil": pupil}),
            self._store.put(outbox_entry(entry, notice, now)),
        )

    def _profile(self, parent: Parent, now: datetime) -> dict[str, Any]:
        return {
            **keys.profile(parent.id),
            "id": parent.id,
            "name": parent.name,
            "email": parent.email,
            "email_confirmed": parent.email_confirmed,
            "language": parent.language,
            "wants_email": parent.preferences.email,
            "wants_push": parent.preferences.push,
            "since": int(now.timestamp()),
            **_confirmation_attributes(now),
        }

    # -- what the parent chooses

    def save_preferences(self, parent: str, preferences: Preferences) -> None:
        self._store.write(
            self._store.update(
                keys.profile(parent),
                "SET wants_email = :email, wants_push = :push",
                {"email": preferences.email, "push": preferences.push},
                "attribute_exists(PK)",
            )
        )

    def save_language(self, parent: str, language: str) -> None:
        self._store.write(self._store.set_to(keys.profile(parent), {"language": language}, "attribute_exists(PK)"))

    def add_device(self, parent: str, device: Device) -> None:
        self._store.write(
            self._store.put(
                {
                    **keys.device(parent, device.id),
                    "id": device.id,
                    "platform": device.platform,
                    "endpoint": device.endpoint,
                    "since": int(device.since.timestamp()),
                }
            )
        )

    def forget_device(self, parent: str, device: str) -> None:
        self._store.write(self._store.delete(keys.device(parent, device)))

    def tell(self, parent: str, what: str, now: datetime) -> None:
        """A mail to the parent of something that happened to the account."""
        entry = timed_id(now, f"{what}|{parent}|{random_id()}")
        self._store.write(
            self._store.put(outbox_entry(entry, {"kind": what, "occasion": entry, "parent": parent}, now))
        )

    def remove(self, parent: Parent) -> None:
        """The account is no more; its links, devices and sessions are gone before and after."""
        self._store.transact(
            self._store.delete(keys.login(parent.email)),
            self._store.delete(keys.profile(parent.id)),
        )

    # -- the address

    def ask_confirmation(self, parent: str, now: datetime, new_email: str = "") -> None:
        """A new code goes to the address that waits for confirmation; `new_email` is the one from now on.

        Raises AlreadyDone within a minute of the last, or after ten a day.
        """
        fresh = _confirmation_attributes(now)
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
        asking = self._asking_confirmation(parent, now)
        try:
            self._store.transact(another_today, asking)
        except AlreadyDone:
            self._store.transact(first_today, asking)

    def count_confirmation_try(self, parent: str) -> bool:
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

    def confirm_email(self, parent: Parent) -> None:
        """The address that the digits were sent to is its owner's; raises AlreadyDone if it changed meanwhile."""
        self._store.write(
            self._store.update(
                keys.profile(parent.id),
                "SET email_confirmed = :yes REMOVE confirm_nonce, confirm_until, new_email",
                {"yes": True, "email": parent.email},
                "email = :email",
            )
        )

    def change_email(self, parent: Parent, now: datetime) -> None:
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
                    "SET email = :new, email_confirmed = :yes REMOVE confirm_nonce, confirm_until, new_email",
                    {"new": parent.new_email, "old": parent.email, "yes": True},
                    "new_email = :new AND email = :old",
                ),
                self._store.put(outbox_entry(entry, notice, now)),
            )
        except Cancelled as cancelled:
            if 0 in cancelled.failed:
                raise AddressRegistered from None
            raise

    def keep_email(self, parent: str) -> None:
        """The address stays as it is after all."""
        self._store.write(
            self._store.update(
                keys.profile(parent), "REMOVE new_email, confirm_nonce, confirm_until", {}, "attribute_exists(PK)"
            )
        )

    def _asking_confirmation(self, parent: str, now: datetime) -> Write:
        entry = timed_id(now, f"confirm|{parent}|{random_id()}")
        return self._store.put(outbox_entry(entry, {"kind": "confirm_email", "parent": parent}, now))


def _sort_into(parts: _Parts, parent: str, item: dict[str, Any]) -> None:
    if item["SK"] == "PROFILE":
        parts.parent = _parent_of(item)
    elif item["SK"].startswith(keys.CHILDREN):
        parts.links.append(Link(parent, item["school"], item["pupil"], _at(item["since"])))
    elif item["SK"].startswith(keys.DEVICES):
        parts.devices.append(Device(item["id"], item["platform"], item["endpoint"], _at(item["since"])))


def _why_not_linked(cancelled: Cancelled, first: int) -> AlreadyDone | CodeFull:
    """`first` is where the writes of the link begin: the link itself, then the pupil's count."""
    if first in cancelled.failed:
        return AlreadyLinked()
    return CodeFull() if first + 1 in cancelled.failed else cancelled


def _assignments(attributes: dict[str, Any]) -> str:
    return ", ".join(f"{name} = :{name}" for name in attributes)


def _confirmation_attributes(now: datetime) -> dict[str, Any]:
    return {
        "confirm_nonce": secrets.token_hex(16),
        "confirm_until": int((now + CONFIRMATION_LIFE).timestamp()),
        "confirm_tries": 0,
        "confirm_asked": int(now.timestamp()),
        "confirm_day": now.date().isoformat(),
        "confirm_sent_today": 1,
    }
