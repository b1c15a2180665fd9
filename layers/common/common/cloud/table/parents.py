"""Parents: their accounts, and their links to children."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from common.batches import in_batches
from common.cloud.table import keys, moments
from common.cloud.table.addresses import Addresses, AddressRegistered, confirmation_attributes
from common.cloud.table.choices import Choices, devices_of, preferences_item, preferences_of
from common.cloud.table.codes import Codes
from common.cloud.table.journal import Journal
from common.cloud.table.limits import Guard, read_guarded
from common.cloud.table.outbox import outbox_entry, recount_entry
from common.cloud.table.pupils import pupil_of
from common.cloud.table.sessions import Session, Sessions
from common.cloud.table.store import Cancelled, Item, Store, Write
from common.errors import AccountGone, AlreadyDone, CodeFull, CodeProblem, CodeWornOut
from common.ids import random_id, timed_id
from common.journal import Actor
from common.links import Invitation, Link
from common.parents import Confirmation, Parent
from common.pupils import Pupil
from common.values import Value

if TYPE_CHECKING:
    from common.messages import Recipient

# Each is two keys of one read.
_LINKS_AT_ONCE = 50


class Household(Value):
    """All that is kept of one parent, in one read."""

    parent: Parent
    links: tuple[Link, ...] = ()

    def has(self, school: str, pupil: str) -> bool:
        return any((link.school, link.pupil) == (school, pupil) for link in self.links)


@dataclass
class _Parts:
    parent: Parent | None = None
    links: list[Link] = field(default_factory=list)


class AlreadyLinked(AlreadyDone):
    """This parent and this child are linked."""


def _parent_of(item: dict[str, Any]) -> Parent:
    nonce = item.get("confirm_nonce")
    return Parent(
        id=item["id"],
        name=item["name"],
        email=item["email"],
        new_email=item.get("new_email", ""),
        email_confirmed=item["email_confirmed"],
        language=item["language"],
        preferences=preferences_of(item["preferences"]),
        devices=devices_of(item["devices"]),
        addresses=item.get("addresses", 0),
        lost_devices=item.get("lost_devices", False),
        undeliverable=item["trouble"] if item.get("trouble_email") == item["email"] else "",
        confirmation=Confirmation(nonce, moments.of_seconds(item["confirm_until"]), item["confirm_tries"])
        if nonce
        else None,
    )


class Parents:
    def __init__(self, store: Store) -> None:
        self._store = store

    def id_of(self, email: str, guards: Sequence[Guard] = ()) -> str | None:
        """Whose address this is. Raises TooManyTries where a guard says no."""
        item = read_guarded(self._store, keys.login(email), guards)
        return item["parent"] if item else None

    def household(self, parent: str) -> Household | None:
        parts = _Parts()
        for item in self._store.query(keys.profile(parent)["PK"]):
            _sort_into(parts, item)
        return Household(parts.parent, tuple(parts.links)) if parts.parent else None

    def find_many(self, parents: Iterable[str]) -> list[Parent]:
        """Those who have an account, in no particular order; a hundred in a read."""
        return [_parent_of(item) for item in self._store.get_many([keys.profile(one) for one in parents])]

    def find_with_pupils(
        self, parents: Iterable[str], school: str, pupils: Iterable[str]
    ) -> tuple[list[Parent], list[Pupil]]:
        """Those who are there of both, in no particular order; a hundred together in a read."""
        wanted = [keys.profile(one) for one in parents] + [keys.pupil(school, one) for one in pupils]
        found = self._store.get_many(wanted)
        there = [pupil_of(item) for item in found if item["SK"].startswith(keys.PUPILS)]
        return [_parent_of(item) for item in found if not item["SK"].startswith(keys.PUPILS)], there

    def still_linked(self, school: str, recipients: "Sequence[Recipient]") -> "list[tuple[Parent, Recipient]]":
        """Those who still have an account and a link, each with the children that are linked now; in two reads a
        hundred recipients or links."""
        wanted = [keys.profile(one.parent) for one in recipients]
        wanted += [keys.child(one.parent, school, pupil) for one in recipients for pupil in one.pupils]
        found = {(item["PK"], item["SK"]): item for item in self._store.get_many(wanted)}
        linked = []
        for one in recipients:
            profile = found.get(_place(keys.profile(one.parent)))
            pupils = tuple(p for p in one.pupils if _place(keys.child(one.parent, school, p)) in found)
            if profile and pupils:
                linked.append((_parent_of(profile), replace(one, pupils=pupils)))
        return linked

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

        Raises AddressRegistered, CodeFull, CodeWornOut, or Cancelled where the code was replaced meanwhile.
        """
        login = self._store.put({**keys.login(parent.email), "parent": parent.id}, "attribute_not_exists(PK)")
        profile = self._store.put(self._profile(parent, now), "attribute_not_exists(PK)")
        linking = self._linking(parent.id, invitation, now)
        confirm = Addresses(self._store).asking_confirmation(parent.id, now)
        try:
            self._store.transact(login, profile, *linking, confirm, *Sessions(self._store).opening(session))
        except Cancelled as cancelled:
            if 0 in cancelled.failed:
                raise AddressRegistered from None
            raise _why_not_linked(cancelled, first=2) from None

    def link(self, parent: str, invitation: Invitation, now: datetime) -> None:
        """Links a child to a parent who has an account. Raises AlreadyLinked, CodeFull, CodeWornOut or Cancelled;
        AccountGone where the account went meanwhile."""
        linking = self._linking(parent, invitation, now)
        try:
            self._store.transact(*linking, self._store.check(keys.profile(parent), "attribute_exists(PK)"))
        except Cancelled as cancelled:
            if len(linking) in cancelled.failed:
                raise AccountGone from None
            raise _why_not_linked(cancelled, first=0) from None

    def unlink(self, parent: str, school: str, pupil: str, now: datetime, by: Actor | None = None) -> None:
        """Ends a link and frees its place. by: None for the parent, who is told where somebody of the school did it.

        Raises AlreadyDone where there is none.
        """
        entry = timed_id(now, f"unlink|{parent}|{pupil}|{random_id()}")
        actor = by or Actor("parent", parent)
        ending = (
            self._store.delete(keys.child(parent, school, pupil), "attribute_exists(PK)"),
            self._store.delete(keys.bounce(school, pupil, parent)),
        )
        freeing = self._store.update(
            keys.pupil(school, pupil), "ADD linked :back", {"back": -1}, "attribute_exists(PK)"
        )
        told = Journal(self._store).entry(school, "unlinked", actor, now, entry, pupil=pupil, parent=parent)
        notice = {"kind": "unlinked", "link": entry, "school": school, "parent": parent}
        telling = [self._store.put(outbox_entry(entry, notice, now))] if actor.kind == "staff" else []
        recount = self._store.put(recount_entry(school, now))
        try:
            self._store.transact(*ending, freeing, told, recount, *telling)
        except Cancelled as cancelled:
            if 0 in cancelled.failed:
                raise
            # The pupil is no more: there is no place to free.
            self._store.transact(*ending, told)

    def links_of_school(self, school: str) -> Iterator[tuple[Parent, Link]]:
        """Every link with its parent, by pupil; may miss one of a moment ago."""
        partition = keys.link_of_school(school, "", "")["GSI1PK"]
        for some in in_batches(self._store.query_index(keys.BY_SCHOOL, partition), _LINKS_AT_ONCE):
            yield from self._with_links([(item["parent"], school, item["pupil"]) for item in some])

    def find_linked(self, parent: str, school: str, pupil: str) -> tuple[Parent, Link] | None:
        """This one alone; None where there is no such link."""
        return next(iter(self._with_links([(parent, school, pupil)])), None)

    def _with_links(self, wanted: Sequence[tuple[str, str, str]]) -> list[tuple[Parent, Link]]:
        return linked_in(wanted, self._store.get_many(places_of_links(wanted)))

    def forget_links(self, school: str, pupil: str) -> None:
        """Those to a pupil who is no more."""
        parents = self.parents_of_pupil(school, pupil)
        self._store.write_all(deletes=[keys.child(parent, school, pupil) for parent in parents])

    def unlink_all(self, parent: str, now: datetime, by: Actor | None = None) -> None:
        """Ends every link of a parent. by: as for `unlink`."""
        for item in list(self._store.query(keys.profile(parent)["PK"], keys.CHILDREN)):
            with suppress(AlreadyDone):
                self.unlink(parent, item["school"], item["pupil"], now, by)

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
            "since": moments.seconds(now),
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
            Journal(self._store).entry(
                school, "linked", Actor("parent", parent), now, entry, pupil=pupil, parent=parent
            ),
            Codes(self._store).counting_link(invitation.entry),
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
            "preferences": preferences_item(parent.preferences),
            "devices": {},
            "since": moments.seconds(now),
            **confirmation_attributes(now),
        }

    # -- the account

    def tell(self, parent: str, what: str, now: datetime) -> None:
        """A mail to the parent of something that happened to the account."""
        entry = timed_id(now, f"{what}|{parent}|{random_id()}")
        self._store.write(
            self._store.put(outbox_entry(entry, {"kind": what, "occasion": entry, "parent": parent}, now))
        )

    def forget(self, parent: str, now: datetime, by: Actor | None = None) -> None:
        """The account is no more, nor its links and devices. by: as for `unlink`. Again, it does what is left."""
        self.unlink_all(parent, now, by)
        while household := self.household(parent):
            for device in household.parent.devices:
                Choices(self._store).forget_device(parent, device, now)
            if self._remove(household.parent):
                break
        # A child that was linked meanwhile; from here on none can be.
        self.unlink_all(parent, now, by)

    def all_ids(self) -> Iterator[str]:
        """Of every account there is: reads the whole table."""
        return (item["id"] for item in self._store.scan("SK = :profile", {"profile": keys.profile("")["SK"]}))

    def _remove(self, parent: Parent) -> bool:
        """With the address that leads to it. False where another one took its place meanwhile, or it is gone."""
        with suppress(AlreadyDone):
            self._store.transact(
                self._store.delete(keys.login(parent.email)),
                self._store.delete(keys.profile(parent.id), "email = :email", {"email": parent.email}),
            )
            return True
        return False


def _link_of(item: Mapping[str, Any]) -> Link:
    return Link(item["parent"], item["school"], item["pupil"], moments.of_seconds(item["since"]), item["code_version"])


def places_of_links(wanted: Iterable[tuple[str, str, str]]) -> list[keys.Key]:
    """Of (parent, school, pupil)."""
    return [
        key for parent, school, pupil in wanted for key in (keys.profile(parent), keys.child(parent, school, pupil))
    ]


def linked_in(wanted: Iterable[tuple[str, str, str]], read: Iterable[Item]) -> list[tuple[Parent, Link]]:
    """From what was read of those places: each parent with the link, the first first."""
    found = {_place(item): item for item in read}
    there = [[found.get(_place(key)) for key in places_of_links([one])] for one in wanted]
    linked = [(_parent_of(profile), _link_of(link)) for profile, link in there if profile and link]
    return sorted(linked, key=lambda one: (one[1].since, one[0].id))


def _place(key: Mapping[str, Any]) -> tuple[str, str]:
    return key["PK"], key["SK"]


def _sort_into(parts: _Parts, item: dict[str, Any]) -> None:
    if item["SK"] == "PROFILE":
        parts.parent = _parent_of(item)
    elif item["SK"].startswith(keys.CHILDREN):
        parts.links.append(_link_of(item))


def _why_not_linked(cancelled: Cancelled, first: int) -> AlreadyDone | CodeProblem:
    """`first` is where the writes of the link begin: the link itself, the pupil's count, the journal, the code's."""
    why: tuple[AlreadyDone | CodeProblem, ...] = (AlreadyLinked(), CodeFull(), cancelled, CodeWornOut())
    return next((one for at, one in enumerate(why, first) if at in cancelled.failed), cancelled)
