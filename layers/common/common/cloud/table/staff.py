"""Who works at the desk of each school."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from common.cloud.table import keys, moments
from common.cloud.table.outbox import outbox_entry
from common.cloud.table.schools import school_of
from common.cloud.table.store import Cancelled, Item, Store, Write
from common.cloud.table.tallies import tally_of
from common.cloud.table.years import Ordered, ordered_in
from common.errors import AlreadyDone
from common.ids import random_id, timed_id
from common.schools import School
from common.staff import INVITATION_LIFE, MANAGER, Invitation, Role, Staff
from common.tallies import Tally

if TYPE_CHECKING:
    from common.cloud.table.limits import Guard

# Who sits there, of which school, and with what most pages show.
AtDesk = tuple[Staff, School, Tally, Ordered]


class AddressInUse(AlreadyDone):
    """Somebody at a desk has this address already."""


class LastManager(AlreadyDone):
    """A school needs somebody who may do everything."""


class StaffTable:
    def __init__(self, store: Store) -> None:
        self._store = store

    def at_desk(self, school: str, staff: str) -> AtDesk | None:
        """In one read; None where the person or the school is gone."""
        return at_desk_in(self._store.get_many(places_at_desk(school, staff)), school, staff)

    def find(self, school: str, staff: str) -> Staff | None:
        item = self._store.get(keys.staff(school, staff))
        return _staff_of(item) if item else None

    def behind(self, email: str, guards: "Sequence[Guard]" = ()) -> tuple[str, str] | None:
        """(school, staff) of an address. Raises TooManyTries where a guard says no."""
        from common.cloud.table.limits import read_guarded

        item = read_guarded(self._store, keys.staff_login(email), guards)
        return (item["school"], item["staff"]) if item else None

    def of_school(self, school: str) -> list[Staff]:
        """By name."""
        found = map(_staff_of, self._store.query(keys.school(school)["PK"], keys.STAFF))
        return sorted(found, key=lambda one: (one.name.casefold(), one.id))

    def invite(self, person: Staff, entry: Write, now: datetime) -> None:
        """Somebody new, who is mailed a link to choose a password. Raises AddressInUse."""
        login = {**keys.staff_login(person.email), "school": person.school, "staff": person.id}
        try:
            self._store.transact(
                self._store.put(login, "attribute_not_exists(PK)"),
                self._store.put(_item(person), "attribute_not_exists(PK)"),
                self._inviting(person, now),
                entry,
            )
        except Cancelled as cancelled:
            raise (AddressInUse() if 0 in cancelled.failed else cancelled) from None

    def invite_again(self, person: Staff, now: datetime, *entries: Write) -> None:
        """`person` as it is from now on: with another invitation, and no session of before. Raises AlreadyDone."""
        put = self._store.put(_item(person), "attribute_exists(PK)")
        self._store.transact(put, self._inviting(person, now), *entries)

    def accept(self, person: Staff, now: datetime) -> None:
        """The invitation has done its work. Raises AlreadyDone where another took its place, or it was used."""
        nonce = person.invitation.nonce if person.invitation else ""
        self._store.write(
            self._store.update(
                keys.staff(person.school, person.id),
                "SET valid_from = :now REMOVE nonce, invited_until",
                {"now": moments.milliseconds(now), "nonce": nonce},
                "nonce = :nonce",
            )
        )

    def begin_anew(self, person: Staff, entry: Write, now: datetime) -> None:
        """No session of before goes on. Raises AlreadyDone where the person was let in anew meanwhile, or is gone."""
        was, is_now = moments.milliseconds(person.valid_from), moments.milliseconds(now)
        self._store.transact(
            self._store.update(
                keys.staff(person.school, person.id),
                "SET valid_from = :now",
                {"now": is_now, "was": was},
                "valid_from = :was",
            ),
            entry,
        )

    def standing(self, school: str, staff: str, since: datetime) -> Write:
        """The condition that `Staff.still_stands`, for a transaction."""
        still = "valid_from <= :since AND attribute_not_exists(nonce)"
        return self._store.check(keys.staff(school, staff), still, {"since": moments.milliseconds(since)})

    def withdraw_invitation(self, person: Staff) -> None:
        """The link that was mailed opens nothing any more."""
        key = keys.staff(person.school, person.id)
        self._store.write(self._store.update(key, "REMOVE nonce, invited_until", {}, "attribute_exists(PK)"))

    def change_role(self, person: Staff, role: Role, entry: Write) -> None:
        """Raises LastManager, or AlreadyDone where somebody changed meanwhile."""
        self._store.transact(
            self._store.set_to(keys.staff(person.school, person.id), {"role": role}, "attribute_exists(PK)"),
            entry,
            *(self._while_another_manages(person) if role != MANAGER else ()),
        )

    def remove(self, person: Staff, entry: Write) -> None:
        """From the next page on. Raises LastManager, or AlreadyDone where somebody changed meanwhile."""
        self._store.transact(
            self._store.delete(keys.staff(person.school, person.id), "attribute_exists(PK)"),
            self._store.delete(keys.staff_login(person.email)),
            entry,
            *self._while_another_manages(person),
        )

    def _while_another_manages(self, person: Staff) -> tuple[Write, ...]:
        """The condition that somebody else may do everything, and can come in, where this person may now."""
        if not person.is_manager:
            return ()
        others = (one for one in self.of_school(person.school) if one.id != person.id)
        another = next((one for one in others if one.is_manager and one.has_access), None)
        if another is None:
            raise LastManager
        key, still = keys.staff(another.school, another.id), "#role = :manager AND attribute_not_exists(nonce)"
        return (self._store.check(key, still, {"manager": MANAGER}, {"role": "role"}),)

    def _inviting(self, person: Staff, now: datetime) -> Write:
        entry = timed_id(now, f"invite|{person.id}|{random_id()}")
        return self._store.put(
            outbox_entry(entry, {"kind": "invite_staff", "school": person.school, "staff": person.id}, now)
        )


def places_at_desk(school: str, staff: str) -> list[keys.Key]:
    return [keys.school(school), keys.staff(school, staff), keys.tally(school), keys.year(school)]


def at_desk_in(items: Iterable[Item], school: str, staff: str) -> AtDesk | None:
    """From what was read of those places; None where the person or the school is gone."""
    found = {(item["PK"], item["SK"]): item for item in items}
    places = ((key["PK"], key["SK"]) for key in places_at_desk(school, staff))
    settings, person, counted, year = (found.get(place) for place in places)
    if settings is None or person is None:
        return None
    tally = tally_of(counted) if counted else Tally()
    return _staff_of(person), school_of(settings), tally, ordered_in(year or {})


def new_invitation(now: datetime) -> Invitation:
    return Invitation(secrets.token_hex(16), now + INVITATION_LIFE)


def _item(person: Staff) -> Item:
    invited = person.invitation
    waiting: dict[str, Any] = (
        {"nonce": invited.nonce, "invited_until": moments.seconds(invited.until)} if invited else {}
    )
    return {
        **keys.staff(person.school, person.id),
        "school": person.school,
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "valid_from": moments.milliseconds(person.valid_from),
        **waiting,
    }


def _staff_of(item: Item) -> Staff:
    nonce = item.get("nonce")
    return Staff(
        school=item["school"],
        id=item["id"],
        name=item["name"],
        email=item["email"],
        role=item["role"],
        valid_from=moments.of_milliseconds(item["valid_from"]),
        invitation=Invitation(nonce, moments.of_seconds(item["invited_until"])) if nonce else None,
    )
